import { cn } from "@/components/ui/cn";
import type { KeyUse } from "@/lib/client/access-operations";
import { formatNumber } from "@/lib/client/format";

const periods = { DAY: "today", WEEK: "this week", MONTH: "this month" } as const;

/** What is used of a quota, or how many requests there were today where there is none. */
export function UsageBar({ use }: { use: KeyUse }) {
  if (use.quota === undefined) return <span className="text-muted tabular-nums">{formatNumber(use.today)} today</span>;
  const { limit, used, remaining, period } = use.quota;
  const share = limit <= 0 ? 1 : Math.min(1, used / limit);
  const tone = remaining === 0 ? "bg-error" : share >= 0.8 ? "bg-warn" : "bg-accent";
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span aria-hidden className="h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-hover">
        <span className={cn("block h-full rounded-full", tone)} style={{ width: `${share * 100}%` }} />
      </span>
      <span className="truncate tabular-nums">
        {formatNumber(used)} <span className="text-muted">of {formatNumber(limit)}</span> {periods[period]}
        {remaining === 0 ? ", used up" : ""}
      </span>
    </span>
  );
}
