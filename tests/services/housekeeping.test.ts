import { beforeAll, expect, test } from "vitest";
import { loadChanges } from "@/lib/feed/server/load-changes.ts";
import { keepHouse } from "@/lib/services/housekeeping.ts";
import { createUsagePlan } from "@/lib/services/usage-plans.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const dayMs = 86_400_000;
const now = Date.now();
const keep = { revisions: { days: 90, count: 100 }, changes: { days: 7, count: 100 } };

/** A history of so many writes, each a second after the one before; the first ones are as old as said. */
async function fill({ count, old, oldDays }: { count: number; old: number; oldDays: number }) {
  const { db, workspace } = scope();
  const rows = Array.from({ length: count }, (_, index) => {
    const at = new Date(now - (index < old ? oldDays : 1) * dayMs + index);
    return { seq: index + 1, workspaceId: workspace.id, apiId: null, at };
  });
  await db.transaction(async (tx) => {
    for (let start = 0; start < count; start += 500) {
      const batch = rows.slice(start, start + 500);
      await tx.change.createMany({ data: batch.map((row) => ({ ...row, release: false, access: false })) });
      const told = { action: "test", summary: "A write", actorId: "u", actorName: "Ada", via: "console", requestId: "r" };
      await tx.revision.createMany({ data: batch.map((row) => ({ ...row, ...told })) });
      const change = { position: 0, model: "Tag", rowKey: "k", before: null, after: "{}" };
      await tx.revisionRow.createMany({ data: batch.map(({ seq }) => ({ ...change, id: `${seq}/0`, seq })) });
    }
  });
}

beforeAll(() => fill({ count: 500, old: 350, oldDays: 100 }));

test("writes take the oldest history along, and never what is young or among the latest", async () => {
  const at = scope();
  const { reader } = at.db;
  const oldest = async () => [
    (await reader.revision.aggregate({ _min: { seq: true } }))._min.seq,
    (await reader.revisionRow.aggregate({ _min: { seq: true } }))._min.seq,
    (await reader.change.aggregate({ _min: { seq: true } }))._min.seq,
  ];
  const keepAt = (seq: number) => at.db.transaction((tx) => keepHouse(tx, { seq, at: new Date(now) }, keep));

  const seen: (number | null)[][] = [];
  for (const seq of [499, 500, 600, 700]) {
    await keepAt(seq);
    seen.push(await oldest());
  }

  expect(seen).toEqual([
    [1, 1, 1],
    [201, 201, 351],
    [351, 351, 351],
    [351, 351, 351],
  ]);
});

test("what is old stays while it is among the latest", async () => {
  const at = scope();

  await at.db.transaction((tx) =>
    keepHouse(tx, { seq: 100, at: new Date(now + 1_000 * dayMs) }, { ...keep, changes: { days: 7, count: 150 } }),
  );

  expect((await at.db.reader.change.aggregate({ _min: { seq: true } }))._min.seq).toBe(351);
  expect((await at.db.reader.revision.aggregate({ _min: { seq: true } }))._min.seq).toBe(401);
});

test("a gateway that asks from before the first change that is left gets everything", async () => {
  const { reader } = scope().db;
  const first = (await reader.change.aggregate({ _min: { seq: true } }))._min.seq ?? 0;
  const secrets = {
    hashKey: "k",
    hashStored: () => undefined,
    openAccessKey: () => undefined,
    sealAgain: () => undefined,
    sealVariableAgain: () => undefined,
  };

  const resets = await Promise.all([first - 2, first - 1, first].map(async (after) => (await loadChanges(reader, secrets, after)).reset));

  expect(resets).toEqual([true, false, false]);
});

test("what was counted under a plan that is long gone goes; what is young, or of a plan that is there, stays", async () => {
  const at = scope({ accountId: "000000000501" });
  const plan = await createUsagePlan(at, { name: "Gold" });
  const day = (daysAgo: number) => new Date(now - daysAgo * dayMs).toISOString().slice(0, 10);
  const rows = [
    { planId: plan.id, day: day(200) },
    { planId: "gone", day: day(200) },
    { planId: "gone", day: day(5) },
  ];
  await at.db.transaction(async (tx) => {
    for (const row of rows) {
      const id = `${row.planId}/k/${row.day}`;
      await tx.usage.create({ data: { id, ...row, keyId: "k", used: 1n } });
      await tx.quotaPeriod.create({ data: { id, planId: row.planId, keyId: "k", reserved: 1n, extra: 0n } });
    }
  });

  await at.db.transaction((tx) => keepHouse(tx, { seq: 1_000, at: new Date(now) }, keep));

  const where = { planId: { in: [plan.id, "gone"] } };
  const left = [`${plan.id}/k/${day(200)}`, `gone/k/${day(5)}`].sort();
  const ids = (found: { id: string }[]) => found.map(({ id }) => id).sort();
  expect(ids(await at.db.reader.usage.findMany({ where }))).toEqual(left);
  expect(ids(await at.db.reader.quotaPeriod.findMany({ where }))).toEqual(left);
});
