import { expect, test } from "vitest";
import type { Snapshot } from "../lib/definition/snapshot.ts";
import { definitionOf, mockRoute } from "../lib/gateway/testing/definition-fixture.ts";
import { releaseOf } from "../tests/gateway/cache-fixture.ts";
import { buildStageTable } from "./stage-table.ts";

test("a stage that cannot be prepared stays as it was and keeps no other from being served", async () => {
  const { release, snapshot } = releaseOf(definitionOf({ "GET /": mockRoute("served") }));
  const good = { [release.snapshotHash]: { kind: "inline" as const, snapshot } };
  const { table } = await buildStageTable(new Map(), { version: 1, stages: [release], sources: good }, "token");
  // Such a thing passes no schema; it stands for a fault of our own.
  const faulty = { format: 1, definition: { kind: "REST" } } as unknown as Snapshot;
  const sources = { ...good, faulty: { kind: "inline" as const, snapshot: faulty } };
  const stages = [
    { ...release, snapshotHash: "faulty" },
    { ...release, stageName: "another", snapshotHash: "faulty" },
    { ...release, stageName: "new" },
  ];

  const next = await buildStageTable(table, { version: 2, stages, sources }, "token");

  expect([...next.table.keys()]).toEqual([`${release.apiId}/${release.stageName}`, `${release.apiId}/new`]);
  expect(next.table.get(`${release.apiId}/${release.stageName}`)).toBe(table.get(`${release.apiId}/${release.stageName}`));
});
