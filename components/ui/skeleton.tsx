import { cn } from "./cn";

/** A grey shape in the place of what is loading; it appears after 150 ms, so that fast answers never flash. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-[pulse_1.6s_ease-in-out_infinite] rounded bg-hover", className)} />;
}

export function SkeletonRows({ rows = 6, label }: { rows?: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-2 p-3">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <Skeleton key={row} className="h-6" />
      ))}
    </div>
  );
}
