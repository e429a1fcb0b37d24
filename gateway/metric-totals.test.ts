import { expect, test } from "vitest";
import type { WorkerPoint } from "./messages.ts";
import { MetricTotals } from "./metric-totals.ts";

function pointOf(route: string | undefined): WorkerPoint {
  const counters = { count: 1, count4xx: 0, count5xx: 0, cacheHits: 0, cacheMisses: 0, latency: [1], integrationLatency: [0], reasons: {} };
  return { apiId: "a", stage: "s", canary: false, isDetailed: true, minute: 0, ...(route !== undefined && { route }), ...counters };
}

test.each([
  { route: "GET /pets/{id}", labels: ',method="GET",resource="/pets/{id}"' },
  { route: "$default", labels: ',method="ANY",resource="$default"' },
  { route: undefined, labels: "" },
])("requests of the route $route have the labels $labels", ({ route, labels }) => {
  const totals = new MetricTotals();

  totals.add({ records: [], metrics: [pointOf(route)], usage: [], dropped: { records: 0, traces: 0 } });

  expect(totals.text(1)).toContain(`gatehouse_requests_total{api="a",stage="s",canary="false"${labels}} 1`);
});
