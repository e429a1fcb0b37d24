import { expect, test } from "vitest";
import { testInvokeMethod } from "./test-invoke.ts";
import { definitionOf, json, mockRoute, proxyRoute } from "./testing/definition-fixture.ts";
import { fakePorts } from "./testing/fake-ports.ts";

const scope = { accountId: "000000000000", region: "us-east-1" };
const at = "Sat Nov 21 10:00:00 UTC 2026 : ";
const id = "00000000-0000-4000-8000-000000000001";

test("the log of a mock has the service's lines", async () => {
  const definition = definitionOf({ "GET /pets/{petId}": mockRoute('{"petId": "$input.params(\'petId\')"}') });
  const input = { resourceId: "r0", httpMethod: "GET", pathWithQueryString: "/pets/123?foo=bar", body: "" };

  const result = await testInvokeMethod(definition, input, fakePorts(), scope);

  expect(result).toMatchObject({ status: 200, body: '{"petId": "123"}', headers: { "Content-Type": json }, latency: 0 });
  expect(result?.log.split("\n")).toEqual([
    `Execution log for request ${id}`,
    `${at}Starting execution for request: ${id}`,
    `${at}HTTP Method: GET, Resource Path: /pets/123`,
    `${at}Method request path: {petId=123}`,
    `${at}Method request query string: {foo=bar}`,
    `${at}Method request headers: {}`,
    `${at}Method request body before transformations: `,
    `${at}Method response body after transformations: {"petId": "123"}`,
    `${at}Method response headers: {Content-Type=application/json}`,
    `${at}Successfully completed execution`,
    `${at}Method completed with status: 200`,
    "",
  ]);
});

test.each([
  { path: undefined, body: '{"petId": "{petId}"}' },
  { path: "/random/test", body: '{"petId": ""}' },
])("the path $path gives $body: it is laid over the method's own", async ({ path, body }) => {
  const definition = definitionOf({ "GET /pets/{petId}": mockRoute('{"petId": "$input.params(\'petId\')"}') });

  const result = await testInvokeMethod(definition, { resourceId: "r0", httpMethod: "GET", pathWithQueryString: path }, fakePorts(), scope);

  expect(result?.body).toBe(body);
});

test("a configuration error is named in the log only", async () => {
  const definition = definitionOf({ "ANY /": proxyRoute("https://${stageVariables.testHost}") });

  const result = await testInvokeMethod(definition, { resourceId: "r0", httpMethod: "GET" }, fakePorts(), scope);

  expect(result).toMatchObject({
    status: 500,
    body: '{"message":"Internal server error"}',
    headers: { "x-amzn-ErrorType": "InternalServerErrorException" },
    multiValueHeaders: { "x-amzn-ErrorType": ["InternalServerErrorException"] },
    trace: { reason: "STAGE_VARIABLE_MISSING", evidence: { variable: "testHost" } },
  });
  expect(Object.keys(result?.headers ?? {})).toEqual(["x-amzn-ErrorType"]);
  expect(result?.log.split("\n").slice(-3)).toEqual([
    `${at}Execution failed due to configuration error: Invalid endpoint address`,
    `${at}Method completed with status: 500`,
    "",
  ]);
});

test("keys, authorizers and policies are left out, secrets are masked, and the steps are kept in order", async () => {
  const definition = definitionOf({
    "POST /": { ...proxyRoute("http://backend/"), method: { apiKeyRequired: true, authorizationType: "CUSTOM" } },
  });
  const headers = { Authorization: "secret", Cookie: "a=b" };

  const result = await testInvokeMethod(
    definition,
    { resourceId: "r0", httpMethod: "POST", headers, body: "sent" },
    fakePorts(() => ({ status: 201, headers: ["Set-Cookie", "c=d"], body: "made" })),
    scope,
  );

  expect([result?.status, result?.body]).toEqual([201, "made"]);
  expect(result?.trace.steps.map(({ kind, state }) => [kind, state])).toEqual([
    ["route", "passed"],
    ["map-request", "passed"],
    ["integration", "passed"],
    ["map-response", "passed"],
  ]);
  expect(JSON.stringify(result)).not.toContain("secret");
  expect(result?.log).not.toMatch(/a=b|c=d/);
});

test("a method that is not there has no result", async () => {
  const definition = definitionOf({ "GET /": mockRoute("") });

  expect(await testInvokeMethod(definition, { resourceId: "r0", httpMethod: "HEAD" }, fakePorts(), scope)).toBeUndefined();
});
