import { findProperty, invert } from "./char-sets.ts";
import { type CharSet, RegexSyntaxError } from "./syntax.ts";

/** A pattern's text and the place that is read. */
export class RegexSource {
  private position = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The character here, empty at the end. */
  peek(): string {
    const code = this.text.codePointAt(this.position);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  next(): string {
    const char = this.peek();
    this.position += char.length;
    return char;
  }

  accept(image: string): boolean {
    if (!this.text.startsWith(image, this.position)) return false;
    this.position += image.length;
    return true;
  }

  startsWith(image: string): boolean {
    return this.text.startsWith(image, this.position);
  }

  /** Reads what a sticky pattern of ours matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.position += match[0].length;
    return match;
  }

  /** The characters up to `\E` or the end. */
  readQuoted(): string[] {
    const end = this.text.indexOf("\\E", this.position);
    const quoted = this.text.slice(this.position, end < 0 ? this.text.length : end);
    this.position = end < 0 ? this.text.length : end + 2;
    return [...quoted];
  }

  skipComments(): void {
    this.match(/(?:[ \t\n\v\f\r]+|#[^\n]*)+/y);
  }

  fail(reason: string): RegexSyntaxError {
    return new RegexSyntaxError(`${reason} near index ${this.position}`, this.position);
  }
}

/** Reads `p{Name}`, `P{Name}` or `pL` behind a backslash. */
export function readProperty(source: RegexSource): CharSet {
  const isNegated = source.next() === "P";
  const name = source.match(/\{(\^?[A-Za-z_0-9=]+)\}/y)?.[1] ?? source.match(/[A-Z]/y)?.[0];
  const set = name === undefined ? undefined : findProperty(name);
  if (set === undefined) throw source.fail(`Unknown character property name {${name ?? ""}}`);
  return isNegated ? invert(set) : set;
}

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27, v: 11 };

/** Reads the escape of one character, behind its backslash. */
export function readEscapedCodePoint(source: RegexSource, dialect: "java" | "ecma"): number {
  const hex = source.match(/u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[xu]\{([0-9a-fA-F]{1,6})\}/y);
  if (hex !== undefined) {
    const code = Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? "", 16);
    if (code > 0x10ffff) throw source.fail("Hexadecimal codepoint is too big");
    return code;
  }
  const octal = source.match(/0([0-3]?[0-7]{1,2})/y)?.[1];
  if (octal !== undefined) return Number.parseInt(octal, 8);
  const control = source.match(/c([\s\S])/y)?.[1];
  if (control !== undefined) return control.charCodeAt(0) ^ 64;
  if (dialect === "ecma" && source.accept("0")) return 0;
  const letter = source.next();
  if (letter === "") throw source.fail("Unexpected internal error");
  const named = CONTROLS[letter];
  if (named !== undefined) return named;
  if (dialect === "java" && /[A-Za-z0-9]/.test(letter)) throw source.fail("Illegal/unsupported escape sequence");
  return letter.codePointAt(0) ?? 0;
}
