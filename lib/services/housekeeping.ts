import type { Transaction } from "../db/database.ts";

const dayMs = 86_400_000;

type Kept = { days: number; count: number };

/** What is young stays, and so do so many of the latest. */
export const kept = {
  /** An undo of older writes is not offered any more. */
  revisions: { days: 90, count: 10_000 },
  /** A gateway that was away for longer gets everything anew, which costs one list of all stages. */
  changes: { days: 7, count: 10_000 },
} as const satisfies Record<string, Kept>;

/** Every so many writes one takes the oldest along, at most as many as keep it short, and more than came meanwhile. */
const every = 100;
const revisionsMax = 200;
const changesMax = 1_000;
const plansMax = 100;
const periodsMax = 500;

/** Takes away history that is too old, a little at a time, as part of a write. */
export async function keepHouse(
  tx: Transaction,
  { seq, at }: { seq: number; at: Date },
  keep: Record<keyof typeof kept, Kept> = kept,
): Promise<void> {
  if (seq % every !== 0) return;
  await forgetRevisions(tx, at, keep.revisions);
  await forgetChanges(tx, at, keep.changes);
  await forgetUsage(tx, at, keep.revisions.days);
}

/** What was counted under plans that are gone goes when no undo can bring them back. */
async function forgetUsage(tx: Transaction, at: Date, days: number): Promise<void> {
  const plans = new Set((await tx.usagePlan.findMany({ select: { id: true } })).map(({ id }) => id));
  const before = new Date(at.getTime() - days * dayMs).toISOString().slice(0, 10);
  const counted = (await tx.usage.groupBy({ by: ["planId"] })).map(({ planId }) => planId).filter((id) => !plans.has(id));
  if (counted.length > 0) await tx.usage.deleteMany({ where: { planId: { in: counted.slice(0, plansMax) }, day: { lt: before } } });
  const reserved = (await tx.quotaPeriod.groupBy({ by: ["planId"] })).map(({ planId }) => planId).filter((id) => !plans.has(id));
  if (reserved.length === 0) return;
  const periods = await tx.quotaPeriod.findMany({
    where: { planId: { in: reserved.slice(0, plansMax) } },
    select: { id: true },
    take: periodsMax,
  });
  const old = periods.map(({ id }) => id).filter((id) => (id.split("/").at(-1) ?? before) < before);
  if (old.length > 0) await tx.quotaPeriod.deleteMany({ where: { id: { in: old } } });
}

async function forgetRevisions(tx: Transaction, at: Date, { days, count }: Kept): Promise<void> {
  const latest = await tx.revision.findFirst({ orderBy: { seq: "desc" }, skip: count, select: { seq: true } });
  if (latest === null) return;
  const oldest = await tx.revision.findMany({ orderBy: { seq: "asc" }, take: revisionsMax, select: { seq: true, at: true } });
  const old = oldest.filter((row) => row.seq <= latest.seq && isOlder(row.at, at, days)).map((row) => row.seq);
  if (old.length === 0) return;
  await tx.revisionRow.deleteMany({ where: { seq: { in: old } } });
  await tx.revision.deleteMany({ where: { seq: { in: old } } });
}

async function forgetChanges(tx: Transaction, at: Date, { days, count }: Kept): Promise<void> {
  const latest = await tx.change.findFirst({ orderBy: { seq: "desc" }, skip: count, select: { seq: true } });
  if (latest === null) return;
  const oldest = await tx.change.findMany({ orderBy: { seq: "asc" }, take: changesMax, select: { seq: true, at: true } });
  const last = oldest.filter((row) => row.seq <= latest.seq && isOlder(row.at, at, days)).at(-1);
  if (last !== undefined) await tx.change.deleteMany({ where: { seq: { lte: last.seq } } });
}

function isOlder(then: Date, now: Date, days: number): boolean {
  return then.getTime() < now.getTime() - days * dayMs;
}
