import { expect, test } from "vitest";
import { latencyBounds, latencyBucket } from "@/lib/feed/latency-bounds.ts";
import type { MetricPoint } from "@/lib/feed/protocol.ts";
import { ingest } from "@/lib/feed/server/ingest.ts";
import { explainRecords } from "@/lib/services/explain-records.ts";
import { getMetrics, listTraffic } from "@/lib/services/metrics.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { metricPoint } from "./facts-fixture.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
// Ten past the hour, so that the hour and the minutes before are whole.
const now = Date.UTC(2026, 10, 21, 12, 10, 30);
const minute = Math.floor(now / 60_000);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

function histogram(times: readonly number[]): number[] {
  const counts = new Array<number>(latencyBounds.length + 1).fill(0);
  for (const ms of times) counts[latencyBucket(ms)] = (counts[latencyBucket(ms)] ?? 0) + 1;
  return counts;
}

async function apiWith(account: string, points: Omit<Partial<MetricPoint>, "apiId">[]) {
  const at = scope({ accountId: account, clock: () => new Date(now) });
  const { id: apiId } = await createRestApi(at, { name: "Pet store" });
  const metrics = points.map((point) => metricPoint({ minute, ...point, apiId }));
  const batch = { batchId: apiId, node: "n", records: [], metrics, usage: [], dropped: { records: 0, metrics: 0, traces: 0 } };
  await ingest(at.db, batch, { at: new Date(now), explain: explainRecords });
  return { at, apiId };
}

test("every range counts what was served in it, and the range before it apart", async () => {
  const { at, apiId } = await apiWith("300000000000", [
    { minute, count: 7, count4xx: 2, count5xx: 1, cacheHits: 3, cacheMisses: 4 },
    { minute: minute - 30, count: 5 },
    { minute: minute - 100, count: 11 },
    { minute: minute - 2 * 1_440, count: 13 },
  ]);
  const counts = async (range: "1h" | "3h" | "24h" | "7d" | "30d") => {
    const { now: series, before } = await getMetrics(at, { range, apiId, by: "stage" });
    return [sum(series.count), sum(before.count)];
  };

  expect(await counts("1h")).toEqual([12, 11]);
  expect(await counts("3h")).toEqual([23, 0]);
  expect(await counts("24h")).toEqual([23, 0]);
  expect(await counts("7d")).toEqual([36, 0]);
  expect(await counts("30d")).toEqual([36, 0]);
  const { now: series } = await getMetrics(at, { range: "1h", apiId, by: "stage" });
  expect([series.count4xx, series.count5xx, series.cacheHits, series.cacheMisses].map(sum)).toEqual([2, 1, 3, 4]);
});

test("break-downs name stages, methods, arms and reasons with the filter that finds their requests", async () => {
  const { at, apiId } = await apiWith("400000000000", [
    { route: "GET /pets", count: 5, latency: histogram([10, 10, 10, 10, 100]) },
    { route: "POST /pets", count: 2, canary: true, latency: histogram([400, 400]) },
    { count: 3, count4xx: 3, reasons: { NO_ROUTE: 2, KEY_MISSING: 1 } },
  ]);
  const groups = async (by: "stage" | "method" | "reason" | "arm") =>
    (await getMetrics(at, { range: "1h", apiId, by })).groups.map(({ label, filter, count }) => [label, filter, count]);

  expect(await groups("stage")).toEqual([["prod", `api:${apiId} stage:prod`, 10]]);
  expect(await groups("arm")).toEqual([
    ["base", "arm:base", 8],
    ["canary", "arm:canary", 2],
  ]);
  expect(await groups("method")).toEqual([
    ["GET /pets", `api:${apiId} route:"GET /pets"`, 5],
    ["GET /", `api:${apiId} route:"GET /"`, 3],
    ["POST /pets", `api:${apiId} route:"POST /pets"`, 2],
  ]);
  expect(await groups("reason")).toEqual([
    ["NO_ROUTE", "reason:NO_ROUTE,NOT_DEPLOYED", 2],
    ["KEY_MISSING", "reason:KEY_MISSING", 1],
  ]);
});

test("percentiles lie in the bucket of the times that they are of", async () => {
  const times = Array.from({ length: 1_000 }, (_, index) => index / 10);
  const { at, apiId } = await apiWith("500000000000", [{ count: times.length, latency: histogram(times) }]);

  const { now: series } = await getMetrics(at, { range: "1h", apiId, by: "stage" });

  const last = series.latency.p50.length - 1;
  expect(series.latency.p50[last]).toBeCloseTo(50, 0);
  expect(series.latency.p95[last]).toBeCloseTo(95, 0);
  expect(series.latency.p99[last]).toBeCloseTo(99, 0);
  expect(series.integrationLatency.p50[last]).toBeNull();
});

test("lists show the last day of each API of the workspace", async () => {
  const { at, apiId } = await apiWith("600000000000", [
    { count: 4, count4xx: 1 },
    { minute: minute - 120, count: 6, count5xx: 2 },
  ]);

  const traffic = await listTraffic(at);

  expect(traffic).toEqual([{ apiId, count: 10, errors: 3, series: [...Array(21).fill(0), 6, 0, 4] }]);
});
