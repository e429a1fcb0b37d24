import { expect, test } from "vitest";
import { checkSchemaText } from "./check-schema-text";
import { makeResolver, modelAddress, modelNameOf } from "./model-references";
import { makeSampleText, validateBody } from "./read-schema";

const pet = { name: "Pet", schema: '{"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}' };
const resolveRef = makeResolver([pet]);

test("a wrong keyword is marked at its place", () => {
  const { problems } = checkSchemaText('{\n  "type": "object",\n  "properties": {\n    "a": { "type": "text" }\n  }\n}');

  expect(problems).toMatchObject([{ code: "/properties/a/type", start: { line: 4, column: 12 }, end: { line: 4, column: 26 } }]);
});

test("a text that is no JSON has one problem, on its first line", () => {
  expect(checkSchemaText('{\n"a"').problems).toMatchObject([{ code: "SCHEMA", start: { line: 1, column: 1 } }]);
});

test("a reference to a model of no such name is a problem", () => {
  const schema = JSON.stringify({ $ref: modelAddress("abc", "Cat") });

  const { problems } = checkSchemaText(schema, { hasModel: (address) => modelNameOf(address) === "Pet" });

  expect(problems.map(({ code }) => code)).toEqual(["/$ref"]);
});

test("samples and validation follow references to other models", () => {
  const schema = JSON.stringify({ $ref: modelAddress("abc", "Pet") });

  const sample = makeSampleText(schema, { seed: 1, resolveRef });

  expect(validateBody(sample, { schema, resolveRef })).toEqual({ kind: "valid" });
  expect(validateBody("{}", { schema, resolveRef })).toMatchObject({ kind: "refused", failures: [{ keyword: "required" }] });
  expect(validateBody("{", { schema, resolveRef })).toMatchObject({ kind: "unreadable" });
});

test("a long body is judged as the gateway does it", () => {
  const schema = '{"items":{"type":"integer"}}';

  expect(validateBody(`[${"1,".repeat(99_999)}1]`, { schema, resolveRef })).toEqual({ kind: "valid" });
});

test("the same seed gives the same sample", () => {
  const make = () => makeSampleText(pet.schema, { seed: 4, resolveRef });

  expect(make()).toBe(make());
});
