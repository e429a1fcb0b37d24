"use client";
import { diffLines } from "diff";
import { useMemo } from "react";
import { cn } from "@/components/ui/cn";

const looks = { same: "text-muted", removed: "bg-error-bg text-error", added: "bg-ok-bg text-ok" } as const;
const marks = { same: " ", removed: "-", added: "+" } as const;

type Line = { key: number; look: keyof typeof looks; text: string };

function linesOf(from: string, to: string): Line[] {
  const lines: Line[] = [];
  for (const part of diffLines(from, to, { maxEditLength: 4_000 }) ?? [
    { value: from, removed: true, added: false },
    { value: to, removed: false, added: true },
  ]) {
    const look = part.added ? "added" : part.removed ? "removed" : "same";
    for (const text of part.value.replace(/\n$/, "").split("\n")) lines.push({ key: lines.length, look, text });
  }
  return lines;
}

/** Two texts line by line. An absent side is a thing that is new or gone. */
export function TextDiff({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  const lines = useMemo(() => {
    if (from === undefined) return (to ?? "").split("\n").map((text, key): Line => ({ key, look: "added", text }));
    if (to === undefined) return from.split("\n").map((text, key): Line => ({ key, look: "removed", text }));
    return linesOf(`${from}\n`, `${to}\n`);
  }, [from, to]);
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
      tabIndex={0}
      className="max-h-80 overflow-auto rounded border border-line bg-raised py-1 text-sm leading-[18px]"
    >
      {lines.map((line) => (
        <div key={line.key} className={cn("flex px-2", looks[line.look])}>
          <span className="w-4 shrink-0 select-none">{marks[line.look]}</span>
          <span className="whitespace-pre">{line.text}</span>
        </div>
      ))}
    </pre>
  );
}
