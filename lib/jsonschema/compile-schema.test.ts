import { expect, test } from "vitest";
import { cpuMs } from "../../tests/support/cpu-ms.ts";
import { checkSchema } from "./check-schema.ts";
import { compileSchema, printFailures } from "./compile-schema.ts";
import { sampleFromSchema } from "./sample-schema.ts";

const item = {
  type: "object",
  properties: {
    kind: { type: "string", enum: ["cat", "dog"] },
    price: { type: "number", minimum: 10, exclusiveMinimum: true },
    code: { type: "string", pattern: "^[a-z]{3}$" },
    tags: { type: "array", items: { type: "string" }, maxItems: 2, uniqueItems: true },
    name: { type: "string", minLength: 2, maxLength: 4 },
  },
  required: ["kind"],
  additionalProperties: false,
};

test.each([
  { value: { kind: "cat", price: 10.5, code: "abc", tags: ["a", "b"] }, text: "[]" },
  { value: {}, text: '[object has missing required properties (["kind"])]' },
  { value: { kind: "cow" }, text: '[instance value ("cow") not found in enum (possible values: ["cat","dog"])]' },
  { value: { kind: "cat", price: 10 }, text: "[numeric instance is not strictly greater than the required minimum 10]" },
  {
    value: { kind: "cat", price: "11" },
    text: '[instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])]',
  },
  { value: { kind: "cat", code: "abcd" }, text: '[ECMA 262 regex "^[a-z]{3}$" does not match input string "abcd"]' },
  { value: { kind: "cat", tags: ["a", "a"] }, text: "[array must not contain duplicate elements]" },
  { value: { kind: "cat", tags: ["a", "b", "c"] }, text: "[array is too long: must have at most 2 elements but instance has 3 elements]" },
  { value: { kind: "cat", extra: 1 }, text: '[object instance has properties which are not allowed by the schema: ["extra"]]' },
  { value: { kind: "cat", name: "a" }, text: '[string "a" is too short (length: 1, required minimum: 2)]' },
  { value: [1], text: '[instance type (array) does not match any allowed primitive type (allowed: ["object"])]' },
  {
    value: { kind: "cat", tags: [1, 2] },
    text: '[instance type (integer) does not match any allowed primitive type (allowed: ["string"]), instance type (integer) does not match any allowed primitive type (allowed: ["string"])]',
  },
])("$value gives $text", ({ value, text }) => {
  expect(printFailures(compileSchema(item).validate(value))).toBe(text);
});

test("failures point into the value", () => {
  expect(compileSchema(item).validate({ kind: "cat", tags: ["a", 1] })).toMatchObject([{ pointer: "/tags/1", keyword: "type" }]);
});

test("references reach definitions, other models and themselves", () => {
  const models: Record<string, unknown> = {
    "https://apigateway.amazonaws.com/restapis/a/models/Node": { type: "object", properties: { next: { $ref: "#" } }, required: ["id"] },
  };
  const schema = { type: "array", items: { $ref: "https://apigateway.amazonaws.com/restapis/a/models/Node" } };
  const compiled = compileSchema(schema, { resolveRef: (address) => models[address] });

  expect(compiled.validate([{ id: 1, next: { id: 2 } }])).toEqual([]);
  expect(compiled.validate([{ id: 1, next: {} }])).toMatchObject([{ pointer: "/0/next", keyword: "required" }]);
  expect(compileSchema({ $ref: "#/definitions/a", definitions: { a: { type: "string" } } }).validate(1)).toHaveLength(1);
  expect(compileSchema({ $ref: "#" }).validate(1)).toMatchObject([{ keyword: "$ref" }]);
  expect(compileSchema({ allOf: [{ $ref: "#" }] }).validate(1)).not.toEqual([]);
});

test.each([
  { text: "{", pointer: "" },
  { text: "[]", pointer: "" },
  { text: '{"type":"text"}', pointer: "/type" },
  { text: '{"properties":{"a":{"pattern":"("}}}', pointer: "/properties/a/pattern" },
  { text: '{"items":{"$ref":"#/definitions/none"}}', pointer: "/items/$ref" },
  { text: '{"required":[]}', pointer: "/required" },
  { text: '{"minimum":1,"exclusiveMinimum":1}', pointer: "/exclusiveMinimum" },
])("$text is refused at $pointer", ({ text, pointer }) => {
  expect(checkSchema(text)[0]?.pointer).toBe(pointer);
});

test.each([
  { name: "patterns of values", schema: { items: { pattern: "(x+x+)+y" } }, value: Array.from({ length: 2000 }, () => "x".repeat(29)) },
  {
    name: "patterns of names",
    schema: { patternProperties: { "(x+x+)+y": {} } },
    value: Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${"x".repeat(29)}${index}`, 1])),
  },
  {
    name: "the same parts on every level",
    schema: { not: { enum: [1] }, properties: { a: { $ref: "#" } } },
    value: Array.from({ length: 190 }).reduce<unknown>((inner) => ({ a: inner }), "x".repeat(60_000)),
  },
  { name: "more values than steps", schema: { items: { type: "integer" } }, value: Array.from({ length: 100_000 }, () => 1) },
])("$name end by the steps that a validation may take, however many values there are", ({ schema, value }) => {
  const started = cpuMs();
  const failures = compileSchema(schema).validate(value);

  expect(failures).toEqual([{ pointer: "", keyword: "schema", message: "validation takes too many steps" }]);
  // 50 ms is the limit; three times as long is a fault on any machine.
  expect(cpuMs() - started).toBeLessThan(150);
});

test("a long body may take more steps, and a bounded number of failures is told", () => {
  const value = Array.from({ length: 100_000 }, () => 1);

  expect(compileSchema({ items: { type: "integer" } }).validate(value, 200_000)).toEqual([]);
  expect(compileSchema({ items: { type: "string" } }).validate(value, 200_000)).toHaveLength(1_000);
});

test.each([
  { pattern: "^[A-Za-z0-9+/]+={0,2}$" },
  { pattern: "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$" },
  { pattern: "^data:text/(plain|html);base64,.+$" },
])("a long text that fits $pattern is read whole", ({ pattern }) => {
  const text = `${pattern.startsWith("^data") ? "data:text/plain;base64," : ""}${"QUJD".repeat(500_000)}`;

  expect(compileSchema({ pattern }).validate(text, text.length)).toEqual([]);
  expect(compileSchema({ pattern }).validate(`${text}?\n`, text.length)).toHaveLength(1);
});

test("a schema without faults can be saved", () => {
  expect(checkSchema(JSON.stringify(item))).toEqual([]);
});

test.each([1, 2, 3, 4, 5])("the sample of seed %i validates and stays the same", (seed) => {
  const sample = sampleFromSchema(item, seed);

  expect(compileSchema(item).validate(sample)).toEqual([]);
  expect(sampleFromSchema(item, seed)).toEqual(sample);
});
