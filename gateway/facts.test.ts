import { expect, test } from "vitest";
import { compileRestApi } from "../lib/gateway/compile-rest.ts";
import { serveRest } from "../lib/gateway/serve-rest.ts";
import { definitionOf, mockRoute, stageOf } from "../lib/gateway/testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "../lib/gateway/testing/fake-ports.ts";
import { noTrace } from "../lib/gateway/trace.ts";
import { FactsCollector } from "./facts.ts";

test("a burst of records is kept, then so many as time earns, and every request is counted", async () => {
  const definition = definitionOf({ "GET /": mockRoute("ok") });
  const api = compileRestApi(definition, stageOf(definition));
  const request = fakeRequest("GET /");
  const served = await serveRest(api, request, fakePorts(), noTrace);
  let nowMs = 0;
  const facts = new FactsCollector({ nowMs: () => nowMs, monotonicMs: () => nowMs });
  const addMany = (count: number) => {
    for (let i = 0; i < count; i++) facts.add(api, request, served, 1);
  };

  addMany(600);
  const burst = facts.takeRecords().length;
  nowMs = 1_000;
  facts.takeRecords();
  addMany(600);

  expect([burst, facts.takeRecords().length]).toEqual([200, 50]);
  expect(facts.takeCounts()).toMatchObject({ metrics: [{ count: 1_200 }], droppedRecords: 950 });
  expect(facts.takeCounts()).toBeUndefined();
});
