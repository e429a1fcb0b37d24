import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { expect, test } from "vitest";
import type { V2Authorizer } from "../../definition/v2-api.ts";
import { sha256Hex } from "../../sigv4/canonical-request.ts";
import { signRequest } from "../../sigv4/sign-request.ts";
import { compileIdentityPolicy } from "../access/identity-policy.ts";
import type { Ports } from "../ports.ts";
import { fakePorts } from "../testing/fake-ports.ts";
import { functionArn, functionRoute, type HttpStageFixture, httpApi, httpDefinition } from "../testing/http-fixture.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const others = generateKeyPairSync("rsa", { modulusLength: 2048 });
const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });
const issuer = "https://issuer.example.com/pool";
const now = Date.UTC(2026, 10, 21, 10, 0, 0) / 1_000;

function tokenOf(claims: object, header: object = {}, key: KeyObject = keys.privateKey): string {
  const full = { iss: issuer, iat: now - 10, exp: now + 60, ...claims };
  const text = [{ alg: "RS256", kid: "rsa", ...header }, full]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const proof = sign("sha256", Buffer.from(text), key.asymmetricKeyType === "ec" ? { key, dsaEncoding: "ieee-p1363" } : key);
  return `${text}.${proof.toString("base64url")}`;
}

const publicKeys = new Map<string | undefined, Awaited<ReturnType<Ports["keySets"]["findKey"]>>>([
  ["rsa", { ...keys.publicKey.export({ format: "jwk" }), kty: "RSA", kid: "rsa" }],
  ["ec", { ...curve.publicKey.export({ format: "jwk" }), kty: "EC", kid: "ec" }],
]);

/** Ports with an issuer, and a function that answers with the event it got. */
function guardedPorts(answerAuthorizer: (event: Record<string, unknown>) => unknown = () => ({})) {
  const state = { keysAsked: 0, authorizerEvents: [] as Record<string, unknown>[], events: [] as Record<string, unknown>[] };
  const ports: Ports = {
    ...fakePorts(({ body, path }) => {
      const event = JSON.parse(String(body)) as Record<string, unknown>;
      if (!path.includes("who")) {
        state.events.push(event);
        return { body: "{}" };
      }
      state.authorizerEvents.push(event);
      const answer = answerAuthorizer(event);
      if (answer instanceof Error)
        return { headers: ["X-Amz-Function-Error", "Unhandled"], body: JSON.stringify({ errorMessage: answer.message }) };
      return { body: JSON.stringify(answer) };
    }),
    keySets: {
      findKey: () => Promise.resolve(undefined),
      findIssuerKey: (from, keyId) => {
        state.keysAsked++;
        return Promise.resolve(from === issuer ? publicKeys.get(keyId) : undefined);
      },
    },
  };
  return { ports, state };
}

/** What the function learned of the caller. */
function authorizerOf({ events }: { events: readonly Record<string, unknown>[] }): unknown {
  const context = events[0]?.requestContext;
  return typeof context === "object" && context !== null ? Reflect.get(context, "authorizer") : undefined;
}

const jwt: V2Authorizer = {
  authorizerId: "a1",
  name: "jwt",
  authorizerType: "JWT",
  identitySource: ["$request.header.Authorization"],
  jwtConfiguration: { issuer, audience: ["pets", "shop"] },
};

type Guarded = { authorizer: V2Authorizer; type: "JWT" | "CUSTOM"; scopes?: string[]; version?: "1.0" | "2.0"; stage?: HttpStageFixture };

function guarded({ authorizer, type, scopes, version = "2.0", stage }: Guarded) {
  const route = { authorizationType: type, authorizerId: "a1", ...(scopes && { authorizationScopes: scopes }) };
  const definition = httpDefinition(
    { "GET /": functionRoute(version, {}, route), "GET /pets/{id}": functionRoute(version, {}, route) },
    { authorizers: [authorizer] },
  );
  return httpApi(definition, stage);
}

async function askJwt(token: string | undefined, more: Partial<Guarded> = {}) {
  const { ports, state } = guardedPorts();
  const headers = token === undefined ? [] : ["Authorization", token];
  const answer = await guarded({ authorizer: jwt, type: "JWT", ...more })("GET /", { ports, headers });
  return { ...answer, state, authorizer: authorizerOf(state) };
}

test("the claims of a token reach the function, as texts", async () => {
  const token = tokenOf({ aud: "pets", sub: "me", groups: ["a", "b"], scope: "read write" });
  const claims = {
    iss: issuer,
    iat: String(now - 10),
    exp: String(now + 60),
    aud: "pets",
    sub: "me",
    groups: "[a b]",
    scope: "read write",
  };

  expect((await askJwt(token)).authorizer).toEqual({ jwt: { claims, scopes: null } });
  expect((await askJwt(`Bearer ${token}`, { scopes: ["write", "other"] })).authorizer).toEqual({ jwt: { claims, scopes: ["write"] } });
  expect((await askJwt(token, { version: "1.0" })).authorizer).toEqual({ claims, scopes: null });
});

