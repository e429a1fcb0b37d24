import { parseRegex } from "../regex/parse-regex.ts";
import { type RegexNode, RegexSyntaxError } from "../regex/syntax.ts";
import { compileSchema } from "./compile-schema.ts";
import { findPointer, isRecord } from "./json.ts";
import type { SchemaOptions } from "./validation.ts";

const DEPTH_MAX = 8;
const WORDS = ["alpha", "bravo", "coral", "delta", "ember", "fjord", "grove", "haven"];

type Sampling = { random: () => number; root: unknown; options: SchemaOptions; depth: number };

/** A value that a schema allows; the same for the same seed. Optional properties may be left out deep down. */
export function sampleFromSchema(schema: unknown, seed: number, options: SchemaOptions = {}): unknown {
  const compiled = compileSchema(schema, options);
  let sample: unknown;
  // Combinations such as `not` are met by trying.
  for (let attempt = 0; attempt < 20; attempt++) {
    sample = makeSample(schema, { random: makeRandom(seed + attempt * 7919), root: schema, options, depth: 0 });
    if (compiled.validate(sample).length === 0) return sample;
  }
  return sample;
}

// A small generator of the mulberry32 kind: good spread, and the same everywhere.
function makeRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function makeSample(part: unknown, sampling: Sampling): unknown {
  const { schema, root } = follow(part, sampling);
  const inner = { ...sampling, root, depth: sampling.depth + 1 };
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return pick(schema.enum, sampling.random);
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (Array.isArray(schema.allOf))
    return makeSample(merge([{ ...schema, allOf: undefined }, ...schema.allOf.map((item) => follow(item, inner).schema)]), inner);
  for (const choices of [schema.oneOf, schema.anyOf]) {
    if (Array.isArray(choices))
      return makeSample(
        merge([{ ...schema, oneOf: undefined, anyOf: undefined }, follow(pick(choices, sampling.random), inner).schema]),
        inner,
      );
  }
  switch (findType(schema)) {
    case "object":
      return makeObject(schema, inner);
    case "array":
      return makeArray(schema, inner);
    case "integer":
    case "number":
      return makeNumber(schema, sampling.random);
    case "boolean":
      return sampling.random() < 0.5;
    case "null":
      return null;
    default:
      return makeText(schema, sampling.random);
  }
}

function follow(part: unknown, { root, options }: Sampling): { schema: Record<string, unknown>; root: unknown } {
  let schema = part;
  let document = root;
  for (let count = 0; count < 20 && isRecord(schema) && typeof schema.$ref === "string"; count++) {
    const [address = "", fragment = ""] = schema.$ref.split("#", 2);
    if (address !== "") document = options.resolveRef?.(address);
    schema = findPointer(document, fragment);
  }
  return { schema: isRecord(schema) ? schema : {}, root: document };
}

function merge(schemas: readonly Record<string, unknown>[]): Record<string, unknown> {
  const merged: Record<string, unknown> = Object.assign({}, ...schemas);
  merged.properties = Object.assign({}, ...schemas.map((schema) => schema.properties));
  merged.required = schemas.flatMap((schema) => (Array.isArray(schema.required) ? schema.required : []));
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

function findType(schema: Record<string, unknown>): string {
  const { type } = schema;
  if (Array.isArray(type)) return String(type.find((name) => name !== "null") ?? "null");
  if (typeof type === "string") return type;
  if (isRecord(schema.properties) || Array.isArray(schema.required)) return "object";
  if (schema.items !== undefined) return "array";
  return typeof schema.minimum === "number" || typeof schema.maximum === "number" ? "number" : "string";
}

function makeObject(schema: Record<string, unknown>, sampling: Sampling): Record<string, unknown> {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const names = sampling.depth > DEPTH_MAX ? required : [...new Set([...Object.keys(properties), ...required])];
  if (sampling.depth > DEPTH_MAX * 4) return {};
  return Object.fromEntries(names.map((name) => [name, makeSample(properties[name] ?? schema.additionalProperties, sampling)]));
}

function makeArray(schema: Record<string, unknown>, sampling: Sampling): unknown[] {
  const least = typeof schema.minItems === "number" ? schema.minItems : 0;
  const most = typeof schema.maxItems === "number" ? schema.maxItems : Math.max(least, 2);
  const length = sampling.depth > DEPTH_MAX ? least : Math.max(least, Math.min(most, 1 + Math.floor(sampling.random() * 2)));
  const { items } = schema;
  return Array.from({ length: Math.min(length, 100) }, (_, index) => makeSample(Array.isArray(items) ? items[index] : items, sampling));
}

function makeNumber(schema: Record<string, unknown>, random: () => number): number {
  const step = typeof schema.multipleOf === "number" && schema.multipleOf > 0 ? schema.multipleOf : 1;
  const low =
    typeof schema.minimum === "number" ? schema.minimum : Math.min(1, typeof schema.maximum === "number" ? schema.maximum - 10 * step : 1);
  const high = typeof schema.maximum === "number" ? schema.maximum : low + 100 * step;
  const first = Math.ceil((low + (schema.exclusiveMinimum === true ? step / 2 : 0)) / step);
  const last = Math.floor((high - (schema.exclusiveMaximum === true ? step / 2 : 0)) / step);
  if (first > last) return (low + high) / 2;
  return (first + Math.floor(random() * (last - first + 1))) * step;
}

const FORMAT_SAMPLES: Readonly<Record<string, string>> = {
  "date-time": "2024-03-05T10:11:12Z",
  date: "2024-03-05",
  email: "kim@example.org",
  hostname: "example.org",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.org/",
  uuid: "123e4567-e89b-12d3-a456-426614174000",
};

function makeText(schema: Record<string, unknown>, random: () => number): string {
  if (typeof schema.pattern === "string") return makeMatching(schema.pattern, random);
  const known =
    typeof schema.format === "string" && Object.hasOwn(FORMAT_SAMPLES, schema.format) ? FORMAT_SAMPLES[schema.format] : undefined;
  if (known !== undefined) return known;
  const least = typeof schema.minLength === "number" ? Math.min(schema.minLength, 1000) : 0;
  const most = typeof schema.maxLength === "number" ? schema.maxLength : Number.POSITIVE_INFINITY;
  const word = String(pick(WORDS, random));
  return word.padEnd(least, word).slice(0, most);
}

function makeMatching(pattern: string, random: () => number): string {
  try {
    return writeMatch(parseRegex(pattern, { dialect: "ecma", flags: "" }).root, random).slice(0, 1000);
  } catch (error) {
    if (error instanceof RegexSyntaxError) return "";
    throw error;
  }
}

function writeMatch(node: RegexNode, random: () => number): string {
  switch (node.kind) {
    case "literal":
      return String.fromCodePoint(node.codePoint);
    case "set": {
      const chars = [..."abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.@/: "].filter((char) =>
        node.set.has(char.charCodeAt(0)),
      );
      return chars.length === 0 ? "" : String(pick(chars, random));
    }
    case "sequence":
      return node.items.map((item) => writeMatch(item, random)).join("");
    case "choice":
      return writeMatch(node.options[Math.floor(random() * node.options.length)] ?? { kind: "empty" }, random);
    case "repeat": {
      const count = Math.min(node.max, Math.max(node.min, Math.min(3, node.min + 1)));
      return Array.from({ length: Math.min(count, 200) }, () => writeMatch(node.body, random)).join("");
    }
    case "group":
    case "atomic":
      return writeMatch(node.body, random);
    default:
      return "";
  }
}

function pick(values: readonly unknown[], random: () => number): unknown {
  return values[Math.floor(random() * values.length)];
}
