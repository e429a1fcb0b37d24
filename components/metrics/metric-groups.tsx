"use client";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { formatMs, formatNumber } from "@/lib/client/format";
import type { MetricGroup, MetricGrouping } from "@/lib/definition/traffic";
import { logAddress } from "./log-address";
import { Sparkline } from "./sparkline";

type Props = {
  groups: readonly MetricGroup[];
  by: MetricGrouping;
  total: number;
  filterOf: (group: MetricGroup) => string;
  onOnly?: (group: MetricGroup) => void;
};

const names: Record<MetricGrouping, string> = { stage: "Stage", method: "Method", reason: "Reason", arm: "Arm" };

/** A break-down: each row leads to its requests in the log. */
export function MetricGroups({ groups, by, total, filterOf, onOnly }: Props) {
  if (groups.length === 0)
    return (
      <p className="p-3 text-muted">{by === "reason" ? "The gateway refused nothing in this time." : "Nothing was served in this time."}</p>
    );
  const most = Math.max(1, ...groups.map(({ count }) => count));
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left tabular-nums">
        <thead>
          <tr className="h-8 border-line border-b text-muted text-sm [&_th]:px-3 [&_th]:font-medium">
            <th scope="col">{names[by]}</th>
            <th scope="col" className="w-1/4">
              <span className="sr-only">Share</span>
            </th>
            <th scope="col" className="text-right">
              Requests
            </th>
            {by === "reason" ? null : <Numbers.Heads />}
            <th scope="col">Over time</th>
            {onOnly ? (
              <th scope="col">
                <span className="sr-only">Charts</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.filter} className="h-8 border-line border-b last:border-b-0 hover:bg-hover/60 [&_td]:px-3 [&_th]:px-3">
              <th scope="row" className="font-normal">
                <Link
                  href={logAddress(filterOf(group))}
                  className="inline-block min-h-6 py-0.5 font-medium hover:text-accent hover:underline"
                >
                  {group.label}
                </Link>
              </th>
              <td>
                <span
                  aria-hidden
                  className="block h-1.5 rounded bg-accent"
                  style={{ width: `${Math.max(1, (group.count / most) * 100)}%` }}
                />
              </td>
              <td className="text-right">
                {formatNumber(group.count)} <span className="text-muted text-sm">{percentOf(group.count, total)}</span>
              </td>
              {by === "reason" ? null : <Numbers.Cells group={group} />}
              <td>
                <Sparkline values={group.series} label={`Requests of ${group.label} over time`} />
              </td>
              {onOnly ? (
                <td className="text-right">
                  <Button size="sm" look="ghost" aria-label={`Charts of ${group.label}`} onClick={() => onOnly(group)}>
                    Charts
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Numbers = {
  Heads: () => (
    <>
      {["4XX", "5XX", "p50", "p95"].map((name) => (
        <th key={name} scope="col" className="text-right">
          {name}
        </th>
      ))}
    </>
  ),
  Cells: ({ group }: { group: MetricGroup }) => (
    <>
      <td className="text-right">{formatNumber(group.count4xx)}</td>
      <td className="text-right">{formatNumber(group.count5xx)}</td>
      <td className="text-right">{group.p50 === null ? "–" : formatMs(group.p50)}</td>
      <td className="text-right">{group.p95 === null ? "–" : formatMs(group.p95)}</td>
    </>
  ),
};

function percentOf(part: number, whole: number): string {
  return whole === 0 ? "" : `${((part / whole) * 100).toFixed(0)}%`;
}
