import { expect, test } from "vitest";
import { type AnswerAssertion, judgeAnswer } from "./judge-answer.ts";

const answer = {
  status: 201,
  headers: [
    ["Content-Type", "application/json"],
    ["Set-Cookie", "a=1"],
    ["set-cookie", "b=2"],
  ] as const,
  body: '{"pet": {"id": 12345678901234567890, "name": "Rex", "tags": ["a", "b"]}}',
};
const judge = (kind: AnswerAssertion["kind"], value: string, name = "") => judgeAnswer(answer, { kind, name, value });

test.each<{ kind: AnswerAssertion["kind"]; name?: string; value: string }>([
  { kind: "status", value: "201" },
  { kind: "header", name: "content-type", value: "application/json" },
  { kind: "header", name: "Set-Cookie", value: "b=2" },
  { kind: "contains", value: '"Rex"' },
  { kind: "json", name: "$.pet.name", value: '"Rex"' },
  { kind: "json", name: "$.pet.name", value: "Rex" },
  { kind: "json", name: "$.pet.tags", value: '["a","b"]' },
  { kind: "json", name: "$.pet", value: '{"name":"Rex","tags":["a","b"],"id":12345678901234567890}' },
])("$kind $name $value holds", ({ kind, name, value }) => {
  expect(judge(kind, value, name)).toEqual({ passed: true });
});

test.each<{ kind: AnswerAssertion["kind"]; name?: string; value: string; says: string }>([
  { kind: "status", value: "200", says: "The status is 201." },
  { kind: "header", name: "X-Id", value: "1", says: "There is no header X-Id." },
  { kind: "header", name: "Set-Cookie", value: "c=3", says: "The header is a=1, b=2." },
  { kind: "contains", value: "Tom", says: "The body does not contain the text." },
  { kind: "json", name: "$.pet.name", value: '"Tom"', says: '$.pet.name is "Rex".' },
  { kind: "json", name: "$.pet.age", value: "3", says: "$.pet.age is null." },
])("$kind $name $value says: $says", ({ kind, name, value, says }) => {
  expect(judge(kind, value, name)).toEqual({ passed: false, message: says });
});

test("a path that cannot be read and a body that is no JSON are told, not thrown", () => {
  expect(judge("json", "1", "$.[")).toMatchObject({ passed: false, message: expect.stringMatching(/^\$\.\[ cannot be read/) });
  expect(judgeAnswer({ ...answer, body: "<a>" }, { kind: "json", name: "$", value: "1" })).toEqual({
    passed: false,
    message: "The body is not JSON.",
  });
});
