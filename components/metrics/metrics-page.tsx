"use client";
import { RefreshCw } from "lucide-react";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useOperation } from "@/components/data/use-operations";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/field";
import { PageFrame } from "@/components/ui/page-frame";
import { QueryState } from "@/components/ui/query-state";
import { Tabs } from "@/components/ui/tabs";
import { filterWord } from "@/lib/definition/log-filter";
import { type MetricGroup, type MetricRange, metricGroupings, metricRanges } from "@/lib/definition/traffic";
import { chartNames, MetricCharts } from "./metric-charts";
import { MetricGroups } from "./metric-groups";

const rangeNames: Record<MetricRange, string> = {
  "1h": "Last hour",
  "3h": "Last 3 hours",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
};
const groupNames = { stage: "By stage", method: "By method", reason: "By reason", arm: "By canary arm" } as const;

/** Requests are kept for 7 days; the log cannot show what is older. */
const logSince: Record<MetricRange, string> = { "1h": "1h", "3h": "3h", "24h": "24h", "7d": "7d", "30d": "7d" };

const parsers = {
  range: parseAsStringLiteral(metricRanges).withDefault("3h"),
  api: parseAsString,
  stage: parseAsString,
  method: parseAsString,
  by: parseAsStringLiteral(metricGroupings).withDefault("stage"),
};

export function MetricsPage() {
  const [view, setView] = useQueryStates(parsers, { history: "push" });
  const { range, api, stage, method, by } = view;
  const apis = useOperation("listApis", {});
  const chosen = apis.data?.find(({ id }) => id === api);
  const metrics = useOperation(
    "getMetrics",
    { range, by, ...(api ? { apiId: api } : {}), ...(stage ? { stage } : {}), ...(method ? { method } : {}) },
    { keepPrevious: true },
  );
  const scope = [
    api ? filterWord("api", api) : "",
    stage ? filterWord("stage", stage) : "",
    method ? filterWord("route", method) : "",
  ].filter(Boolean);
  const filterOf = ({ filter }: MetricGroup) => {
    const own = new Set(filter.match(/(?:[^\s"]|"[^"]*")+/g));
    return [...new Set([...scope, ...own]), `since:${logSince[range]}`].join(" ");
  };
  return (
    <PageFrame
      title="Metrics"
      text="What gateways served, counted by themselves. The thin dashed line is the same time before."
      actions={
        <div className="flex flex-wrap gap-2">
          <NativeSelect
            aria-label="API"
            className="w-44"
            value={api ?? ""}
            onChange={(event) => void setView({ api: event.target.value || null, stage: null, method: null })}
          >
            <option value="">All APIs</option>
            {(apis.data ?? []).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </NativeSelect>
          {chosen ? (
            <NativeSelect
              aria-label="Stage"
              className="w-36"
              value={stage ?? ""}
              onChange={(event) => void setView({ stage: event.target.value || null })}
            >
              <option value="">All stages</option>
              {chosen.stages.map(({ stageName }) => (
                <option key={stageName}>{stageName}</option>
              ))}
            </NativeSelect>
          ) : null}
          <NativeSelect
            aria-label="Time"
            className="w-40"
            value={range}
            onChange={(event) => void setView({ range: event.target.value as MetricRange })}
          >
            {metricRanges.map((each) => (
              <option key={each} value={each}>
                {rangeNames[each]}
              </option>
            ))}
          </NativeSelect>
          <Button onClick={() => metrics.refetch()} busy={metrics.isFetching && !metrics.isPending}>
            <RefreshCw aria-hidden /> Refresh
          </Button>
        </div>
      }
    >
      {method ? (
        <p className="flex items-center gap-2">
          Only <code>{method}</code>
          <Button size="sm" onClick={() => void setView({ method: null })}>
            All methods
          </Button>
        </p>
      ) : null}
      <QueryState query={metrics} what="the metrics">
        {(data) => (
          <>
            <h2 className="sr-only">Charts</h2>
            <MetricCharts metrics={data} charts={chartNames} filter={scope.join(" ")} />
            <section aria-label="Break-down" className="rounded-md border border-line bg-raised">
              <Tabs
                label="Break-down"
                padded={false}
                value={by}
                onChange={(id) => void setView({ by: metricGroupings.find((each) => each === id) ?? null })}
                tabs={metricGroupings.map((each) => ({
                  id: each,
                  label: groupNames[each],
                  content:
                    each === by ? (
                      <MetricGroups
                        groups={data.groups}
                        by={by}
                        total={data.now.count.reduce((total, count) => total + count, 0)}
                        filterOf={filterOf}
                        {...(by === "method" && api && !method ? { onOnly: ({ label }) => void setView({ method: label }) } : {})}
                      />
                    ) : null,
                }))}
              />
            </section>
          </>
        )}
      </QueryState>
    </PageFrame>
  );
}
