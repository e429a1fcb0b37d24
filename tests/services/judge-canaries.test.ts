import { expect, test } from "vitest";
import type { CanaryRule } from "@/lib/definition/canary-rule.ts";
import { ingest } from "@/lib/feed/server/ingest.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { explainRecords } from "@/lib/services/explain-records.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { judgeCanaries } from "@/lib/services/judge-canaries.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { getStage, updateStage } from "@/lib/services/stages.ts";
import { metricPoint } from "./facts-fixture.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const start = Date.UTC(2026, 10, 21, 12, 0, 20);
const rules: CanaryRule[] = [{ metric: "5XX", over: 2, requests: 200 }];

/** A stage with a canary, counted by a clock that the test turns. */
async function stageWithCanary(own = rules) {
  let nowMs = start;
  const at: Scope = scope({ clock: () => new Date(nowMs) });
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "pets" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await putMethod(at, { ...method, authorizationType: "NONE" });
  await putIntegration(at, { ...method, type: "MOCK" });
  const key = { restApiId, stageName: "prod" };
  await createDeployment(at, key);
  const { id: deploymentId } = await createDeployment(at, { restApiId });
  const canary = { deploymentId, percentTraffic: 20, useStageCache: false, rules: own };
  const setCanary = (deployment = deploymentId) =>
    updateStage(at, key, (draft) => ({ ...draft, canarySettings: { ...canary, deploymentId: deployment } }));
  await setCanary();
  let batches = 0;
  /** Counts calls of either arm in the minute that it is, and has the canary judged. */
  const count = async (base: { count: number; count5xx?: number }, ofCanary: { count: number; count5xx?: number }) => {
    const minute = Math.floor(nowMs / 60_000);
    const metrics = [base, ofCanary].map((numbers, arm) => metricPoint({ apiId: restApiId, minute, canary: arm === 1, ...numbers }));
    const dropped = { records: 0, metrics: 0, traces: 0 };
    const batch = { batchId: `${restApiId}/${batches++}`, node: "n", records: [], metrics, usage: [], dropped };
    await ingest(at.db, batch, { at: new Date(nowMs), explain: explainRecords });
    await judgeCanaries(at, metrics);
    return (await getStage(at, key)).canarySettings !== undefined;
  };
  const passMinutes = (minutes: number) => {
    nowMs += minutes * 60_000;
  };
  return { at, key, deploymentId, setCanary, count, passMinutes };
}

test("a canary that fails more often than its rule allows is stopped, and the history says why", async () => {
  const { at, key, deploymentId, count } = await stageWithCanary();

  expect(await count({ count: 800, count5xx: 8 }, { count: 199, count5xx: 60 })).toBe(true);
  expect(await count({ count: 4 }, { count: 1 })).toBe(false);

  const why = "30% of 200 requests of the canary ended with 5XX, 1% of the base's; the rule allows 2% more";
  expect((await getStage(at, key)).stoppedCanary).toEqual({ deploymentId, atMs: start, why });
  const revisions = await listRevisions(at, { restApiId: key.restApiId });
  expect(revisions[0]).toMatchObject({
    action: "stage:stop-canary",
    actorName: "Gatehouse",
    summary: `Stopped the canary of prod: ${why}`,
  });
});

test("what happened long ago does not hide that the canary fails now", async () => {
  const { count, passMinutes } = await stageWithCanary();

  expect(await count({ count: 80_000 }, { count: 20_000 })).toBe(true);
  passMinutes(1);
  expect(await count({ count: 800 }, { count: 200, count5xx: 10 })).toBe(false);
});

test("a canary without rules is let alone, and so is one that is as good as the base", async () => {
  const watched = await stageWithCanary();
  const free = await stageWithCanary([]);
  const bad = [{ count: 800 }, { count: 200, count5xx: 200 }] as const;

  expect(await watched.count({ count: 800, count5xx: 800 }, { count: 200, count5xx: 200 })).toBe(true);
  expect(await free.count(...bad)).toBe(true);
});

test("a canary that takes the place of another does not answer for its calls", async () => {
  const { at, key, setCanary, count, passMinutes } = await stageWithCanary();
  const { id: other } = await createDeployment(at, { restApiId: key.restApiId });
  await count({ count: 100 }, { count: 150, count5xx: 150 });

  await setCanary(other);

  expect(await count({ count: 100 }, { count: 100 })).toBe(true);
  passMinutes(1);
  expect(await count({ count: 800 }, { count: 250 })).toBe(true);
  expect(await count({ count: 0 }, { count: 50, count5xx: 50 })).toBe(false);
});

test("a stop that is undone counts anew from the next minute", async () => {
  const { at, key, count, passMinutes } = await stageWithCanary();
  await count({ count: 800 }, { count: 200, count5xx: 100 });
  const revisions = await listRevisions(at, { restApiId: key.restApiId });

  await undoRevision(at, revisions[0]?.seq ?? 0);

  expect(await count({ count: 10 }, { count: 10 })).toBe(true);
  passMinutes(1);
  expect(await count({ count: 800 }, { count: 199 })).toBe(true);
  expect(await count({ count: 0 }, { count: 21, count5xx: 21 })).toBe(false);
});
