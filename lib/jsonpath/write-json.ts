import { printNumber } from "./java-number.ts";
import { isJavaNumber, JavaDouble, JavaList, JavaMap } from "./values.ts";

/** How json-smart writes: `$input.json()` leaves `/` alone, an array's own text escapes it. */
export type JsonStyle = { escapesSlash: boolean; print: (value: unknown) => string; spend: (characters: number) => void };

// A list can be put into itself; Java would overflow its stack.
const DEPTH_MAX = 500;

/** The value nests deeper than can be written. */
export class JsonDepthError extends Error {}

/** The JSON text of a value, without blanks. */
export function writeJson(value: unknown, style: JsonStyle, depth = 0): string {
  if (depth > DEPTH_MAX) throw new JsonDepthError("The value is nested too deeply to be written as JSON.");
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") {
    style.spend(value.length);
    return quote(value, style);
  }
  if (typeof value === "boolean") return String(value);
  // Numbers cost like an empty list: a body of nothing but digits is dear to write, too.
  style.spend(8);
  if (isJavaNumber(value)) return writeNumber(value);
  if (value instanceof JavaList) return `[${value.items.map((item) => writeJson(item, style, depth + 1)).join(",")}]`;
  if (value instanceof JavaMap) return writeMap(value, style, depth);
  return quote(style.print(value), style);
}

function writeMap(map: JavaMap, style: JsonStyle, depth: number): string {
  const entries = map.keys().map((key) => `${quote(style.print(key), style)}:${writeJson(map.get(key), style, depth + 1)}`);
  return `{${entries.join(",")}}`;
}

function writeNumber(value: Parameters<typeof printNumber>[0]): string {
  if (value instanceof JavaDouble && Math.abs(value.value) === Number.POSITIVE_INFINITY) return "null";
  return printNumber(value);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that json-smart escapes.
const PLAIN = /^[^"\\/\u0000-\u001f\u007f-\u009f\u2000-\u20ff]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const ESCAPED = /["\\/\u0000-\u001f\u007f-\u009f\u2000-\u20ff]/g;

const NAMED: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function quote(text: string, style: JsonStyle): string {
  if (PLAIN.test(text)) return `"${text}"`;
  const escaped = text.replace(ESCAPED, (char) => {
    if (char === "/") return style.escapesSlash ? "\\/" : "/";
    return NAMED[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}
