import { storable, storableText } from "../../base/storable.ts";
import { bulkInsert } from "../../db/bulk-insert.ts";
import type { Database, Transaction } from "../../db/database.ts";
import type { AccessRecord, IngestBatch } from "../protocol.ts";
import { forgetFacts } from "./forget-facts.ts";
import { storeMetrics } from "./store-metrics.ts";
import { storeUsage } from "./store-usage.ts";

/** Says more about records than a gateway can know; it does not change how many there are. */
export type ExplainRecords = (db: Database, records: readonly AccessRecord[]) => Promise<readonly AccessRecord[]>;

/** Stores a batch; one that was stored before is left alone. Returns whether it was new. */
export async function ingest(db: Database, batch: IngestBatch, context: { at: Date; explain: ExplainRecords }): Promise<boolean> {
  const { at, explain } = context;
  const { batchId: id, node, dropped } = batch;
  const known = await knownApis(db, batch);
  const records = await explain(
    db,
    batch.records.filter((record) => known.has(record.apiId)),
  );
  const isNew = await db.transaction(async (tx) => {
    // Writers take turns, so nobody stores the batch between the look and the insert.
    if ((await tx.ingestBatch.count({ where: { id } })) > 0) return false;
    const drops = { droppedRecords: dropped.records, droppedMetrics: dropped.metrics, droppedTraces: dropped.traces };
    await tx.ingestBatch.create({ data: { id, node, ...drops, at } });
    await storeRecords(tx, db, records);
    await storeUsage(tx, batch.usage);
    await storeMetrics(
      tx,
      db.provider,
      batch.metrics.filter((point) => known.has(point.apiId)),
    );
    return true;
  });
  await forgetFacts(db, at);
  return isNew;
}

/** Strangers call APIs that never were, and calls of one that was just deleted still come in: nobody could read their rows. */
async function knownApis(db: Database, { records, metrics }: IngestBatch): Promise<ReadonlySet<string>> {
  const ids = new Set([...records.map(({ apiId }) => apiId), ...metrics.map(({ apiId }) => apiId)].filter((id) => !id.includes("\0")));
  if (ids.size === 0) return ids;
  const query = { where: { id: { in: [...ids] } }, select: { id: true } };
  const apis = await db.reader.api.findMany(query);
  // What a domain refuses before any API is reached is logged under the domain's id.
  const domains = apis.length < ids.size ? await db.reader.domain.findMany(query) : [];
  return new Set([...apis, ...domains].map((row) => row.id));
}

async function storeRecords(tx: Transaction, { provider }: Database, records: readonly AccessRecord[]): Promise<void> {
  if (records.length === 0) return;
  await bulkInsert(tx, provider, { model: "LogEntry", rows: records.map(logRow), repeats: "skip" });
  const details = records.flatMap(detailRows);
  if (details.length > 0) await bulkInsert(tx, provider, { model: "LogDetail", rows: details, repeats: "skip" });
}

const shortMax = 256;
const pathMax = 4_096;
const lineMax = 16_384;
const cut = (text: string, length: number) => storableText(text.slice(0, length));

function logRow(record: AccessRecord): object {
  const { requestId: id, apiId, stage, at, ms, method, path, status, canary, responseBytes, sourceIp, evidence, accessLine } = record;
  return {
    id,
    apiId,
    stage: cut(stage, shortMax),
    atMs: at,
    ms,
    method: cut(method, shortMax),
    path: cut(path, pathMax),
    resourcePath: record.resourcePath ?? null,
    status,
    reason: record.reason ?? null,
    deploymentId: record.deploymentId ?? null,
    canary,
    apiKeyId: record.apiKeyId ?? null,
    cache: record.cache ?? null,
    integrationMs: record.integrationMs ?? null,
    responseBytes,
    sourceIp: cut(sourceIp, shortMax),
    evidence: evidence === undefined ? null : JSON.stringify(evidence, storable),
    accessLine: accessLine === undefined ? null : cut(accessLine, lineMax),
    hasTrace: record.detail !== undefined,
  };
}

function detailRows({ requestId: id, at: atMs, detail }: AccessRecord): object[] {
  if (detail === undefined) return [];
  return [{ id, atMs, trace: storableText(detail.trace), lines: JSON.stringify(detail.lines, storable) }];
}
