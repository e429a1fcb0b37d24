import { z } from "zod";
import { parseLogFilter, timeRange } from "../definition/log-filter.ts";
import { type ReasonCode, reasonCodes } from "../definition/reason-codes.ts";
import { traceSchema } from "../definition/trace.ts";
import type { LogCursor, LogEntry, LogHistogram, LogPage, LogRow } from "../definition/traffic.ts";
import { notFound } from "./errors.ts";
import { logCondition } from "./log-conditions.ts";
import { demand, type Scope } from "./scope.ts";
import { forProvider, joinSql, type SqlText, sql } from "./sql-text.ts";

/** As long as requests are kept. */
const keptMs = 7 * 86_400_000;
const limitMax = 500;

/** Requests that match a filter, newest first, page by page. */
export async function searchLogs(scope: Scope, input: { filter: string; before?: LogCursor; limit?: number }): Promise<LogPage> {
  demand(scope, "read", "log:search");
  const { terms, problems } = parseLogFilter(input.filter);
  const limit = Math.min(input.limit ?? limitMax, limitMax);
  const condition = await logCondition(scope, terms, timeRange({ terms }, scope.clock().getTime(), keptMs));
  const after = input.before === undefined ? [] : [olderThan(input.before)];
  const where = joinSql([condition, ...after], " AND ");
  const statement = joinSql(
    [sql(`SELECT ${columns} FROM "LogEntry" WHERE`), where, sql(`ORDER BY "atMs" DESC, "id" DESC LIMIT ?`, limit + 1)],
    " ",
  );
  const rows = (await query(scope, statement)).map(toRow);
  const last = rows[limit - 1];
  return {
    rows: rows.slice(0, limit),
    ...(rows.length > limit && last !== undefined ? { next: { at: last.at, requestId: last.requestId } } : {}),
    problems,
  };
}

const bucketCount = 60;

/** The same requests by time. */
export async function countLogs(scope: Scope, input: { filter: string }): Promise<LogHistogram> {
  demand(scope, "read", "log:count");
  const { terms } = parseLogFilter(input.filter);
  const { fromMs, toMs } = timeRange({ terms }, scope.clock().getTime(), keptMs);
  const condition = await logCondition(scope, terms, { fromMs, toMs });
  const stepMs = Math.max(1_000, Math.ceil((toMs - fromMs) / bucketCount));
  const statement = joinSql(
    [
      sql(
        `SELECT CAST(("atMs" - ${Math.trunc(fromMs)}) / ${stepMs} AS INTEGER) AS "bucket", "status" / 100 AS "class", COUNT(*) AS "count"`,
      ),
      sql(`FROM "LogEntry" WHERE`),
      condition,
      sql(`GROUP BY 1, 2`),
    ],
    " ",
  );
  const buckets = Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) || 1 }, () => ({ ok: 0, count4xx: 0, count5xx: 0 }));
  for (const row of await query(scope, statement)) {
    const bucket = buckets[Math.min(Number(row.bucket), buckets.length - 1)];
    const kind = Number(row.class) === 5 ? "count5xx" : Number(row.class) === 4 ? "count4xx" : "ok";
    if (bucket !== undefined) bucket[kind] += Number(row.count);
  }
  return { fromMs, stepMs, buckets, dropped: await countDropped(scope, fromMs) };
}

/** What gateways could not keep; they serve all workspaces, so it is told of all together. */
async function countDropped({ db }: Scope, fromMs: number): Promise<LogHistogram["dropped"]> {
  const { _sum } = await db.reader.ingestBatch.aggregate({
    where: { at: { gte: new Date(fromMs) } },
    _sum: { droppedRecords: true, droppedTraces: true, droppedMetrics: true },
  });
  return { records: _sum.droppedRecords ?? 0, traces: _sum.droppedTraces ?? 0, metrics: _sum.droppedMetrics ?? 0 };
}

const evidenceSchema = z.record(z.string(), z.string());

/** One request, by the id that its caller was given. */
export async function getLogEntry(scope: Scope, requestId: string): Promise<LogEntry> {
  demand(scope, "read", "log:get");
  const { reader } = scope.db;
  const row = await reader.logEntry.findUnique({ where: { id: requestId } });
  const api = row === null ? null : await reader.api.findUnique({ where: { id: row.apiId }, select: { workspaceId: true } });
  if (row === null || api?.workspaceId !== scope.workspace.id)
    throw notFound("No request with this id is kept. Requests stay for 7 days, and appear about a second after they were answered.");
  const key = row.apiKeyId === null ? null : await reader.apiKey.findUnique({ where: { id: row.apiKeyId }, select: { name: true } });
  const detail = row.hasTrace ? await reader.logDetail.findUnique({ where: { id: requestId } }) : null;
  return {
    ...toRow(row),
    evidence: row.evidence === null ? {} : evidenceSchema.parse(JSON.parse(row.evidence)),
    responseBytes: row.responseBytes,
    sourceIp: row.sourceIp,
    ...withoutNulls({
      deploymentId: row.deploymentId,
      apiKeyId: row.apiKeyId,
      apiKeyName: key?.name ?? null,
      cache: row.cache,
      integrationMs: row.integrationMs,
      accessLine: row.accessLine,
    }),
    ...(detail === null ? {} : { execution: { trace: traceSchema.parse(JSON.parse(detail.trace)), lines: linesOf(detail.lines) } }),
  };
}

function linesOf(text: string): string[] {
  return z.array(z.string()).parse(JSON.parse(text));
}

const columns = `"id", "apiId", "stage", "atMs", "ms", "method", "path", "resourcePath", "status", "reason", "canary"`;

function olderThan({ at, requestId }: LogCursor): SqlText {
  return sql(`("atMs" < ? OR ("atMs" = ? AND "id" < ?))`, at, at, requestId);
}

/** A row as the driver gives it: a number may come as bigint, number or text. */
type RawRow = Record<string, unknown>;

async function query({ db }: Scope, statement: SqlText): Promise<RawRow[]> {
  return db.reader.$queryRawUnsafe<RawRow[]>(forProvider(db.provider, statement), ...statement.values);
}

const reasons: ReadonlySet<string> = new Set(reasonCodes);

function toRow(row: RawRow): LogRow {
  const { resourcePath, reason } = row;
  return {
    requestId: String(row.id),
    apiId: String(row.apiId),
    stage: String(row.stage),
    at: Number(row.atMs),
    ms: Number(row.ms),
    method: String(row.method),
    path: String(row.path),
    ...(typeof resourcePath === "string" ? { resourcePath } : {}),
    status: Number(row.status),
    // Written from the gateway's own codes; those of another version have no sentence.
    ...(typeof reason === "string" && reasons.has(reason) ? { reason: reason as ReasonCode } : {}),
    canary: Boolean(row.canary),
  };
}

type WithoutNulls<T> = { [K in keyof T]?: Exclude<T[K], null> };

function withoutNulls<T extends object>(values: T): WithoutNulls<T> {
  // What is left has no nulls.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as WithoutNulls<T>;
}
