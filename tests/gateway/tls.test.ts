import { X509Certificate } from "node:crypto";
import { type RequestOptions, request } from "node:https";
import { connect, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FeedDomain } from "../../lib/feed/access.ts";
import { sealForGateways } from "../../lib/feed/seal-for-gateways.ts";
import { definitionOf, mockRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { makeSelfSigned, type SelfSigned } from "../../lib/services/self-signed-certificate.ts";
import { freePort } from "../support/free-port.ts";
import { releaseOf } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";
import { rawRequest } from "./raw-request.ts";
import { type StandInConsole, startConsole } from "./stand-ins.ts";
import { waitUntil } from "./wait-until.ts";

let dataDir: string;
let standIn: StandInConsole;
let gateway: GatewayProcess;
let tlsPort: number;
let [client, stranger]: (SelfSigned | undefined)[] = [];
const servers = new Map<string, SelfSigned>();

const day = 24 * 60 * 60 * 1000;

async function makePair(commonName: string): Promise<SelfSigned> {
  const dates = { from: new Date(Date.now() - day), to: new Date(Date.now() + day) };
  return makeSelfSigned({ commonName, serial: Uint8Array.of(1, 2), ...dates, dnsNames: [commonName] });
}

async function domain(name: string, change: Partial<FeedDomain> = {}): Promise<FeedDomain> {
  const pair = servers.get(name) ?? (await makePair(name));
  servers.set(name, pair);
  return {
    ...{ id: name.replaceAll(".", ""), name, accountId: "000000000000", region: "us-east-1", securityPolicy: "TLS_1_2" },
    ...{ routingMode: "API_MAPPING_ONLY", rules: [] },
    mappings: [{ apiMappingId: "m", basePath: "shop", apiId: "abcdefghij", stage: "test" }],
    certificate: { pem: pair.certificate, privateKey: sealForGateways(pair.privateKey, standIn.token) },
    ...change,
  };
}

const certificateTemplate = "$context.identity.clientCert.subjectDN $context.identity.clientCert.serialNumber";

beforeAll(async () => {
  dataDir = await newDataDir();
  standIn = await startConsole();
  [client, stranger] = [await makePair("client"), await makePair("stranger")];
  const routes = { "GET /": mockRoute("$context.path $context.customDomain.basePathMatched"), "GET /who": mockRoute(certificateTemplate) };
  standIn.publish(releaseOf(definitionOf(routes)));
  standIn.publishDomains(await domains());
  tlsPort = await freePort();
  const environment = { FEED_URL: standIn.url, FEED_TOKEN: standIn.token, GATEWAY_TLS_PORT: String(tlsPort) };
  gateway = await startGateway({ dataDir, environment });
  await waitUntil("the domains are there", async () => (await ask("a.example.com", "/shop")).status === 200);
});

afterAll(async () => {
  await stopGateway(gateway);
  await standIn.close();
  await removeDataDir(dataDir);
});

async function domains(): Promise<FeedDomain[]> {
  return [
    await domain("a.example.com"),
    await domain("b.example.com", { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" }),
    await domain("old.example.com", { securityPolicy: "TLS_1_0" }),
    await domain("mutual.example.com", { truststore: client?.certificate ?? "" }),
    await domain("other.example.com", { truststore: stranger?.certificate ?? "" }),
    await domain("nobody.example.com", { truststore: "" }),
  ];
}

type Answer = { status: number; body: string; names: string | undefined; requestId: string };

function ask(
  servername: string,
  path: string,
  options: RequestOptions & { host?: string; session?: Buffer | undefined } = {},
): Promise<Answer> {
  const { host = servername, ...rest } = options;
  const settings = { host: "127.0.0.1", port: tlsPort, servername, path, rejectUnauthorized: false, agent: false, timeout: 5_000 };
  return new Promise((resolve, reject) => {
    const call = request({ ...settings, ...rest, headers: { Host: host } }, (response) => {
      const names = (response.socket as TLSSocket).getPeerX509Certificate()?.subjectAltName;
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      const requestId = String(response.headers["x-amzn-requestid"]);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body, names, requestId }));
    });
    call.on("error", reject).end();
  });
}

const pairOf = (pair: SelfSigned | undefined) => ({ cert: pair?.certificate, key: pair?.privateKey });
const records = () => standIn.batches.flatMap((batch) => batch.records);

test("each name answers with its own certificate, and the Host leads to its mapping", async () => {
  const answers = [await ask("a.example.com", "/shop"), await ask("b.example.com", "/shop")];

  expect(answers.map(({ names }) => names)).toEqual(["DNS:a.example.com", "DNS:b.example.com"]);
  expect(answers[0]).toMatchObject({ status: 200, body: "/shop shop" });
  await expect(ask("unknown.example.com", "/shop")).rejects.toThrow();
});

