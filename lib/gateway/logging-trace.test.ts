import { expect, test } from "vitest";
import type { MethodSetting } from "../definition/stage.ts";
import { compileRestApi } from "./compile-rest.ts";
import { loggingTrace } from "./logging-trace.ts";
import { serveRest } from "./serve-rest.ts";
import { compileStageLogging } from "./stage-logging.ts";
import { definitionOf, mockRoute, proxyRoute, stageOf } from "./testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "./testing/fake-ports.ts";

const definition = definitionOf({ "GET /pets": mockRoute("ok"), "GET /quiet": proxyRoute("http://backend.test/") });
const api = compileRestApi(definition, stageOf(definition));

function setting(more: Partial<MethodSetting>): MethodSetting {
  const cache = { cacheTtlInSeconds: 300, cacheDataEncrypted: false, requireAuthorizationForCacheControl: true };
  const throttling = { throttlingBurstLimit: -1, throttlingRateLimit: -1 };
  const strategy = { unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER" };
  return { metricsEnabled: false, dataTraceEnabled: false, ...throttling, ...cache, ...strategy, ...more };
}

const bareRequest = (line: string) => fakeRequest(line, { headers: ["Authorization", "secret"] });

async function execute(line: string, methodSettings: Record<string, MethodSetting>, request = bareRequest(line)) {
  const logging = compileStageLogging({ cacheClusterEnabled: false, tracingEnabled: false, methodSettings });
  const ports = fakePorts();
  const trace = loggingTrace(ports.clock, logging);
  const served = await serveRest(api, request, ports, trace);
  return trace.finish(served);
}

const texts = (lines: readonly string[] | undefined) => lines?.map((line) => line.slice(line.indexOf(" : ") + 3));

test("INFO keeps how far the execution came, and the whole trace", async () => {
  const kept = await execute("GET /pets", { "*/*": setting({ loggingLevel: "INFO" }) });

  expect(texts(kept?.lines)).toEqual([
    "Extended Request Id: AAAAAAAAAAAAAAA=",
    "Starting execution for request: 00000000-0000-4000-8000-000000000001",
    "HTTP Method: GET, Resource Path: /pets",
    "Successfully completed execution",
    "Method completed with status: 200",
  ]);
  expect(kept?.trace.steps.map(({ kind }) => kind)).toContain("map-response");
});

test("a data trace adds headers and bodies, without secrets", async () => {
  const kept = await execute("GET /pets", { "*/*": setting({ loggingLevel: "INFO", dataTraceEnabled: true }) });

  expect(texts(kept?.lines)).toContain("Method request headers: {Authorization=****}");
  expect(JSON.stringify(kept)).not.toContain("secret");
});

test("bodies are kept with a data trace only, in the trace as in the lines", async () => {
  const request = fakeRequest("GET /pets", { body: "what the caller wrote" });
  const [bare, whole] = await Promise.all(
    [false, true].map((dataTraceEnabled) => execute("GET /pets", { "*/*": setting({ loggingLevel: "INFO", dataTraceEnabled }) }, request)),
  );
  const bodies = (kept: typeof bare) => kept?.trace.steps.flatMap((step) => [step.in, step.out].filter((message) => message?.body));

  expect(JSON.stringify(bare)).not.toContain("what the caller wrote");
  expect(bodies(bare)).toEqual([]);
  expect(bare?.trace.steps.some((step) => step.out?.bodyIsOmitted)).toBe(true);
  expect(bodies(whole)).not.toEqual([]);
});

test("ERROR keeps refusals only", async () => {
  const settings = { "*/*": setting({ loggingLevel: "ERROR" }) };

  expect(await execute("GET /pets", settings)).toBeUndefined();
  expect((await execute("GET /nowhere", settings))?.trace.reason).toBe("NO_ROUTE");
});

test("a method's own level wins over that of all methods", async () => {
  const settings = { "*/*": setting({ loggingLevel: "INFO" }), "~1quiet/GET": setting({ loggingLevel: "OFF" }) };

  expect(await execute("GET /quiet", settings)).toBeUndefined();
  expect(await execute("GET /pets", settings)).toBeDefined();
});

test.each([
  { given: undefined, expected: /^Root=1-[0-9a-f]{8}-0{24};Parent=0{16};Sampled=1$/ },
  {
    given: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0",
    expected: /^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=0{16};Sampled=0$/,
  },
])("a stage that traces passes on $given below a segment of its own", async ({ given, expected }) => {
  const traced = compileRestApi(definition, stageOf(definition, { isTraced: true }));
  const sent: string[] = [];
  const ports = fakePorts((call) => {
    sent.push(call.headers[call.headers.indexOf("X-Amzn-Trace-Id") + 1] ?? "");
    return {};
  });

  await serveRest(
    traced,
    fakeRequest("GET /quiet", { headers: given === undefined ? [] : ["X-Amzn-Trace-Id", given] }),
    ports,
    loggingTrace(ports.clock, compileStageLogging({ cacheClusterEnabled: false, tracingEnabled: false, methodSettings: {} })),
  );

  expect(sent[0]).toMatch(expected);
});
