"use client";
import { format as formatDate } from "date-fns";
import { ChartLine, Table2 } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { ChartColor } from "./chart-colors";
import { Plot, type PlotLine } from "./plot";

type Props = {
  title: string;
  fromMs: number;
  stepMs: number;
  lines: readonly PlotLine[];
  format: (value: number) => string;
  /** What the whole range comes to. */
  summary?: string;
  onPick?: (range: { fromMs: number; toMs: number }) => void;
};

const dots: Record<ChartColor, string> = { accent: "bg-accent", info: "bg-info", warn: "bg-warn", error: "bg-error", violet: "bg-violet" };

/** Lines over time, or the same numbers as a table. */
export function Chart({ title, fromMs, stepMs, lines, format, summary, onPick }: Props) {
  const [isTable, setTable] = useState(false);
  const steps = lines[0]?.values.length ?? 0;
  const times = useMemo(() => Array.from({ length: steps }, (_, step) => (fromMs + step * stepMs) / 1_000), [fromMs, stepMs, steps]);
  const pick = useCallback(
    (step: number) => onPick?.({ fromMs: fromMs + step * stepMs, toMs: fromMs + (step + 1) * stepMs }),
    [onPick, fromMs, stepMs],
  );
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1 rounded-md border border-line bg-raised p-3">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{title}</h3>
        {summary ? <span className="text-muted text-sm tabular-nums">{summary}</span> : null}
        <ul className="ml-auto flex flex-wrap gap-x-3 text-muted text-xs">
          {lines.map((line) => (
            <li key={line.label} className="flex items-center gap-1">
              <span aria-hidden className={cn("w-3 rounded", dots[line.color], line.isBefore ? "h-px opacity-70" : "h-0.5")} />
              {line.label}
            </li>
          ))}
        </ul>
        <Button
          look="ghost"
          size="iconSm"
          aria-pressed={isTable}
          aria-label={`${title} as ${isTable ? "a chart" : "a table"}`}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? <ChartLine /> : <Table2 />}
        </Button>
      </header>
      {isTable ? (
        <ChartTable times={times} lines={lines} format={format} onPick={onPick ? pick : undefined} />
      ) : (
        <Plot times={times} lines={lines} format={format} onPick={onPick ? pick : undefined} />
      )}
    </section>
  );
}

type TableProps = {
  times: readonly number[];
  lines: readonly PlotLine[];
  format: (value: number) => string;
  onPick: ((step: number) => void) | undefined;
};

const daySeconds = 86_400;

function ChartTable({ times, lines, format, onPick }: TableProps) {
  const [first = 0, second = 0] = times;
  const momentText = (seconds: number) => formatDate(seconds * 1_000, second - first >= daySeconds ? "MM-dd" : "MM-dd HH:mm");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <div tabIndex={0} className="h-[150px] overflow-auto">
      <table className="w-full text-right text-sm tabular-nums">
        <thead className="sticky top-0 bg-raised text-muted">
          <tr>
            <th scope="col" className="text-left font-medium">
              From
            </th>
            {lines.map(({ label }) => (
              <th key={label} scope="col" className="pl-3 font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((seconds, step) => (
            <tr key={seconds} className="border-line border-t">
              <th scope="row" className="text-left font-normal">
                {onPick ? (
                  <button type="button" className="min-h-6 text-accent hover:underline" onClick={() => onPick(step)}>
                    {momentText(seconds)}
                  </button>
                ) : (
                  momentText(seconds)
                )}
              </th>
              {lines.map(({ label, values }) => (
                <td key={label} className="pl-3">
                  {cell(values[step], format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cell(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? "–" : format(value);
}
