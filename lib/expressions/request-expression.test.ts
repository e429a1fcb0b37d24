import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateRequestExpression, parseRequestExpression, type RequestSources, readsBody } from "./request-expression.ts";

const sources: RequestSources = {
  parameter: (of, location, name) => (name === "none" ? undefined : `${of}/${location}/${name}`),
  requestPath: () => "/pets/7",
  body: (of, path) => `${of} body ${path ?? "whole"}`,
  status: () => "201",
  context: (path) => path.join("/"),
  stageVariable: (name) => (name === "colour" ? "blue" : undefined),
};

function textOf(text: string): string | undefined {
  const parsed = parseRequestExpression(text);
  return parsed.ok ? evaluateRequestExpression(parsed.value, sources) : `error: ${parsed.error}`;
}

test.each([
  ["$request.header.X-In", "request/header/X-In"],
  ["$request.querystring.a.b", "request/querystring/a.b"],
  ["$request.path", "/pets/7"],
  ["$request.path.id", "request/path/id"],
  ["$request.body", "request body whole"],
  ["$request.body.pet.name", "request body $.pet.name"],
  ["$request.body[0].name", "request body $[0].name"],
  ["$response.header.ETag", "response/header/ETag"],
  ["$response.body.code", "response body $.code"],
  ["$response.statuscode", "201"],
  ["$context.authorizer.sub", "authorizer/sub"],
  ["$stageVariables.colour", "blue"],
  ["$request.header.none", undefined],
  ["${request.path.id}-${stageVariables.colour}", "request/path/id-blue"],
  ["a ${request.header.none} b", "a  b"],
  ["fixed", "fixed"],
  ["", ""],
  ["''", "''"],
  ["$5", "$5"],
  ["$response.querystring.a", "$response.querystring.a"],
  ["${nonsense}", "error: Invalid selection expression specified: ${nonsense}"],
])("%j is %j", (text, value) => {
  expect(textOf(text)).toBe(value);
});

test("a value that reads a body says of which message", () => {
  const parsed = parseRequestExpression("x ${request.body.a}");
  const expression = parsed.ok ? parsed.value : [];

  expect([readsBody(expression, "request"), readsBody(expression, "response")]).toEqual([true, false]);
});

test("no text makes the parser throw, and what has no source in it stays as it is", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect([text, undefined].includes(textOf(text)) || text.includes("$")).toBe(true);
    }),
  );
});
