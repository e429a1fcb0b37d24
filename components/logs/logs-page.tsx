"use client";
import { ExternalLink, RefreshCw, ScrollText } from "lucide-react";
import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { EmptyState } from "@/components/ui/empty-state";
import { NativeSelect } from "@/components/ui/field";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { plural } from "@/lib/client/format";
import { changeFilter, parseLogFilter } from "@/lib/definition/log-filter";
import type { LogHistogram } from "@/lib/definition/traffic";
import { FilterBar } from "./filter-bar";
import { LogEntryView } from "./log-entry";
import { Histogram } from "./log-histogram";
import { LogList } from "./log-list";
import { useLogPages } from "./use-log-pages";

const times = { "": "All 7 days", "15m": "Last 15 minutes", "1h": "Last hour", "3h": "Last 3 hours", "24h": "Last 24 hours" } as const;
const timeFields = ["since", "from", "to"] as const;

/** Every request that gateways reported, newest first; the address has the filter and the open request. */
export function LogsPage() {
  const [{ q, open }, setView] = useQueryStates(
    { q: parseAsString.withDefault("since:24h"), open: parseAsString, step: parseAsString },
    { history: "push" },
  );
  const apis = useOperation("listApis", {});
  const pages = useLogPages(q);
  const histogram = useOperation("countLogs", { filter: q }, { keepPrevious: true });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const apiNames = useMemo(() => new Map((apis.data ?? []).map(({ id, name }) => [id, name])), [apis.data]);
  const setFilter = useCallback((text: string) => void (text !== q && setView({ q: text, open: null, step: null })), [q, setView]);
  const setTime = (words: string) => setFilter(changeFilter(q, { remove: timeFields, add: words }));
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = pages;
  const more = useCallback(() => void (isFetchingNextPage || fetchNextPage()), [fetchNextPage, isFetchingNextPage]);
  const problems = pages.data?.pages[0]?.problems ?? [];

  return (
    <div className="flex min-w-0 flex-1 flex-col gap-3 px-6 pt-5 pb-3">
      <header className="flex flex-wrap items-start gap-2">
        <h1 className="mr-2 text-xl">Logs</h1>
        <FilterBar value={q} known={{ apis: apis.data ?? [] }} problems={problems} onChange={setFilter} />
        <NativeSelect
          aria-label="Time"
          className="w-40"
          value={timeOf(q)}
          onChange={(event) => setTime(event.target.value === "" ? "" : `since:${event.target.value}`)}
        >
          {Object.entries(times).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
          {timeOf(q) === "other" ? <option value="other">As the filter says</option> : null}
        </NativeSelect>
        <Button
          busy={pages.isRefetching || histogram.isRefetching}
          onClick={() => {
            void pages.refetch();
            void histogram.refetch();
          }}
        >
          <RefreshCw aria-hidden /> Refresh
        </Button>
      </header>
      {histogram.data ? (
        <>
          <Histogram
            histogram={histogram.data}
            onSelect={({ fromMs, toMs }) => setTime(`from:${new Date(fromMs).toISOString()} to:${new Date(toMs).toISOString()}`)}
          />
          <Dropped dropped={histogram.data.dropped} />
        </>
      ) : (
        <Skeleton className="h-[92px] shrink-0" />
      )}
      {pages.error ? (
        <Alert
          tone="error"
          live
          title="Could not read the log."
          actions={
            <Button size="sm" onClick={() => pages.refetch()}>
              Try again
            </Button>
          }
        >
          {pages.error.message}
        </Alert>
      ) : null}
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-md border border-line bg-raised">
        {pages.isPending ? <SkeletonRows label="Reading the log" rows={10} /> : null}
        {pages.data && rows.length === 0 ? <NothingFound filter={q} onClear={() => setFilter("since:24h")} /> : null}
        {rows.length > 0 ? (
          <LogList
            rows={rows}
            apiNames={apiNames}
            hasMore={hasNextPage}
            onMore={more}
            onOpen={(id) => void setView({ open: id, step: null })}
          />
        ) : null}
      </div>
      {open ? (
        <Drawer
          title="Request"
          onClose={() => void setView({ open: null, step: null })}
          actions={
            <Button asChild size="sm" look="ghost">
              <Link href={`/logs/${open}`}>
                <ExternalLink aria-hidden /> Own page
              </Link>
            </Button>
          }
        >
          <LogEntryView requestId={open} />
        </Drawer>
      ) : null}
    </div>
  );
}

function timeOf(filter: string): string {
  const terms = parseLogFilter(filter).terms.filter(({ field }) => timeFields.some((each) => each === field));
  const [only] = terms;
  if (only === undefined) return "";
  const value = terms.length === 1 && only.field === "since" ? (only.values[0] ?? "") : "other";
  return value in times ? value : "other";
}

function Dropped({ dropped: { records, traces, metrics } }: { dropped: LogHistogram["dropped"] }) {
  const parts = [
    records > 0 ? plural(records, "request") : "",
    traces > 0 ? plural(traces, "trace") : "",
    metrics > 0 ? plural(metrics, "counter") : "",
  ].filter(Boolean);
  if (parts.length === 0) return null;
  return (
    <Alert tone="warn">
      Gateways could not keep {parts.join(", ")} of this time: more came than are kept, or the console was away. Metrics count all requests.
    </Alert>
  );
}

function NothingFound({ filter, onClear }: { filter: string; onClear: () => void }) {
  const isUsual = filter === "since:24h";
  return (
    <EmptyState
      icon={<ScrollText />}
      title={isUsual ? "No request in the last 24 hours" : "No request matches"}
      action={isUsual ? undefined : <Button onClick={onClear}>Clear the filter</Button>}
    >
      {isUsual
        ? "Every request to a deployed stage appears here about a second after it was answered, also when nothing matched it."
        : "Requests are kept for 7 days. A longer time or fewer words may find more."}
    </EmptyState>
  );
}