test("a certificate is renewed without a restart", async () => {
  const fingerprintOf = async () => {
    const socket = connect({ host: "127.0.0.1", port: tlsPort, servername: "a.example.com", rejectUnauthorized: false });
    await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
    const fingerprint = socket.getPeerX509Certificate()?.fingerprint;
    socket.destroy();
    return fingerprint;
  };
  const renewed = await makePair("a.example.com");
  servers.set("a.example.com", renewed);

  standIn.publishDomains(await domains());

  await waitUntil(
    "the new certificate is shown",
    async () => (await fingerprintOf()) === new X509Certificate(renewed.certificate).fingerprint,
  );
});

test("a client that is too old gets no connection, and the log says why", async () => {
  await expect(ask("b.example.com", "/shop", { maxVersion: "TLSv1.2" })).rejects.toThrow(/protocol version/);

  await waitUntil("the refusal is logged", () => records().some(({ reason }) => reason === "TLS_TOO_OLD"));
  expect(records().find(({ reason }) => reason === "TLS_TOO_OLD")).toMatchObject({
    apiId: "bexamplecom",
    evidence: { domainName: "b.example.com", version: "TLSv1.2", needed: "TLSv1.3" },
  });
  expect((await ask("a.example.com", "/shop", { maxVersion: "TLSv1.2" })).status).toBe(200);
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" } as const;
  expect((await ask("old.example.com", "/shop", old)).status).toBe(200);
  await expect(ask("a.example.com", "/shop", old)).rejects.toThrow();
});

test("mutual TLS lets through whom the truststore knows, and templates see the certificate", async () => {
  const served = await ask("mutual.example.com", "/shop/who", pairOf(client));

  expect(served).toMatchObject({ status: 200, body: "CN=client 01:02" });
});

test.each([
  { name: "nobody's certificate", at: "mutual.example.com", show: () => undefined, certificate: "none" },
  { name: "a stranger's certificate", at: "mutual.example.com", show: () => stranger, certificate: "not trusted" },
  { name: "a certificate for an empty truststore", at: "nobody.example.com", show: () => client, certificate: "not trusted" },
])("mutual TLS refuses $name before any route", async ({ at, show, certificate }) => {
  const refused = await ask(at, "/shop/who", pairOf(show()));

  expect(refused).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  await waitUntil("it is logged", () => records().some(({ requestId }) => requestId === refused.requestId));
  const record = records().find(({ requestId }) => requestId === refused.requestId);
  expect(record).toMatchObject({ reason: "MTLS_REQUIRED", evidence: { domainName: at, certificate } });
});

test("a connection for another name, or without TLS, does not get around mutual TLS", async () => {
  const sideways = await ask("a.example.com", "/shop/who", { host: "mutual.example.com", ...pairOf(client) });
  const plain = await rawRequest(gateway.port, "GET /shop/who HTTP/1.1\r\nHost: mutual.example.com\r\nConnection: close\r\n\r\n");
  const downgraded = await ask("a.example.com", "/shop", { host: "b.example.com", maxVersion: "TLSv1.2" });

  expect([sideways.status, downgraded.status]).toEqual([403, 403]);
  expect(plain).toMatch(/^HTTP\/1.1 403 /);
});

/** The session that a client gets at a name where its certificate counts. */
function sessionAt(servername: string, maxVersion: "TLSv1.2" | "TLSv1.3"): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port: tlsPort, servername, rejectUnauthorized: false, maxVersion, ...pairOf(client) });
    let session: Buffer | undefined;
    socket.on("session", (given) => {
      session = given;
    });
    socket.on("error", reject).on("close", () => resolve(session));
    socket.resume().write(`GET /shop/who HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`);
  });
}

test.each(["TLSv1.2", "TLSv1.3"] as const)("a session of %s for one name proves nothing at another, nor later", async (maxVersion) => {
  // Each worker knows its own sessions only, so one try would prove nothing.
  for (let round = 0; round < 6; round++) {
    for (const name of ["other.example.com", "mutual.example.com"]) {
      const session = await sessionAt("mutual.example.com", maxVersion);
      expect((await ask(name, "/shop/who", { session, maxVersion })).status).toBe(403);
    }
  }
});

test("what is no TLS is dropped", async () => {
  await expect(rawRequest(tlsPort, "GET / HTTP/1.1\r\n\r\n")).resolves.toBe("");
});
