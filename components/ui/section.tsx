import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type Props = { title: string; summary?: ReactNode; open?: boolean; children: ReactNode };

/** A part of a long form that folds; closed, it still says what it holds. */
export function Section({ title, summary, open = true, children }: Props) {
  return (
    <details open={open} className="group border-line border-b last:border-b-0">
      <summary className="flex h-9 list-none items-center gap-2 rounded outline-offset-[-2px] [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 text-muted transition-transform group-open:rotate-90" />
        <h3>{title}</h3>
        {summary ? <span className="ml-auto truncate text-muted text-sm">{summary}</span> : null}
      </summary>
      <div className="flex flex-col gap-3 pb-4">{children}</div>
    </details>
  );
}
