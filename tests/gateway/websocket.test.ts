import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClientOptions, WebSocket } from "ws";
import type { V2ApiDefinition } from "../../lib/definition/v2-api.ts";
import type { FeedDomain } from "../../lib/feed/access.ts";
import { AccessStore } from "../../lib/feed/client/access-store.ts";
import { DiskCache } from "../../lib/feed/client/disk-cache.ts";
import { sealForGateways } from "../../lib/feed/seal-for-gateways.ts";
import { definitionOf, mockRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { makeSelfSigned, type SelfSigned } from "../../lib/services/self-signed-certificate.ts";
import { sha256Hex } from "../../lib/sigv4/canonical-request.ts";
import { signRequest } from "../../lib/sigv4/sign-request.ts";
import { freePort } from "../support/free-port.ts";
import { releaseOf } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";
import { rawRequest } from "./raw-request.ts";

const token = "the feed token of the tests";
const answer = (text: string) => [
  { integrationResponseId: "x", integrationResponseKey: "$default", responseTemplates: { $default: text } },
];
const mock = (integrationId: string, text: string) => ({
  integrationId,
  integrationType: "MOCK" as const,
  connectionType: "INTERNET" as const,
  timeoutInMillis: 29_000,
  requestTemplates: { $default: '{"statusCode": 200}' },
  integrationResponses: answer(text),
});
const twoWay = { routeResponseSelectionExpression: "$default", routeResponses: [{ routeResponseId: "x", routeResponseKey: "$default" }] };
const route = (routeKey: string, integrationId: string) => ({
  routeId: integrationId,
  routeKey,
  apiKeyRequired: false,
  authorizationType: "NONE" as const,
  target: `integrations/${integrationId}`,
  ...twoWay,
});

const chat: V2ApiDefinition = {
  kind: "WEBSOCKET",
  apiId: "chatchatch",
  settings: {
    name: "chat",
    protocolType: "WEBSOCKET",
    routeSelectionExpression: "$request.body.action",
    apiKeySelectionExpression: "$request.header.x-api-key",
    disableExecuteApiEndpoint: false,
  },
  routes: [route("who", "i1"), route("$default", "i2")],
  integrations: [mock("i1", "$context.connectionId"), mock("i2", "$input.body")],
  authorizers: [],
  models: [],
};

const chatDomain: FeedDomain = {
  ...{ id: "d1", name: "chat.example.com", accountId: "000000000000", region: "us-east-1", securityPolicy: "TLS_1_2" },
  ...{ routingMode: "API_MAPPING_ONLY", rules: [] },
  mappings: [{ apiMappingId: "m", basePath: "room", apiId: "chatchatch", stage: "test" }],
};

/** The same API by TLS, at a name for everybody and at one for those whose certificate is known. */
async function tlsDomains(): Promise<FeedDomain[]> {
  const at = async (name: string, more: Partial<FeedDomain>): Promise<FeedDomain> => {
    const { certificate: pem, privateKey } = await makePair(name);
    return { ...chatDomain, id: name, name, certificate: { pem, privateKey: sealForGateways(privateKey, token) }, ...more };
  };
  return [await at("secure.example.com", {}), await at("mutual.example.com", { truststore: member.certificate })];
}

const dayMs = 24 * 60 * 60 * 1000;

async function makePair(commonName: string): Promise<SelfSigned> {
  const dates = { from: new Date(Date.now() - dayMs), to: new Date(Date.now() + dayMs) };
  return makeSelfSigned({ commonName, serial: Uint8Array.of(1, 2), ...dates, dnsNames: [commonName] });
}

let dataDir: string;
let gateway: GatewayProcess;
let tlsPort: number;
let member: SelfSigned;

beforeAll(async () => {
  dataDir = await newDataDir();
  member = await makePair("member");
  tlsPort = await freePort();
  const cache = new DiskCache(join(dataDir, "gateway"));
  const v2 = { autoDeploy: false, defaultRouteSettings: {}, routeSettings: {}, stageVariables: {} };
  const rest = releaseOf(definitionOf({ "POST /echo": mockRoute("served") }));
  const sockets = releaseOf(chat, { v2 });
  for (const { snapshot, release } of [rest, sockets]) await cache.writeSnapshot(release.snapshotHash, snapshot);
  await cache.writeReleases([rest.release, sockets.release]);
  const access = new AccessStore(join(dataDir, "gateway", "access"), token);
  const holder = { secret: "secret", userId: "u", userName: "ann" };
  const accessKeys = [
    { id: "AKID", accountId: "000000000000", ...holder },
    { id: "OTHER", accountId: "111111111111", ...holder },
  ];
  access.apply({
    reset: true,
    hashKey: "h",
    keys: [],
    goneKeys: [],
    plans: [],
    accessKeys,
    domains: [chatDomain, ...(await tlsDomains())],
  });
  await access.save();
  gateway = await startGateway({ dataDir, workers: 2, environment: { FEED_TOKEN: token, GATEWAY_TLS_PORT: String(tlsPort) } });
});

afterAll(async () => {
  await stopGateway(gateway);
  await removeDataDir(dataDir);
});

async function connect(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/_aws/execute-api/chatchatch/test`);
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return socket;
}

const nextMessage = (socket: WebSocket) => new Promise<string>((resolve) => socket.once("message", (data) => resolve(String(data))));
const closing = (socket: WebSocket) => new Promise<number>((resolve) => socket.once("close", resolve));

async function ask(socket: WebSocket, message: object): Promise<string> {
  const reply = nextMessage(socket);
  socket.send(JSON.stringify(message));
  return reply;
}

function connections(method: string, id: string, body = "", accessKeyId = "AKID"): Promise<Response> {
  const host = `127.0.0.1:${gateway.port}`;
  const rawPath = `/_aws/execute-api/chatchatch/test/@connections/${encodeURIComponent(id)}`;
  const request = { method, rawPath, query: [], headers: [["Host", host]] as [string, string][], bodyHash: sha256Hex(body) };
  const credentials = { accessKeyId, secretAccessKey: "secret" };
  const signed = signRequest(request, { credentials, region: "us-east-1", service: "execute-api", nowMs: Date.now() });
  return fetch(`http://${host}${rawPath}`, { method, headers: Object.fromEntries(signed), ...(body === "" ? {} : { body }) });
}

test("whichever worker has a connection, every worker can reach it by its id", async () => {
  const sockets = await Promise.all(Array.from({ length: 6 }, connect));
  const ids = await Promise.all(sockets.map((socket) => ask(socket, { action: "who" })));

  expect(new Set(ids.map((id) => Buffer.from(id, "base64url").readUInt16BE(0))).size).toBe(2);
  for (let round = 0; round < 3; round++) {
    const received = sockets.map(nextMessage);
    const statuses = await Promise.all(ids.map(async (id) => (await connections("POST", id, `hello ${id}`)).status));
    expect(statuses).toEqual(ids.map(() => 200));
    expect(await Promise.all(received)).toEqual(ids.map((id) => `hello ${id}`));
  }
  const [first] = sockets;
  const closed = first === undefined ? undefined : closing(first);
  expect((await connections("DELETE", ids[0] ?? "")).status).toBe(204);
  expect(await closed).toBe(1000);
  expect((await connections("GET", ids[0] ?? "")).status).toBe(410);
  expect((await connections("GET", "no-id-at-all")).status).toBe(410);
  for (const socket of sockets) socket.terminate();
});

test("users of other accounts reach no connection, and a message has its limit in bytes", async () => {
  const socket = await connect();
  const id = await ask(socket, { action: "who" });

  expect((await connections("DELETE", id, "", "OTHER")).status).toBe(403);
  expect((await connections("GET", id)).status).toBe(200);
  expect((await connections("POST", id, "é".repeat(65_537))).status).toBe(413);
  const received = nextMessage(socket);
  expect((await connections("POST", id, "é".repeat(65_536))).status).toBe(200);
  expect(await received).toHaveLength(65_536);
  socket.terminate();
});

test("a connection to a custom domain name is opened below its mapping only", async () => {
  const open = (path: string) => new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`, { headers: { Host: "chat.example.com" } });
  const socket = open("/room");
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const refused = open("/nowhere");
  const status = await new Promise((resolve) => refused.once("unexpected-response", (_request, { statusCode }) => resolve(statusCode)));

  expect(await ask(socket, { action: "who" })).toMatch(/^[\w=-]+$/);
  expect(status).toBe(403);
  socket.terminate();
});

test("what a template makes comes in a text frame", async () => {
  const socket = await connect();
  const isBinary = new Promise((resolve) => socket.once("message", (_data, binary) => resolve(binary)));
  socket.send('{"action": "who"}');

  expect(await isBinary).toBe(false);
  socket.terminate();
});

function ownPage(page: string, question: object, feedToken = token): Promise<Response> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${feedToken}` };
  return fetch(`http://127.0.0.1:${gateway.port}/_gatehouse/${page}`, { method: "POST", headers, body: JSON.stringify(question) });
}

const stage = { apiId: "chatchatch", stageName: "test" };

/** A connection that the console plays a client on; `next` gives what the gateway tells, in order. */
async function watch(call: object, feedToken = token) {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/_gatehouse/socket`, { headers: { authorization: `Bearer ${feedToken}` } });
  const frames: Record<string, unknown>[] = [];
  let wake = () => {};
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)));
    wake();
  });
  const next = async (): Promise<Record<string, unknown>> => {
    while (frames.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return frames.shift() ?? {};
  };
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  socket.send(JSON.stringify({ kind: "connect", ...call }));
  return { socket, next, say: (frame: object) => socket.send(JSON.stringify(frame)) };
}

test("the console plays a client and is told the route and the trace of each message", async () => {
  const { socket, next, say } = await watch({ ...stage, query: "room=1", headers: [["x-from", "console"]] });

  expect(await next()).toMatchObject({ kind: "event", eventType: "CONNECT", routeKey: "$connect", trace: { status: 200 } });
  expect(await next()).toEqual({ kind: "opened" });
  say({ kind: "send", data: '{"action": "who"}' });
  const event = await next();
  expect(event).toMatchObject({ kind: "event", eventType: "MESSAGE", routeKey: "who", trace: { stage: "test", status: 200 } });
  expect(await next()).toEqual({ kind: "message", data: event.connectionId });
  const closed = closing(socket);
  say({ kind: "close" });
  expect(await next()).toEqual({ kind: "closed", code: 1000, reason: "" });
  expect(await next()).toMatchObject({ kind: "event", eventType: "DISCONNECT", routeKey: "$disconnect" });
  expect(await closed).toBe(1000);
});

test("the board lists the connections of all workers, sends to one and drops it", async () => {
  const { next } = await watch(stage);
  const { connectionId } = await next();
  await next();
  const sockets = await Promise.all(Array.from({ length: 4 }, connect));

  const ids = await Promise.all(sockets.map((each) => ask(each, { action: "who" })));
  const listed = await (await ownPage("connections", { ...stage, verb: "LIST" })).json();
  const shown = listed.connections.map((each: { connectionId: string }) => each.connectionId);
  expect(shown).toEqual(expect.arrayContaining([connectionId, ...ids]));
  expect(listed.total).toBe(shown.length);
  expect(listed.connections).toContainEqual(expect.objectContaining({ connectionId, sourceIp: "127.0.0.1" }));
  const found = async (filter: string) => (await ownPage("connections", { ...stage, verb: "LIST", filter })).json();
  const mine = await found(String(connectionId).slice(0, 8).toUpperCase());
  expect(mine.connections).toContainEqual(expect.objectContaining({ connectionId }));
  expect(mine.matching).toBe(mine.connections.length);
  expect(mine.total).toBe(listed.total);
  expect(await found("127.0.0.1")).toMatchObject({ matching: listed.total });
  expect(await found("nobody at all")).toEqual({ total: listed.total, matching: 0, connections: [] });
  expect((await ownPage("connections", { ...stage, verb: "POST", connectionId, data: "hello" })).status).toBe(200);
  expect(await next()).toEqual({ kind: "message", data: "hello" });
  expect((await ownPage("connections", { ...stage, verb: "DELETE", connectionId })).status).toBe(200);
  expect(await next()).toMatchObject({ kind: "closed", code: 1000 });
  expect((await ownPage("connections", { ...stage, verb: "DELETE", connectionId })).status).toBe(410);
  for (const socket of sockets) socket.terminate();
});

test("strangers neither watch nor look at the board, and rubbish opens nothing", async () => {
  await expect(watch(stage, "guessed")).rejects.toThrow("403");
  expect((await ownPage("connections", { ...stage, verb: "LIST" }, "guessed")).status).toBe(403);
  expect((await ownPage("connections", { verb: "LIST" })).status).toBe(400);
  for (const call of [{ apiId: 7 }, { apiId: "chatchatch", stageName: "gone" }, { ...stage, headers: [["one"]] }]) {
    const { next } = await watch(call);
    expect(await next()).toMatchObject({ kind: "refused", status: 404 });
  }
});

test("a frame that is too long closes the connection and is no message", async () => {
  const socket = await connect();
  const messages: string[] = [];
  socket.on("message", (data) => messages.push(String(data)));
  const closed = closing(socket);
  socket.send("x".repeat(33 * 1_024));

  expect(await closed).toBe(1009);
  expect(messages).toEqual([]);
});

test("a handshake for no WebSocket API is answered like any request, and so is another protocol", async () => {
  const head = (upgrade: string, length: number) =>
    `POST /_aws/execute-api/abcdefghij/test/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\nContent-Length: ${length}\r\n\r\n`;

  expect(await rawRequest(gateway.port, `${head("h2c", 5)}hello`)).toMatch(/^HTTP\/1\.1 200 [\s\S]*served$/);
  expect(await rawRequest(gateway.port, `${head("websocket", 2)}hi`)).toMatch(/^HTTP\/1\.1 200 [\s\S]*served$/);
  const missing = new WebSocket(`ws://127.0.0.1:${gateway.port}/_aws/execute-api/nowhere/test`);
  await expect(new Promise((_, reject) => missing.once("error", reject))).rejects.toThrow("403");
});

