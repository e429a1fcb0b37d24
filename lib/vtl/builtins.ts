import { readPath } from "../jsonpath/evaluate-path.ts";
import { JsonParseError, parseJson } from "../jsonpath/parse-json.ts";
import { parsePath } from "../jsonpath/parse-path.ts";
import { JsonPathError, type Path } from "../jsonpath/path.ts";
import { RegexBudgetError, RegexSyntaxError } from "../regex/syntax.ts";
import { type MethodTable, method, textOf } from "./method.ts";
import { printJson } from "./printing.ts";
import type { InputValue, Run, UtilValue } from "./run.ts";
import { Failure } from "./vtl-error.ts";

/** The functions of `$input`. */
export const INPUT_METHODS: MethodTable<InputValue> = {
  body: [method([], (input) => input.body)],
  path: [method(["string"], (input, [path], run) => select(input, path, run))],
  json: [
    method(["string"], (input, [path], run) => {
      const value = select(input, path, run);
      // A path that finds nothing gives an empty JSON text, recorded on the service.
      return value === null ? '""' : printJson(value, run, false);
    }),
  ],
  params: [method([], (input) => input.getParameters()), method(["string"], (input, [name]) => findParameter(input, textOf(name)))],
};

/** The functions of `$util`. */
export const UTIL_METHODS: MethodTable<UtilValue> = {
  escapeJavaScript: [method(["string"], (_, [text], run) => transform(text, run, escapeJavaScript))],
  parseJson: [method(["string"], (_, [text], run) => (typeof text === "string" ? guard(() => parseDocument(text, run)) : null))],
  urlEncode: [method(["string"], (_, [text], run) => transform(text, run, encodeForm, 2))],
  urlDecode: [method(["string"], (_, [text], run) => transform(text, run, decodeForm, 1))],
  base64Encode: [method(["string"], (_, [text], run) => transform(text, run, encodeBase64))],
  base64Decode: [method(["string"], (_, [text], run) => transform(text, run, decodeBase64))],
};

// Constant paths are parsed at their first use and kept with the template.
const PATHS_MAX = 200;

function select(input: InputValue, path: unknown, run: Run): unknown {
  if (typeof path !== "string") return null;
  return guard(() => readPath(findPath(path, run), { document: input.getDocument(run), spend: (steps) => run.spend(steps) }));
}

function findPath(text: string, run: Run): Path {
  const known = run.paths.get(text);
  if (known !== undefined) return known;
  run.spend(10 + (text.length >> 2));
  const path = parsePath(text);
  if (run.paths.size >= PATHS_MAX) run.paths.clear();
  run.paths.set(text, path);
  return path;
}

function parseDocument(text: string, run: Run): unknown {
  run.spend(text.length >> 1);
  return parseJson(text);
}

function guard<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof JsonPathError || error instanceof JsonParseError || error instanceof RegexSyntaxError)
      throw new Failure("method", error.message);
    if (error instanceof RegexBudgetError) throw new Failure("budget", error.message);
    throw error;
  }
}

// The service looks into the path, then the query string, then the headers.
function findParameter({ input }: InputValue, name: string): string | null {
  for (const record of [input.params.path, input.params.querystring, input.params.header]) {
    if (Object.hasOwn(record, name)) return record[name] ?? null;
  }
  return null;
}

/** `shift`: one step for every 2^shift characters. */
function transform(text: unknown, run: Run, change: (text: string, run: Run) => string, shift = 4): string | null {
  if (typeof text !== "string") return null;
  run.spend(text.length >> shift);
  return run.check(change(text, run));
}

const ESCAPES: Readonly<Record<string, string>> = { "\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r" };

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that the function escapes.
const ESCAPED = /['"\\/\u0000-\u001f\u0080-\uffff]/;
const escapeTexts: (string | undefined)[] = [];

function escapeJavaScript(text: string, run: Run): string {
  if (!ESCAPED.test(text)) return text;
  let escaped = "";
  let copied = 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80 && code >= 0x20 && code !== 0x22 && code !== 0x27 && code !== 0x2f && code !== 0x5c) continue;
    if (at > copied) escaped += text.slice(copied, at);
    escaped += escapeTexts[code] ?? makeEscape(code);
    copied = at + 1;
    count++;
    if ((count & 1023) === 0) run.spend(500);
  }
  return escaped + text.slice(copied);
}

function makeEscape(code: number): string {
  const char = String.fromCharCode(code);
  const isPlain = code >= 0x20 && code < 0x80;
  const image = isPlain ? `\\${char}` : (ESCAPES[char] ?? `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`);
  escapeTexts[code] = image;
  return image;
}

function encodeForm(text: string): string {
  const safe = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "?");
  return encodeURIComponent(safe)
    .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function decodeForm(text: string): string {
  return text.replaceAll("+", " ").replace(/(?:%[\s\S]{0,2})+/g, (run) => {
    const bytes = run.split("%").slice(1);
    const isValid = bytes.every((byte) => /^[0-9a-fA-F]{2}$/.test(byte));
    if (!isValid)
      throw new Failure("method", "java.lang.IllegalArgumentException: URLDecoder: Illegal hex characters in escape (%) pattern");
    return decoder.decode(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)));
  });
}

// Long argument lists overflow the stack.
const CHUNK = 8192;

function encodeBase64(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII, which is its own UTF-8.
  if (/^[\u0000-\u007f]*$/.test(text)) return btoa(text);
  const bytes = encoder.encode(text);
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

function decodeBase64(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Failure("method", "java.lang.IllegalArgumentException: Illegal base64 character");
  try {
    return decoder.decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));
  } catch {
    throw new Failure("method", "java.lang.IllegalArgumentException: Input byte array has wrong 4-byte ending unit");
  }
}
