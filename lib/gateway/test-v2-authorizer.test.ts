import { expect, test } from "vitest";
import type { V2ApiDefinition, V2Authorizer } from "../definition/v2-api.ts";
import { testV2Authorizer } from "./test-v2-authorizer.ts";
import { fakePorts } from "./testing/fake-ports.ts";
import { httpDefinition } from "./testing/http-fixture.ts";

const scope = { accountId: "000000000000", region: "us-east-1" };
const who =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.who}/invocations";
const simple: V2Authorizer = {
  authorizerId: "a1",
  name: "who",
  authorizerType: "REQUEST",
  identitySource: ["$request.header.Authorization"],
  authorizerUri: who,
  authorizerPayloadFormatVersion: "2.0",
  enableSimpleResponses: true,
};
const jwt: V2Authorizer = {
  authorizerId: "a1",
  name: "jwt",
  authorizerType: "JWT",
  identitySource: ["$request.header.Authorization"],
  jwtConfiguration: { issuer: "https://issuer.example.com", audience: ["pets"] },
};
const onConnect: V2Authorizer = { ...simple, identitySource: ["route.request.querystring.token"], enableSimpleResponses: false };

type Called = { path: string; event: Record<string, unknown> };

async function ask(authorizer: V2Authorizer, request: { headers?: Record<string, string>; path?: string }, answer: unknown = {}) {
  const called: Called[] = [];
  const ports = fakePorts(({ path, body }) => {
    called.push({ path, event: JSON.parse(String(body)) });
    return { body: JSON.stringify(answer) };
  });
  const definition: V2ApiDefinition = {
    ...httpDefinition({}, { authorizers: [authorizer] }),
    kind: authorizer === onConnect ? "WEBSOCKET" : "HTTP",
  };
  const input = { pathWithQueryString: request.path ?? "/pets?x=1", headers: request.headers ?? {}, stageVariables: { who: "door" } };
  return { ...(await testV2Authorizer({ definition, authorizer }, input, ports, scope)), called };
}

const headers = { Authorization: "allow" };
const policy = (Effect: string) => ({
  principalId: "ada",
  policyDocument: { Version: "2012-10-17", Statement: [{ Effect, Action: "execute-api:Invoke", Resource: "*" }] },
  context: { tier: "gold" },
});

test("a function that lets the request in tells its context; it is called with the variables and the request of the test", async () => {
  const { called, ...result } = await ask(simple, { headers }, { isAuthorized: true, context: { tier: "gold", seats: 3 } });

  expect(result).toMatchObject({ clientStatus: 0, authorization: { tier: ["gold"], seats: ["3"] } });
  expect(called[0]?.path).toContain("function%3Adoor");
  expect(called[0]?.event).toMatchObject({ type: "REQUEST", rawPath: "/pets", rawQueryString: "x=1", identitySource: ["allow"] });
});

test.each([
  { name: "a function that says no", authorizer: simple, answer: { isAuthorized: false }, status: 403, reason: "AUTHORIZER_DENY" },
  { name: "an answer that is none", authorizer: simple, answer: { allowed: true }, status: 500, reason: "AUTHORIZER_BAD_RESULT" },
  { name: "a token that is none", authorizer: jwt, answer: {}, status: 401, reason: "TOKEN_SIGNATURE" },
])("$name: a client gets $status", async ({ authorizer, answer, status, reason }) => {
  expect(await ask(authorizer, { headers }, answer)).toMatchObject({ clientStatus: status, refusal: { reason } });
});

test.each([
  { answer: policy("Allow"), known: { clientStatus: 0, principalId: "ada", authorization: { tier: ["gold"] } } },
  { answer: policy("Deny"), known: { clientStatus: 403, refusal: { reason: "AUTHORIZER_DENY" } } },
])("an authorizer of a WebSocket API decides about a connection: $known.clientStatus", async ({ answer, known }) => {
  const { called, ...result } = await ask(onConnect, { path: "/?token=t" }, answer);

  expect(result).toMatchObject(known);
  expect(called[0]?.event).toMatchObject({ type: "REQUEST", queryStringParameters: { token: "t" } });
});

test("a request without what identifies it is refused before anybody is asked", async () => {
  const { called, ...result } = await ask(simple, {});

  expect(result).toMatchObject({ clientStatus: 401, refusal: { reason: "TOKEN_MISSING" } });
  expect(result.log).toContain("Unauthorized");
  expect(called).toEqual([]);
});
