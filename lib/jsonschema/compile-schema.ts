import { findPointer, isRecord } from "./json.ts";
import { KEYWORDS, type Keyword, matchesPattern, TooManySteps } from "./keywords.ts";
import type { CompiledSchema, Place, SchemaOptions, Validation, ValidationFailure } from "./validation.ts";

// Honest bodies and schemas stay far below; the limits keep a hostile pair from blocking the gateway.
const DEPTH_MAX = 200;
const STEPS_MAX = 50_000;
const PATTERN_STEPS_MAX = 500_000;
const PATTERN_STEPS_PER_CHARACTER = 10;
const FAILURES_MAX = 1_000;
const REF_CHAIN_MAX = 50;

/**
 * Makes a draft-04 schema ready. Failures are worded and ordered as by the service: keywords of one level by name, and parts of a value are
 * only looked at when the value itself passed.
 */
export function compileSchema(schema: unknown, options: SchemaOptions = {}): CompiledSchema {
  return {
    validate: (value, size = 0) => {
      const validation: Validation = {
        stepsLeft: STEPS_MAX + size,
        patternSteps: { left: PATTERN_STEPS_MAX + PATTERN_STEPS_PER_CHARACTER * size },
        check: (part, instance, place) => checkValue(validation, options, { schema: part, value: instance, place }),
      };
      try {
        return validation.check(schema, value, { pointer: "", root: schema, depth: 0 });
      } catch (error) {
        if (!(error instanceof TooManySteps)) throw error;
        return [{ pointer: "", keyword: "schema", message: "validation takes too many steps" }];
      }
    },
  };
}

/** The failures as one text, as `$context.error.validationErrorString` and the logs have it. */
export function printFailures(failures: readonly ValidationFailure[]): string {
  return `[${failures.map((failure) => failure.message).join(", ")}]`;
}

type Task = { schema: unknown; value: unknown; place: Place };

function checkValue(validation: Validation, options: SchemaOptions, task: Task): ValidationFailure[] {
  validation.stepsLeft--;
  const { pointer, depth } = task.place;
  if (validation.stepsLeft < 0) throw new TooManySteps();
  if (depth > DEPTH_MAX) return [{ pointer, keyword: "schema", message: "instance is nested too deeply" }];
  const resolved = resolveReferences(task, options);
  if ("message" in resolved) return [{ pointer, keyword: "$ref", message: resolved.message }];
  const { schema, root } = resolved;
  if (!isRecord(schema)) return [];
  const place = root === task.place.root ? task.place : { ...task.place, root };
  const failures: ValidationFailure[] = [];
  for (const [keyword, run] of keywordsOf(schema)) {
    failures.push(...runKeyword(run, { keyword, schema, value: task.value, place, validation }));
  }
  return failures.length > 0 ? failures : checkParts(validation, schema, task.value, place);
}

const knownKeywords = new WeakMap<object, readonly (readonly [string, Keyword])[]>();

/** The keywords that a schema has, in the order in which they are checked; a schema meets many values. */
function keywordsOf(schema: object): readonly (readonly [string, Keyword])[] {
  let keywords = knownKeywords.get(schema);
  if (keywords === undefined) {
    keywords = [...KEYWORDS].filter(([keyword]) => Object.hasOwn(schema, keyword));
    knownKeywords.set(schema, keywords);
  }
  return keywords;
}

function runKeyword(run: Keyword, input: Parameters<Keyword>[0] & { keyword: string }): ValidationFailure[] {
  const { keyword, place } = input;
  return run(input).map((result) => (typeof result === "string" ? { pointer: place.pointer, keyword, message: result } : result));
}

function resolveReferences(task: Task, options: SchemaOptions): { schema: unknown; root: unknown } | { message: string } {
  let { schema } = task;
  let { root } = task.place;
  for (let count = 0; count < REF_CHAIN_MAX; count++) {
    if (!isRecord(schema) || typeof schema.$ref !== "string") return { schema, root };
    const reference = schema.$ref;
    const [address = "", fragment = ""] = reference.split("#", 2);
    if (address !== "") {
      root = options.resolveRef?.(address);
      if (root === undefined) return { message: `cannot resolve JSON reference "${reference}"` };
    }
    schema = findPointer(root, fragment);
    if (schema === undefined) return { message: `JSON reference "${reference}" points to nothing` };
  }
  return { message: "JSON reference leads to itself" };
}

function checkParts(validation: Validation, schema: Record<string, unknown>, value: unknown, place: Place): ValidationFailure[] {
  const failures: ValidationFailure[] = [];
  const visit = (part: unknown, name: string, item: unknown) => {
    const inner = { pointer: `${place.pointer}/${name}`, root: place.root, depth: place.depth + 1 };
    for (const failure of validation.check(part, item, inner)) failures.push(failure);
  };
  if (Array.isArray(value)) {
    const { items, additionalItems } = schema;
    for (const [index, item] of value.entries()) {
      if (failures.length >= FAILURES_MAX) break;
      if (!Array.isArray(items)) visit(items, String(index), item);
      else visit(index < items.length ? items[index] : additionalItems, String(index), item);
    }
  } else if (isRecord(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (failures.length >= FAILURES_MAX) break;
      const escaped = name.replaceAll("~", "~0").replaceAll("/", "~1");
      for (const part of schemasFor(validation, schema, name)) visit(part, escaped, item);
    }
  }
  return failures;
}

function schemasFor(validation: Validation, schema: Record<string, unknown>, name: string): unknown[] {
  const found: unknown[] = [];
  if (isRecord(schema.properties) && Object.hasOwn(schema.properties, name)) found.push(schema.properties[name]);
  if (isRecord(schema.patternProperties)) {
    for (const [pattern, part] of Object.entries(schema.patternProperties)) if (matchesPattern(pattern, name, validation)) found.push(part);
  }
  return found.length === 0 ? [schema.additionalProperties] : found;
}
