import { compileRegex } from "../regex/compile-regex.ts";
import { STEP_LIMIT } from "../regex/matcher.ts";
import { RegexBudgetError, RegexSyntaxError } from "../regex/syntax.ts";
import { findFormatFailure } from "./formats.ts";
import { canonical, isRecord, typeOf } from "./json.ts";
import type { Place, Validation, ValidationFailure } from "./validation.ts";

/** A keyword's check: messages for its own place, or failures that sub-schemas found. */
export type Keyword = (input: {
  schema: Record<string, unknown>;
  value: unknown;
  place: Place;
  validation: Validation;
  keyword: string;
}) => (string | ValidationFailure)[];

/** All keywords by name, in the order in which they are checked. */
export const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  [
    "additionalItems",
    ({ schema, value }) => {
      if (!Array.isArray(value) || schema.additionalItems !== false || !Array.isArray(schema.items) || value.length <= schema.items.length)
        return [];
      return [`schema only allows ${schema.items.length} elements in array but instance has ${value.length} elements`];
    },
  ],
  [
    "additionalProperties",
    ({ schema, value, validation }) => {
      if (!isRecord(value) || schema.additionalProperties !== false) return [];
      const known = isRecord(schema.properties) ? schema.properties : {};
      const patterns = isRecord(schema.patternProperties) ? Object.keys(schema.patternProperties) : [];
      const extra = Object.keys(value).filter(
        (name) => !Object.hasOwn(known, name) && !patterns.some((pattern) => matchesPattern(pattern, name, validation)),
      );
      if (extra.length === 0) return [];
      return [`object instance has properties which are not allowed by the schema: ${print(extra.sort())}`];
    },
  ],
  [
    "allOf",
    (input) => {
      const results = checkAll(input, "allOf");
      const passed = results.filter((failures) => failures.length === 0).length;
      return passed === results.length
        ? []
        : [`instance failed to match all required schemas (matched only ${passed} out of ${results.length})`];
    },
  ],
  [
    "anyOf",
    (input) => {
      const results = checkAll(input, "anyOf");
      if (results.some((failures) => failures.length === 0)) return [];
      return [`instance failed to match at least one required schema among ${results.length}`];
    },
  ],
  ["dependencies", checkDependencies],
  [
    "enum",
    ({ schema, value, validation }) => {
      const allowed = Array.isArray(schema.enum) ? schema.enum : [];
      const found = canonicalWithin(validation, value);
      if (allowed.some((candidate) => canonical(candidate) === found)) return [];
      return [`instance value (${JSON.stringify(value)}) not found in enum (possible values: ${print(allowed)})`];
    },
  ],
  [
    "format",
    ({ schema, value }) => (typeof value === "string" && typeof schema.format === "string" ? findFormatFailure(schema.format, value) : []),
  ],
  [
    "maxItems",
    ({ schema, value }) => {
      if (!Array.isArray(value) || typeof schema.maxItems !== "number" || value.length <= schema.maxItems) return [];
      return [`array is too long: must have at most ${schema.maxItems} elements but instance has ${value.length} elements`];
    },
  ],
  [
    "maxLength",
    ({ schema, value }) => {
      if (typeof value !== "string" || typeof schema.maxLength !== "number" || lengthOf(value) <= schema.maxLength) return [];
      return [`string ${JSON.stringify(value)} is too long (length: ${lengthOf(value)}, maximum allowed: ${schema.maxLength})`];
    },
  ],
  [
    "maxProperties",
    ({ schema, value }) => {
      if (!isRecord(value) || typeof schema.maxProperties !== "number" || Object.keys(value).length <= schema.maxProperties) return [];
      return [`object has too many properties (found ${Object.keys(value).length} but schema requires at most ${schema.maxProperties})`];
    },
  ],
  [
    "maximum",
    ({ schema, value }) => {
      if (typeof value !== "number" || typeof schema.maximum !== "number") return [];
      if (value > schema.maximum)
        return [`numeric instance is greater than the required maximum (maximum: ${schema.maximum}, found: ${value})`];
      return value === schema.maximum && schema.exclusiveMaximum === true
        ? [`numeric instance is not strictly lower than the required maximum ${value}`]
        : [];
    },
  ],
  [
    "minItems",
    ({ schema, value }) => {
      if (!Array.isArray(value) || typeof schema.minItems !== "number" || value.length >= schema.minItems) return [];
      return [`array is too short: must have at least ${schema.minItems} elements but instance has ${value.length} elements`];
    },
  ],
  [
    "minLength",
    ({ schema, value }) => {
      if (typeof value !== "string" || typeof schema.minLength !== "number" || lengthOf(value) >= schema.minLength) return [];
      return [`string ${JSON.stringify(value)} is too short (length: ${lengthOf(value)}, required minimum: ${schema.minLength})`];
    },
  ],
  [
    "minProperties",
    ({ schema, value }) => {
      if (!isRecord(value) || typeof schema.minProperties !== "number" || Object.keys(value).length >= schema.minProperties) return [];
      return [`object has too few properties (found ${Object.keys(value).length} but schema requires at least ${schema.minProperties})`];
    },
  ],
  [
    "minimum",
    ({ schema, value }) => {
      if (typeof value !== "number" || typeof schema.minimum !== "number") return [];
      if (value < schema.minimum)
        return [`numeric instance is lower than the required minimum (minimum: ${schema.minimum}, found: ${value})`];
      return value === schema.minimum && schema.exclusiveMinimum === true
        ? [`numeric instance is not strictly greater than the required minimum ${value}`]
        : [];
    },
  ],
  [
    "multipleOf",
    ({ schema, value }) => {
      if (
        typeof value !== "number" ||
        typeof schema.multipleOf !== "number" ||
        schema.multipleOf <= 0 ||
        isMultiple(value, schema.multipleOf)
      )
        return [];
      return [`remainder of division is not zero (${value} / ${schema.multipleOf})`];
    },
  ],
  [
    "not",
    ({ schema, value, place, validation }) => {
      const failures = validation.check(schema.not, value, { ...place, depth: place.depth + 1 });
      return failures.length > 0 ? [] : ["instance matched a schema which it should not have"];
    },
  ],
  [
    "oneOf",
    (input) => {
      const results = checkAll(input, "oneOf");
      const passed = results.filter((failures) => failures.length === 0).length;
      return passed === 1 ? [] : [`instance failed to match exactly one schema (matched ${passed} out of ${results.length})`];
    },
  ],
  [
    "pattern",
    ({ schema, value, validation }) => {
      if (typeof value !== "string" || typeof schema.pattern !== "string" || matchesPattern(schema.pattern, value, validation)) return [];
      return [`ECMA 262 regex ${JSON.stringify(schema.pattern)} does not match input string ${JSON.stringify(value)}`];
    },
  ],
  [
    "required",
    ({ schema, value }) => {
      if (!isRecord(value) || !Array.isArray(schema.required)) return [];
      const missing = schema.required.filter((name) => typeof name === "string" && !Object.hasOwn(value, name));
      return missing.length === 0 ? [] : [`object has missing required properties (${print(missing)})`];
    },
  ],
  ["type", checkType],
  [
    "uniqueItems",
    ({ schema, value, validation }) => {
      if (!Array.isArray(value) || schema.uniqueItems !== true) return [];
      const distinct = new Set(value.map((item) => canonicalWithin(validation, item)));
      if (distinct.size === value.length) return [];
      return ["array must not contain duplicate elements"];
    },
  ],
]);

