import { filterWord } from "../definition/log-filter.ts";
import { previewStage } from "../definition/preview.ts";
import type {
  ApiTraffic,
  MetricGroup,
  MetricGrouping,
  MetricRange,
  MetricSeries,
  Metrics,
  PercentileSeries,
} from "../definition/traffic.ts";
import { addCounters, addMaps, type Counters } from "../feed/add-points.ts";
import { readCounters } from "../feed/server/store-metrics.ts";
import { percentile } from "./percentile.ts";
import { demand, type Scope } from "./scope.ts";

const minuteMs = 60_000;

/** How finely each range is drawn; only those of one API are drawn from minutes when they are long. */
const steps: Record<MetricRange, { minutes: number; step: number; span: 1 | 60 }> = {
  "1h": { minutes: 60, step: 1, span: 1 },
  "3h": { minutes: 180, step: 3, span: 1 },
  "24h": { minutes: 1_440, step: 60, span: 60 },
  "7d": { minutes: 7 * 1_440, step: 180, span: 60 },
  "30d": { minutes: 30 * 1_440, step: 720, span: 60 },
};
const fineDay = { minutes: 1_440, step: 15, span: 1 } as const;
const groupsMax = 50;

export type MetricsInput = { range: MetricRange; apiId?: string; stage?: string; method?: string; by: MetricGrouping };

/** Counters and percentiles of a range of time, with the range before it and a break-down. */
export async function getMetrics(scope: Scope, input: MetricsInput): Promise<Metrics> {
  demand(scope, "read", "metrics:get");
  const { minutes, step, span } = input.range === "24h" && input.apiId !== undefined ? fineDay : steps[input.range];
  // The last step is the one that runs now.
  const end = Math.floor(scope.clock().getTime() / minuteMs / step) * step + step;
  const window = { from: end - minutes, step, count: minutes / step };
  const apis = await findApis(scope, input.apiId);
  const route = input.method ?? "";
  const points = await loadPoints(scope, { apiIds: [...apis.keys()], stage: input.stage, route, span, from: window.from - minutes });
  const now = points.filter((point) => point.start >= window.from);
  const groups =
    input.by === "method"
      ? groupBy(
          await loadPoints(scope, { apiIds: [...apis.keys()], stage: input.stage, span, from: window.from, isByMethod: true }),
          window,
          (point) => ({
            label: input.apiId === undefined ? `${apis.get(point.apiId)} ${point.route}` : point.route,
            filter: `${filterWord("api", point.apiId)} ${filterWord("route", point.route)}`,
          }),
        )
      : breakDown(input, now, { window, apis });
  return {
    fromMs: window.from * minuteMs,
    stepMs: step * minuteMs,
    now: toSeries(now, window),
    before: toSeries(points, { ...window, from: window.from - minutes }),
    groups,
  };
}

/** Requests of every API in the last 24 hours, for lists. */
export async function listTraffic(scope: Scope): Promise<ApiTraffic[]> {
  demand(scope, "read", "metrics:list");
  const apis = await findApis(scope, undefined);
  const from = Math.floor(scope.clock().getTime() / minuteMs / 60) * 60 - 23 * 60;
  const sums = await scope.db.reader.metricPoint.groupBy({
    by: ["apiId", "start"],
    where: { apiId: { in: [...apis.keys()] }, stage: { not: previewStage }, route: "", span: 60, start: { gte: from } },
    _sum: { count: true, count4xx: true, count5xx: true },
  });
  const traffic = new Map<string, ApiTraffic>();
  for (const { apiId, start, _sum } of sums) {
    const own = traffic.get(apiId) ?? { apiId, count: 0, errors: 0, series: new Array<number>(24).fill(0) };
    const count = Number(_sum.count ?? 0);
    own.count += count;
    own.errors += Number(_sum.count4xx ?? 0) + Number(_sum.count5xx ?? 0);
    own.series[(start - from) / 60] = count;
    traffic.set(apiId, own);
  }
  return [...traffic.values()];
}

