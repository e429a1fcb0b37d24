"use client";
import { format } from "date-fns";
import { Table2 } from "lucide-react";
import { type PointerEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { formatNumber, plural } from "@/lib/client/format";
import type { LogHistogram } from "@/lib/definition/traffic";

type Props = { histogram: LogHistogram; onSelect: (range: { fromMs: number; toMs: number }) => void };

const height = 56;
type Bucket = LogHistogram["buckets"][number];
const totalOf = ({ ok, count4xx, count5xx }: Bucket) => ok + count4xx + count5xx;

/** Requests over time; a brush over the bars, or a row of the table, selects a time. */
export function Histogram({ histogram, onSelect }: Props) {
  const { buckets, fromMs, stepMs } = histogram;
  const [isTable, setTable] = useState(false);
  const [brush, setBrush] = useState<{ from: number; to: number }>();
  const total = buckets.reduce((sum, bucket) => sum + totalOf(bucket), 0);
  const most = Math.max(1, ...buckets.map(totalOf));
  const bucketAt = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(buckets.length - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * buckets.length)));
  };
  const select = (from: number, to: number) =>
    onSelect({ fromMs: fromMs + Math.min(from, to) * stepMs, toMs: fromMs + (Math.max(from, to) + 1) * stepMs });

  return (
    <section aria-label="Requests over time" className="rounded-md border border-line bg-raised p-2">
      <header className="flex items-center gap-3 pb-1 text-sm">
        <strong className="font-medium tabular-nums">{plural(total, "request")}</strong>
        <span className="text-muted">
          {momentOf(fromMs)} to {momentOf(fromMs + buckets.length * stepMs)}
        </span>
        <Button
          look="ghost"
          size="iconSm"
          className="ml-auto"
          aria-pressed={isTable}
          aria-label={isTable ? "Requests over time as bars" : "Requests over time as a table"}
          onClick={() => setTable(!isTable)}
        >
          <Table2 />
        </Button>
      </header>
      {isTable ? (
        <BucketTable histogram={histogram} onSelect={(bucket) => select(bucket, bucket)} />
      ) : (
        <svg
          role="img"
          aria-label={`${plural(total, "request")}; drag to select a time`}
          viewBox={`0 0 ${buckets.length * 10} ${height}`}
          preserveAspectRatio="none"
          className="block w-full cursor-crosshair touch-none"
          style={{ height }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setBrush({ from: bucketAt(event), to: bucketAt(event) });
          }}
          onPointerMove={(event) => brush && setBrush({ ...brush, to: bucketAt(event) })}
          onPointerUp={(event) => {
            if (brush) select(brush.from, bucketAt(event));
            setBrush(undefined);
          }}
          onPointerCancel={() => setBrush(undefined)}
        >
          {buckets.map((bucket, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bucket is its place in time.
            <Bar key={index} bucket={bucket} x={index * 10} most={most} />
          ))}
          {brush ? (
            <rect
              x={Math.min(brush.from, brush.to) * 10}
              width={(Math.abs(brush.to - brush.from) + 1) * 10}
              height={height}
              className="fill-accent/20"
            />
          ) : null}
          <line
            x1={0}
            x2={buckets.length * 10}
            y1={height - 0.5}
            y2={height - 0.5}
            className="stroke-line"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      )}
    </section>
  );
}

function Bar({ bucket, x, most }: { bucket: Bucket; x: number; most: number }) {
  const scale = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * (height - 4)));
  const parts = [
    { count: bucket.ok, look: "fill-accent/70" },
    { count: bucket.count4xx, look: "fill-warn" },
    { count: bucket.count5xx, look: "fill-error" },
  ];
  let y = height;
  return parts.map(({ count, look }) => {
    y -= scale(count);
    return count === 0 ? null : <rect key={look} x={x + 1} width={8} y={y} height={scale(count)} className={look} />;
  });
}

function BucketTable({ histogram, onSelect }: { histogram: LogHistogram; onSelect: (bucket: number) => void }) {
  const { buckets, fromMs, stepMs } = histogram;
  const rows = buckets.map((bucket, index) => ({ bucket, index })).filter(({ bucket }) => totalOf(bucket) > 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <div tabIndex={0} className="max-h-40 overflow-auto">
      <table className="w-full text-right text-sm tabular-nums">
        <thead className="text-muted">
          <tr>
            <th scope="col" className="text-left font-medium">
              From
            </th>
            {["2XX and 3XX", "4XX", "5XX"].map((name) => (
              <th key={name} scope="col" className="font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ bucket, index }) => (
            <tr key={index} className="border-line border-t">
              <th scope="row" className="text-left font-normal">
                <button type="button" className="min-h-6 text-accent hover:underline" onClick={() => onSelect(index)}>
                  {momentOf(fromMs + index * stepMs)}
                </button>
              </th>
              <td>{formatNumber(bucket.ok)}</td>
              <td>{formatNumber(bucket.count4xx)}</td>
              <td>{formatNumber(bucket.count5xx)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function momentOf(ms: number): string {
  return format(ms, "MM-dd HH:mm:ss");
}
