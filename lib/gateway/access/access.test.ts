import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { expect, test } from "vitest";
import type { Authorizer, Method, RestApiDefinition } from "../../definition/rest-api.ts";
import type { MethodSetting } from "../../definition/stage.ts";
import { sha256Hex } from "../../sigv4/canonical-request.ts";
import { signRequest } from "../../sigv4/sign-request.ts";
import { signAsymmetric } from "../../sigv4/testing/sign-asymmetric.ts";
import { compileRestApi } from "../compile-rest.ts";
import { FrontedCache } from "../fronted-cache.ts";
import type { Bucket, HttpCall, Ports, QuotaUse } from "../ports.ts";
import { serveRest } from "../serve-rest.ts";
import { definitionOf, mockRoute, stageOf } from "../testing/definition-fixture.ts";
import { fakePorts, fakeRequest, headersOf } from "../testing/fake-ports.ts";
import { noTrace } from "../trace.ts";
import { compileIdentityPolicy } from "./identity-policy.ts";

const functionUri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:who/invocations";
const api = "arn:aws:execute-api:us-east-1:000000000000:abcdefghij";
const tokenAuthorizer: Authorizer = {
  id: "auth1",
  name: "who",
  type: "TOKEN",
  authorizerUri: functionUri,
  identitySource: "method.request.header.Authorization",
  authorizerResultTtlInSeconds: 300,
};

function policyOf(Effect: string, Resource: string, more: object = {}): string {
  const policyDocument = { Version: "2012-10-17", Statement: [{ Effect, Action: "execute-api:Invoke", Resource }] };
  return JSON.stringify({ principalId: "me", policyDocument, ...more });
}

type Guarded = {
  authorizer?: Partial<Authorizer>;
  method?: Partial<Method>;
  policy?: object;
  body?: string;
  source?: "HEADER" | "AUTHORIZER";
};

function guarded({ authorizer, method, policy, body = "ok", source = "HEADER" }: Guarded): RestApiDefinition {
  const custom = authorizer === undefined ? {} : { authorizationType: "CUSTOM", authorizerId: "auth1" };
  const route = { ...mockRoute(body), method: { ...custom, ...method } };
  const definition = definitionOf({ "GET /a": route, "GET /b": route });
  return {
    ...definition,
    settings: { ...definition.settings, apiKeySource: source, ...(policy && { policy: JSON.stringify(policy) }) },
    authorizers: authorizer === undefined ? [] : [{ ...tokenAuthorizer, ...authorizer }],
  };
}

type CallOptions = { headers?: string[]; ports?: Partial<Ports>; answer?: (call: HttpCall) => { headers?: string[]; body: string } };

async function call(definition: RestApiDefinition, line: string, { headers = [], ports, answer }: CallOptions = {}) {
  const all = { ...fakePorts(answer), ...ports };
  const { reply, facts } = await serveRest(compileRestApi(definition, stageOf(definition)), fakeRequest(line, { headers }), all, noTrace);
  return {
    status: reply.status,
    body: String(reply.body),
    reason: facts.refusal?.reason,
    logLine: facts.refusal?.message,
    headers: headersOf(reply),
  };
}

const token = ["Authorization", "secret"];

test.each([
  { name: "an allowing policy", answer: policyOf("Allow", `${api}/*`), status: 200, body: "ok", reason: undefined },
  {
    name: "a denying policy",
    answer: policyOf("Deny", "*"),
    status: 403,
    body: '{"Message":"User is not authorized to access this resource with an explicit deny"}',
    reason: "AUTHORIZER_DENY",
  },
  {
    name: "a policy for another method",
    answer: policyOf("Allow", `${api}/test/GET/b`),
    status: 403,
    body: '{"Message":"User is not authorized to access this resource"}',
    reason: "AUTHORIZER_DENY",
  },
  { name: "no principal", answer: policyOf("Allow", "*", { principalId: "" }), status: 500, reason: "AUTHORIZER_BAD_RESULT" },
  { name: "a nested context", answer: policyOf("Allow", "*", { context: { a: {} } }), status: 500, reason: "AUTHORIZER_BAD_RESULT" },
  { name: "nonsense", answer: "nonsense", status: 500, reason: "AUTHORIZER_BAD_RESULT" },
])("a function that answers $name gives $status", async ({ answer, status, body, reason }) => {
  const result = await call(guarded({ authorizer: {} }), "GET /a", { headers: token, answer: () => ({ body: answer }) });

  expect(result).toMatchObject({ status, reason, ...(body === undefined ? {} : { body }) });
});

