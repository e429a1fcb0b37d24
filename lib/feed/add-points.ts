import type { MetricPoint } from "./protocol.ts";

export type Counters = Pick<
  MetricPoint,
  "count" | "count4xx" | "count5xx" | "cacheHits" | "cacheMisses" | "latency" | "integrationLatency" | "reasons"
>;

/** The sum of two counters. */
export function addCounters(a: Counters, b: Counters): Counters {
  return {
    count: a.count + b.count,
    count4xx: a.count4xx + b.count4xx,
    count5xx: a.count5xx + b.count5xx,
    cacheHits: a.cacheHits + b.cacheHits,
    cacheMisses: a.cacheMisses + b.cacheMisses,
    latency: addLists(a.latency, b.latency),
    integrationLatency: addLists(a.integrationLatency, b.integrationLatency),
    reasons: addMaps(a.reasons, b.reasons),
  };
}

export function addLists(a: readonly number[], b: readonly number[]): number[] {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return long.map((value, index) => value + (short[index] ?? 0));
}

export function addMaps(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sum: Record<string, number> = { ...a };
  for (const [name, value] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
}

/** What tells a point from all others. */
export function pointKey({ apiId, stage, canary, minute, route }: MetricPoint): string {
  return `${apiId}/${stage}/${canary ? "canary" : "base"}/${minute}/${route ?? ""}`;
}