// Such keywords can look at the same parts again on every level.
function canonicalWithin(validation: Validation, value: unknown): string {
  const text = canonical(value);
  validation.stepsLeft -= text.length >> 5;
  if (validation.stepsLeft < 0) throw new TooManySteps();
  return text;
}

function checkAll({ schema, value, place, validation }: Parameters<Keyword>[0], keyword: string): ValidationFailure[][] {
  const parts = schema[keyword];
  if (!Array.isArray(parts)) return [[]];
  return parts.map((part) => validation.check(part, value, { ...place, depth: place.depth + 1 }));
}

function checkDependencies({ schema, value, place, validation }: Parameters<Keyword>[0]): (string | ValidationFailure)[] {
  if (!isRecord(value) || !isRecord(schema.dependencies)) return [];
  return Object.entries(schema.dependencies).flatMap(([name, dependency]): (string | ValidationFailure)[] => {
    if (!Object.hasOwn(value, name)) return [];
    if (!Array.isArray(dependency)) return validation.check(dependency, value, { ...place, depth: place.depth + 1 });
    const missing = dependency.filter((other) => !Object.hasOwn(value, String(other)));
    if (missing.length === 0) return [];
    return [
      `property ${JSON.stringify(name)} of object has missing property dependencies (schema requires ${print(dependency)}; missing: ${print(missing)})`,
    ];
  });
}

function checkType({ schema, value }: Parameters<Keyword>[0]): string[] {
  const found = typeOf(value);
  if (schema.type === found) return [];
  const named = Array.isArray(schema.type) ? schema.type : [schema.type];
  const allowed = new Set(named.map(String));
  // Whole numbers are numbers; the message lists both.
  if (allowed.has("number")) allowed.add("integer");
  if (allowed.has(found)) return [];
  return [`instance type (${found}) does not match any allowed primitive type (allowed: ${print([...allowed].sort())})`];
}

function print(values: readonly unknown[]): string {
  return JSON.stringify(values);
}

// Lengths count characters, not the halves of pairs.
function lengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) if ((text.charCodeAt(index) & 0xfc00) === 0xdc00) length--;
  return length;
}

function isMultiple(value: number, divisor: number): boolean {
  const quotient = value / divisor;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
}

// Enough for a usual pattern to read a long text whole, as that of an upload in base64 has to.
const STEPS_PER_CHARACTER = 3;

/** The values of a validation take more work together than it may. */
export class TooManySteps extends Error {}

/** Whether a text matches a pattern anywhere; a pattern that cannot be read, or takes too long, matches nothing. */
export function matchesPattern(pattern: string, text: string, { patternSteps }: Validation): boolean {
  if (patternSteps.left <= 0) throw new TooManySteps();
  const granted = Math.min(Math.max(STEP_LIMIT, STEPS_PER_CHARACTER * text.length), patternSteps.left);
  const budget = { left: granted };
  try {
    return compileRegex(pattern, { dialect: "ecma" }).find(text, 0, budget) !== undefined;
  } catch (error) {
    if (error instanceof RegexBudgetError || error instanceof RegexSyntaxError) return false;
    throw error;
  } finally {
    // Patterns that the platform matches count nothing, but read the text.
    patternSteps.left -= granted - budget.left + 1 + (text.length >> 4);
  }
}
