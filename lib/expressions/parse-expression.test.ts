import { expect, test } from "vitest";
import { evaluateExpression } from "./evaluate-expression.ts";
import type { ExpressionSources } from "./expression.ts";
import { interpolate, listStageVariables, parseInterpolation } from "./interpolation.ts";
import { parseDestination, parseExpression, parseMethodParameter } from "./parse-expression.ts";

const sources: ExpressionSources = {
  parameter: (of, location, name) => (name === "none" ? undefined : [`first ${name}`, `${of} ${location} ${name}`]),
  body: (of, path) => `${of} ${path ?? "whole"}`,
  context: (path) => path.join("/"),
  stageVariable: (name) => `$${name}`,
};

test.each([
  { text: "method.request.header.X-Id", value: "method.request header X-Id" },
  { text: "method.request.querystring.page", value: "method.request querystring page" },
  { text: "method.request.path.proxy", value: "method.request path proxy" },
  { text: "method.request.header.none", value: undefined },
  { text: "method.request.multivalueheader.A", value: ["first A", "method.request header A"] },
  { text: "method.request.multivaluequerystring.a", value: ["first a", "method.request querystring a"] },
  { text: "method.request.body", value: "method.request whole" },
  { text: "method.request.body.user.name", value: "method.request $.user.name" },
  { text: "integration.response.body.$.a[0]", value: "integration.response $.a[0]" },
  { text: "integration.response.body['a']", value: "integration.response $['a']" },
  { text: "integration.response.header.Location", value: "integration.response header Location" },
  { text: "context.authorizer.claims.sub", value: "authorizer/claims/sub" },
  { text: "stageVariables.table", value: "$table" },
  { text: "'it''s'", value: "it''s" },
  { text: "''", value: "" },
])("$text evaluates to $value", ({ text, value }) => {
  const parsed = parseExpression(text);

  expect(parsed.ok && evaluateExpression(parsed.value, sources)).toEqual(value);
});

test.each([
  "",
  "true",
  "'",
  "'open",
  "method.request.cookie.a",
  "method.request.header.",
  "method.request.header.a b",
  "method.request.constructor.a",
  "integration.response.querystring.a",
  "context.",
  "context.a..b",
  "stageVariables.a-b",
  "method.request.body.",
])("%j is no expression", (text) => {
  expect(parseExpression(text)).toEqual({ ok: false, error: `Invalid mapping expression specified: ${text}` });
});

test("destinations are places of the integration request and headers of the method response", () => {
  expect(parseDestination("integration.request.path.id")).toEqual({
    ok: true,
    value: { to: "integration.request", location: "path", name: "id", multiple: false },
  });
  expect(parseDestination("method.response.multivalueheader.Vary")).toEqual({
    ok: true,
    value: { to: "method.response", location: "header", name: "Vary", multiple: true },
  });
  expect(parseDestination("method.response.querystring.a").ok).toBe(false);
  expect(parseDestination("method.request.header.a").ok).toBe(false);
});

test("a method parameter has one value and a place in the request", () => {
  expect(parseMethodParameter("method.request.path.id")).toEqual({ ok: true, value: { location: "path", name: "id" } });
  expect(parseMethodParameter("method.request.multivalueheader.A").ok).toBe(false);
  expect(parseMethodParameter("'x'").ok).toBe(false);
});

test("stage variables are put into a text and missing ones become empty", () => {
  const parsed = parseInterpolation("https://${stageVariables.host}/v${stageVariables.version}?x=$y");

  expect(parsed.ok && interpolate(parsed.value, (name) => (name === "host" ? "example.org" : undefined))).toBe(
    "https://example.org/v?x=$y",
  );
  expect(parsed.ok && listStageVariables(parsed.value)).toEqual(["host", "version"]);
  expect(parseInterpolation("${stage.host}").ok).toBe(false);
});
