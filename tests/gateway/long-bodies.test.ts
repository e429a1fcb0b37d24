import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { definitionOf, json, mockRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { writeToCache } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";
import { type StandIn, startServer } from "./stand-ins.ts";

let dataDir: string;
let gateway: GatewayProcess;
let echo: StandIn;

beforeAll(async () => {
  dataDir = await newDataDir();
  echo = await startServer((request, response) => request.pipe(response.writeHead(200, { "Content-Type": "application/json" })));
  const http = {
    type: "HTTP" as const,
    httpMethod: "POST",
    uri: `${echo.url}/`,
    requestTemplates: { [json]: '{"items":$input.json(\'$\'),"stage":"$context.stage"}' },
    requestParameters: { "integration.request.header.X-First": "method.request.body.$[0]" },
    integrationResponses: {
      200: {
        statusCode: "200",
        responseTemplates: { [json]: "#set($context.responseOverride.status = 201)$input.json('$.items')" },
        responseParameters: { "method.response.header.X-Stage": "integration.response.body.stage" },
      },
    },
  };
  const definition = definitionOf(
    {
      "POST /": { integration: http },
      "POST /checked": { ...mockRoute("fits"), method: { requestValidatorId: "v1", requestModels: { [json]: "Numbers" } } },
      "GET /small": mockRoute("small"),
    },
    {
      requestValidators: [{ id: "v1", name: "body", validateRequestBody: true, validateRequestParameters: false }],
      models: [
        {
          id: "m1",
          name: "Numbers",
          contentType: json,
          schema: '{"type":"array","items":{"$ref":"https://apigateway.amazonaws.com/restapis/abcdefghij/models/Number"}}',
        },
        { id: "m2", name: "Number", contentType: json, schema: '{"type":"integer"}' },
      ],
    },
  );
  await writeToCache(join(dataDir, "gateway"), definition);
  gateway = await startGateway({ dataDir, workers: 1 });
});

afterAll(async () => {
  await stopGateway(gateway);
  await echo.close();
  await removeDataDir(dataDir);
});

const address = (path: string) => `${gateway.url}/_aws/execute-api/abcdefghij/test${path}`;
const post = (path: string, body: string) => fetch(address(path), { method: "POST", headers: { "Content-Type": json }, body });
const numbers = (count: number) => `[${"1,".repeat(count - 1)}1]`;

/** How often a small request of the same worker is answered while something goes on. */
async function smallAnswersDuring(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  const finished = work.finally(() => {
    isDone = true;
  });
  let answers = 0;
  while (!isDone) {
    expect(await (await fetch(address("/small"))).text()).toBe("small");
    answers++;
  }
  await finished;
  return answers;
}

test("templates, mappings and overrides over a body of 4 MB do what they do over a small one, while others are served", async () => {
  const body = numbers(2_000_000);
  const answering = post("/", body);
  const answers = await smallAnswersDuring(answering);
  const response = await answering;

  expect([response.status, response.headers.get("x-stage")]).toEqual([201, "test"]);
  expect((await response.text()) === body).toBe(true);
  // A worker that does the work itself answers once before and once after it.
  expect(answers).toBeGreaterThan(10);
});

test("a body of 4 MB is checked against its models while others are served", async () => {
  const answering = post("/checked", `${numbers(2_000_000).slice(0, -1)},"x"]`);
  const answers = await smallAnswersDuring(answering);
  const response = await answering;

  expect([response.status, await response.json()]).toEqual([400, { message: "Invalid request body" }]);
  expect(answers).toBeGreaterThan(10);
  expect((await post("/checked", numbers(100_000))).status).toBe(200);
});

test("a body that cannot be worked on costs its own request only", async () => {
  // Parsed, this takes more memory than the thread may have.
  const lost = await post("/", `[${"[],".repeat(3_300_000)}1]`);

  expect([lost.status, await lost.json()]).toEqual([500, { message: "Internal server error" }]);
  expect(await (await fetch(address("/small"))).text()).toBe("small");
  expect((await post("/", numbers(100_000))).status).toBe(201);
});
