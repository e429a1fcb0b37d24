import { everything, findShorthand, notEcmaLineEnd, notLineEnd, notNewline, range, unite, withTable } from "./char-sets.ts";
import { ClassReader } from "./parse-class.ts";
import { RegexSource, readEscapedCodePoint, readProperty } from "./regex-source.ts";
import type { Assertion, CaseRule, RegexNode } from "./syntax.ts";

/** A parsed pattern: its tree, the number of its groups and their names. */
export type ParsedRegex = { root: RegexNode; groupCount: number; names: ReadonlyMap<string, number> };

/** Which language a pattern is written in: `java.util.regex` (templates) or JavaScript (JSON schemas). */
export type RegexDialect = "java" | "ecma";

const NESTING_MAX = 100;
// Repeats are unrolled; more would make programs of megabytes.
const REPEAT_MAX = 1000;

type Flags = { i: boolean; m: boolean; s: boolean; d: boolean; u: boolean; x: boolean };

/** Parses a pattern; throws RegexSyntaxError. */
export function parseRegex(text: string, options: { dialect: RegexDialect; flags: string }): ParsedRegex {
  return new RegexParser(text, options.dialect, options.flags).parse();
}

class RegexParser {
  private readonly source: RegexSource;
  private readonly names = new Map<string, number>();
  private groupCount = 0;
  private depth = 0;
  private flags: Flags;

  constructor(
    text: string,
    private readonly dialect: RegexDialect,
    flags: string,
  ) {
    this.source = new RegexSource(text);
    const has = (flag: string) => flags.includes(flag);
    this.flags = { i: has("i"), m: has("m"), s: has("s"), d: has("d"), u: has("u"), x: has("x") };
  }

  parse(): ParsedRegex {
    const root = this.readChoice();
    if (!this.source.isAtEnd) throw this.source.fail("Unmatched closing ')'");
    return { root, groupCount: this.groupCount, names: this.names };
  }

  private get caseRule(): CaseRule {
    if (!this.flags.i) return "exact";
    return this.flags.u || this.dialect === "ecma" ? "unicode" : "ascii";
  }

  private readChoice(): RegexNode {
    this.depth++;
    if (this.depth > NESTING_MAX) throw this.source.fail("The pattern is nested too deeply");
    const options = [this.readSequence()];
    while (this.source.accept("|")) options.push(this.readSequence());
    this.depth--;
    const [only] = options;
    return only !== undefined && options.length === 1 ? only : { kind: "choice", options };
  }

  private readSequence(): RegexNode {
    const items: RegexNode[] = [];
    for (;;) {
      if (this.flags.x) this.source.skipComments();
      const char = this.source.peek();
      if (char === "" || char === "|" || char === ")") break;
      if (this.source.accept("\\Q")) {
        for (const quoted of this.source.readQuoted()) items.push(this.literal(quoted));
        const last = items.pop();
        if (last !== undefined) items.push(this.readQuantifiers(last));
        continue;
      }
      items.push(this.readQuantifiers(this.readAtom(char)));
    }
    const [only] = items;
    if (items.length === 0) return { kind: "empty" };
    return only !== undefined && items.length === 1 ? only : { kind: "sequence", items };
  }

  private readAtom(char: string): RegexNode {
    switch (char) {
      case "(":
        return this.readGroup();
      case "[": {
        const set = new ClassReader(this.source, this.dialect, this.caseRule).read();
        return { kind: "set", set: withTable(set) };
      }
      case "\\":
        return this.readEscape();
      case ".":
        this.source.next();
        return { kind: "set", set: withTable(this.dot()) };
      case "^":
        this.source.next();
        return this.assertion(this.flags.m ? "line-start" : "input-start");
      case "$":
        this.source.next();
        return this.assertion(this.lineEnd());
      case "*":
      case "+":
      case "?":
        throw this.source.fail(`Dangling meta character '${char}'`);
      case "{":
        if (this.dialect === "java") throw this.source.fail("Illegal repetition");
        return this.literal(this.source.next());
      default:
        return this.literal(this.source.next());
    }
  }

  private dot() {
    if (this.flags.s) return everything;
    if (this.dialect === "ecma") return notEcmaLineEnd;
    return this.flags.d ? notNewline : notLineEnd;
  }

  private lineEnd(): Assertion {
    if (this.dialect === "ecma") return this.flags.m ? "line-end" : "input-end";
    if (this.flags.m) return this.flags.d ? "unix-line-end" : "line-end";
    return this.flags.d ? "unix-final-end" : "final-end";
  }

  private assertion(at: Assertion): RegexNode {
    return { kind: "assert", at };
  }

  private literal(char: string): RegexNode {
    return { kind: "literal", codePoint: char.codePointAt(0) ?? 0, ignoresCase: this.caseRule };
  }

  private readEscape(): RegexNode {
    this.source.next();
    const letter = this.source.peek();
    const asserted = ASSERTIONS[letter];
    if (asserted !== undefined && (this.dialect === "java" || letter === "b" || letter === "B")) {
      this.source.next();
      return this.assertion(asserted);
    }
    const shorthand = findShorthand(letter, this.dialect);
    if (shorthand !== undefined) {
      this.source.next();
      return { kind: "set", set: withTable(shorthand) };
    }
    if (letter === "p" || letter === "P") return { kind: "set", set: withTable(readProperty(this.source)) };
    if (letter === "R" && this.dialect === "java") return this.lineBreak();
    if (letter === "k") return this.readNamedReference();
    if (/[1-9]/.test(letter)) return this.readNumberedReference();
    return { kind: "literal", codePoint: readEscapedCodePoint(this.source, this.dialect), ignoresCase: this.caseRule };
  }

