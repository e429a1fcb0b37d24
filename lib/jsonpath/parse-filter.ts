import { parseDecimal } from "./java-decimal.ts";
import { parseJson } from "./parse-json.ts";
import { FILTER_OPERATORS, type FilterCondition, type FilterOperand, type FilterOperator, JsonPathError, type Path } from "./path.ts";
import { unescapeText } from "./unescape-text.ts";

const NESTING_MAX = 50;

/** Parses the condition that starts with `(` at `start`; `end` is the position behind its `)`. */
export function parseFilter(text: string, start: number, parsePath: (text: string) => Path): { condition: FilterCondition; end: number } {
  const reader = new FilterReader(text, start + 1, parsePath);
  const condition = reader.readOr(0);
  return { condition, end: reader.expect(")") };
}

class FilterReader {
  constructor(
    private readonly text: string,
    private position: number,
    private readonly parsePath: (text: string) => Path,
  ) {}

  readOr(depth: number): FilterCondition {
    if (depth > NESTING_MAX) throw this.fail("the filter is nested too deeply");
    let left = this.readAnd(depth);
    while (this.accept("||")) left = { kind: "or", left, right: this.readAnd(depth) };
    return left;
  }

  expect(char: string): number {
    if (!this.accept(char)) throw this.fail(`'${char}' is missing`);
    return this.position;
  }

  private readAnd(depth: number): FilterCondition {
    let left = this.readUnary(depth);
    while (this.accept("&&")) left = { kind: "and", left, right: this.readUnary(depth) };
    return left;
  }

  private readUnary(depth: number): FilterCondition {
    if (depth > NESTING_MAX) throw this.fail("the filter is nested too deeply");
    this.skipBlanks();
    if (this.text[this.position] === "!") {
      this.position++;
      this.skipBlanks();
      const next = this.text[this.position];
      if (next !== "$" && next !== "@") return { kind: "not", operand: this.readUnary(depth + 1) };
      return this.readComparison(false);
    }
    if (this.accept("(")) {
      const inner = this.readOr(depth + 1);
      this.expect(")");
      return inner;
    }
    return this.readComparison(true);
  }

  private readComparison(expected: boolean): FilterCondition {
    const left = this.readOperand();
    const rest = this.position;
    const operator = this.findOperator();
    if (operator !== undefined) return { kind: "compare", operator, left, right: this.readOperand() };
    this.position = rest;
    if (left.kind !== "path") throw this.fail("a comparison is missing");
    return { kind: "exists", path: left.path, expected };
  }

  private findOperator(): FilterOperator | undefined {
    this.skipBlanks();
    const rest = this.text.slice(this.position, this.position + 20);
    const image = (/^[<>=~!]+/.exec(rest) ?? /^[A-Za-z]+/.exec(rest))?.[0] ?? "";
    if (image === "") return undefined;
    const operator = FILTER_OPERATORS.find((candidate) => candidate === image.toUpperCase());
    if (operator === undefined) throw this.fail(`Filter operator ${image} is not supported!`);
    this.position += image.length;
    return operator;
  }

  private readOperand(): FilterOperand {
    this.skipBlanks();
    const char = this.text[this.position] ?? "";
    if (char === "$" || char === "@") return this.readPathOperand();
    if (char === "'" || char === '"') return this.readText(char);
    if (char === "/") return this.readPattern();
    if (char === "[" || char === "{") return this.readJson(char);
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (this.accept(word)) return { kind: "value", value };
    }
    return this.readNumber();
  }

  private readNumber(): FilterOperand {
    const image = /^[-.0-9]+([eE][+-]?\d+)?/.exec(this.text.slice(this.position, this.position + 200))?.[0] ?? "";
    const value = parseDecimal(image);
    if (value === undefined) throw this.fail("a value is missing");
    this.position += image.length;
    return { kind: "value", value };
  }

  private readText(quote: string): FilterOperand {
    const start = this.position + 1;
    const end = this.findUnescaped(quote, start);
    this.position = end + 1;
    return { kind: "value", value: unescapeText(this.text.slice(start, end)) };
  }

  private readPattern(): FilterOperand {
    const start = this.position + 1;
    const end = this.findUnescaped("/", start);
    this.position = end + 1;
    const flags = /^[a-zA-Z]*/.exec(this.text.slice(this.position, this.position + 10))?.[0] ?? "";
    this.position += flags.length;
    return { kind: "pattern", source: this.text.slice(start, end), flags };
  }

  private readJson(open: string): FilterOperand {
    const close = open === "[" ? "]" : "}";
    let depth = 0;
    for (let at = this.position; at < this.text.length; at++) {
      const char = this.text[at] ?? "";
      if (char === "'" || char === '"') at = this.findUnescaped(char, at + 1);
      else if (char === open) depth++;
      else if (char === close) {
        depth--;
        if (depth > 0) continue;
        const json = this.text.slice(this.position, at + 1);
        this.position = at + 1;
        return { kind: "value", value: parseJson(json) };
      }
    }
    throw this.fail(`'${close}' is missing`);
  }

  // A path ends at a blank, an operator or the bracket that closes the condition.
  private readPathOperand(): FilterOperand {
    const start = this.position;
    let depth = 0;
    let at = start + 1;
    for (; at < this.text.length; at++) {
      const char = this.text[at] ?? "";
      if (depth > 0 && (char === "'" || char === '"')) {
        at = this.findUnescaped(char, at + 1);
        continue;
      }
      if (char === "[" || char === "(") depth++;
      if (char === "]" || char === ")") {
        if (depth === 0) break;
        depth--;
      }
      if (depth === 0 && " <>=~!&|,".includes(char)) break;
    }
    if (depth > 0) throw this.fail("brackets do not match");
    this.position = at;
    return { kind: "path", path: this.parsePath(this.text.slice(start, at)) };
  }

  private findUnescaped(quote: string, start: number): number {
    for (let at = start; at < this.text.length; at++) {
      if (this.text[at] === "\\") at++;
      else if (this.text[at] === quote) return at;
    }
    throw this.fail(`missing closing ${quote}`);
  }

  private accept(image: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(image, this.position)) return false;
    this.position += image.length;
    return true;
  }

  private skipBlanks(): void {
    while (this.text[this.position] === " ") this.position++;
  }

  private fail(reason: string): JsonPathError {
    return new JsonPathError(`Could not parse filter at position ${this.position}: ${reason}`);
  }
}
