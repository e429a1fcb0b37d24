import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type HttpCall, HttpFailure } from "../gateway/ports.ts";
import { parseAddressList } from "./address-list.ts";
import { createAwsPort } from "./aws-port.ts";
import { createHttpPort, type PooledHttpPort, patientCaller } from "./http-port.ts";

let server: Server;
let origin: string;
let seen: { raw: string[]; body: string }[] = [];
let port: PooledHttpPort;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    seen.push({ raw: request.rawHeaders, body: await textOf(request) });
    if (request.url === "/hang") return;
    if (request.url === "/moved") {
      response.writeHead(302, { Location: "/" }).end();
      return;
    }
    response.writeHead(200, { "X-Own": "1" });
    response.end(request.url === "/large" ? Buffer.alloc(300_000, 1) : "ok");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  port = createHttpPort(parseAddressList("INTEGRATION_DENY", ""));
});

afterAll(async () => {
  await port.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

function call(change: Partial<HttpCall> = {}): HttpCall {
  const base = { method: "GET", origin, path: "/", headers: [], body: undefined, timeoutMs: 5_000 };
  return { ...base, skipsCertificateCheck: false, caller: patientCaller, ...change };
}

test.each([
  { list: "169.254.0.0/16", address: "169.254.169.254", denied: true },
  { list: "169.254.0.0/16", address: "::ffff:169.254.169.254", denied: true },
  { list: "169.254.0.0/16", address: "64:ff9b::a9fe:a9fe", denied: true },
  { list: "169.254.0.0/16, fe80::/10", address: "fe80::1%eth0", denied: true },
  { list: "fd00:ec2::254/128", address: "fd00:ec2::254", denied: true },
  { list: "169.254.0.0/16", address: "127.0.0.1", denied: false },
  { list: "", address: "10.0.0.1", denied: false },
])("with $list the address $address is denied: $denied", ({ list, address, denied }) => {
  expect(parseAddressList("INTEGRATION_DENY", list).has(address)).toBe(denied);
});

test("an entry that is no network is refused with a sentence", () => {
  expect(() => parseAddressList("INTEGRATION_DENY", "10.0.0.0/33")).toThrow("INTEGRATION_DENY: 10.0.0.0/33 is no network");
});

test("an answer is collected whole, small or large", async () => {
  for (const [path, length] of [
    ["/", 2],
    ["/large", 300_000],
  ] as const) {
    const answer = await port.send(call({ path }));
    expect([answer.status, (await answer.body.collect(1_000_000)).length]).toEqual([200, length]);
  }
});

/** A backend that closes a connection as the second call comes over it, and tells how many calls it saw. */
async function closingBackend() {
  const served = new WeakSet<object>();
  const calls: string[] = [];
  const backend = createServer((request, response) => {
    calls.push(request.method ?? "");
    if (served.has(request.socket)) return request.socket.destroy();
    served.add(request.socket);
    return response.end("ok");
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  return { backend, calls, origin: `http://127.0.0.1:${(backend.address() as AddressInfo).port}` };
}

test("a safe call that a kept connection loses is made again over a new one; others are not", async () => {
  const { backend, calls, origin: closing } = await closingBackend();
  const send = async (method: string) => {
    const { status, body } = await port.send(call({ origin: closing, method }));
    await body.collect(1_000);
    return status;
  };

  // The pool decides which connection a call takes; some of these take one that was used before.
  const sent = Array.from({ length: 10 }, () => "GET");
  for (const method of sent) expect(await send(method)).toBe(200);
  expect(calls.length).toBeGreaterThan(sent.length);
  calls.length = 0;
  const outcomes: unknown[] = [];
  for (const _ of sent) outcomes.push(await send("POST").catch(({ kind }: HttpFailure) => kind));
  expect(outcomes).toContain("broken");
  expect(calls).toHaveLength(sent.length);
  backend.close();
});

test("an answer that leads elsewhere is not followed", async () => {
  seen = [];

  const answer = await port.send(call({ path: "/moved" }));

  expect([answer.status, seen.length]).toEqual([302, 1]);
});

test("an answer that is larger than wanted is a failure", async () => {
  const answer = await port.send(call({ path: "/large" }));

  await expect(answer.body.collect(1_000)).rejects.toThrow("too large");
});

test.each([
  { kind: "timeout", change: { path: "/hang", timeoutMs: 50 } },
  { kind: "refused", change: { origin: "http://127.0.0.1:1" } },
  { kind: "unresolved", change: { origin: "http://no-such-host.invalid" } },
])("a backend that cannot answer gives $kind", async ({ kind, change }) => {
  const failure: unknown = await port.send(call(change)).catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(HttpFailure);
  expect(failure).toMatchObject({ kind });
});

// Every spelling leads to the server of this test, so a check that failed would reach nobody else.
test.each([
  { host: "127.0.0.1" },
  { host: "localhost" },
  { host: "[::ffff:127.0.0.1]" },
  { host: "[::ffff:7f00:1]" },
  { host: "2130706433" },
  { host: "0x7f000001" },
  { host: "0177.0.0.1" },
  { host: "127.1" },
])("a denied address is not called as $host, with pooled and with plain calls", async ({ host }) => {
  const guarded = createHttpPort(parseAddressList("INTEGRATION_DENY", "127.0.0.0/8, ::1"));
  const target = `http://${host}:${new URL(origin).port}`;
  seen = [];

  const failures = await Promise.all(
    [[], ["Upgrade", "x"]].map((headers) => guarded.send(call({ origin: target, headers })).catch((error: unknown) => error)),
  );
  await guarded.close();

  expect(failures).toEqual([expect.objectContaining({ kind: "denied" }), expect.objectContaining({ kind: "denied" })]);
  expect(seen).toEqual([]);
});

test("headers that pooled clients refuse go out as they are, and a body that looks like them too", async () => {
  seen = [];
  const body = "a\r\nX-Gatehouse-As-Is-Evil: 1\r\n\r\n";

  await (await port.send(call({ method: "POST", headers: ["Upgrade", "HTTP/2.0", "Trailer", "x"], body }))).body.collect(100);

  expect(seen[0]?.body).toBe(body);
  expect(seen[0]?.raw).toEqual(expect.arrayContaining(["Upgrade", "HTTP/2.0", "Trailer", "x", "Content-Length", String(body.length)]));
});

test.each([
  { variables: { AWS_ENDPOINT_URL_LAMBDA: "http://a", AWS_ENDPOINT_URL: "http://b" }, endpoint: "http://a" },
  { variables: { AWS_ENDPOINT_URL: "http://b" }, endpoint: "http://b" },
  { variables: {}, endpoint: "https://lambda.eu-west-1.amazonaws.com" },
])("$variables send Lambda calls to $endpoint", ({ variables, endpoint }) => {
  expect(createAwsPort(variables).endpoint("lambda", "eu-west-1")).toBe(endpoint);
});

test.each([
  { service: "states", endpoint: "http://steps" },
  { service: "events", endpoint: "https://events.eu-west-1.amazonaws.com" },
  { service: "iam", endpoint: "https://iam.amazonaws.com" },
  { service: "iotdata", endpoint: "https://data-ats.iot.eu-west-1.amazonaws.com" },
  { service: "quantum-teapot", endpoint: "https://quantum-teapot.eu-west-1.amazonaws.com" },
])("$service is called at $endpoint when AWS_ENDPOINT_URL_SFN names another place", ({ service, endpoint }) => {
  expect(createAwsPort({ AWS_ENDPOINT_URL_SFN: "http://steps" }).endpoint(service, "eu-west-1")).toBe(endpoint);
});

test("credentials come from the environment; beside a stand-in of AWS there are always some", () => {
  const own = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "s", AWS_ENDPOINT_URL: "http://b" };

  expect(createAwsPort(own).credentials()).toEqual({ accessKeyId: "AKIA", secretAccessKey: "s" });
  expect(createAwsPort({ AWS_ENDPOINT_URL_SQS: "http://b" }).credentials()).toEqual({ accessKeyId: "test", secretAccessKey: "test" });
  expect(createAwsPort({}).credentials()).toBeUndefined();
});
