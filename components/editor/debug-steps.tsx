"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/cn";
import type { DebugStep } from "./debug-template";

const rowHeight = 24;

type Props = { label: string; steps: readonly DebugStep[]; at: number; onChoose: (at: number) => void };

/** Every step in order; only those in sight are drawn. One of them is in the order of Tab, arrows move among them. */
export function DebugSteps({ label, steps, at, onChoose }: Props) {
  const box = useRef<HTMLUListElement>(null);
  const virtual = useVirtualizer({ count: steps.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 8 });
  const items = virtual.getVirtualItems();
  const { scrollToIndex } = virtual;
  const current = Math.min(at, steps.length - 1);
  useEffect(() => scrollToIndex(current), [current, scrollToIndex]);

  // The focus goes with the step; a row far away is drawn a moment later.
  function choose(index: number) {
    onChoose(Math.max(0, Math.min(index, steps.length - 1)));
    scrollToIndex(index);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-step="${index}"]`)?.focus());
  }
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0);
  return (
    <ul ref={box} aria-label={`Steps of ${label}`} className="max-h-36 overflow-auto rounded-md border border-line">
      <li aria-hidden style={{ height: before }} />
      {items.map(({ index }) => {
        const step = steps[index];
        return step === undefined ? null : (
          <li key={index} aria-setsize={steps.length} aria-posinset={index + 1}>
            <button
              type="button"
              data-step={index}
              tabIndex={index === current ? 0 : -1}
              aria-current={index === at ? "step" : undefined}
              onClick={() => onChoose(index)}
              onKeyDown={(event) => {
                const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
                if (by === undefined) return;
                event.preventDefault();
                choose(index + by);
              }}
              style={{ height: rowHeight }}
              className={cn(
                "flex w-full items-center gap-2 px-2 text-left text-sm hover:bg-hover",
                index === at && "bg-selected text-accent",
              )}
            >
              <span className="w-10 shrink-0 text-right text-muted tabular-nums">{step.start.line}</span>
              <code className="min-w-0 flex-1 truncate" style={{ paddingLeft: step.turns.length * 12 }}>
                {step.source}
              </code>
              {step.turns.length > 0 ? (
                <span className="shrink-0 text-muted text-xs">turn {step.turns.map((turn) => turn + 1).join(".")}</span>
              ) : null}
            </button>
          </li>
        );
      })}
      <li aria-hidden style={{ height: after }} />
    </ul>
  );
}
