"use client";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";

const soonMs = 30 * 24 * 3600 * 1000;

/** Until when a certificate is good, with a warning a month before. */
export function Expiry({ date }: { date: string }) {
  const leftMs = new Date(date).getTime() - Date.now();
  return (
    <span className="flex items-center gap-1.5 text-sm" suppressHydrationWarning>
      {leftMs < 0 ? <Badge tone="error">expired</Badge> : leftMs < soonMs ? <Badge tone="warn">expires soon</Badge> : null}
      <span className="text-muted">valid until</span> <Time date={date} />
    </span>
  );
}
