import { expect, test } from "vitest";
import type { Expectation } from "./run-template-test.ts";
import { runTemplateTest } from "./run-template-test.ts";

const input = { body: '{"a": 1, "b": [2, 3]}', params: { path: {}, querystring: {}, header: {} }, context: {}, stageVariables: {} };
const run = (text: string, expected: Expectation) => runTemplateTest(text, { input, expected });

test.each<{ name: string; text: string; expected: Expectation }>([
  { name: "the same text", text: "x$input.path('$.a')", expected: { kind: "exact", text: "x1" } },
  { name: "equal JSON in another order and other spaces", text: "$input.body", expected: { kind: "json", text: '{"b":[2,3],"a":1}' } },
  { name: "a text somewhere", text: "one two three", expected: { kind: "contains", text: "two" } },
])("$name passes", ({ text, expected }) => {
  expect(run(text, expected)).toEqual({ passed: true });
});

test.each<{ says: string; text: string; expected: Expectation }>([
  { says: "The output is another text.", text: "x ", expected: { kind: "exact", text: "x" } },
  { says: "The output is another JSON value.", text: "$input.body", expected: { kind: "json", text: '{"a":1,"b":[3,2]}' } },
  { says: "The output is not JSON.", text: "{,}", expected: { kind: "json", text: "{}" } },
  { says: "What is expected is not JSON.", text: "{}", expected: { kind: "json", text: "{" } },
  { says: "The output does not contain the text.", text: "one", expected: { kind: "contains", text: "two" } },
])("a test that fails says: $says", ({ says, text, expected }) => {
  const outcome = run(text, expected);

  expect(outcome).toMatchObject({ passed: false, message: says });
  expect("output" in outcome).toBe(true);
});

test("a template that fails says where", () => {
  const outcome = run("a\n#set($s = 'a')$s.substring(5)", { kind: "exact", text: "a" });

  expect(outcome).toMatchObject({ passed: false, message: expect.stringMatching(/^The template fails in line 2: /) });
});