test.each([
  { name: "the second audience", token: tokenOf({ aud: "shop" }) },
  { name: "an audience in a list", token: tokenOf({ aud: ["none", "pets"] }) },
  { name: "a client id without an audience", token: tokenOf({ client_id: "pets" }) },
  { name: "an elliptic key", token: tokenOf({ aud: "pets" }, { alg: "ES256", kid: "ec" }, curve.privateKey) },
])("$name is good", async ({ token }) => {
  expect((await askJwt(token)).status).toBe(200);
});

const good = { aud: "pets" };

test.each([
  { name: "no token", token: undefined, reason: "TOKEN_MISSING", challenge: "Bearer" },
  { name: "nonsense", token: "nonsense", reason: "TOKEN_SIGNATURE", challenge: "invalid signature" },
  { name: "another audience", token: tokenOf({ aud: "none" }), reason: "TOKEN_AUDIENCE", challenge: "valid audience" },
  { name: "no audience", token: tokenOf({}), reason: "TOKEN_AUDIENCE", challenge: "valid audience" },
  {
    name: "a client id beside an audience",
    token: tokenOf({ aud: "none", client_id: "pets" }),
    reason: "TOKEN_AUDIENCE",
    challenge: "audience",
  },
  { name: "another issuer", token: tokenOf({ ...good, iss: "https://example.com" }), reason: "TOKEN_ISSUER", challenge: "valid issuer" },
  { name: "an expired token", token: tokenOf({ ...good, exp: now - 60 }), reason: "TOKEN_EXPIRED", challenge: "has expired" },
  { name: "a token without expiry", token: tokenOf({ ...good, exp: undefined }), reason: "TOKEN_EXPIRED", challenge: "has expired" },
  { name: "a token for later", token: tokenOf({ ...good, nbf: now + 60 }), reason: "TOKEN_EXPIRED", challenge: "invalid_token" },
  { name: "a token from the future", token: tokenOf({ ...good, iat: now + 60 }), reason: "TOKEN_EXPIRED", challenge: "not valid yet" },
  { name: "an unknown key", token: tokenOf(good, { kid: "none" }), reason: "TOKEN_SIGNATURE", challenge: "invalid signature" },
  { name: "no key id", token: tokenOf(good, { kid: undefined }), reason: "TOKEN_SIGNATURE", challenge: "invalid signature" },
  { name: "another key", token: tokenOf(good, {}, others.privateKey), reason: "TOKEN_SIGNATURE", challenge: "invalid signature" },
  { name: "a key of another kind", token: tokenOf(good, { kid: "ec" }), reason: "TOKEN_SIGNATURE", challenge: "invalid signature" },
  {
    name: "no signature",
    token: `${tokenOf(good, { alg: "none" }).split(".", 2).join(".")}.`,
    reason: "TOKEN_SIGNATURE",
    challenge: "signature",
  },
])("$name is 401 and says what is wrong", async ({ token, reason, challenge }) => {
  const answer = await askJwt(token);

  expect(answer).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}', reason });
  expect(answer.headers["www-authenticate"]).toContain(challenge);
  expect(answer.state.events).toEqual([]);
});

test("a token without any of the route's scopes is 403", async () => {
  const answer = await askJwt(tokenOf({ ...good, scp: ["read"] }), { scopes: ["write", "admin"] });

  expect(answer).toMatchObject({ status: 403, body: '{"message":"Forbidden"}', reason: "SCOPE_MISSING" });
  expect(answer.headers["www-authenticate"]).toContain('scope="write admin" error="insufficient_scope"');
});

test("a token is verified once for all routes of its authorizer", async () => {
  const { ports, state } = guardedPorts();
  const call = guarded({ authorizer: jwt, type: "JWT" });
  const headers = ["Authorization", tokenOf(good)];

  for (const line of ["GET /", "GET /", "GET /pets/1"]) expect((await call(line, { ports, headers })).status).toBe(200);

  expect(state.keysAsked).toBe(1);
});

test("an issuer whose keys cannot be read is the gateway's trouble, not the caller's", async () => {
  const { ports } = guardedPorts();
  const keySets = { ...ports.keySets, findIssuerKey: () => Promise.reject(new Error("away")) };
  const call = guarded({ authorizer: jwt, type: "JWT" });

  const answer = await call("GET /", { ports: { ...ports, keySets }, headers: ["Authorization", tokenOf(good)] });

  expect(answer).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}', reason: "AUTHORIZER_FAILED" });
});

