"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { format } from "date-fns";
import Link from "next/link";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Badge, Verb } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { useMeasuredRows, useRowHeight } from "@/components/ui/density";
import { absoluteTime, formatMs } from "@/lib/client/format";
import type { LogRow } from "@/lib/definition/traffic";
import { statusTone } from "./status-tone";

type Props = {
  rows: readonly LogRow[];
  apiNames: ReadonlyMap<string, string>;
  hasMore: boolean;
  onMore: () => void;
  onOpen: (requestId: string) => void;
};

const compactRow = 30;
const heads = [
  { name: "Time", width: "w-40" },
  { name: "Status", width: "w-16" },
  { name: "Method", width: "w-16" },
  { name: "Path", width: "" },
  { name: "Reason", width: "w-52" },
  { name: "API and stage", width: "w-48" },
  { name: "Latency", width: "w-24" },
] as const;

/** Virtual rows; each is a link to the request, which opens beside the list. */
export function LogList({ rows, apiNames, hasMore, onMore, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight(compactRow);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useMeasuredRows(virtual, rowHeight);
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - 40) onMore();
  }, [hasMore, last, rows.length, onMore]);

  // Arrows move between the rows that are drawn, as in any list.
  function press(event: KeyboardEvent<HTMLElement>) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const row = event.target instanceof Element ? event.target.closest("[data-index]") : null;
    const index = Number(row?.getAttribute("data-index")) + (event.key === "ArrowDown" ? 1 : -1);
    const target = event.currentTarget.querySelector<HTMLElement>(`[data-index="${index}"] a`);
    if (target === null) return;
    event.preventDefault();
    target.focus();
  }

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <table aria-label="Requests" aria-rowcount={hasMore ? -1 : rows.length + 1} className="w-full table-fixed text-left">
        <thead className="sticky top-0 z-10 bg-raised text-muted text-sm shadow-[inset_0_-1px_var(--border)]">
          <tr className="h-8">
            {heads.map(({ name, width }) => (
              <th key={name} scope="col" className={cn("px-2 font-medium first:pl-3 last:pr-3 last:text-right", width)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={press}>
          <Spacer height={before} />
          {items.map(({ index }) => {
            const row = rows[index];
            return row ? (
              <Row key={row.requestId} row={row} index={index} apiName={apiNames.get(row.apiId) ?? row.apiId} onOpen={onOpen} />
            ) : null;
          })}
          <Spacer height={after} />
        </tbody>
      </table>
    </div>
  );
}

/** The place of the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden style={{ height }}>
      <td colSpan={heads.length} />
    </tr>
  ) : null;
}

type RowProps = { row: LogRow; index: number; apiName: string; onOpen: (requestId: string) => void };

function Row({ row, index, apiName, onOpen }: RowProps) {
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      className="cursor-pointer border-line border-b hover:bg-hover [&_td]:truncate [&_td]:px-2 [&_td]:text-sm [&_td]:first:pl-3 [&_td]:last:pr-3"
      style={{ height: useRowHeight(compactRow) }}
      onClick={() => onOpen(row.requestId)}
    >
      <td className="text-muted tabular-nums" title={absoluteTime(new Date(row.at))}>
        {format(row.at, "MM-dd HH:mm:ss.SSS")}
      </td>
      <td>
        <Badge tone={statusTone(row.status)}>{row.status}</Badge>
      </td>
      <td>
        <Verb verb={row.method} />
      </td>
      <td>
        <Link
          href={`/logs/${row.requestId}`}
          prefetch={false}
          className="flex min-h-6 items-center font-mono outline-offset-[-2px]"
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return event.stopPropagation();
            event.preventDefault();
          }}
        >
          <span className="truncate">{row.path}</span>
        </Link>
      </td>
      <td>{row.reason ?? ""}</td>
      <td className="text-muted">
        {apiName} {row.stage}
        {row.canary ? " (canary)" : ""}
      </td>
      <td className="text-right text-muted tabular-nums">{formatMs(row.ms)}</td>
    </tr>
  );
}
