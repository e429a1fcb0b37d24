import { findShorthand, intersect, invert, range, unite } from "./char-sets.ts";
import { type RegexSource, readEscapedCodePoint, readProperty } from "./regex-source.ts";
import type { CaseRule, CharSet } from "./syntax.ts";

const NESTING_MAX = 20;

/** Reads `[...]` with ranges, shorthands, quoted text and, in Java, nested classes and `&&`. */
export class ClassReader {
  constructor(
    private readonly source: RegexSource,
    private readonly dialect: "java" | "ecma",
    private readonly caseRule: CaseRule,
    private readonly depth = 0,
  ) {}

  read(): CharSet {
    if (this.depth > NESTING_MAX) throw this.source.fail("The class is nested too deeply");
    this.source.next();
    const isNegated = this.source.accept("^");
    let set = this.readUnion(true);
    while (this.source.accept("&&")) set = intersect(set, this.readUnion(false));
    if (!this.source.accept("]")) throw this.source.fail("Unclosed character class");
    return isNegated ? invert(set) : set;
  }

  private readUnion(isFirst: boolean): CharSet {
    const sets: CharSet[] = [];
    for (;;) {
      const char = this.source.peek();
      // In Java a bracket directly after the opening one is itself.
      const closes = char === "]" && !(isFirst && sets.length === 0 && this.dialect === "java");
      if (char === "" || closes || (this.dialect === "java" && this.source.startsWith("&&"))) break;
      sets.push(...this.readItem(char));
    }
    return unite(sets);
  }

  private readItem(char: string): CharSet[] {
    if (char === "[" && this.dialect === "java") {
      return [new ClassReader(this.source, this.dialect, this.caseRule, this.depth + 1).read()];
    }
    if (this.source.accept("\\Q")) {
      return this.source.readQuoted().map((quoted) => this.single(quoted.codePointAt(0) ?? 0));
    }
    const low = this.readCharacter(char);
    if (typeof low !== "number") return [low];
    if (!this.startsRange()) return [this.single(low)];
    this.source.next();
    const high = this.readCharacter(this.source.peek());
    if (typeof high !== "number") return [this.single(low), this.single(0x2d), high];
    if (high < low) throw this.source.fail("Illegal character range");
    return [range(low, high, this.caseRule)];
  }

  private startsRange(): boolean {
    if (!this.source.startsWith("-")) return false;
    return !this.source.startsWith("-]") && !(this.dialect === "java" && (this.source.startsWith("-[") || this.source.startsWith("-&&")));
  }

  private readCharacter(char: string): number | CharSet {
    if (char !== "\\") {
      this.source.next();
      return char.codePointAt(0) ?? 0;
    }
    this.source.next();
    const letter = this.source.peek();
    if (letter === "p" || letter === "P") return readProperty(this.source);
    if (letter === "b" && this.dialect === "ecma") {
      this.source.next();
      return 8;
    }
    const shorthand = findShorthand(letter, this.dialect);
    if (shorthand === undefined) return readEscapedCodePoint(this.source, this.dialect);
    this.source.next();
    return shorthand;
  }

  private single(codePoint: number): CharSet {
    return range(codePoint, codePoint, this.caseRule);
  }
}