test.each([
  ["Unauthorized", 401, "UnauthorizedException"],
  ["Error: boom", 500, "AuthorizerConfigurationException"],
])("a function that throws %j gives %i", async (errorMessage, status, errorType) => {
  const answer = () => ({ headers: ["X-Amz-Function-Error", "Unhandled"], body: JSON.stringify({ errorMessage }) });

  expect(await call(guarded({ authorizer: {} }), "GET /a", { headers: token, answer })).toMatchObject({
    status,
    headers: { "x-amzn-errortype": errorType },
  });
});

test("a token is looked at before the function is called: it has to be there, and to match as a whole", async () => {
  const calls: string[] = [];
  const answer = (sent: HttpCall) => {
    calls.push(String(sent.body));
    return { body: policyOf("Allow", "*") };
  };
  const definition = guarded({ authorizer: { identityValidationExpression: "Bearer [a-z]+" } });

  expect(await call(definition, "GET /a", { answer })).toMatchObject({ status: 401, reason: "TOKEN_MISSING" });
  expect(await call(definition, "GET /a", { answer, headers: ["Authorization", "Bearer abc1"] })).toMatchObject({
    reason: "TOKEN_PATTERN",
  });
  expect(calls).toEqual([]);
  expect(await call(definition, "GET /a", { answer, headers: ["Authorization", "Bearer abc"] })).toMatchObject({ status: 200 });
  expect(calls.map((body) => JSON.parse(body))).toEqual([
    { type: "TOKEN", methodArn: `${api}/test/GET/a`, authorizationToken: "Bearer abc" },
  ]);
});

test("a kept policy is looked at anew for each method", async () => {
  const cache = new FrontedCache({ maxBytes: 1_000_000, clock: fakePorts().clock });
  let calls = 0;
  const answer = () => {
    calls++;
    return { body: policyOf("Allow", `${api}/test/GET/a`) };
  };
  const definition = guarded({ authorizer: {} });
  const ask = (line: string) => call(definition, line, { headers: token, answer, ports: { cache } });

  expect([await ask("GET /a"), await ask("GET /a"), await ask("GET /b")].map(({ status, reason }) => [status, reason])).toEqual([
    [200, undefined],
    [200, undefined],
    [403, "AUTHORIZER_DENY_CACHED"],
  ]);
  expect(calls).toBe(1);
});

test("what the authorizer says reaches templates as text", async () => {
  const body = "$context.authorizer.principalId $context.authorizer.n $context.authorizer.b";
  const answer = () => ({ body: policyOf("Allow", "*", { context: { n: 1, b: true } }) });

  expect(await call(guarded({ authorizer: {}, body }), "GET /a", { headers: token, answer })).toMatchObject({ body: "me 1 true" });
});

