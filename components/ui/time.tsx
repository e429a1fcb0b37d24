"use client";
import { absoluteTime, relativeTime } from "@/lib/client/format";

/** A relative time with the absolute one on hover. */
export function Time({ date }: { date: Date | string }) {
  const at = new Date(date);
  return (
    <time dateTime={at.toISOString()} title={absoluteTime(at)} suppressHydrationWarning>
      {relativeTime(at)}
    </time>
  );
}
