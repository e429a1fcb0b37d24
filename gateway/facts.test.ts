import { expect, test } from "vitest";
import { compileRestApi } from "../lib/gateway/compile-rest.ts";
import { compileHiding } from "../lib/gateway/hide-secrets.ts";
import { serveRest } from "../lib/gateway/serve-rest.ts";
import { compileStageLogging } from "../lib/gateway/stage-logging.ts";
import { definitionOf, mockRoute, stageOf } from "../lib/gateway/testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "../lib/gateway/testing/fake-ports.ts";
import { noTrace } from "../lib/gateway/trace.ts";
import { FactsCollector } from "./facts.ts";

const definition = definitionOf({ "GET /": mockRoute("ok"), "GET /pets/{id}": mockRoute("pet") });
const api = compileRestApi(definition, stageOf(definition));
const logging = compileStageLogging({ cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false });

async function answer(line: string) {
  const request = fakeRequest(line);
  return { api, logging, request, served: await serveRest(api, request, fakePorts(), noTrace), ms: 1 };
}

test("a burst of records is kept, then so many as time earns, and every request is counted", async () => {
  const answered = await answer("GET /");
  let nowMs = 0;
  const facts = new FactsCollector({ nowMs: () => nowMs, monotonicMs: () => nowMs });
  const addMany = (count: number) => {
    for (let i = 0; i < count; i++) facts.add(answered);
  };

  addMany(6_000);
  const burst = facts.takeRecords().length;
  nowMs = 1_000;
  addMany(6_000);

  expect([burst, facts.takeRecords().length]).toEqual([4_000, 2_000]);
  expect(facts.takeCounts()).toMatchObject({ metrics: [{ count: 12_000 }], dropped: { records: 6_000, traces: 0 } });
  expect(facts.takeCounts()).toBeUndefined();
});

test("methods, minutes and what no method serves are counted apart", async () => {
  let nowMs = 0;
  const facts = new FactsCollector({ nowMs: () => nowMs, monotonicMs: () => nowMs });

  for (const line of ["GET /", "GET /pets/1", "GET /pets/2", "GET /nowhere"]) facts.add(await answer(line));
  nowMs = 60_000;
  facts.add(await answer("GET /"));

  const points = facts
    .takeCounts()
    ?.metrics.map(({ route, minute, count, count4xx, reasons }) => [route, minute, count, count4xx, reasons]);
  expect(points).toEqual([
    ["GET /", 0, 1, 0, {}],
    ["GET /pets/{id}", 0, 2, 0, {}],
    [undefined, 0, 1, 1, { NO_ROUTE: 1 }],
    ["GET /", 1, 1, 0, {}],
  ]);
});

test("a secret that a test put into the path is in no record", async () => {
  const facts = new FactsCollector({ nowMs: () => 0, monotonicMs: () => 0 });
  const answered = await answer("GET /pets/the-real-key");
  const hide = compileHiding(["the-real-key"]);

  facts.add({ ...answered, api: { ...api, stage: { ...api.stage, hide } } });

  expect(facts.takeRecords()).toMatchObject([{ path: "/pets/********", resourcePath: "/pets/{id}" }]);
});

test("what strangers call is kept within an allowance of its own", async () => {
  const facts = new FactsCollector({ nowMs: () => 0, monotonicMs: () => 0 });
  const unserved = { requestId: "r", apiId: "a", stage: "s", method: "GET", path: "/", sourceIp: "::1", status: 403 } as const;

  for (let i = 0; i < 150; i++) facts.addUnserved({ ...unserved, reason: "NO_STAGE", evidence: { stage: "s" } });
  facts.add(await answer("GET /"));

  expect(facts.takeRecords()).toHaveLength(101);
  expect(facts.takeCounts()?.dropped).toEqual({ records: 50, traces: 0 });
});

test("answers of the cache, and those that went into it, are counted once each", async () => {
  const facts = new FactsCollector({ nowMs: () => 0, monotonicMs: () => 0 });
  const answered = await answer("GET /");

  for (const cache of ["hit", "hit", "miss", undefined] as const)
    facts.add({ ...answered, served: { ...answered.served, facts: { ...answered.served.facts, cache } } });

  expect(facts.takeCounts()?.metrics[0]).toMatchObject({ count: 4, cacheHits: 2, cacheMisses: 1 });
  expect(facts.takeRecords().map(({ cache }) => cache)).toEqual(["hit", "hit", "miss", undefined]);
});
