"use client";
import { ChartLine, ScrollText } from "lucide-react";
import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { QueryState } from "@/components/ui/query-state";
import { filterWord } from "@/lib/definition/log-filter";
import { logAddress } from "./log-address";
import { type ChartName, MetricCharts } from "./metric-charts";

type Props = { apiId: string; stageName?: string; charts?: readonly ChartName[] };

const usual: readonly ChartName[] = ["requests", "errors"];

/** The last 24 hours of an API or of one of its stages, with the ways to its log and its metrics. */
export function TrafficOverview({ apiId, stageName, charts = usual }: Props) {
  const metrics = useOperation("getMetrics", {
    range: "24h",
    by: "stage",
    apiId,
    ...(stageName === undefined ? {} : { stage: stageName }),
  });
  const filter = [filterWord("api", apiId), stageName === undefined ? "" : filterWord("stage", stageName)].join(" ").trim();
  const metricsAddress = `/metrics?api=${encodeURIComponent(apiId)}${stageName === undefined ? "" : `&stage=${encodeURIComponent(stageName)}`}`;
  return (
    <section aria-label="Last 24 hours" className="flex flex-col gap-2">
      <header className="flex items-center gap-2">
        <h2 className="mr-auto text-lg">Last 24 hours</h2>
        <Button asChild size="sm">
          <Link href={logAddress(`${filter} since:24h`)}>
            <ScrollText aria-hidden /> Logs
          </Link>
        </Button>
        <Button asChild size="sm">
          <Link href={metricsAddress}>
            <ChartLine aria-hidden /> Metrics
          </Link>
        </Button>
      </header>
      <QueryState query={metrics} what="the metrics">
        {(data) => <MetricCharts metrics={data} charts={charts} filter={filter} />}
      </QueryState>
    </section>
  );
}
