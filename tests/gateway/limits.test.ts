import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definitionOf, mockRoute, proxyRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { writeToCache } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";
import { rawRequest } from "./raw-request.ts";
import { type StandIn, startServer } from "./stand-ins.ts";

const host = "abcdefghij.execute-api.us-east-1.localhost";
const mebibyte = 1024 * 1024;

let dataDir: string;
let gateway: GatewayProcess;
let backend: StandIn;
let reached = 0;

beforeAll(async () => {
  dataDir = await newDataDir();
  backend = await startServer((request, response) => {
    reached++;
    if (request.url === "/hang") return;
    if (request.url === "/empty") {
      response.writeHead(204).end();
      return;
    }
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on("end", () => response.end(String(length)));
  });
  const routes = {
    "GET /": mockRoute("ok"),
    "GET /ip": mockRoute("$context.identity.sourceIp"),
    "POST /": proxyRoute(`${backend.url}/`),
    "POST /hang": proxyRoute(`${backend.url}/hang`, "POST", { timeoutInMillis: 500 }),
    "GET /empty": proxyRoute(`${backend.url}/empty`),
  };
  await writeToCache(join(dataDir, "gateway"), definitionOf(routes));
  gateway = await startGateway({ dataDir, environment: { TRUSTED_PROXIES: "127.0.0.0/8" } });
});

afterAll(async () => {
  await stopGateway(gateway);
  await backend.close();
  await removeDataDir(dataDir);
});

test.each([
  { name: "one Host", text: `GET /test/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, status: 200 },
  {
    name: "one Host with a port and capitals",
    text: `GET /test/ HTTP/1.1\r\nHost: ${host.toUpperCase()}:80\r\nConnection: close\r\n\r\n`,
    status: 200,
  },
  { name: "two Host headers", text: `GET /test/ HTTP/1.1\r\nHost: ${host}\r\nhost: other\r\nConnection: close\r\n\r\n`, status: 400 },
  { name: "an unknown Host", text: "GET /test/ HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n", status: 403 },
  { name: "an unknown stage", text: `GET /none/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, status: 403 },
  { name: "an unknown path", text: `GET /test/none HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, status: 403 },
  {
    name: "a length and chunks at once",
    text: `POST /test/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    status: 400,
  },
  { name: "headers that are too long", text: `GET /test/ HTTP/1.1\r\nHost: ${host}\r\nX: ${"x".repeat(11_000)}\r\n\r\n`, status: 431 },
  { name: "no HTTP at all", text: "\u0016\u0003\u0001 rubbish\r\n\r\n", status: 400 },
])("$name answers $status", async ({ text, status }) => {
  const answer = await rawRequest(gateway.port, text);

  expect(answer.split("\r\n")[0]).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test("a body of 9 MiB passes, one of more than 10 MiB is refused before the backend is called", async () => {
  const post = (bytes: number) =>
    fetch(`${gateway.url}/_aws/execute-api/abcdefghij/test/`, {
      method: "POST",
      body: Buffer.alloc(bytes, 1),
      signal: AbortSignal.timeout(10_000),
    });

  expect(await (await post(9 * mebibyte)).text()).toBe(String(9 * mebibyte));
  reached = 0;
  const refused = await post(10 * mebibyte + 1);

  expect([refused.status, await refused.text(), reached]).toEqual([413, '{"message":"Request Too Long"}', 0]);
});

test("chunks that add up to more than 10 MiB are refused before the backend is called", async () => {
  reached = 0;
  const chunk = `100000\r\n${"x".repeat(mebibyte)}\r\n`;
  const head = `POST /test/ HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`;

  const answer = await rawRequest(gateway.port, `${head}${chunk.repeat(11)}0\r\n\r\n`);

  expect([answer.split("\r\n")[0], reached]).toEqual(["HTTP/1.1 413 Payload Too Large", 0]);
});

test("a caller that closes after its call and still sends gets the refusal", async () => {
  const head = `POST /test/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${11 * mebibyte}\r\nConnection: close\r\n\r\n`;

  const answer = await rawRequest(gateway.port, head + "x".repeat(11 * mebibyte));

  expect(answer.split("\r\n")[0]).toBe("HTTP/1.1 413 Payload Too Large");
});

test("a backend that takes neither body nor time is given up, and the caller still hears of it", async () => {
  const answer = await fetch(`${gateway.url}/_aws/execute-api/abcdefghij/test/hang`, {
    method: "POST",
    body: Buffer.alloc(9 * mebibyte, 1),
    signal: AbortSignal.timeout(10_000),
  });

  expect([answer.status, await answer.text()]).toEqual([504, '{"message":"Endpoint request timed out"}']);
});

test("the rest of a body that nobody wants is read, and the connection serves the next call", async () => {
  const first = `POST /test/hang HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${9 * mebibyte}\r\n\r\n${"x".repeat(9 * mebibyte)}`;
  const second = `GET /test/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

  const answers = await rawRequest(gateway.port, first + second);

  expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 504", "HTTP/1.1 200"]);
});

test("an empty answer of a backend has no length", async () => {
  const answer = await rawRequest(gateway.port, `GET /test/empty HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

  expect(answer.split("\r\n")[0]).toBe("HTTP/1.1 204 No Content");
  expect(answer.toLowerCase()).not.toContain("\r\ncontent-length:");
});

test("the address of a caller is seen past a trusted proxy only", async () => {
  const ask = (line: string) => rawRequest(gateway.port, `GET /test/ip HTTP/1.1\r\nHost: ${host}\r\n${line}Connection: close\r\n\r\n`);

  expect((await ask("X-Forwarded-For: 203.0.113.9, 192.0.2.7\r\n")).split("\r\n\r\n")[1]).toBe("192.0.2.7");
  expect((await ask("")).split("\r\n\r\n")[1]).toBe("127.0.0.1");
});

test("the metrics page counts requests, for callers of this machine", async () => {
  const before = await requestCount();

  await rawRequest(gateway.port, `GET /test/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

  await expect.poll(requestCount, { timeout: 5_000 }).toBeGreaterThan(before);
});

async function requestCount(): Promise<number> {
  const text = await (await fetch(`${gateway.url}/_gatehouse/metrics`)).text();
  return Number(/^gatehouse_requests_total\{.*\} (\d+)$/m.exec(text)?.[1] ?? 0);
}
