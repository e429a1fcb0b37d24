import { beforeAll, expect, test } from "vitest";
import { loadChanges } from "@/lib/feed/server/load-changes.ts";
import { keepHouse } from "@/lib/services/housekeeping.ts";
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
  const secrets = { hashKey: "k", hashStored: () => undefined, openAccessKey: () => undefined, sealAgain: () => undefined };

  const resets = await Promise.all([first - 2, first - 1, first].map(async (after) => (await loadChanges(reader, secrets, after)).reset));

  expect(resets).toEqual([true, false, false]);
});
