import { expect, test } from "vitest";
import type { MethodSetting, StageRelease } from "../definition/stage.ts";
import { compile } from "./compile-rest.ts";
import { wholeBody } from "./compression.ts";
import { findKeptAnswer } from "./find-kept-answer.ts";
import { FrontedCache } from "./fronted-cache.ts";
import { serveRest } from "./serve-rest.ts";
import { definitionOf, proxyRoute } from "./testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "./testing/fake-ports.ts";
import { noTrace } from "./trace.ts";

const cached: MethodSetting = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5_000,
  throttlingRateLimit: 10_000,
  cachingEnabled: true,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: false,
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};

const cacheKeyParameters = [
  "method.request.path.id",
  "method.request.querystring.lang",
  "method.request.header.X-Kind",
  "integration.request.querystring.q",
];
const integration = { cacheKeyParameters, requestParameters: { "integration.request.querystring.q": "method.request.querystring.search" } };
const definition = definitionOf({ "GET /things/{id}": proxyRoute("http://backend/", "GET", integration) });
const release: StageRelease = {
  ...{ accountId: "1", region: "us-east-1", apiId: "a", stageName: "test", deploymentId: "d1", snapshotHash: "h" },
  settings: { cacheClusterEnabled: true, methodSettings: { "*/*": cached }, tracingEnabled: false },
};
const resourceId = definition.resources.find(({ path }) => path === "/things/{id}")?.id ?? "";
const ask = { resourceId, httpMethod: "GET" };

/** A stage that a flush of these keys changes, with a backend that counts its calls. */
function serving() {
  let count = 0;
  const base = fakePorts(() => ({ body: String(++count) }));
  const ports = { ...base, cache: new FrontedCache({ maxBytes: 1_000_000, clock: base.clock }) };
  let api = compile(definition, release);
  return {
    flush: (key: string, change: number) => {
      api = compile(definition, { ...release, settings: { ...release.settings, flushedAnswers: { [key]: { change, atMs: 0 } } } });
    },
    body: async (line: string, headers: string[] = []) =>
      (await wholeBody((await serveRest(api, fakeRequest(line, { headers }), ports, noTrace)).reply)).toString(),
    ports,
  };
}

test("the answer that a request names is asked for again, all others stay", async () => {
  const { body, flush, ports } = serving();
  const lines = [
    "GET /things/1?lang=de&search=a",
    "GET /things/1?lang=en&search=a",
    "GET /things/2?lang=de&search=a",
    "GET /things/1?lang=de",
  ];
  for (const line of lines) await body(line);
  const german = await body(lines[0] ?? "", ["x-kind", "k"]);

  const answerId = await findKeptAnswer(definition, release, { ...ask, pathWithQueryString: "/things/1?search=a&lang=de" }, ports);
  flush(answerId ?? "", 7);

  const after = await Promise.all(lines.map((line) => body(line)));
  expect(after).toEqual(["6", "2", "3", "4"]);
  expect(await body(lines[0] ?? "", ["x-kind", "k"])).toBe(german);
  expect(await body(lines[0] ?? "")).toBe("6");
  expect(answerId).toMatch(/^[\w-]{43}$/);
});

test("the same answer can be flushed again", async () => {
  const { body, flush, ports } = serving();
  const answerId = (await findKeptAnswer(definition, release, { ...ask, pathWithQueryString: "/things/1" }, ports)) ?? "";

  const answers = [await body("GET /things/1")];
  for (const change of [7, 9]) {
    flush(answerId, change);
    answers.push(await body("GET /things/1"), await body("GET /things/1"));
  }

  expect(answers).toEqual(["1", "2", "2", "3", "3"]);
});

test.each([
  { what: "a verb that is not cached", release, httpMethod: "POST" },
  {
    what: "a stage without a cache",
    release: { ...release, settings: { ...release.settings, cacheClusterEnabled: false } },
    httpMethod: "GET",
  },
])("$what keeps no answer", async ({ release: stage, httpMethod }) => {
  expect(await findKeptAnswer(definition, stage, { ...ask, httpMethod, pathWithQueryString: "/things/1" }, fakePorts())).toBeUndefined();
});
