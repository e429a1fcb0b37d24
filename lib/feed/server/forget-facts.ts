import type { Database } from "../../db/database.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Gateways repeat a batch for as long as the console does not answer, but not for days. */
const keptDays = { batches: 7, logs: 7, metrics: 90 };
/** Traces are large, and busy gateways write many rows. */
const rowsKept = { logs: 2_000_000, details: 100_000 };

type Looked = { minute: number; hour: number };
const looked = new WeakMap<Database, Looked>();

/** Takes away what is too old to be asked for: once a minute, and what belongs to deleted APIs and domains once an hour. */
export async function forgetFacts(db: Database, at: Date): Promise<void> {
  const nowMs = at.getTime();
  const last = looked.get(db) ?? { minute: Number.NEGATIVE_INFINITY, hour: Number.NEGATIVE_INFINITY };
  if (nowMs - last.minute < minuteMs) return;
  const isHourly = nowMs - last.hour >= hourMs;
  looked.set(db, { minute: nowMs, hour: isHourly ? nowMs : last.hour });
  await forgetOld(db, nowMs);
  if (isHourly) await forgetOrphans(db);
}

async function forgetOld(db: Database, nowMs: number): Promise<void> {
  const before = (days: number) => nowMs - days * dayMs;
  const logsMs = Math.max(before(keptDays.logs), await newestSurplus(db, "logEntry", rowsKept.logs));
  const detailsMs = Math.max(logsMs, await newestSurplus(db, "logDetail", rowsKept.details));
  const minute = Math.floor(before(keptDays.metrics) / minuteMs);
  await db.transaction(async (tx) => {
    await tx.logEntry.deleteMany({ where: { atMs: { lt: logsMs } } });
    await tx.logDetail.deleteMany({ where: { atMs: { lt: detailsMs } } });
    await tx.ingestBatch.deleteMany({ where: { at: { lt: new Date(before(keptDays.batches)) } } });
    await tx.metricPoint.deleteMany({ where: { span: { in: [1, 60] }, start: { lt: minute } } });
  });
}

/** The time of the newest row beyond so many, or nothing. */
async function newestSurplus({ reader }: Database, model: "logEntry" | "logDetail", kept: number): Promise<number> {
  const query = { orderBy: { atMs: "desc" }, skip: kept, take: 1, select: { atMs: true } } as const;
  const [row] = model === "logEntry" ? await reader.logEntry.findMany(query) : await reader.logDetail.findMany(query);
  return row === undefined ? 0 : Number(row.atMs);
}

async function forgetOrphans(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    for (const model of ["MetricPoint", "LogEntry"]) {
      await tx.$executeRawUnsafe(
        `DELETE FROM "${model}" WHERE "apiId" NOT IN (SELECT "id" FROM "Api") AND "apiId" NOT IN (SELECT "id" FROM "Domain")`,
      );
    }
    await tx.$executeRawUnsafe(`DELETE FROM "LogDetail" WHERE "id" NOT IN (SELECT "id" FROM "LogEntry" WHERE "hasTrace")`);
  });
}
