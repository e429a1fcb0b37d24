import { expect, test } from "vitest";
import { serveRest } from "../lib/gateway/serve-rest.ts";
import { definitionOf, mockRoute } from "../lib/gateway/testing/definition-fixture.ts";
import { fakePorts, fakeRequest } from "../lib/gateway/testing/fake-ports.ts";
import { noTrace } from "../lib/gateway/trace.ts";
import { createRandom } from "../lib/ports/random-port.ts";
import { releaseOf } from "../tests/gateway/cache-fixture.ts";
import { FactsCollector } from "./facts.ts";
import { chooseApi } from "./serve-request.ts";
import { buildStageTable } from "./stage-table.ts";

const calls = 10_000;

test("a canary of 20% gets 18 to 22% of 10,000 calls, with its own variables, metrics and log lines", async () => {
  const format = "$context.deploymentId $context.isCanaryRequest";
  const settings = {
    cacheClusterEnabled: false,
    methodSettings: {},
    tracingEnabled: false,
    variables: { name: "base", kept: "yes" },
    accessLogSettings: { format },
    canarySettings: { deploymentId: "d2", percentTraffic: 20, stageVariableOverrides: { name: "canary" }, useStageCache: false },
  };
  const base = releaseOf(definitionOf({ "GET /": mockRoute("old $stageVariables.name $stageVariables.kept") }), { settings });
  const next = releaseOf(definitionOf({ "GET /": mockRoute("new $stageVariables.name $stageVariables.kept") }));
  const release = { ...base.release, canarySnapshotHash: next.release.snapshotHash };
  const sources = {
    [base.release.snapshotHash]: { kind: "inline" as const, snapshot: base.snapshot },
    [next.release.snapshotHash]: { kind: "inline" as const, snapshot: next.snapshot },
  };
  const { table } = await buildStageTable(new Map(), { version: 1, stages: [release], sources }, "token");
  const stage = table.get(`${release.apiId}/${release.stageName}`);
  if (stage === undefined) throw new Error("the stage is not served");
  const ports = { ...fakePorts(), random: createRandom() };
  const facts = new FactsCollector(ports.clock);
  const counts = new Map<unknown, number>();

  for (let i = 0; i < calls; i++) {
    const api = chooseApi(stage, ports);
    if (api.kind !== "REST") throw new Error("the stage is of another kind");
    const request = fakeRequest("GET /");
    const served = await serveRest(api, request, ports, noTrace);
    facts.add({ api, logging: stage.logging, request, served, ms: 1 });
    counts.set(served.reply.body, (counts.get(served.reply.body) ?? 0) + 1);
  }

  const canary = counts.get("new canary yes") ?? 0;
  expect([...counts.keys()].sort()).toEqual(["new canary yes", "old base yes"]);
  expect(canary / calls).toBeGreaterThan(0.18);
  expect(canary / calls).toBeLessThan(0.22);
  const points = facts.takeCounts()?.metrics.map((point) => [point.canary, point.count]);
  expect(points?.sort()).toEqual([
    [false, calls - canary],
    [true, canary],
  ]);
  const lines = facts.takeRecords().map((record) => `${record.canary} ${record.accessLine}`);
  expect([...new Set(lines)].sort()).toEqual(["false d1 false", "true d2 true"]);
});