const lambda: V2Authorizer = {
  authorizerId: "a1",
  name: "lambda",
  authorizerType: "REQUEST",
  authorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn.replace(/f$/, "who")}/invocations`,
  authorizerPayloadFormatVersion: "2.0",
  enableSimpleResponses: true,
  identitySource: ["$request.header.Authorization", "$request.querystring.who", "$context.routeKey", "$stageVariables.colour"],
};

const stage = { stageVariables: { colour: "blue" } };

async function askFunction(authorizer: Partial<V2Authorizer>, answer: unknown, line = "GET /?who=me") {
  const { ports, state } = guardedPorts(() => answer);
  const call = guarded({ authorizer: { ...lambda, ...authorizer }, type: "CUSTOM", stage });
  const result = await call(line, { ports, headers: ["Authorization", "secret"] });
  return { ...result, state, authorizer: authorizerOf(state) };
}

test("a simple answer lets in with its context, or does not", async () => {
  const context = { key: "value", number: 1, list: ["a"] };

  const answer = await askFunction({}, { isAuthorized: true, context });

  expect(answer).toMatchObject({ status: 200, authorizer: { lambda: context } });
  expect(answer.state.authorizerEvents[0]).toMatchObject({
    version: "2.0",
    type: "REQUEST",
    routeArn: "arn:aws:execute-api:us-east-1:000000000000:abcdefghij/$default/GET/",
    identitySource: ["secret", "me", "GET /", "blue"],
    routeKey: "GET /",
    rawPath: "/",
  });
  expect(await askFunction({}, { isAuthorized: false })).toMatchObject({
    status: 403,
    body: '{"message":"Forbidden"}',
    reason: "AUTHORIZER_DENY",
  });
});

test("a missing identity source is 401 without a call", async () => {
  const { status, reason, state } = await askFunction({}, { isAuthorized: true }, "GET /");

  expect([status, reason, state.authorizerEvents]).toEqual([401, "TOKEN_MISSING", []]);
});

test.each([
  { name: "a function error", answer: new Error("broken"), reason: "AUTHORIZER_FAILED" },
  { name: "no verdict", answer: { isAuthorized: "yes" }, reason: "AUTHORIZER_BAD_RESULT" },
  { name: "no object", answer: "yes", reason: "AUTHORIZER_BAD_RESULT" },
  { name: "a context that is no map", answer: { isAuthorized: true, context: [] }, reason: "AUTHORIZER_BAD_RESULT" },
])("$name is 500", async ({ answer, reason }) => {
  expect(await askFunction({}, answer)).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}', reason });
});

function policyOf(Effect: string, Resource: string) {
  return {
    principalId: "me",
    policyDocument: { Version: "2012-10-17", Statement: [{ Effect, Action: "execute-api:Invoke", Resource }] },
    context: { key: "value" },
  };
}

test("a policy lets in, in both formats; one that denies or is silent does not", async () => {
  const first = { authorizerPayloadFormatVersion: "1.0", enableSimpleResponses: false };

  const answer = await askFunction(first, policyOf("Allow", "*"));

  expect(answer).toMatchObject({ status: 200, authorizer: { lambda: { key: "value" } } });
  expect(answer.state.authorizerEvents[0]).toMatchObject({
    version: "1.0",
    type: "REQUEST",
    methodArn: "arn:aws:execute-api:us-east-1:000000000000:abcdefghij/$default/GET/",
    identitySource: "secret,me,GET /,blue",
    authorizationToken: "secret,me,GET /,blue",
    resource: "/",
    httpMethod: "GET",
    pathParameters: {},
  });
  expect((await askFunction({ enableSimpleResponses: false }, policyOf("Allow", "*"))).status).toBe(200);
  expect((await askFunction(first, policyOf("Deny", "*"))).status).toBe(403);
  expect((await askFunction(first, policyOf("Allow", "arn:aws:execute-api:*:*:*/other/*"))).status).toBe(403);
  expect((await askFunction(first, { ...policyOf("Allow", "*"), principalId: "" })).status).toBe(500);
});

test("answers are kept for their identity only when a time is given", async () => {
  const identitySource = ["$request.header.Authorization"];
  for (const [ttl, asked] of [
    [undefined, 3],
    [60, 2],
  ] as const) {
    const { ports, state } = guardedPorts(() => ({ isAuthorized: true }));
    const settings = { ...lambda, identitySource, ...(ttl !== undefined && { authorizerResultTtlInSeconds: ttl }) };
    const call = guarded({ authorizer: settings, type: "CUSTOM", stage });

    for (const who of ["a", "a", "b"]) await call("GET /", { ports, headers: ["Authorization", who] });

    expect(state.authorizerEvents).toHaveLength(asked);
  }
});

test("a kept policy is looked at anew for each route, and the refusal says that it was kept", async () => {
  const { ports } = guardedPorts(() => policyOf("Allow", "arn:aws:execute-api:*:*:*/$default/GET/"));
  const settings = {
    ...lambda,
    enableSimpleResponses: false,
    authorizerResultTtlInSeconds: 60,
    identitySource: ["$request.header.Authorization"],
  };
  const call = guarded({ authorizer: settings, type: "CUSTOM", stage });
  const headers = ["Authorization", "a"];

  expect((await call("GET /", { ports, headers })).status).toBe(200);
  expect(await call("GET /pets/1", { ports, headers })).toMatchObject({ status: 403, reason: "AUTHORIZER_DENY_CACHED" });
});

const iamApi = httpApi(httpDefinition({ "GET /": functionRoute("2.0", {}, { authorizationType: "AWS_IAM" }) }));

function iamPorts(secret: string, accountId = "000000000000") {
  const { ports, state } = guardedPorts();
  const holder = { secret, accountId, userId: "u1", userName: "ann" };
  return { state, ports: { ...ports, access: { ...ports.access, findAccessKey: () => holder } } };
}

function signedHeaders(): string[] {
  const signable = { method: "GET", rawPath: "/", query: [], headers: [["Host", "host"]] as [string, string][], bodyHash: sha256Hex("") };
  const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
  return [
    "Host",
    "host",
    ...signRequest(signable, { credentials, region: "us-east-1", service: "execute-api", nowMs: now * 1_000 }).flat(),
  ];
}

test("a signature tells the function who signed", async () => {
  const { ports, state } = iamPorts("secret");

  expect((await iamApi("GET /", { ports, headers: signedHeaders() })).status).toBe(200);
  expect(authorizerOf(state)).toEqual({
    iam: {
      accessKey: "AKIA",
      accountId: "000000000000",
      callerId: "u1",
      cognitoIdentity: null,
      principalOrgId: null,
      userArn: "arn:aws:iam::000000000000:user/ann",
      userId: "u1",
    },
  });
});

test("an access key that may call other routes only is 403", async () => {
  const { ports, state } = iamPorts("secret");
  const resource = "arn:aws:execute-api:us-east-1:000000000000:*/*/POST/*";
  const policy = compileIdentityPolicy(
    JSON.stringify({ Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: resource }] }),
  );
  const holder = { secret: "secret", accountId: "000000000000", userId: "u1", userName: "ann", policy };

  const result = await iamApi("GET /", {
    ports: { ...ports, access: { ...ports.access, findAccessKey: () => holder } },
    headers: signedHeaders(),
  });

  expect(result).toMatchObject({ status: 403, body: '{"message":"Forbidden"}', reason: "IDENTITY_NO_ALLOW" });
  expect(state.events).toEqual([]);
});

test("a user of another account is 403", async () => {
  const { ports, state } = iamPorts("secret", "111111111111");

  expect((await iamApi("GET /", { ports, headers: signedHeaders() })).status).toBe(403);
  expect(state.events).toEqual([]);
});

test("no signature, and a wrong one, are 403", async () => {
  const body = '{"message":"Forbidden"}';

  expect(await iamApi("GET /", { ports: iamPorts("secret").ports })).toMatchObject({ status: 403, body, reason: "SIGV4_MISSING" });
  expect(await iamApi("GET /", { ports: iamPorts("other").ports, headers: signedHeaders() })).toMatchObject({
    status: 403,
    body,
    reason: "SIGV4_MISMATCH",
  });
});

test("a preflight is not asked for a token by routes of other verbs, but by one that catches it", async () => {
  const settings = { corsConfiguration: { allowOrigins: ["*"], allowMethods: ["GET"] } };
  const route = { authorizationType: "JWT" as const, authorizerId: "a1" };
  const headers = ["Origin", "https://a.example.com", "Access-Control-Request-Method", "GET"];
  const statusOf = async (key: string) => {
    const definition = httpDefinition({ [key]: functionRoute("2.0", {}, route) }, { settings, authorizers: [jwt] });
    return (await httpApi(definition)("OPTIONS /a", { ports: guardedPorts().ports, headers })).status;
  };

  expect([await statusOf("GET /a"), await statusOf("$default")]).toEqual([204, 401]);
});

test("what nobody can decide is refused to everybody", async () => {
  const call = guarded({ authorizer: { ...lambda }, type: "JWT" });

  expect(await call("GET /", { ports: guardedPorts().ports })).toMatchObject({ status: 500, reason: "AUTHORIZER_FAILED" });
});
