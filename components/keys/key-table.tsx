"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import Link from "next/link";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { useMeasuredRows, useRowHeight } from "@/components/ui/density";
import type { KeySummary } from "@/lib/client/access-operations";
import { expiryWarning } from "@/lib/definition/key-expiry";
import { KeyEnd } from "./key-end";
import { UsageBar } from "./usage-bar";

type Props = {
  keys: readonly KeySummary[];
  /** Rows that the filter has in all; undefined while more may come. */
  total: number | undefined;
  onMore: () => void;
  hasMore: boolean;
  /** Shows the use under this plan only. */
  planId?: string;
  actions?: (key: KeySummary) => ReactNode;
};

const compactRow = 36;
const heads = [
  { name: "Name", width: "" },
  { name: "Value", width: "w-32" },
  { name: "State", width: "w-36" },
  { name: "Plans", width: "w-48" },
  { name: "Last used", width: "w-28" },
  { name: "Usage", width: "w-64" },
] as const;

/** Keys in virtual rows: a hundred thousand scroll like ten. */
export function KeyTable({ keys, total, onMore, hasMore, planId, actions }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight(compactRow);
  const virtual = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useMeasuredRows(virtual, rowHeight);
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= keys.length - 30) onMore();
  }, [hasMore, last, keys.length, onMore]);
  const columns = heads.filter(({ name }) => planId === undefined || name !== "Plans");
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0);
  return (
    <div ref={scroller} className="max-h-[calc(100vh-240px)] overflow-auto rounded-md border border-line bg-raised">
      <table
        aria-label="API keys"
        aria-rowcount={total === undefined ? -1 : total + 1}
        className="w-full min-w-[820px] table-fixed text-left"
      >
        <thead className="sticky top-0 z-10 bg-raised text-muted text-sm shadow-[inset_0_-1px_var(--border)]">
          <tr className="h-8">
            {columns.map(({ name, width }) => (
              <th key={name} scope="col" className={cn("px-2 font-medium first:pl-3", width)}>
                {name}
              </th>
            ))}
            {actions ? (
              <th scope="col" className="w-28">
                <span className="sr-only">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody onKeyDown={moveByArrows}>
          <Spacer height={before} />
          {items.map(({ index }) => {
            const key = keys[index];
            return key ? <Row key={key.id} apiKey={key} index={index} planId={planId} actions={actions} /> : null;
          })}
          <Spacer height={after} />
        </tbody>
      </table>
    </div>
  );
}

// Arrows move between the rows that are drawn, as in any list.
function moveByArrows(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = event.target instanceof Element ? event.target.closest("[data-index]") : null;
  const index = Number(row?.getAttribute("data-index")) + (event.key === "ArrowDown" ? 1 : -1);
  const target = event.currentTarget.querySelector<HTMLElement>(`[data-index="${index}"] a`);
  if (target === null) return;
  event.preventDefault();
  target.focus();
}

/** The place of the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden style={{ height }}>
      <td colSpan={heads.length + 1} />
    </tr>
  ) : null;
}

type RowProps = { apiKey: KeySummary; index: number; planId: string | undefined; actions: Props["actions"] };

function Row({ apiKey, index, planId, actions }: RowProps) {
  const { id, name, enabled, ending, plans, lastUsedDay, expiresAt } = apiKey;
  const isWarned = expiryWarning(expiresAt, Date.now()) !== undefined;
  // The one that is nearest to its end says most.
  const shown = plans.find((plan) => plan.planId === planId) ?? [...plans].sort((a, b) => leftOf(a) - leftOf(b))[0];
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      className="border-line border-b last:border-b-0 hover:bg-hover [&_td]:truncate [&_td]:px-2 [&_td]:text-sm [&_td]:first:pl-3"
      style={{ height: useRowHeight(compactRow) }}
    >
      <td>
        <Link
          href={`/keys/${id}`}
          prefetch={false}
          className="inline-flex min-h-6 max-w-full items-center font-medium text-accent hover:underline"
        >
          <span className="truncate">{name === "" ? id : name}</span>
        </Link>
      </td>
      <td className="font-mono text-muted">
        <span className="sr-only">hidden{ending ? `, ends in ${ending}` : ""}</span>
        <span aria-hidden>•••• {ending ?? "••••"}</span>
      </td>
      <td>{!enabled ? <Badge>Disabled</Badge> : isWarned ? <KeyEnd end={expiresAt} /> : <Badge tone="ok">Enabled</Badge>}</td>
      {planId === undefined ? (
        <td>{plans.length === 0 ? <span className="text-muted">none</span> : plans.map((plan) => plan.planName).join(", ")}</td>
      ) : null}
      <td className="text-muted tabular-nums">{lastUsedDay ?? "never"}</td>
      <td>{shown === undefined ? <span className="text-muted">no plan counts</span> : <UsageBar use={shown} />}</td>
      {actions ? <td className="text-right">{actions(apiKey)}</td> : null}
    </tr>
  );
}

function leftOf({ quota }: KeySummary["plans"][number]): number {
  return quota === undefined ? Number.POSITIVE_INFINITY : quota.remaining / Math.max(1, quota.limit);
}
