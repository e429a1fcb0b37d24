import { compileRegex } from "../regex/compile-regex.ts";
import { RegexSyntaxError } from "../regex/syntax.ts";
import { findPointer, isRecord } from "./json.ts";
import type { SchemaProblem } from "./validation.ts";

const TYPES = new Set(["array", "boolean", "integer", "null", "number", "object", "string"]);
const COUNTS = new Set(["maxItems", "minItems", "maxLength", "minLength", "maxProperties", "minProperties"]);
const NUMBERS = new Set(["maximum", "minimum", "multipleOf"]);
const FLAGS = new Set(["exclusiveMaximum", "exclusiveMinimum", "uniqueItems"]);
const LISTS = new Set(["allOf", "anyOf", "oneOf"]);
const MAPS = new Set(["properties", "patternProperties", "definitions", "$defs"]);
const SINGLES = new Set(["not", "additionalProperties", "additionalItems"]);
const DEPTH_MAX = 100;

/** What is wrong with a model's schema, each with the pointer to its place; an empty list means that it can be saved. */
export function checkSchema(text: string, options: { hasModel?: (address: string) => boolean } = {}): SchemaProblem[] {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch (error) {
    return [{ pointer: "", message: `The schema is not valid JSON: ${error instanceof Error ? error.message : "it cannot be read"}.` }];
  }
  if (!isRecord(schema)) return [{ pointer: "", message: "The schema must be a JSON object." }];
  return checkPart(schema, { pointer: "", root: schema, depth: 0, hasModel: options.hasModel ?? (() => true) });
}

type Place = { pointer: string; root: unknown; depth: number; hasModel: (address: string) => boolean };

function checkPart(schema: unknown, place: Place): SchemaProblem[] {
  if (!isRecord(schema)) return [{ pointer: place.pointer, message: "A schema must be a JSON object." }];
  if (place.depth > DEPTH_MAX) return [{ pointer: place.pointer, message: "The schema is nested too deeply." }];
  return Object.entries(schema).flatMap(([keyword, value]) => checkKeyword(keyword, value, inside(place, keyword)));
}

function inside(place: Place, name: string | number): Place {
  return { ...place, pointer: `${place.pointer}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`, depth: place.depth + 1 };
}

function checkKeyword(keyword: string, value: unknown, place: Place): SchemaProblem[] {
  const problem = (message: string): SchemaProblem[] => [{ pointer: place.pointer, message }];
  if (COUNTS.has(keyword))
    return Number.isInteger(value) && Number(value) >= 0 ? [] : problem(`${keyword} must be a whole number from 0 up.`);
  if (NUMBERS.has(keyword)) return typeof value === "number" ? [] : problem(`${keyword} must be a number.`);
  if (FLAGS.has(keyword)) return typeof value === "boolean" ? [] : problem(`${keyword} must be true or false in draft 4.`);
  if (LISTS.has(keyword)) return checkList(keyword, value, place);
  if (MAPS.has(keyword))
    return isRecord(value)
      ? Object.entries(value).flatMap(([name, part]) => checkPart(part, inside(place, name)))
      : problem(`${keyword} must be an object of schemas.`);
  if (SINGLES.has(keyword)) return typeof value === "boolean" && keyword !== "not" ? [] : checkPart(value, place);
  switch (keyword) {
    case "type":
      return checkTypes(value, problem);
    case "items":
      return Array.isArray(value) ? value.flatMap((part, index) => checkPart(part, inside(place, index))) : checkPart(value, place);
    case "required":
      return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string")
        ? []
        : problem("required must be a list of at least one property name.");
    case "enum":
      return Array.isArray(value) && value.length > 0 ? [] : problem("enum must be a list of at least one value.");
    case "pattern":
      return checkPattern(value, problem);
    case "$ref":
      return checkReference(value, place, problem);
    default:
      return [];
  }
}

type Report = (message: string) => SchemaProblem[];

function checkList(keyword: string, value: unknown, place: Place): SchemaProblem[] {
  if (!Array.isArray(value) || value.length === 0)
    return [{ pointer: place.pointer, message: `${keyword} must be a list of at least one schema.` }];
  return value.flatMap((part, index) => checkPart(part, inside(place, index)));
}

function checkTypes(value: unknown, problem: Report): SchemaProblem[] {
  const names = Array.isArray(value) ? value : [value];
  const wrong = names.filter((name) => typeof name !== "string" || !TYPES.has(name));
  return wrong.length === 0 && names.length > 0 ? [] : problem(`type must be one of ${[...TYPES].join(", ")}.`);
}

function checkPattern(value: unknown, problem: Report): SchemaProblem[] {
  if (typeof value !== "string") return problem("pattern must be a text.");
  try {
    compileRegex(value, { dialect: "ecma" });
    return [];
  } catch (error) {
    if (error instanceof RegexSyntaxError) return problem(`pattern is no regular expression: ${error.message}.`);
    throw error;
  }
}

function checkReference(value: unknown, place: Place, problem: Report): SchemaProblem[] {
  if (typeof value !== "string") return problem("$ref must be a text.");
  const [address = "", fragment = ""] = value.split("#", 2);
  if (address === "")
    return findPointer(place.root, fragment) === undefined ? problem(`$ref ${value} points to nothing in this schema.`) : [];
  return place.hasModel(address) ? [] : problem(`$ref ${value} is no model of this API.`);
}
