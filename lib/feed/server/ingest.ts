import { groupBy } from "../../base/group-by.ts";
import type { Database, Transaction } from "../../db/database.ts";
import { latencyBounds } from "../latency-bounds.ts";
import type { AccessRecord, IngestBatch, MetricPoint } from "../protocol.ts";

/** Stores a batch; one that was stored before is left alone. Returns whether it was new. */
export async function ingest(db: Database, batch: IngestBatch, at: Date): Promise<boolean> {
  const { batchId: id, node, dropped } = batch;
  return db.transaction(async (tx) => {
    // Writers take turns, so nobody stores the batch between the look and the insert.
    if ((await tx.ingestBatch.count({ where: { id } })) > 0) return false;
    await tx.ingestBatch.create({ data: { id, node, droppedRecords: dropped.records, droppedMetrics: dropped.metrics, at } });
    const rows = batch.records.map((record, position) => logRow(`${id}/${position}`, record));
    if (rows.length > 0) await tx.logEntry.createMany({ data: rows });
    for (const [key, points] of groupBy(batch.metrics, metricKey)) await addPoints(tx, key, points);
    await forget(tx, at);
    return true;
  });
}

const dayMs = 86_400_000;
/** Gateways repeat a batch for as long as the console does not answer, but not for days. */
const keptDays = { batches: 7, logs: 7, metrics: 90 };

/** Takes away what is too old to be asked for; each batch leaves little to do for the next. */
async function forget(tx: Transaction, at: Date): Promise<void> {
  const before = (days: number) => new Date(at.getTime() - days * dayMs);
  await tx.logEntry.deleteMany({ where: { at: { lt: before(keptDays.logs) } } });
  await tx.ingestBatch.deleteMany({ where: { at: { lt: before(keptDays.batches) } } });
  await tx.metricPoint.deleteMany({ where: { minute: { lt: Math.floor(before(keptDays.metrics).getTime() / 60_000) } } });
}

function logRow(id: string, record: AccessRecord) {
  const { requestId, apiId, stage, method, path, status, ms, reason } = record;
  return { id, requestId, apiId, stage, at: new Date(record.at), method, path, status, reason: reason ?? null, ms, record };
}

function metricKey({ apiId, stage, canary, minute }: MetricPoint): string {
  return `${apiId}/${stage}/${canary}/${minute}`;
}

const buckets = latencyBounds.length + 1;

/** Several nodes and batches count the same minute, so points are added to what is there. */
async function addPoints(tx: Transaction, id: string, points: readonly MetricPoint[]): Promise<void> {
  const [first] = points;
  if (first === undefined) return;
  const before = await tx.metricPoint.findUnique({ where: { id } });
  const sum = (pick: (point: MetricPoint) => number) => BigInt(points.reduce((total, point) => total + pick(point), 0));
  const counts = {
    count: (before?.count ?? 0n) + sum((point) => point.count),
    count4xx: (before?.count4xx ?? 0n) + sum((point) => point.count4xx),
    count5xx: (before?.count5xx ?? 0n) + sum((point) => point.count5xx),
    latency: addHistograms([before?.latency, ...points.map((point) => point.latency)]),
    integrationLatency: addHistograms([before?.integrationLatency, ...points.map((point) => point.integrationLatency)]),
  };
  const { apiId, stage, canary, minute } = first;
  if (before === null) await tx.metricPoint.create({ data: { id, apiId, stage, canary, minute, ...counts } });
  else await tx.metricPoint.update({ where: { id }, data: counts });
}

function addHistograms(histograms: readonly unknown[]): number[] {
  const lists = histograms.filter((histogram): histogram is number[] => Array.isArray(histogram));
  return Array.from({ length: buckets }, (_, index) => lists.reduce((total, list) => total + (list[index] ?? 0), 0));
}