async function findApis(scope: Scope, apiId: string | undefined): Promise<Map<string, string>> {
  const where = { workspaceId: scope.workspace.id, ...(apiId === undefined ? {} : { id: apiId }) };
  const rows = await scope.db.reader.api.findMany({ where, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

type Point = { apiId: string; stage: string; canary: boolean; route: string; start: number; counters: Counters };
type Wanted = { apiIds: string[]; stage: string | undefined; span: number; from: number; route?: string; isByMethod?: boolean };

async function loadPoints({ db }: Scope, { apiIds, stage, span, from, route = "", isByMethod = false }: Wanted): Promise<Point[]> {
  const rows = await db.reader.metricPoint.findMany({
    where: {
      apiId: { in: apiIds },
      // Calls of drafts are counted apart: no client made them.
      stage: stage ?? { not: previewStage },
      route: isByMethod ? { not: "" } : route,
      span,
      start: { gte: from },
    },
  });
  return rows.map((row) => ({ ...row, counters: readCounters(row) }));
}

type Window = { from: number; step: number; count: number };

function indexIn({ from, step }: Window, point: Point): number {
  return Math.floor((point.start - from) / step);
}

function toSeries(points: readonly Point[], window: Window): MetricSeries {
  const steps: (Counters | undefined)[] = new Array(window.count).fill(undefined);
  for (const point of points) {
    const index = indexIn(window, point);
    if (index < 0 || index >= window.count) continue;
    const known = steps[index];
    steps[index] = known === undefined ? point.counters : addCounters(known, point.counters);
  }
  const numbers = (read: (counters: Counters) => number) => steps.map((counters) => (counters === undefined ? 0 : read(counters)));
  const times = (read: (counters: Counters) => readonly number[]): PercentileSeries => {
    const of = (rank: number) => steps.map((counters) => (counters === undefined ? null : percentile(read(counters), rank)));
    return { p50: of(50), p90: of(90), p95: of(95), p99: of(99) };
  };
  return {
    count: numbers(({ count }) => count),
    count4xx: numbers(({ count4xx }) => count4xx),
    count5xx: numbers(({ count5xx }) => count5xx),
    cacheHits: numbers(({ cacheHits }) => cacheHits),
    cacheMisses: numbers(({ cacheMisses }) => cacheMisses),
    latency: times(({ latency }) => latency),
    integrationLatency: times(({ integrationLatency }) => integrationLatency),
  };
}

type Named = { label: string; filter: string };

function breakDown(
  input: MetricsInput,
  points: readonly Point[],
  { window, apis }: { window: Window; apis: Map<string, string> },
): MetricGroup[] {
  if (input.by === "reason") return groupByReason(points, window);
  if (input.by === "arm") {
    return groupBy(points, window, ({ canary }) => {
      const arm = canary ? "canary" : "base";
      return { label: arm, filter: filterWord("arm", arm) };
    });
  }
  return groupBy(points, window, ({ apiId, stage }) => ({
    label: input.apiId === undefined ? `${apis.get(apiId)} ${stage}` : stage,
    filter: `${filterWord("api", apiId)} ${filterWord("stage", stage)}`,
  }));
}

function groupBy(points: readonly Point[], window: Window, name: (point: Point) => Named): MetricGroup[] {
  const groups = new Map<string, { named: Named; counters: Counters; series: number[] }>();
  for (const point of points) {
    const named = name(point);
    const known = groups.get(named.filter);
    const series = known?.series ?? new Array<number>(window.count).fill(0);
    const index = indexIn(window, point);
    series[index] = (series[index] ?? 0) + point.counters.count;
    const counters = known === undefined ? point.counters : addCounters(known.counters, point.counters);
    groups.set(named.filter, { named, counters, series });
  }
  return byCount(
    [...groups.values()].map(({ named, counters, series }) => ({
      ...named,
      count: counters.count,
      count4xx: counters.count4xx,
      count5xx: counters.count5xx,
      p50: percentile(counters.latency, 50),
      p95: percentile(counters.latency, 95),
      series,
    })),
  );
}

function groupByReason(points: readonly Point[], window: Window): MetricGroup[] {
  const totals = points.reduce<Record<string, number>>((sum, point) => addMaps(sum, point.counters.reasons), {});
  return byCount(
    Object.entries(totals).map(([reason, count]) => {
      const series = new Array<number>(window.count).fill(0);
      for (const point of points) {
        const index = indexIn(window, point);
        series[index] = (series[index] ?? 0) + (point.counters.reasons[reason] ?? 0);
      }
      // The log tells apart what a gateway cannot: paths that only the draft has.
      const filter = reason === "NO_ROUTE" ? "reason:NO_ROUTE,NOT_DEPLOYED" : filterWord("reason", reason);
      return { label: reason, filter, count, count4xx: 0, count5xx: 0, p50: null, p95: null, series };
    }),
  );
}

function byCount(groups: MetricGroup[]): MetricGroup[] {
  return groups.sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1)).slice(0, groupsMax);
}
