"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { SwitchField } from "@/components/ui/switch";
import type { ImportedKeyRow } from "@/lib/client/access-operations";

const looks: Record<ImportedKeyRow["outcome"], { word: string; tone: Tone }> = {
  create: { word: "new", tone: "ok" },
  update: { word: "exists", tone: "info" },
  repeated: { word: "repeated", tone: "neutral" },
  refused: { word: "refused", tone: "error" },
};
const rowHeight = 30;

/** What becomes of each row of a file. */
export function ImportRows({ rows }: { rows: readonly ImportedKeyRow[] }) {
  const [onlyBad, setOnlyBad] = useState(false);
  const bad = rows.filter(({ outcome }) => outcome === "refused" || outcome === "repeated");
  const shown = onlyBad ? bad : rows;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0);
  return (
    <div className="flex flex-col gap-2">
      {bad.length > 0 ? <SwitchField label="Only rows that are left out" checked={onlyBad} onChange={setOnlyBad} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <div ref={scroller} tabIndex={0} className="max-h-[50vh] overflow-auto rounded-md border border-line bg-raised">
        <table aria-label="Rows of the file" aria-rowcount={shown.length + 1} className="w-full table-fixed text-left">
          <thead className="sticky top-0 z-10 bg-raised text-muted text-sm shadow-[inset_0_-1px_var(--border)]">
            <tr className="h-8">
              <th scope="col" className="w-20 px-2 pl-3 font-medium">
                Row
              </th>
              <th scope="col" className="w-64 px-2 font-medium">
                Name
              </th>
              <th scope="col" className="w-28 px-2 font-medium">
                Result
              </th>
              <th scope="col" className="px-2 font-medium">
                Why
              </th>
            </tr>
          </thead>
          <tbody>
            <Spacer height={before} />
            {items.map(({ index }) => {
              const row = shown[index];
              return row ? (
                <tr
                  key={row.row}
                  aria-rowindex={index + 2}
                  style={{ height: rowHeight }}
                  className="border-line border-b text-sm last:border-b-0 [&_td]:truncate [&_td]:px-2 [&_td]:first:pl-3"
                >
                  <td className="text-muted tabular-nums">{row.row}</td>
                  <td>{row.name}</td>
                  <td>
                    <Badge tone={looks[row.outcome].tone}>{looks[row.outcome].word}</Badge>
                  </td>
                  <td>{row.message ?? ""}</td>
                </tr>
              ) : null;
            })}
            <Spacer height={after} />
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The place of the rows that are not drawn. */
function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden style={{ height }}>
      <td colSpan={4} />
    </tr>
  ) : null;
}
