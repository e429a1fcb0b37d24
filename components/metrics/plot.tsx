"use client";
import "uplot/dist/uPlot.min.css";
import { format as formatDate } from "date-fns";
import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";
import type uPlot from "uplot";
import { type ChartColor, tokenValue } from "./chart-colors";

export type PlotLine = { label: string; values: readonly (number | null)[]; color: ChartColor; isBefore?: boolean };

type Props = {
  /** Epoch seconds of each step. */
  times: readonly number[];
  lines: readonly PlotLine[];
  format: (value: number) => string;
  onPick?: ((step: number) => void) | undefined;
};

const height = 150;

/** The canvas of a chart; what it shows is in the table beside it too. */
export function Plot({ times, lines, format, onPick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const { resolvedTheme } = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours of a canvas do not follow the theme by themselves.
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    let plot: uPlot | undefined;
    let isGone = false;
    void import("uplot").then(({ default: Plotter }) => {
      if (isGone) return;
      const data: uPlot.AlignedData = [[...times], ...lines.map(({ values }) => [...values])];
      plot = new Plotter(options({ width: current.clientWidth, lines, format }), data, current);
      if (onPick !== undefined) pickSteps(plot, onPick);
    });
    const observer = new ResizeObserver(() => plot?.setSize({ width: current.clientWidth, height }));
    observer.observe(current);
    return () => {
      isGone = true;
      observer.disconnect();
      plot?.destroy();
    };
  }, [times, lines, format, onPick, resolvedTheme]);
  return <div ref={place} aria-hidden className="min-w-0" style={{ height }} />;
}

function pickSteps(plot: uPlot, onPick: (step: number) => void): void {
  plot.over.style.cursor = "pointer";
  plot.over.addEventListener("click", () => {
    const { idx } = plot.cursor;
    if (typeof idx === "number") onPick(idx);
  });
}

type Look = { width: number; lines: readonly PlotLine[]; format: (value: number) => string };

function options({ width, lines, format }: Look): uPlot.Options {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: tokenValue("text-muted"), font, ticks: { show: false } };
  const grid = { stroke: tokenValue("border"), width: 1 };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, points: { size: 5 } },
    scales: { y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] } },
    axes: [
      { ...axis, grid: { show: false }, size: 24, values: (_plot, moments) => moments.map((moment) => momentText(moment, moments)) },
      { ...axis, grid, size: 52, values: (_plot, values) => values.map(format) },
    ],
    series: [{}, ...lines.map((line) => seriesOf(line))],
  };
}

function seriesOf({ label, color, isBefore }: PlotLine): uPlot.Series {
  const stroke = tokenValue(color);
  if (isBefore) return { label, stroke: `color-mix(in srgb, ${stroke} 70%, transparent)`, width: 1, dash: [4, 4], points: { show: false } };
  return { label, stroke, width: 1.75, points: { show: true, size: 4, fill: stroke, filter: aloneIn } };
}

/** A value between two gaps has no line; it is drawn as a point. */
function aloneIn(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  return [...values.keys()].filter((step) => isNumber(values[step]) && !isNumber(values[step - 1]) && !isNumber(values[step + 1]));
}

const isNumber = (value: unknown) => typeof value === "number";
const daySeconds = 86_400;

/** The time, or the day where the axis spans several. */
function momentText(moment: number, moments: readonly number[]): string {
  const [first = moment, last = moment] = [moments[0], moments[moments.length - 1]];
  return formatDate(moment * 1_000, last - first > daySeconds ? "MM-dd" : "HH:mm");
}
