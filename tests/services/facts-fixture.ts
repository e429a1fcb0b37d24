import type { AccessRecord, MetricPoint } from "@/lib/feed/protocol.ts";

/** A request as a gateway reports it. */
export function record(more: Partial<AccessRecord> & Pick<AccessRecord, "apiId" | "requestId">): AccessRecord {
  const answered = { at: Date.now(), ms: 2.5, method: "GET", path: "/", status: 200, responseBytes: 3 };
  return { stage: "prod", canary: false, ...answered, sourceIp: "127.0.0.1", ...more };
}

/** Counters of one method and minute, of this minute unless said otherwise. */
export function metricPoint(more: Partial<MetricPoint> & Pick<MetricPoint, "apiId">): MetricPoint {
  const counts = { count: 0, count4xx: 0, count5xx: 0, cacheHits: 0, cacheMisses: 0, latency: [], integrationLatency: [], reasons: {} };
  return { stage: "prod", canary: false, route: "GET /", minute: Math.floor(Date.now() / 60_000), ...counts, ...more };
}
