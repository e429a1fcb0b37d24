import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definitionOf, proxyRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { writeToCache } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";
import { type StandIn, startServer } from "./stand-ins.ts";

let dataDir: string;
let gateway: GatewayProcess;
let backend: StandIn;
let answers: ServerResponse[] = [];

beforeAll(async () => {
  dataDir = await newDataDir();
  backend = await startServer((_request, response) => {
    answers.push(response);
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write("first ");
  });
  const route = (more: object) => proxyRoute(`${backend.url}/`, "GET", { timeoutInMillis: 10_000, ...more });
  const routes = { "GET /streamed": route({ responseTransferMode: "STREAM" }), "GET /whole": route({}) };
  const definition = definitionOf(routes);
  // Compression waits for whole bodies; a stream must not.
  await writeToCache(join(dataDir, "gateway"), { ...definition, settings: { ...definition.settings, minimumCompressionSize: 0 } });
  gateway = await startGateway({ dataDir });
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

test("a streamed answer reaches the caller before the backend ends it", async () => {
  const response = await call("/streamed");
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
