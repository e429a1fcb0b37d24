import { hashText, JavaList } from "../jsonpath/values.ts";
import { compileRegex } from "../regex/compile-regex.ts";
import { STEP_LIMIT, type StepBudget } from "../regex/matcher.ts";
import { RegexBudgetError, RegexSyntaxError } from "../regex/syntax.ts";
import { formatText } from "./format.ts";
import { JavaChar } from "./java-objects.ts";
import { integerOf, itemsOf, type MethodTable, method, textOf } from "./method.ts";
import { printValue } from "./printing.ts";
import type { Run } from "./run.ts";
import { Failure } from "./vtl-error.ts";

/** The methods of `java.lang.String` of Java 8. */
export const STRING_METHODS: MethodTable<string> = {
  length: [method([], (text) => text.length)],
  isEmpty: [method([], (text) => text === "")],
  charAt: [method(["int"], (text, [index]) => new JavaChar(charAt(text, integerOf(index))))],
  codePointAt: [method(["int"], (text, [index]) => charAt(text, integerOf(index)) && text.codePointAt(integerOf(index)))],
  substring: [
    method(["int"], (text, [from]) => substring(text, integerOf(from), text.length)),
    method(["int", "int"], (text, [from, to]) => substring(text, integerOf(from), integerOf(to))),
  ],
  subSequence: [method(["int", "int"], (text, [from, to]) => substring(text, integerOf(from), integerOf(to)))],
  indexOf: [
    method(["string"], (text, [part], run) => searched(text, run).indexOf(textOf(part))),
    method(["int"], (text, [code], run) => searched(text, run).indexOf(String.fromCodePoint(integerOf(code)))),
    method(["string", "int"], (text, [part, from], run) => searched(text, run).indexOf(textOf(part), integerOf(from))),
    method(["int", "int"], (text, [code, from], run) =>
      searched(text, run).indexOf(String.fromCodePoint(integerOf(code)), integerOf(from)),
    ),
  ],
  lastIndexOf: [
    method(["string"], (text, [part], run) => searched(text, run).lastIndexOf(textOf(part))),
    method(["int"], (text, [code], run) => searched(text, run).lastIndexOf(String.fromCodePoint(integerOf(code)))),
    method(["string", "int"], (text, [part, from], run) => lastIndexOf(searched(text, run), textOf(part), integerOf(from))),
    method(["int", "int"], (text, [code, from], run) =>
      lastIndexOf(searched(text, run), String.fromCodePoint(integerOf(code)), integerOf(from)),
    ),
  ],
  contains: [method(["string"], (text, [part], run) => searched(text, run).includes(textOf(part)))],
  startsWith: [
    method(["string"], (text, [part]) => text.startsWith(textOf(part))),
    method(["string", "int"], (text, [part, from]) => integerOf(from) >= 0 && text.startsWith(textOf(part), integerOf(from))),
  ],
  endsWith: [method(["string"], (text, [part]) => text.endsWith(textOf(part)))],
  equals: [method(["object"], (text, [other]) => text === other)],
  contentEquals: [method(["string"], (text, [other]) => text === other)],
  equalsIgnoreCase: [method(["string"], (text, [other]) => typeof other === "string" && fold(text) === fold(other))],
  compareTo: [method(["string"], (text, [other]) => compareTexts(text, textOf(other)))],
  compareToIgnoreCase: [method(["string"], (text, [other]) => compareTexts(fold(text), fold(textOf(other))))],
  regionMatches: [
    method(["int", "string", "int", "int"], (text, [from, other, otherFrom, length]) =>
      regionMatches(text, { from, other, otherFrom, length }, false),
    ),
    method(["boolean", "int", "string", "int", "int"], (text, [ignoresCase, from, other, otherFrom, length]) =>
      regionMatches(text, { from, other, otherFrom, length }, ignoresCase === true),
    ),
  ],
  concat: [method(["string"], (text, [other], run) => run.check(text + textOf(other)))],
  replace: [
    method(["char", "char"], (text, [from, to], run) => replacePlain(text, charOf(from), charOf(to), run)),
    method(["string", "string"], (text, [from, to], run) => replacePlain(text, textOf(from), textOf(to), run)),
  ],
  replaceAll: [
    method(["string", "string"], (text, [regex, by], run) =>
      withRegex(run, text, textOf(regex), (compiled, budget) => compiled.replaceAll(text, textOf(by), budget)),
    ),
  ],
  replaceFirst: [
    method(["string", "string"], (text, [regex, by], run) =>
      withRegex(run, text, textOf(regex), (compiled, budget) => compiled.replaceFirst(text, textOf(by), budget)),
    ),
  ],
  matches: [
    method(["string"], (text, [regex], run) => withRegex(run, text, textOf(regex), (compiled, budget) => compiled.matches(text, budget))),
  ],
  split: [
    method(["string"], (text, [regex], run) => split(text, textOf(regex), 0, run)),
    method(["string", "int"], (text, [regex, limit], run) => split(text, textOf(regex), integerOf(limit), run)),
  ],
  toLowerCase: [method([], (text) => text.toLowerCase())],
  toUpperCase: [method([], (text) => text.toUpperCase())],
  trim: [method([], (text, _, run) => trim(text, run))],
  toString: [method([], (text) => text)],
  intern: [method([], (text) => text)],
  hashCode: [
    method([], (text, _, run) => {
      run.spend(text.length >> 3);
      return hashText(text);
    }),
  ],
  toCharArray: [
    method([], (text, _, run) =>
      toArray(
        text.split("").map((char) => new JavaChar(char)),
        run,
      ),
    ),
  ],
  getBytes: [method([], (text, _, run) => toArray(toBytes(text), run)), method(["string"], (text, _, run) => toArray(toBytes(text), run))],
  format: [{ types: ["string"], rest: "object", call: (_, [pattern, ...values], run) => formatText(textOf(pattern), values, run) }],
  join: [
    method(["string", "collection"], (_, [separator, items], run) => join(textOf(separator), itemsOf(items), run)),
    { types: ["string"], rest: "string", call: (_, [separator, ...items], run) => join(textOf(separator), items, run) },
  ],
  valueOf: [method(["object"], (_, [value], run) => printValue(value, run))],
  copyValueOf: [method(["bytes"], (_, [value], run) => join("", itemsOf(value), run))],
};

