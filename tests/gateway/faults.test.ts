import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Integration } from "../../lib/definition/rest-api.ts";
import { collectTrace } from "../../lib/gateway/collect-trace.ts";
import { compileRestApi } from "../../lib/gateway/compile-rest.ts";
import { wholeBody } from "../../lib/gateway/compression.ts";
import { requestBodyMaxBytes } from "../../lib/gateway/message.ts";
import { serveRest } from "../../lib/gateway/serve-rest.ts";
import { definitionOf, mockRoute, stageOf } from "../../lib/gateway/testing/definition-fixture.ts";
import { fakeRequest, headersOf } from "../../lib/gateway/testing/fake-ports.ts";
import { noTrace } from "../../lib/gateway/trace.ts";
import { createPorts, type RealPorts } from "../../lib/ports/real-ports.ts";

// More for a hunt after leaks: FAULT_CALLS=100000 npx vitest run tests/gateway/faults.test.ts
const calls = Number(process.env.FAULT_CALLS ?? 500);

const head = (length: number, more = "") => `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`;
const functionAnswer = (body: string, more = "") => head(body.length, more) + body;

/** What a backend does with a call, by the last segment of its path; functions are named in front of `/invocations`. */
const manners: Readonly<Record<string, (socket: Socket) => void>> = {
  hangs: () => undefined,
  "hangs-in-body": (socket) => socket.write(`${head(100)}{"half":`),
  resets: (socket) => socket.resetAndDestroy(),
  "resets-in-body": (socket) => socket.write(`${head(100)}{"half":`, () => socket.resetAndDestroy()),
  "ends-in-body": (socket) => socket.end(`${head(100)}{"half":`),
  nonsense: (socket) => socket.end("220 mail.example.com ESMTP ready\r\n"),
  "many-headers": (socket) => socket.end(head(2, `X-Large: ${"x".repeat(20_000)}\r\n`)),
  "broken-chunks": (socket) => socket.end("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno\r\n"),
  // Bytes that are no text of any encoding that the head names.
  "wrong-encoding": (socket) => socket.end(Buffer.concat([Buffer.from(head(4, "Content-Encoding: gzip\r\n")), wrongBytes])),
  "no-text": (socket) => socket.end(Buffer.concat([Buffer.from(head(4)), wrongBytes])),
  throws: (socket) => socket.end(functionAnswer('{"errorMessage":"boom"}', "X-Amz-Function-Error: Unhandled\r\n")),
  talks: (socket) => socket.end(functionAnswer("no JSON at all")),
};

const wrongBytes = Buffer.from([0xff, 0xfe, 0x80, 0x00]);

let received: string[] = [];
let backend: Server;
let ports: RealPorts;
let url: string;

