import type { ReasonCode } from "./reason-codes.ts";
import type { TraceRecord } from "./trace.ts";

/** A request as the log lists it. */
export type LogRow = {
  requestId: string;
  apiId: string;
  stage: string;
  /** Epoch milliseconds. */
  at: number;
  ms: number;
  method: string;
  path: string;
  resourcePath?: string;
  status: number;
  reason?: ReasonCode;
  canary: boolean;
};

/** One request with everything that is known of it. */
export type LogEntry = LogRow & {
  deploymentId?: string;
  evidence: Record<string, string>;
  apiKeyId?: string;
  apiKeyName?: string;
  cache?: string;
  integrationMs?: number;
  responseBytes: number;
  sourceIp: string;
  accessLine?: string;
  /** What the execution log kept. */
  execution?: { trace: TraceRecord; lines: string[] };
};

export type LogCursor = { at: number; requestId: string };
export type LogPage = { rows: LogRow[]; next?: LogCursor; problems: string[] };

/** Requests by time; each bucket is `stepMs` wide. */
export type LogHistogram = {
  fromMs: number;
  stepMs: number;
  buckets: { ok: number; count4xx: number; count5xx: number }[];
  /** What gateways could not keep in this time, of all APIs. */
  dropped: { records: number; traces: number; metrics: number };
};

export const metricRanges = ["1h", "3h", "24h", "7d", "30d"] as const;
export type MetricRange = (typeof metricRanges)[number];

export const metricGroupings = ["stage", "method", "reason", "arm"] as const;
export type MetricGrouping = (typeof metricGroupings)[number];

/** Numbers of each step; a percentile is null where nothing was served. */
export type MetricSeries = {
  count: number[];
  count4xx: number[];
  count5xx: number[];
  cacheHits: number[];
  cacheMisses: number[];
  latency: PercentileSeries;
  integrationLatency: PercentileSeries;
};
export const percentiles = [50, 90, 95, 99] as const;
export type PercentileSeries = Record<`p${(typeof percentiles)[number]}`, (number | null)[]>;

export type MetricGroup = {
  label: string;
  /** What the log is filtered by to see the group's requests. */
  filter: string;
  count: number;
  count4xx: number;
  count5xx: number;
  /** Null for groups without a latency of their own. */
  p50: number | null;
  p95: number | null;
  /** Requests of each step. */
  series: number[];
};

export type Metrics = {
  fromMs: number;
  stepMs: number;
  now: MetricSeries;
  /** The same length of time just before. */
  before: MetricSeries;
  groups: MetricGroup[];
};

/** Requests of one API in the last 24 hours, by hour. */
export type ApiTraffic = { apiId: string; count: number; errors: number; series: number[] };
