import { generateKeyPairSync, sign } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { V2ApiDefinition } from "../../lib/definition/v2-api.ts";
import { DiskCache } from "../../lib/feed/client/disk-cache.ts";
import { backendRoute, httpDefinition, httpRelease } from "../../lib/gateway/testing/http-fixture.ts";
import { releaseOf } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";
import { type StandIn, startServer } from "./stand-ins.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const feedToken = "token-of-the-test";
let dataDir: string;
let gateway: GatewayProcess;
let backend: StandIn;
let issuer: StandIn;
let keyReads = 0;

function tokenOf(claims: object): string {
  const now = Math.floor(Date.now() / 1_000);
  const parts = [
    { alg: "RS256", kid: "k" },
    { iss: issuer.url, exp: now + 60, aud: "pets", ...claims },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${sign("sha256", Buffer.from(text), keys.privateKey).toString("base64url")}`;
}

beforeAll(async () => {
  dataDir = await newDataDir();
  backend = await startServer((request, response) => {
    const body = JSON.stringify({ method: request.method, url: request.url });
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length }).end(body);
  });
  issuer = await startServer((request, response) => {
    if (request.url === "/.well-known/openid-configuration") {
      response.end(JSON.stringify({ jwks_uri: `${issuer.url}/keys` }));
      return;
    }
    keyReads++;
    response.end(JSON.stringify({ keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "k" }] }));
  });
  await writeStages(
    httpDefinition(
      {
        $default: backendRoute(`${backend.url}/base`),
        "GET /pets": backendRoute(
          `${backend.url}/pets`,
          {},
          { authorizationType: "JWT", authorizerId: "a1", authorizationScopes: ["read"] },
        ),
      },
      {
        authorizers: [
          {
            authorizerId: "a1",
            name: "jwt",
            authorizerType: "JWT",
            identitySource: ["$request.header.Authorization"],
            jwtConfiguration: { issuer: issuer.url, audience: ["pets"] },
          },
        ],
      },
    ),
  );
  gateway = await startGateway({ dataDir, environment: { FEED_TOKEN: feedToken } });
});

/** The default stage and a named one, where a gateway finds them when it starts. */
async function writeStages(definition: V2ApiDefinition): Promise<void> {
  const cache = new DiskCache(join(dataDir, "gateway"));
  const { snapshot, release } = releaseOf(definition);
  await cache.writeSnapshot(release.snapshotHash, snapshot);
  await cache.writeReleases([{}, { stageName: "dev" }].map((stage) => ({ ...httpRelease(stage), snapshotHash: release.snapshotHash })));
}

afterAll(async () => {
  await stopGateway(gateway);
  await Promise.all([backend.close(), issuer.close()]);
  await removeDataDir(dataDir);
});

const call = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}/_aws/execute-api/abcdefghij${path}`, init);

test.each([
  { path: "/$default/a?x=1", url: "/base/a?x=1" },
  { path: "/dev/a", url: "/base/a" },
  { path: "/a/b", url: "/base/a/b" },
])("$path goes to $url of the backend", async ({ path, url }) => {
  const response = await call(path, { method: "PUT", body: "x" });

  expect([response.status, await response.json()]).toEqual([200, { method: "PUT", url }]);
  expect([response.headers.has("apigw-requestid"), response.headers.has("x-amzn-requestid")]).toEqual([true, false]);
});

test("an answer to HEAD says how long the body would be", async () => {
  const response = await call("/$default/a", { method: "HEAD" });

  expect([response.headers.get("content-length"), await response.text()]).toEqual([String('{"method":"HEAD","url":"/base/a"}'.length), ""]);
});

test("tokens are checked with the keys that the issuer publishes, which are read once", async () => {
  const ask = async (authorization: string | undefined) => {
    const response = await call("/$default/pets", { headers: authorization === undefined ? {} : { authorization } });
    return [response.status, response.headers.get("www-authenticate")];
  };

  expect(await ask(`Bearer ${tokenOf({ scope: "read" })}`)).toEqual([200, null]);
  expect(await ask(tokenOf({ scope: "write read" }))).toEqual([200, null]);
  expect(await ask(undefined)).toEqual([401, "Bearer"]);
  expect(await ask(tokenOf({ scope: "write" }))).toMatchObject([403, expect.stringContaining("insufficient_scope")]);
  expect(await ask(tokenOf({ aud: "none" }))).toMatchObject([401, expect.stringContaining("valid audience")]);
  expect(keyReads).toBe(1);
});

test("the console's tester gets the trace of a call", async () => {
  const response = await fetch(`${gateway.url}/_gatehouse/trace`, {
    method: "POST",
    headers: { authorization: `Bearer ${feedToken}` },
    body: JSON.stringify({ apiId: "abcdefghij", stageName: "$default", method: "GET", path: "/pets?x=1", headers: [], body: "" }),
  });

  expect(await response.json()).toMatchObject({
    status: 401,
    trace: {
      stage: "$default",
      reason: "TOKEN_MISSING",
      steps: [{ kind: "route" }, { kind: "authorizer", state: "failed" }, { kind: "gateway-response" }],
    },
  });
});
