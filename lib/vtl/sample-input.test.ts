import { describe, expect, test } from "vitest";
import { defaultSampleText, parseSampleText } from "./sample-input.ts";

const text = { body: "a=1", params: "{}", context: "{}", stageVariables: "{}" };

describe("parseSampleText", () => {
  test.each(["request", "response"] as const)("the default input of a %s is readable", (side) => {
    const { input, problems } = parseSampleText(defaultSampleText(side));

    expect(problems).toEqual({});
    expect(() => JSON.parse(input.body ?? "")).not.toThrow();
    expect(input.params.path).toEqual({ id: "7" });
  });

  test("a sample body replaces the default one", () => {
    expect(JSON.parse(defaultSampleText("request", { pet: 1 }).body)).toEqual({ pet: 1 });
    expect(defaultSampleText("request", "a=1").body).toBe("a=1");
  });

  test("the body stays as it is typed", () => {
    expect(parseSampleText(text).input.body).toBe("a=1");
  });

  test("own fields of the context go over the usual ones", () => {
    const { input } = parseSampleText({ ...text, context: '{"stage": "prod", "identity": {"sourceIp": "198.51.100.7"}}' });

    expect(input.context).toMatchObject({
      stage: "prod",
      httpMethod: "POST",
      identity: { sourceIp: "198.51.100.7", userAgent: "curl/8.5.0" },
    });
  });

  test("parameters and stage variables are texts, whatever is typed", () => {
    const { input } = parseSampleText({ ...text, params: '{"querystring": {"page": 2}}', stageVariables: '{"debug": true}' });

    expect(input.params.querystring).toEqual({ page: "2" });
    expect(input.stageVariables).toEqual({ debug: "true" });
  });

  test.each([
    { field: "params", typed: "{", says: /^This is not JSON: / },
    { field: "context", typed: "[1]", says: /^This must be a JSON object/ },
    { field: "stageVariables", typed: "null", says: /^This must be a JSON object/ },
    { field: "params", typed: '{"query": {}}', says: /^"query" is no place of parameters/ },
  ] as const)("$typed as $field is a problem of that field only", ({ field, typed, says }) => {
    const { problems } = parseSampleText({ ...text, [field]: typed });

    expect(Object.keys(problems)).toEqual([field]);
    expect(problems[field]).toMatch(says);
  });
});
