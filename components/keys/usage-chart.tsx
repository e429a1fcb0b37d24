"use client";
import { useMemo } from "react";
import { Chart } from "@/components/metrics/chart";
import type { UsageDays } from "@/lib/client/access-operations";
import { formatNumber } from "@/lib/client/format";

const dayMs = 86_400_000;

/** Requests per day (UTC), with what was left of the quota where there is one. */
export function UsageChart({ title, usage }: { title: string; usage: UsageDays }) {
  const lines = useMemo(
    () => [
      { label: "Requests", values: usage.used, color: "accent" as const },
      ...(usage.remaining === undefined ? [] : [{ label: "Left of the quota", values: usage.remaining, color: "info" as const }]),
    ],
    [usage],
  );
  const total = usage.used.reduce((sum, each) => sum + each, 0);
  // The axis shows days of the reader's zone: noon of a UTC day is the same day nearly everywhere.
  const fromMs = Date.parse(`${usage.days[0]}T12:00:00Z`);
  return (
    <>
      <h2 className="sr-only">Usage</h2>
      <Chart
        title={title}
        fromMs={fromMs}
        stepMs={dayMs}
        lines={lines}
        format={formatNumber}
        summary={`${formatNumber(total)} in ${usage.days.length} days`}
      />
    </>
  );
}