beforeAll(async () => {
  backend = createServer((socket) => {
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      if (!text.includes("\r\n\r\n")) return;
      const name = /^\S+ \S*?([\w-]+)(?:\/invocations)? HTTP/.exec(text)?.[1] ?? "";
      text = "";
      received.push(name);
      manners[name]?.(socket);
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  ports = createPorts({ integrationDeny: "", variables: { AWS_ENDPOINT_URL: url } });
});

afterAll(async () => {
  await ports.close();
  await new Promise((resolve) => backend.close(resolve));
});

const functionUri = (name: string) => `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${name}/invocations`;

function apiOf(type: Integration["type"], manner: string) {
  const uri = type.startsWith("AWS") ? functionUri(manner) : `${url}/${manner}`;
  const templates = type === "HTTP" ? { responseTemplates: { "application/json": "$input.body" } } : {};
  const integration = {
    type,
    uri,
    httpMethod: "POST",
    timeoutInMillis: 100,
    integrationResponses: { 200: { statusCode: "200", ...templates } },
  };
  const definition = definitionOf({ "GET /": { integration } });
  return compileRestApi(definition, stageOf(definition));
}

const failed = { status: 500, body: '{"message": "Internal server error"}' };
const late = {
  status: 504,
  body: '{"message": "Endpoint request timed out"}',
  reason: "BACKEND_TIMEOUT",
  line: "Execution failed due to a timeout error",
};
const broken = { ...failed, reason: "BACKEND_BROKEN", line: "Execution failed due to a network error communicating with endpoint" };
const malformed = {
  ...failed,
  reason: "RESULT_MALFORMED",
  line: "Execution failed due to configuration error: Malformed endpoint response",
};
const badResult = {
  status: 502,
  body: '{"message": "Internal server error"}',
  reason: "RESULT_MALFORMED",
  line: "Execution failed due to configuration error: Malformed Lambda proxy response",
};

const cases = [
  ...(["HTTP", "HTTP_PROXY"] as const).flatMap((type) => [
    { type, manner: "hangs", outcome: late },
    { type, manner: "hangs-in-body", outcome: late },
    { type, manner: "resets", outcome: broken },
    { type, manner: "resets-in-body", outcome: broken },
    { type, manner: "ends-in-body", outcome: broken },
    { type, manner: "nonsense", outcome: malformed },
    { type, manner: "many-headers", outcome: malformed },
    { type, manner: "broken-chunks", outcome: malformed },
  ]),
  ...(["AWS", "AWS_PROXY"] as const).flatMap((type) => [
    { type, manner: "hangs", outcome: late },
    { type, manner: "hangs-in-body", outcome: late },
    { type, manner: "resets", outcome: broken },
    { type, manner: "resets-in-body", outcome: broken },
    { type, manner: "nonsense", outcome: malformed },
    { type, manner: "many-headers", outcome: malformed },
  ]),
  { type: "AWS_PROXY" as const, manner: "no-text", outcome: badResult },
  { type: "AWS_PROXY" as const, manner: "talks", outcome: badResult },
  {
    type: "AWS_PROXY" as const,
    manner: "throws",
    outcome: { ...badResult, line: 'Lambda execution failed with status 200 due to customer function error: {"errorMessage":"boom"}' },
  },
];

test.each(cases)("a backend of $type that $manner is answered as the service answers it", async ({ type, manner, outcome }) => {
  const api = apiOf(type, manner);
  const trace = collectTrace(ports.clock);

  const { reply, facts } = await serveRest(api, fakeRequest("GET /"), ports, noTrace);
  await serveRest(api, fakeRequest("GET /"), ports, trace);

  const body = (await wholeBody(reply)).toString();
  expect({ status: reply.status, body: JSON.parse(body), reason: facts.refusal?.reason }).toEqual({
    status: outcome.status,
    body: JSON.parse(outcome.body),
    reason: outcome.reason,
  });
  expect(trace.lines.join("\n")).toContain(outcome.line);
  if (outcome === late) expect(facts.refusal?.evidence).toMatchObject({ timeoutMs: "100", origin: url });
});

test.each([
  { type: "HTTP_PROXY", manner: "wrong-encoding", body: wrongBytes, coding: "gzip" },
  { type: "HTTP_PROXY", manner: "no-text", body: wrongBytes, coding: undefined },
  { type: "HTTP", manner: "wrong-encoding", body: Buffer.from(wrongBytes.toString("utf8")), coding: undefined },
  { type: "AWS", manner: "throws", body: Buffer.from('{"errorMessage":"boom"}'), coding: undefined },
  { type: "AWS", manner: "talks", body: Buffer.from("no JSON at all"), coding: undefined },
  { type: "AWS", manner: "no-text", body: Buffer.from(wrongBytes.toString("utf8")), coding: undefined },
] as const)("what a backend of $type that gives $manner wrote is passed on", async ({ type, manner, body, coding }) => {
  const { reply, facts } = await serveRest(apiOf(type, manner), fakeRequest("GET /"), ports, noTrace);

  expect([reply.status, facts.refusal, headersOf(reply)["content-encoding"]]).toEqual([200, undefined, coding]);
  expect(await wholeBody(reply)).toEqual(body);
});

const fails = "#foreach($i in [1..5000])#foreach($j in [1..5000])$i#end#end";

test.each([
  { place: "request", templates: { requestTemplates: { "application/json": fails } } },
  {
    place: "response",
    templates: { integrationResponses: { 200: { statusCode: "200", responseTemplates: { "application/json": fails } } } },
  },
])("a $place template that fails while it runs is answered as the service answers it", async ({ templates }) => {
  const uri = `${url}/talks`;
  const definition = definitionOf({
    "GET /": { integration: { type: "HTTP", uri, httpMethod: "POST", integrationResponses: { 200: { statusCode: "200" } }, ...templates } },
  });
  const trace = collectTrace(ports.clock);

  const { reply, facts } = await serveRest(compileRestApi(definition, stageOf(definition)), fakeRequest("GET /"), ports, trace);

  expect([reply.status, (await wholeBody(reply)).toString()]).toEqual([500, '{"message":"Internal server error"}']);
  expect(facts.refusal?.reason).toBe("TEMPLATE_ERROR");
  expect(trace.lines.join("\n")).toContain("Execution failed due to configuration error: Unable to transform request");
});

test.each(["resets", "resets-in-body", "nonsense", "hangs"])(
  "a call to a backend that %s is made once, however safe it is to repeat",
  async (manner) => {
    const definition = definitionOf({
      "GET /": { integration: { type: "HTTP_PROXY", uri: `${url}/${manner}`, httpMethod: "GET", timeoutInMillis: 100 } },
    });
    received = [];

    const { reply } = await serveRest(compileRestApi(definition, stageOf(definition)), fakeRequest("GET /"), ports, noTrace);

    expect(reply.status).toBeGreaterThanOrEqual(500);
    expect(received).toEqual([manner]);
  },
);

test("a small body that unpacks to more than 10 MiB is too large", async () => {
  const definition = definitionOf({ "POST /": mockRoute("ok") });
  definition.settings.minimumCompressionSize = 0;
  const request = fakeRequest("POST /", { headers: ["Content-Encoding", "gzip"], body: gzipSync(Buffer.alloc(requestBodyMaxBytes + 1)) });

  const { reply, facts } = await serveRest(compileRestApi(definition, stageOf(definition)), request, ports, noTrace);

  expect([reply.status, facts.refusal?.reason]).toEqual([413, "BODY_TOO_LARGE"]);
});

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;
}

test(`${calls} failing calls leave no sockets and no memory behind`, async () => {
  const apis = cases.filter(({ manner }) => !manner.startsWith("hangs")).map(({ type, manner }) => apiOf(type, manner));
  const run = async (count: number) => {
    let left = count;
    const lane = async () => {
      while (left-- > 0) {
        const api = apis[left % apis.length];
        if (api !== undefined) await serveRest(api, fakeRequest("GET /"), ports, noTrace);
      }
    };
    await Promise.all(Array.from({ length: 20 }, lane));
  };
  await run(200);
  Reflect.get(globalThis, "gc")?.();
  const before = process.memoryUsage().heapUsed;

  await run(calls);

  await expect.poll(openSockets, { timeout: 10_000 }).toBeLessThan(10);
  Reflect.get(globalThis, "gc")?.();
  const grownBytes = process.memoryUsage().heapUsed - before;
  process.stdout.write(`${calls} failing calls: heap grew by ${Math.round(grownBytes / 1024)} KiB, ${openSockets()} sockets are open\n`);
  expect(grownBytes).toBeLessThan(50 * 1024 * 1024);
}, 600_000);