/** A text that is looked through: that costs more than a copy when the part is nearly found all the time. */
function searched(text: string, run: Run): string {
  run.spend(text.length >> 5);
  return text;
}

function charOf(value: unknown): string {
  return value instanceof JavaChar ? value.value : "";
}

function outOfRange(detail: string): Failure {
  return new Failure("method", `java.lang.StringIndexOutOfBoundsException: ${detail}`);
}

function charAt(text: string, index: number): string {
  const char = text[index];
  if (char === undefined) throw outOfRange(`index ${index}, length ${text.length}`);
  return char;
}

function substring(text: string, from: number, to: number): string {
  if (from < 0 || to > text.length || from > to) throw outOfRange(`begin ${from}, end ${to}, length ${text.length}`);
  return text.slice(from, to);
}

function lastIndexOf(text: string, part: string, from: number): number {
  return from < 0 ? -1 : text.lastIndexOf(part, from);
}

function fold(text: string): string {
  return text.toUpperCase().toLowerCase();
}

// The difference of the first characters that differ, else of the lengths.
function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = left.charCodeAt(index) - right.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

type Region = { from: unknown; other: unknown; otherFrom: unknown; length: unknown };

function regionMatches(text: string, region: Region, ignoresCase: boolean): boolean {
  const [from, otherFrom, length] = [integerOf(region.from), integerOf(region.otherFrom), integerOf(region.length)];
  const other = textOf(region.other);
  if (from < 0 || otherFrom < 0 || from + length > text.length || otherFrom + length > other.length) return false;
  const [left, right] = [text.slice(from, from + length), other.slice(otherFrom, otherFrom + length)];
  return ignoresCase ? fold(left) === fold(right) : left === right;
}

function replacePlain(text: string, from: string, to: string, run: Run): string {
  const growth = to.length - from.length;
  // The length of the result is known from the number of places, before it is made.
  if (growth > 0) {
    const places = from === "" ? text.length + 1 : text.split(from).length - 1;
    run.spend(places);
    if (text.length + places * growth > run.budget.outputLength) throw new Failure("budget", "The text would be too long.");
  }
  return run.check(text.replaceAll(from, () => to));
}

function trim(text: string, run: Run): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  run.spend((text.length - (end - start)) >> 3);
  return text.slice(start, end);
}

function split(text: string, pattern: string, limit: number, run: Run): JavaList {
  return withRegex(run, text, pattern, (regex, budget) => toArray(regex.split(text, limit, budget), run));
}

function toArray(items: unknown[], run: Run): JavaList {
  run.spend(items.length);
  return new JavaList(items, "array");
}

const encoder = new TextEncoder();

function toBytes(text: string): number[] {
  return Array.from(encoder.encode(text), (byte) => (byte << 24) >> 24);
}

function join(separator: string, items: readonly unknown[], run: Run): string {
  run.spend(items.length);
  if (items.length * separator.length > run.budget.outputLength) throw new Failure("budget", "The text would be too long.");
  return run.check(items.map((item) => printValue(item, run) ?? "null").join(separator));
}

function withRegex<Result>(
  run: Run,
  text: string,
  pattern: string,
  use: (regex: ReturnType<typeof compileRegex>, budget: StepBudget) => Result,
): Result {
  // A long text has many matches; the steps of the render bound all of them.
  const granted = Math.min(Math.max(STEP_LIMIT, text.length), run.remaining);
  const budget = { left: granted };
  try {
    const result = use(compileRegex(pattern), budget);
    run.spend(granted - budget.left + (text.length >> 4) + 5);
    if (typeof result === "string") run.check(result);
    return result;
  } catch (error) {
    if (error instanceof RegexBudgetError) throw new Failure("budget", error.message);
    if (error instanceof RegexSyntaxError) throw new Failure("method", `java.util.regex.PatternSyntaxException: ${error.message}`);
    throw error;
  }
}