const here = (Effect: string) => ({ Effect, Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/test/GET/a" });

test.each([
  { name: "allows", statements: [here("Allow")], status: 200 },
  {
    name: "allows another method",
    statements: [{ ...here("Allow"), Resource: "execute-api:/test/GET/b" }],
    status: 403,
    end: "/test/GET/a",
  },
  { name: "denies", statements: [here("Allow"), here("Deny")], status: 403, end: "/test/GET/a with an explicit deny" },
])("a resource policy alone that $name gives $status", async ({ statements, status, end }) => {
  const result = await call(guarded({ policy: { Statement: statements } }), "GET /a");

  expect(result.status).toBe(status);
  if (end === undefined) return;
  const resource = `arn:aws:execute-api:us-east-1:********0000:abcdefghij${end}`;
  expect(result.body).toBe(
    JSON.stringify({ Message: `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${resource}` }),
  );
});

test.each([
  { policy: "Allow", answer: "Allow", status: 200 },
  { policy: "Allow", answer: "none", status: 200 },
  { policy: "Allow", answer: "Deny", status: 403 },
  { policy: "Deny", answer: "Allow", status: 403 },
  { policy: "none", answer: "Allow", status: 200 },
  { policy: "none", answer: "none", status: 403 },
])("policy $policy and function $answer give $status", async ({ policy, answer, status }) => {
  const statements = policy === "none" ? [] : [here(policy)];
  const payload = answer === "none" ? policyOf("Allow", `${api}/elsewhere`) : policyOf(answer, "*");
  const definition = guarded({ authorizer: {}, policy: { Statement: statements } });

  expect(await call(definition, "GET /a", { headers: token, answer: () => ({ body: payload }) })).toMatchObject({ status });
});

test("a policy that cannot be read, and a private API without one, let nobody in", async () => {
  const broken = guarded({ policy: { Statement: [{ Effect: "Maybe" }] } });
  const isPrivate = guarded({});
  isPrivate.settings.endpointConfiguration = { types: ["PRIVATE"] };

  expect((await call(broken, "GET /a")).status).toBe(403);
  expect((await call(isPrivate, "GET /a")).status).toBe(403);
});

const host = "abcdefghij.execute-api.us-east-1.localhost";

function signed(secret: string, more: { service?: string; region?: string; nowMs?: number } = {}): string[] {
  const request = {
    method: "GET",
    rawPath: "/test/a",
    query: [],
    headers: [["Host", host]] as [string, string][],
    bodyHash: sha256Hex(""),
  };
  const nowMs = more.nowMs ?? Date.UTC(2026, 10, 21, 10, 0, 0);
  const credentials = { accessKeyId: "AKID", secretAccessKey: secret };
  const headers = signRequest(request, { credentials, region: more.region ?? "us-east-1", service: more.service ?? "execute-api", nowMs });
  return ["Host", host, ...headers.flat()];
}

const access: Ports["access"] = {
  findApiKey: ({ value }) =>
    ({ good: { id: "k1", isEnabled: true, planIds: ["p1"] }, off: { id: "k2", isEnabled: false, planIds: ["p1"] } })[value],
  findPlan: (id) => ({
    id,
    stages: new Map([["abcdefghij/test", { methods: { "/b/GET": { rateLimit: 1, burstLimit: 1 } } }]]),
    throttle: { rateLimit: 10, burstLimit: 20 },
    quota: { limit: 2, offset: 0, period: "DAY" },
  }),
  findAccessKey: (id) => (id === "AKID" ? { secret: "right", accountId: "000000000000", userId: "u1", userName: "ann" } : undefined),
};

test.each([
  { name: "nothing", headers: [], message: /^Missing Authentication Token$/, reason: "SIGV4_MISSING" },
  {
    name: "the wrong secret",
    headers: signed("wrong"),
    message: /^The request signature we calculated does not match/,
    reason: "SIGV4_MISMATCH",
  },
  {
    name: "another service",
    headers: signed("right", { service: "lambda" }),
    message: /^Credential should be scoped to correct service: 'execute-api'/,
    reason: "SIGV4_MISMATCH",
  },
  {
    name: "another region",
    headers: signed("right", { region: "eu-west-1" }),
    message: /^Credential should be scoped to a valid region/,
    reason: "SIGV4_MISMATCH",
  },
  {
    name: "an old date",
    headers: signed("right", { nowMs: Date.UTC(2026, 10, 21, 9, 0, 0) }),
    message: /^Signature expired/,
    reason: "SIGV4_SKEW",
  },
])("a request signed with $name is refused", async ({ headers, message, reason }) => {
  const result = await call(guarded({ method: { authorizationType: "AWS_IAM" } }), "GET /a", { headers, ports: { access } });

  expect(result).toMatchObject({ status: 403, reason });
  expect(JSON.parse(result.body).message).toMatch(message);
});

test.each([
  { name: "a key at its end", facts: {} },
  { name: "a value that was replaced, at its end", facts: { isFormer: true } },
])("$name is refused as a key that is not good, and one before its end passes", async ({ facts }) => {
  const keyed = guarded({ method: { apiKeyRequired: true } });
  const ask = (endsAtMs: number) => {
    const findApiKey = () => ({ id: "k1", isEnabled: true, planIds: ["p1"], ...facts, endsAtMs });
    return call(keyed, "GET /a", { headers: ["x-api-key", "good"], ports: { access: { ...access, findApiKey } } });
  };

  expect(await ask(0)).toMatchObject({ status: 403, reason: "KEY_EXPIRED", body: '{"message":"Forbidden"}' });
  expect((await ask(Number.MAX_SAFE_INTEGER)).reason).toBeUndefined();
});

test.each([
  { regionSet: "eu-west-1,us-*", status: 200 },
  { regionSet: "eu-*", status: 403 },
])("a signature of version 4a for $regionSet gets $status in us-east-1", async ({ regionSet, status }) => {
  const request = { method: "GET", rawPath: "/test/a", query: [], headers: [["Host", host]] as const, bodyHash: sha256Hex("") };
  const credentials = { accessKeyId: "AKID", secretAccessKey: "right" };
  const nowMs = Date.UTC(2026, 10, 21, 10, 0, 0);
  const { headers } = signAsymmetric(request, { credentials, service: "execute-api", nowMs, regionSet });

  const result = await call(guarded({ method: { authorizationType: "AWS_IAM" } }), "GET /a", {
    headers: headers.flat(),
    ports: { access },
  });

  expect(result).toMatchObject(status === 200 ? { status } : { status, reason: "SIGV4_MISMATCH" });
});

test("a token in the place of a signature stays out of the log", async () => {
  const headers = ["Authorization", "bare-token-1234"];
  const { logLine } = await call(guarded({ method: { authorizationType: "AWS_IAM" } }), "GET /a", { headers, ports: { access } });

  expect(logLine).toBe("The Authorization header is no signature");
});

test("a signed request passes and says who sent it, unless the resource policy denies the user", async () => {
  const body = "$context.identity.accessKey $context.identity.userArn";
  const options = { headers: signed("right"), ports: { access } };
  const statement = { ...here("Deny"), Principal: { AWS: "arn:aws:iam::000000000000:user/ann" } };

  expect(await call(guarded({ method: { authorizationType: "AWS_IAM" }, body }), "GET /a", options)).toMatchObject({
    status: 200,
    body: "AKID arn:aws:iam::000000000000:user/ann",
  });
  const denied = guarded({ method: { authorizationType: "AWS_IAM" }, policy: { Statement: [statement] } });
  expect(await call(denied, "GET /a", options)).toMatchObject({ status: 403, reason: "POLICY_DENY" });
});

const keyPolicy = (...Statement: object[]) => compileIdentityPolicy(JSON.stringify({ Version: "2012-10-17", Statement }));
const mayCall = (Effect: string, Resource: string) => ({ Sid: "A", Effect, Action: "execute-api:Invoke", Resource });
const a = `${api}/test/GET/a`;
const masked = a.replace(":000000000000:", ":********0000:");

test.each([
  { name: "allows the method", policy: keyPolicy(mayCall("Allow", a)), status: 200, reason: undefined, says: "" },
  {
    name: "allows another method",
    policy: keyPolicy(mayCall("Allow", `${api}/test/GET/b`)),
    status: 403,
    reason: "IDENTITY_NO_ALLOW",
    says: "because no identity-based policy allows the execute-api:Invoke action",
  },
  {
    name: "denies the method and allows all",
    policy: keyPolicy(mayCall("Allow", "*"), mayCall("Deny", `${api}/*`)),
    status: 403,
    reason: "IDENTITY_DENY",
    says: "with an explicit deny in an identity-based policy",
  },
  {
    name: "cannot be read",
    policy: compileIdentityPolicy("{"),
    status: 403,
    reason: "IDENTITY_NO_ALLOW",
    says: "because no identity-based policy allows the execute-api:Invoke action",
  },
])("an access key whose policy $name gets $status", async ({ policy, status, reason, says }) => {
  const holder = { secret: "right", accountId: "000000000000", userId: "u1", userName: "ann", policy };
  const ports = { access: { ...access, findAccessKey: () => holder } };

  const result = await call(guarded({ method: { authorizationType: "AWS_IAM" } }), "GET /a", { headers: signed("right"), ports });

  expect(result).toMatchObject({ status, reason });
  if (says !== "") {
    const user = "arn:aws:iam::000000000000:user/ann";
    expect(JSON.parse(result.body)).toEqual({
      Message: `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${masked} ${says}`,
    });
  }
});

test.each([
  { account: "000000000000", key: "nothing", resource: "Allow", status: 200, reason: undefined },
  { account: "000000000000", key: "nothing", resource: undefined, status: 403, reason: "IDENTITY_NO_ALLOW" },
  { account: "000000000000", key: "Allow", resource: "Deny", status: 403, reason: "POLICY_DENY" },
  { account: "000000000000", key: "Deny", resource: "Allow", status: 403, reason: "IDENTITY_DENY" },
  { account: "000000000000", key: "Allow", resource: "other", status: 200, reason: undefined },
  { account: "000000000000", key: "nothing", resource: "other", status: 403, reason: "IDENTITY_NO_ALLOW" },
  { account: "111111111111", key: "nothing", resource: "Allow", status: 403, reason: "IDENTITY_NO_ALLOW" },
  { account: "111111111111", key: "Allow", resource: "Allow", status: 200, reason: undefined },
  { account: "111111111111", key: "Allow", resource: "other", status: 403, reason: "POLICY_NO_ALLOW" },
])("account $account, key policy $key, resource policy $resource: $status", async ({ account, key, resource, status, reason }) => {
  const policy = key === "nothing" ? keyPolicy(mayCall("Allow", `${api}/test/GET/b`)) : keyPolicy(mayCall(key, "*"));
  const holder = { secret: "right", accountId: account, userId: "u1", userName: "ann", policy };
  const ports = { access: { ...access, findAccessKey: () => holder } };
  const statement = resource === "other" ? { ...here("Allow"), Resource: "execute-api:/test/GET/b" } : here(resource ?? "Allow");
  const method = { authorizationType: "AWS_IAM" };

  const result = await call(guarded({ method, ...(resource && { policy: { Statement: [statement] } }) }), "GET /a", {
    headers: signed("right"),
    ports,
  });

  expect(result).toMatchObject({ status, reason });
});

test("a signature lets nobody past a policy that lets nobody in", async () => {
  const options = { headers: signed("right"), ports: { access } };
  const broken = guarded({ method: { authorizationType: "AWS_IAM" } });
  broken.settings.policy = "{";
  const isPrivate = guarded({ method: { authorizationType: "AWS_IAM" } });
  isPrivate.settings.endpointConfiguration = { types: ["PRIVATE"] };

  expect(await call(broken, "GET /a", options)).toMatchObject({ status: 403, reason: "POLICY_NO_ALLOW" });
  expect(await call(isPrivate, "GET /a", options)).toMatchObject({ status: 403, reason: "POLICY_NO_ALLOW" });
});

test("a user of another account needs the permission of the resource policy", async () => {
  const holder = { secret: "right", accountId: "111111111111", userId: "u1", userName: "ann" };
  const options = { headers: signed("right"), ports: { access: { ...access, findAccessKey: () => holder } } };
  const method = { authorizationType: "AWS_IAM" };
  const permission = { ...here("Allow"), Principal: { AWS: "111111111111" } };

  expect(await call(guarded({ method }), "GET /a", options)).toMatchObject({ status: 403, reason: "POLICY_NO_ALLOW" });
  const others = guarded({ method, policy: { Statement: [{ ...permission, Principal: { AWS: "222222222222" } }] } });
  expect(await call(others, "GET /a", options)).toMatchObject({ status: 403, reason: "POLICY_NO_ALLOW" });
  expect((await call(guarded({ method, policy: { Statement: [permission] } }), "GET /a", options)).status).toBe(200);
});

test.each(["/a/", "//a", "/%61", "//%61//"])("a policy sees %s as the path that it leads to", async (path) => {
  const policy = {
    Statement: [
      { ...here("Allow"), Resource: "*" },
      { ...here("Deny"), Resource: "execute-api:/test/GET/a" },
    ],
  };
  const children = { Statement: [{ ...here("Allow"), Resource: "execute-api:/test/GET/a/*" }] };

  expect(await call(guarded({ policy }), `GET ${path}`)).toMatchObject({ status: 403, reason: "POLICY_DENY" });
  expect(await call(guarded({ policy: children }), `GET ${path}`)).toMatchObject({ status: 403, reason: "POLICY_NO_ALLOW" });
});

const keyed = { method: { apiKeyRequired: true } };

test.each([
  { headers: [], reason: "KEY_MISSING" },
  { headers: ["x-api-key", "unknown"], reason: "KEY_UNKNOWN" },
  { headers: ["X-API-Key", "off"], reason: "KEY_DISABLED" },
])("the key in $headers is refused with $reason", async ({ headers, reason }) => {
  const result = await call(guarded(keyed), "GET /a", { headers, ports: { access } });

  expect(result).toMatchObject({ status: 403, body: '{"message":"Forbidden"}', reason });
});

test("a key of no plan of this stage is refused", async () => {
  const elsewhere = { ...access, findPlan: () => undefined };

  const result = await call(guarded(keyed), "GET /a", { headers: ["x-api-key", "good"], ports: { access: elsewhere } });

  expect(result.reason).toBe("KEY_NOT_IN_PLAN");
});

test("a good key takes its tokens from the method's bucket, then the plan's, and is counted once", async () => {
  const buckets: Bucket[] = [];
  const uses: QuotaUse[] = [];
  const limits: Ports["limits"] = { take: (bucket) => buckets.push(bucket) > 0, spend: (use) => uses.push(use) > 0 };
  const headers = ["x-api-key", "good"];
  const body = "$context.identity.apiKeyId";

  expect(await call(guarded({ ...keyed, body }), "GET /b", { headers, ports: { access, limits } })).toMatchObject({
    status: 200,
    body: "k1",
  });
  expect(buckets.map(({ key, ratePerSecond, burst }) => [key, ratePerSecond, burst])).toEqual([
    ["plan/p1/k1/abcdefghij/test/b/GET", 1, 1],
    ["plan/p1/k1", 10, 20],
  ]);
  expect(uses).toEqual([{ planId: "p1", keyId: "k1", quota: { limit: 2, offset: 0, period: "DAY" } }]);
});

const limited: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingRateLimit: 5,
  throttlingBurstLimit: 6,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403",
};

test.each([
  { stopped: "plan/p1/k1/abcdefghij/test/b/GET", reason: "THROTTLED_METHOD", asked: 1 },
  { stopped: "plan/p1/k1", reason: "THROTTLED_PLAN", asked: 2 },
  { stopped: "stage/abcdefghij/test/b/GET", reason: "THROTTLED_STAGE", asked: 3 },
  { stopped: "account/000000000000/us-east-1", reason: "THROTTLED_ACCOUNT", asked: 4 },
])("the limits of key, plan, stage and account are asked in this order: $stopped says $reason", async ({ stopped, reason, asked }) => {
  const keys: string[] = [];
  const take = ({ key }: Bucket) => keys.push(key) > 0 && key !== stopped;
  const account: Bucket = { key: "account/000000000000/us-east-1", ratePerSecond: 100, burst: 200 };
  const definition = guarded(keyed);
  const stage = stageOf(definition, { methodSettings: { "*/*": limited }, accountLimits: [[account, "THROTTLED_ACCOUNT"]] });
  const ports = { ...fakePorts(), access, limits: { take, spend: () => true } };

  const { reply, facts } = await serveRest(
    compileRestApi(definition, stage),
    fakeRequest("GET /b", { headers: ["x-api-key", "good"] }),
    ports,
    noTrace,
  );

  expect([reply.status, facts.refusal?.reason, keys.length]).toEqual([429, reason, asked]);
});

test("a method with limits of its own on the stage is throttled by them", async () => {
  const definition = guarded({});
  const stage = stageOf(definition, { methodSettings: { "*/*": limited, "b/GET": { ...limited, throttlingRateLimit: 1 } } });
  const ports = { ...fakePorts(), limits: { take: () => false, spend: () => true } };

  const { facts } = await serveRest(compileRestApi(definition, stage), fakeRequest("GET /b"), ports, noTrace);

  expect(facts.refusal).toMatchObject({ reason: "THROTTLED_METHOD", evidence: { ratePerSecond: "1" } });
});

test("an empty bucket throttles before anything is counted; a used up quota refuses", async () => {
  const headers = ["x-api-key", "good"];
  const empty = { take: () => false, spend: () => Promise.reject(new Error("must not be asked")) };
  const usedUp = { take: () => Promise.resolve(true), spend: () => false };

  expect(await call(guarded(keyed), "GET /a", { headers, ports: { access, limits: empty } })).toMatchObject({
    status: 429,
    body: '{"message":"Too Many Requests"}',
    reason: "THROTTLED_PLAN",
  });
  expect(await call(guarded(keyed), "GET /a", { headers, ports: { access, limits: usedUp } })).toMatchObject({
    status: 429,
    body: '{"message":"Limit Exceeded"}',
    reason: "QUOTA_EXCEEDED",
  });
});

test("the key of the authorizer counts, and the header is not looked at", async () => {
  const definition = guarded({ authorizer: {}, ...keyed, source: "AUTHORIZER", body: "$context.identity.apiKey" });
  const headers = [...token, "x-api-key", "good"];
  const ask = (usageIdentifierKey?: string) =>
    call(definition, "GET /a", { headers, ports: { access }, answer: () => ({ body: policyOf("Allow", "*", { usageIdentifierKey }) }) });

  expect(await ask()).toMatchObject({ status: 403, reason: "KEY_MISSING" });
  expect(await ask("good")).toMatchObject({ status: 200, body: "good" });
});

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool";
const poolAuthorizer = { type: "COGNITO_USER_POOLS", providerARNs: ["arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_pool"] };
const nowSeconds = Date.UTC(2026, 10, 21, 10, 0, 0) / 1_000;

function tokenOf(claims: object, header: object = { alg: "RS256", kid: "1" }, key: KeyObject = keys.privateKey): string {
  const full = { iss: issuer, exp: nowSeconds + 60, token_use: "id", sub: "u1", ...claims };
  const text = [header, full].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

function askPool(value: string, scopes: string[] = [], authorizer: object = poolAuthorizer) {
  const method = { authorizationType: "COGNITO_USER_POOLS", authorizerId: "auth1", authorizationScopes: scopes };
  const keySets: Ports["keySets"] = {
    findIssuerKey: () => Promise.resolve(undefined),
    findKey: (_url, keyId) =>
      Promise.resolve(keyId === "1" ? { ...keys.publicKey.export({ format: "jwk" }), kty: "RSA", kid: "1" } : undefined),
  };
  const definition = guarded({ authorizer, method, body: "$context.authorizer.claims.sub" });
  return call(definition, "GET /a", { headers: ["Authorization", value], ports: { keySets } });
}

test("an identity token of the pool passes, with Bearer or without", async () => {
  expect(await askPool(tokenOf({}))).toMatchObject({ status: 200, body: "u1" });
  expect(await askPool(`Bearer ${tokenOf({})}`)).toMatchObject({ status: 200 });
});

const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

test.each([
  ["no token", "nonsense", "TOKEN_SIGNATURE"],
  ["an expired one", tokenOf({ exp: nowSeconds - 1 }), "TOKEN_EXPIRED"],
  ["one that is not valid yet", tokenOf({ nbf: nowSeconds + 60 }), "TOKEN_EXPIRED"],
  ["another issuer", tokenOf({ iss: `${issuer}x` }), "TOKEN_ISSUER"],
  ["another key", tokenOf({}, undefined, other), "TOKEN_SIGNATURE"],
  ["an unknown key id", tokenOf({}, { alg: "RS256", kid: "../../etc/passwd" }), "TOKEN_SIGNATURE"],
  ["no algorithm", tokenOf({}, { alg: "none" }), "TOKEN_SIGNATURE"],
  ["the public key as a shared secret", tokenOf({}, { alg: "HS256", kid: "1" }), "TOKEN_SIGNATURE"],
  ["an access token where an identity token is needed", tokenOf({ token_use: "access" }), "TOKEN_AUDIENCE"],
])("a caller with %s gets 401", async (_name, value, reason) => {
  expect(await askPool(value)).toMatchObject({ status: 401, reason, headers: { "x-amzn-errortype": "UnauthorizedException" } });
});

test("an audience that wears the pattern out is no audience", async () => {
  const authorizer = { ...poolAuthorizer, identityValidationExpression: "(a+)+$" };

  expect(await askPool(tokenOf({ aud: "aaa" }), [], authorizer)).toMatchObject({ status: 200 });
  expect(await askPool(tokenOf({ aud: `${"a".repeat(40)}!` }), [], authorizer)).toMatchObject({ status: 401, reason: "TOKEN_AUDIENCE" });
});

test("a method with scopes takes an access token that has one of them", async () => {
  expect(await askPool(tokenOf({ token_use: "access", scope: "a/read b/write" }), ["b/write"])).toMatchObject({ status: 200 });
  expect(await askPool(tokenOf({ token_use: "access", scope: "a/read" }), ["b/write"])).toMatchObject({
    status: 401,
    reason: "SCOPE_MISSING",
  });
  expect(await askPool(tokenOf({ scope: "b/write" }), ["b/write"])).toMatchObject({ status: 401, reason: "SCOPE_MISSING" });
});
