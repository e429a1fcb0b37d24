import { expect, test } from "vitest";
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

test("a schema without faults can be saved", () => {
  expect(checkSchema(JSON.stringify(item))).toEqual([]);
});

test.each([1, 2, 3, 4, 5])("the sample of seed %i validates and stays the same", (seed) => {
  const sample = sampleFromSchema(item, seed);

  expect(compileSchema(item).validate(sample)).toEqual([]);
  expect(sampleFromSchema(item, seed)).toEqual(sample);
});