  private lineBreak(): RegexNode {
    this.source.next();
    const pair: RegexNode = { kind: "sequence", items: [this.literal("\r"), this.literal("\n")] };
    const single = unite([range(10, 13, "exact"), range(0x85, 0x85, "exact"), range(0x2028, 0x2029, "exact")]);
    return { kind: "atomic", body: { kind: "choice", options: [pair, { kind: "set", set: withTable(single) }] } };
  }

  private readNamedReference(): RegexNode {
    const name = this.source.match(/k<([A-Za-z][A-Za-z0-9]*)>/y)?.[1];
    const index = name === undefined ? undefined : this.names.get(name);
    if (index === undefined) throw this.source.fail("Named capturing group does not exist");
    return { kind: "backreference", index, ignoresCase: this.caseRule };
  }

  // More digits belong to the number as long as such a group exists.
  private readNumberedReference(): RegexNode {
    let index = Number(this.source.next());
    while (/[0-9]/.test(this.source.peek()) && index * 10 + Number(this.source.peek()) <= this.groupCount) {
      index = index * 10 + Number(this.source.next());
    }
    return { kind: "backreference", index, ignoresCase: this.caseRule };
  }

  private readGroup(): RegexNode {
    const outer = this.flags;
    this.source.next();
    if (!this.source.accept("?")) return this.finishGroup(outer, this.openGroup());
    const name = this.source.match(/<([A-Za-z][A-Za-z0-9]*)>/y)?.[1];
    if (name !== undefined) {
      if (this.names.has(name)) throw this.source.fail(`Named capturing group <${name}> is already defined`);
      this.names.set(name, this.groupCount + 1);
      return this.finishGroup(outer, this.openGroup());
    }
    const kind = this.source.match(/(?:<?[=!]|:|>)/y)?.[0];
    if (kind === undefined) return this.readFlags(outer);
    const body = this.finishBody(outer);
    if (kind === ":") return body;
    if (kind === ">") return { kind: "atomic", body };
    const ahead = !kind.startsWith("<");
    const maxLength = ahead ? 0 : measureMax(body);
    if (maxLength === Number.POSITIVE_INFINITY && this.dialect === "java") {
      throw this.source.fail("Look-behind group does not have an obvious maximum length");
    }
    return { kind: "look", body, ahead, negated: kind.endsWith("!"), maxLength };
  }

  private openGroup(): number {
    this.groupCount++;
    return this.groupCount;
  }

  private finishGroup(outer: Flags, index: number): RegexNode {
    return { kind: "group", body: this.finishBody(outer), index };
  }

  private finishBody(outer: Flags): RegexNode {
    const body = this.readChoice();
    if (!this.source.accept(")")) throw this.source.fail("Unclosed group");
    this.flags = outer;
    return body;
  }

  private readFlags(outer: Flags): RegexNode {
    const match = this.source.match(/([idmsuxU]*)(?:-([idmsuxU]*))?([:)])/y);
    if (match === undefined) throw this.source.fail("Unknown inline modifier");
    const flags = { ...this.flags };
    for (const [letters, value] of [
      [match[1] ?? "", true],
      [match[2] ?? "", false],
    ] as const) {
      for (const letter of letters) {
        if (letter === "i" || letter === "m" || letter === "s" || letter === "d" || letter === "u" || letter === "x") flags[letter] = value;
      }
    }
    this.flags = flags;
    // `(?i)` holds to the end of the group around it.
    return match[3] === ")" ? { kind: "empty" } : this.finishBody(outer);
  }

  private readQuantifiers(atom: RegexNode): RegexNode {
    let node = atom;
    for (;;) {
      if (this.flags.x) this.source.skipComments();
      const bounds = this.readBounds();
      if (bounds === undefined) return node;
      const mode = this.source.accept("?") ? "lazy" : this.dialect === "java" && this.source.accept("+") ? "possessive" : "greedy";
      node = { kind: "repeat", body: node, ...bounds, mode };
    }
  }

  private readBounds(): { min: number; max: number } | undefined {
    const char = this.source.peek();
    if (char === "*" || char === "+" || char === "?") {
      this.source.next();
      return { min: char === "+" ? 1 : 0, max: char === "?" ? 1 : Number.POSITIVE_INFINITY };
    }
    const match = this.source.match(/\{(\d+)(?:(,)(\d*))?\}/y);
    if (match === undefined) return undefined;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (max < min || min > REPEAT_MAX || (max !== Number.POSITIVE_INFINITY && max > REPEAT_MAX))
      throw this.source.fail("Illegal repetition range");
    return { min, max };
  }
}

const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  A: "input-start",
  G: "input-start",
  z: "input-end",
  Z: "final-end",
  b: "word",
  B: "not-word",
};

function measureMax(node: RegexNode): number {
  switch (node.kind) {
    case "literal":
    case "set":
      return 2;
    case "sequence":
      return node.items.reduce((sum, item) => sum + measureMax(item), 0);
    case "choice":
      return Math.max(...node.options.map(measureMax));
    case "repeat":
      return node.max === 0 ? 0 : measureMax(node.body) * node.max;
    case "group":
    case "atomic":
      return measureMax(node.body);
    case "backreference":
      return Number.POSITIVE_INFINITY;
    default:
      return 0;
  }
}
