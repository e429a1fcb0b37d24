import { expect, test } from "vitest";
import type { Integration } from "../definition/rest-api.ts";
import type { MethodSetting } from "../definition/stage.ts";
import { collectTrace } from "./collect-trace.ts";
import { compileRestApi } from "./compile-rest.ts";
import { wholeBody } from "./compression.ts";
import { FrontedCache } from "./fronted-cache.ts";
import { HttpFailure, type Ports } from "./ports.ts";
import { serveRest } from "./serve-rest.ts";
import { definitionOf, proxyRoute, stageOf } from "./testing/definition-fixture.ts";
import { fakePorts, fakeRequest, headersOf } from "./testing/fake-ports.ts";
import { noTrace } from "./trace.ts";

const cached: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5_000,
  throttlingRateLimit: 10_000,
  cachingEnabled: true,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

type Setup = {
  settings?: Record<string, MethodSetting>;
  integration?: Partial<Integration>;
  answer?: (count: number) => { status?: number; headers?: string[]; body?: string } | HttpFailure;
};

/** Methods on `/things/{id}` whose backend counts its calls. */
function counting({ settings = { "*/*": cached }, integration = {}, answer = (count) => ({ body: String(count) }) }: Setup = {}) {
  let count = 0;
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, monotonicMs: () => 0 };
  const ports: Ports = { ...fakePorts(() => answer(++count)), clock, cache: new FrontedCache({ maxBytes: 10_000_000, clock }) };
  const route = proxyRoute("http://backend/", "ANY", integration);
  const definition = definitionOf({ "GET /things/{id}": route, "POST /things/{id}": route, "ANY /any": route });
  const cache = { id: "a/test", maxBytes: 10_000_000 };
  const api = compileRestApi(definition, stageOf(definition, { cache, methodSettings: settings }));
  const serve = async (line: string, headers: string[] = []) => {
    const { reply, facts } = await serveRest(api, fakeRequest(line, { headers }), ports, noTrace);
    return { status: reply.status, headers: headersOf(reply), body: (await wholeBody(reply)).toString(), cache: facts.cache };
  };
  const bodies = async (...lines: string[]) => {
    const found: string[] = [];
    for (const line of lines) found.push((await serve(line)).body);
    return found;
  };
  return { api, ports, serve, bodies, count: () => count, pass: (ms: number) => (nowMs += ms) };
}

test("a GET is answered from the cache until its time is over", async () => {
  const { serve, pass } = counting();

  const answers = [await serve("GET /things/1"), await serve("GET /things/2?x=1")];
  pass(300_000);
  answers.push(await serve("GET /things/1"));

  expect(answers.map(({ body, cache }) => [body, cache])).toEqual([
    ["1", "miss"],
    ["1", "hit"],
    ["2", "miss"],
  ]);
});

test.each([
  { name: "GET by the settings for all methods", settings: { "*/*": cached }, line: "GET /things/1", bodies: ["1", "1"] },
  { name: "not POST by the settings for all methods", settings: { "*/*": cached }, line: "POST /things/1", bodies: ["1", "2"] },
  { name: "not POST of ANY by the settings for all methods", settings: { "*/*": cached }, line: "POST /any", bodies: ["1", "2"] },
  { name: "GET of ANY by the settings for all methods", settings: { "*/*": cached }, line: "GET /any", bodies: ["1", "1"] },
  { name: "POST by its own settings", settings: { "~1things~1{id}/POST": cached }, line: "POST /things/1", bodies: ["1", "1"] },
  {
    name: "not a method that is switched off",
    settings: { "*/*": cached, "~1things~1{id}/GET": { ...cached, cachingEnabled: false } },
    line: "GET /things/1",
    bodies: ["1", "2"],
  },
  { name: "nothing for no time", settings: { "*/*": { ...cached, cacheTtlInSeconds: 0 } }, line: "GET /things/1", bodies: ["1", "2"] },
])("caches $name", async ({ settings, line, bodies }) => {
  const api = counting({ settings });

  expect(await api.bodies(line, line)).toEqual(bodies);
});

