"use client";
import { useRouter } from "next/navigation";
import { useCallback, useMemo } from "react";
import { formatMs, formatNumber } from "@/lib/client/format";
import type { Metrics, PercentileSeries } from "@/lib/definition/traffic";
import { Chart } from "./chart";
import { logAddress } from "./log-address";
import type { PlotLine } from "./plot";

export const chartNames = ["requests", "errors", "latency", "integration", "cache"] as const;
export type ChartName = (typeof chartNames)[number];

type Props = {
  metrics: Metrics;
  charts: readonly ChartName[];
  /** The filter of the log that shows the same requests, without a time. */
  filter: string;
};

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const share = (part: number, whole: number) => (whole === 0 ? "0%" : `${((part / whole) * 100).toFixed(part === 0 ? 0 : 1)}%`);

/** Charts of a range of time; a click on one shows the requests of that step. */
export function MetricCharts({ metrics, charts, filter }: Props) {
  const router = useRouter();
  const { fromMs, stepMs } = metrics;
  const drawn = useMemo(() => describeCharts(metrics), [metrics]);
  const pick = useCallback(
    (range: { fromMs: number; toMs: number }) => {
      const time = `from:${new Date(range.fromMs).toISOString()} to:${new Date(range.toMs).toISOString()}`;
      router.push(logAddress(`${filter} ${time}`));
    },
    [router, filter],
  );
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      {charts.map((name) => (
        <Chart key={name} {...drawn[name]} fromMs={fromMs} stepMs={stepMs} onPick={pick} />
      ))}
    </div>
  );
}

type Drawn = { title: string; lines: readonly PlotLine[]; format: (value: number) => string; summary: string };

function describeCharts({ now, before }: Metrics): Record<ChartName, Drawn> {
  const [count, errors] = [sum(now.count), sum(now.count4xx) + sum(now.count5xx)];
  const [hits, misses] = [sum(now.cacheHits), sum(now.cacheMisses)];
  return {
    requests: {
      title: "Requests",
      format: formatCount,
      summary: `${formatNumber(count)}, before ${formatNumber(sum(before.count))}`,
      lines: [
        { label: "Count", values: now.count, color: "accent" },
        { label: "Count before", values: before.count, color: "accent", isBefore: true },
      ],
    },
    errors: {
      title: "Errors",
      format: formatCount,
      summary: `${formatNumber(errors)}, ${share(errors, count)}`,
      lines: [
        { label: "4XX", values: now.count4xx, color: "warn" },
        { label: "5XX", values: now.count5xx, color: "error" },
        { label: "4XX before", values: before.count4xx, color: "warn", isBefore: true },
        { label: "5XX before", values: before.count5xx, color: "error", isBefore: true },
      ],
    },
    latency: { title: "Latency", format: formatMs, summary: "", lines: percentileLines(now.latency, before.latency) },
    integration: {
      title: "Integration latency",
      format: formatMs,
      summary: "",
      lines: percentileLines(now.integrationLatency, before.integrationLatency),
    },
    cache: {
      title: "Cache",
      format: formatCount,
      summary: hits + misses === 0 ? "" : `${share(hits, hits + misses)} hits`,
      lines: [
        { label: "Hits", values: now.cacheHits, color: "accent" },
        { label: "Misses", values: now.cacheMisses, color: "violet" },
        { label: "Hits before", values: before.cacheHits, color: "accent", isBefore: true },
      ],
    },
  };
}

function percentileLines(now: PercentileSeries, before: PercentileSeries): PlotLine[] {
  return [
    { label: "p50", values: now.p50, color: "accent" },
    { label: "p90", values: now.p90, color: "info" },
    { label: "p95", values: now.p95, color: "violet" },
    { label: "p99", values: now.p99, color: "warn" },
    { label: "p95 before", values: before.p95, color: "violet", isBefore: true },
  ];
}

function formatCount(value: number): string {
  return value > 0 && value < 10 && !Number.isInteger(value) ? value.toFixed(1) : formatNumber(Math.round(value));
}
