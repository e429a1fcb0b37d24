import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definitionOf, proxyRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { chunkMessage, completeMessage } from "../../lib/gateway/testing/event-messages.ts";
import { writeToCache } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";
import { type StandIn, startServer } from "./stand-ins.ts";

let dataDir: string;
let gateway: GatewayProcess;
let backend: StandIn;
let answers: ServerResponse[] = [];
const invocations: string[] = [];
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:talker";

beforeAll(async () => {
  dataDir = await newDataDir();
  backend = await startServer((request, response) => {
    answers.push(response);
    if (request.url?.includes("/functions/")) {
      invocations.push(request.url);
      response.writeHead(200, { "Content-Type": "application/vnd.amazon.eventstream" });
      return;
    }
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write("first ");
  });
  const route = (more: object) => proxyRoute(`${backend.url}/`, "GET", { timeoutInMillis: 10_000, ...more });
  const talker = {
    type: "AWS_PROXY" as const,
    httpMethod: "POST",
    uri: `arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/${functionArn}/response-streaming-invocations`,
    timeoutInMillis: 10_000,
    responseTransferMode: "STREAM" as const,
  };
  const routes = {
    "GET /streamed": route({ responseTransferMode: "STREAM" }),
    "GET /traced": route({ responseTransferMode: "STREAM" }),
    "GET /whole": route({}),
    "GET /talker": { integration: talker },
  };
  const definition = definitionOf(routes);
  // Compression waits for whole bodies; a stream must not.
  const logged = {
    loggingLevel: "INFO",
    dataTraceEnabled: true,
    metricsEnabled: false,
    throttlingBurstLimit: -1,
    throttlingRateLimit: -1,
    cachingEnabled: true,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: false,
    unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
  } as const;
  await writeToCache(
    join(dataDir, "gateway"),
    { ...definition, settings: { ...definition.settings, minimumCompressionSize: 0 } },
    { settings: { cacheClusterEnabled: true, cacheClusterSize: "0.5", tracingEnabled: false, methodSettings: { "~1traced/GET": logged } } },
  );
  gateway = await startGateway({ dataDir, environment: { AWS_ENDPOINT_URL_LAMBDA: backend.url } });
});

afterAll(async () => {
  for (const answer of answers) answer.destroy();
  await stopGateway(gateway);
  await backend.close();
  await removeDataDir(dataDir);
});

const call = (path: string) => fetch(`${gateway.url}/_aws/execute-api/abcdefghij/test${path}`);

async function lastCall(): Promise<ServerResponse> {
  await expect.poll(() => answers.length).toBe(1);
  const [answer] = answers;
  answers = [];
  if (answer === undefined) throw new Error("the backend was not called");
  return answer;
}

test.each([
  { name: "a streamed answer", path: "/streamed" },
  { name: "one that is traced, of a method whose answers are cached", path: "/traced" },
])("$name reaches the caller before the backend ends it", async ({ path }) => {
  const response = await call(path);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const ending = await lastCall();

  const first = await reader?.read();
  ending.end("last");
  const last = await reader?.read();

  expect([response.status, first?.value, last?.value]).toEqual([200, "first ", "last"]);
});

test("any other answer is sent when it is whole, and an error when it never is", async () => {
  const whole = call("/whole");
  (await lastCall()).end("last");
  const broken = call("/whole");
  (await lastCall()).destroy();

  expect([await (await whole).text(), (await broken).status]).toEqual(["first last", 500]);
});

const delimiter = "\0".repeat(8);

test("what a function writes reaches the caller before it ends, with the status and headers it wrote first", async () => {
  const answering = call("/talker");
  const invocation = await lastCall();
  const metadata = {
    statusCode: 201,
    headers: { "content-type": "text/plain" },
    multiValueHeaders: { "x-tag": ["a", "b"] },
    cookies: ["c=1", "d=2"],
  };
  invocation.write(Buffer.concat([chunkMessage(JSON.stringify(metadata) + delimiter), chunkMessage("first ")]));
  const response = await answering;
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader?.read();
  invocation.end(Buffer.concat([chunkMessage("last"), completeMessage()]));
  const last = await reader?.read();

  expect(invocations).toEqual([`/2021-11-15/functions/${encodeURIComponent(functionArn)}/response-streaming-invocations`]);
  expect([response.status, first?.value, last?.value, (await reader?.read())?.done]).toEqual([201, "first ", "last", true]);
  expect(response.headers.get("x-tag")).toBe("a, b");
  expect(response.headers.getSetCookie()).toEqual(["c=1", "d=2"]);
  expect(response.headers.get("content-type")).toBe("text/plain");
});

test.each([
  { name: "fails before it wrote anything", messages: [completeMessage({ ErrorCode: "Unhandled", ErrorDetails: "boom" })] },
  { name: "writes no metadata", messages: [chunkMessage("hello"), completeMessage()] },
  { name: "writes metadata that are no JSON", messages: [chunkMessage(`hello${delimiter}`), completeMessage()] },
])("a function that $name answers 502", async ({ messages }) => {
  const answering = call("/talker");
  (await lastCall()).end(Buffer.concat(messages));

  const response = await answering;
  expect([response.status, await response.json()]).toEqual([502, { message: "Internal server error" }]);
});
