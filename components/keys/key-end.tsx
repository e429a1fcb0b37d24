"use client";
import { Badge } from "@/components/ui/badge";
import { expiryWarning } from "@/lib/definition/key-expiry";

/** A warning while the end of a key is near, and when it is past. */
export function KeyEnd({ end }: { end: string | undefined }) {
  const warning = expiryWarning(end, Date.now());
  if (warning === undefined) return null;
  return (
    <span suppressHydrationWarning>
      <Badge tone={warning.isUrgent ? "error" : "warn"}>{warning.text}</Badge>
    </span>
  );
}
