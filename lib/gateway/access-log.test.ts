import { expect, test } from "vitest";
import { accessLine, compileAccessFormat } from "./access-log.ts";
import { compileRestApi } from "./compile-rest.ts";
import { compileHiding } from "./hide-secrets.ts";
import { HttpFailure } from "./ports.ts";
import { serveRest } from "./serve-rest.ts";
import { definitionOf, mockRoute, proxyRoute, stageOf } from "./testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "./testing/fake-ports.ts";
import { noTrace } from "./trace.ts";

const definition = definitionOf({
  "GET /pets/{id}": mockRoute("ok"),
  "GET /proxy": proxyRoute("http://backend.test/"),
  "GET /gone": proxyRoute("http://gone.test/"),
});

async function lineOf(format: string, line: string, isTraced = false) {
  const api = compileRestApi(definition, stageOf(definition, { isTraced }));
  const ports = fakePorts((call) =>
    call.origin.includes("gone") ? new HttpFailure("refused", "connect ECONNREFUSED") : { status: 201, body: "made" },
  );
  const { reply, facts, exchange } = await serveRest(api, fakeRequest(line, { headers: ["User-Agent", 'a "b"\r\nc'] }), ports, noTrace);
  return accessLine(compileAccessFormat(format), exchange, { status: reply.status, responseBytes: 4, ms: 12.4, facts });
}

test.each([
  {
    format:
      '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId',
    line: "GET /pets/7",
    expected: '127.0.0.1 - - [21/Nov/2026:10:00:00 +0000] "GET /pets/{id} HTTP/1.1" 200 4 00000000-0000-4000-8000-000000000001',
  },
  {
    format: "$context.path,$context.stage,$context.apiId,$context.deploymentId,$context.responseLatency",
    line: "GET /pets/7",
    expected: "/test/pets/7,test,abcdefghij,d1,12",
  },
  { format: "$context.identity.userAgent", line: "GET /pets/7", expected: 'a "b" c' },
  {
    format: "$context.identity.user $context.authorizer.claims.sub $context.nothing $context.identity",
    line: "GET /pets/7",
    expected: "- - - -",
  },
  {
    format: "$context.integrationStatus $context.integration.status $context.integration.latency $context.integrationLatency.",
    line: "GET /proxy",
    expected: "201 201 0 0.",
  },
  {
    format: "$context.status $context.error.messageString $context.error.responseType",
    line: "GET /nowhere",
    expected: '403 "Missing Authentication Token" MISSING_AUTHENTICATION_TOKEN',
  },
  { format: "$context.xrayTraceId", line: "GET /pets/7", expected: "-" },
  { format: "no variables, $input.body and a $ alone", line: "GET /pets/7", expected: "no variables, $input.body and a $ alone" },
])("$format of $line", async ({ format, line, expected }) => {
  expect(await lineOf(format, line)).toBe(expected);
});

test("an integration that did not answer has an error and no status", async () => {
  const line = await lineOf("$context.integrationStatus $context.integration.error", "GET /gone");

  expect(line).toMatch(/^- \S+/);
});

test("a stage that traces has trace ids in its log", async () => {
  expect(await lineOf("$context.xrayTraceId", "GET /pets/7", true)).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
});

test("a secret in a value is hidden before the value is cut", async () => {
  const token = "the-real-token-1234567890";
  const stage = { ...stageOf(definition), hide: compileHiding([token]) };
  const path = `/pets/${"x".repeat(4_080)}${token}`;
  const { reply, facts, exchange } = await serveRest(compileRestApi(definition, stage), fakeRequest(`GET ${path}`), fakePorts(), noTrace);

  const line = accessLine(compileAccessFormat("$context.path"), exchange, { status: reply.status, responseBytes: 4, ms: 1, facts });

  expect(line).toMatch(/^\/test\/pets\/x+\*+$/);
});