/** A connection by TLS to a domain, or the status that refused it. */
async function connectSecurely(servername: string, options: ClientOptions = {}): Promise<WebSocket | number> {
  const settings = { servername, headers: { Host: servername }, rejectUnauthorized: false, ...options };
  const socket = new WebSocket(`wss://127.0.0.1:${tlsPort}/room`, settings);
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(socket)).once("error", reject);
    socket.once("unexpected-response", (_call, { statusCode = 0 }) => resolve(statusCode));
  });
}

test("a domain takes connections by TLS: messages are answered, and @connections reaches them", async () => {
  const socket = await connectSecurely("secure.example.com");
  if (typeof socket === "number") throw new Error(`The handshake was refused with ${socket}.`);
  const id = await ask(socket, { action: "who" });

  expect(id).not.toBe("");
  expect(await ask(socket, { action: "who", text: "é" })).toBe(id);
  const received = nextMessage(socket);
  expect((await connections("POST", id, "hello")).status).toBe(200);
  expect(await received).toBe("hello");
  const closed = closing(socket);
  expect((await connections("DELETE", id)).status).toBe(204);
  expect(await closed).toBe(1000);
});

test("a domain of mutual TLS takes connections only of those whose certificate it knows", async () => {
  const stranger = await makePair("stranger");

  const known = await connectSecurely("mutual.example.com", { cert: member.certificate, key: member.privateKey });
  if (typeof known === "number") throw new Error(`The handshake was refused with ${known}.`);
  expect((await connections("GET", await ask(known, { action: "who" }))).status).toBe(200);
  known.terminate();

  expect(await connectSecurely("mutual.example.com")).toBe(403);
  expect(await connectSecurely("mutual.example.com", { cert: stranger.certificate, key: stranger.privateKey })).toBe(403);
  expect(await connectSecurely("secure.example.com", { headers: { Host: "mutual.example.com" } })).toBe(403);
  const plain = `GET /room HTTP/1.1\r\nHost: mutual.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
  const key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  expect(await rawRequest(gateway.port, plain + key)).toMatch(/^HTTP\/1.1 403 /);
});

test("a stop tells connections that they shall come back", async () => {
  const socket = await connect();
  const closed = closing(socket);
  gateway.child.kill("SIGTERM");

  expect(await closed).toBe(1001);
  expect(await gateway.exit).toBe(0);
});
