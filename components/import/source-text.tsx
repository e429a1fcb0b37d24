"use client";
import { type Ref, useImperativeHandle, useRef } from "react";
import type { SourcePlace } from "@/lib/definition/import-review";

export type SourceTextHandle = { jump: (place: SourcePlace) => void };

const lineHeightPx = 18;
/** Lines that stay visible above the one that was jumped to. */
const linesAbove = 4;

/** The document as it was given; a place in it can be jumped to. */
export function SourceText({ text, ref }: { text: string; ref: Ref<SourceTextHandle> }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    jump: ({ line, column }) => {
      const element = area.current;
      if (element === null) return;
      const start = startOfLine(text, line);
      const end = text.indexOf("\n", start);
      element.focus({ preventScroll: true });
      element.setSelectionRange(start + column - 1, end < 0 ? text.length : end);
      element.scrollTop = Math.max(0, (line - 1 - linesAbove) * lineHeightPx);
      element.scrollIntoView({ block: "center" });
    },
  }));
  return (
    <section aria-label="Document" className="flex flex-col gap-1">
      <h2 className="text-lg">Document</h2>
      <textarea
        ref={area}
        readOnly
        wrap="off"
        rows={16}
        spellCheck={false}
        aria-label="Document, read only"
        value={text}
        style={{ lineHeight: `${lineHeightPx}px` }}
        className="w-full rounded-md border border-line bg-sunken px-2 font-mono text-sm"
      />
    </section>
  );
}

function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) start = text.indexOf("\n", start) + 1;
  return start;
}