test("key parameters of the method and of the integration make entries of their own", async () => {
  const { bodies } = counting({
    integration: {
      requestParameters: { "integration.request.querystring.kind": "method.request.querystring.type" },
      cacheKeyParameters: ["method.request.path.id", "integration.request.querystring.kind"],
    },
  });

  const found = await bodies("GET /things/1", "GET /things/2", "GET /things/1?type=x", "GET /things/1?other=y", "GET /things/1?type=x&z=1");

  expect(found).toEqual(["1", "2", "3", "1", "3"]);
});

test.each([
  { strategy: "SUCCEED_WITH_RESPONSE_HEADER", status: 200, body: "1", warning: true },
  { strategy: "SUCCEED_WITHOUT_RESPONSE_HEADER", status: 200, body: "1", warning: false },
  { strategy: "FAIL_WITH_403", status: 403, body: '{"Message":"User is not authorized to access this resource"}', warning: false },
])("an unknown caller that asks for a fresh answer meets $strategy", async ({ strategy, status, body, warning }) => {
  const { serve } = counting({ settings: { "*/*": { ...cached, unauthorizedCacheControlHeaderStrategy: strategy } } });
  await serve("GET /things/1");

  const answer = await serve("GET /things/1", ["Cache-Control", "no-transform, max-age=0"]);

  expect([answer.status, answer.body, answer.headers.warning !== undefined]).toEqual([status, body, warning]);
});

test("who may ask for a fresh answer gets it, and so do the others afterwards", async () => {
  const { serve, bodies } = counting({ settings: { "*/*": { ...cached, requireAuthorizationForCacheControl: false } } });

  const first = await bodies("GET /things/1");
  const fresh = await serve("GET /things/1", ["Cache-Control", "max-age=0"]);

  expect([...first, fresh.body, fresh.cache, ...(await bodies("GET /things/1"))]).toEqual(["1", "2", "miss", "2"]);
});

test("concurrent misses of one key call the backend once", async () => {
  const { serve, count } = counting();

  const answers = await Promise.all(Array.from({ length: 20 }, () => serve("GET /things/1")));

  expect(new Set(answers.map(({ body }) => body))).toEqual(new Set(["1"]));
  expect(count()).toBe(1);
});

test("a failed call is not kept, and frees those who waited for it", async () => {
  const { serve, count } = counting({ answer: (count) => (count === 1 ? new HttpFailure("refused", "no") : { body: String(count) }) });

  const answers = await Promise.all([serve("GET /things/1"), serve("GET /things/1"), serve("GET /things/1")]);

  expect(answers.map(({ status }) => status)).toEqual([500, 200, 200]);
  expect(count()).toBe(3);
});

test("the headers of the answer are cached, the trace id is the request's own", async () => {
  const { serve } = counting({ answer: () => ({ status: 404, headers: ["X-Count", "1", "X-Amzn-Trace-Id", "Root=old"], body: "gone" }) });
  await serve("GET /things/1");

  const hit = await serve("GET /things/1", ["X-Amzn-Trace-Id", "Root=mine"]);

  expect(hit).toMatchObject({ status: 404, body: "gone", cache: "hit", headers: { "x-count": "1", "x-amzn-trace-id": "Root=mine" } });
});

test("an answer of more than a megabyte is passed on and not kept", async () => {
  const { serve, count } = counting({ answer: () => ({ body: "x".repeat(1_048_577) }) });

  const answers = [await serve("GET /things/1"), await serve("GET /things/1")];

  expect(answers.map(({ body, cache }) => [body.length, cache])).toEqual([
    [1_048_577, "miss"],
    [1_048_577, "miss"],
  ]);
  expect(count()).toBe(2);
});

test("the trace says what the cache did", async () => {
  const { api, ports } = counting();
  const notes = async () => {
    const trace = collectTrace(ports.clock);
    const served = await serveRest(api, fakeRequest("GET /things/1"), ports, trace);
    const { steps } = trace.record(api.stage, served);
    return steps.flatMap(({ kind, note }) => (kind.startsWith("cache-") ? [[kind, note]] : []));
  };

  expect([await notes(), await notes()]).toEqual([
    [
      ["cache-read", "not in the cache"],
      ["cache-write", "kept for 300 s"],
    ],
    [["cache-read", "answered from the cache"]],
  ]);
});
