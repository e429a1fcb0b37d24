"use client";
import Link from "next/link";
import { useOperation } from "@/components/data/use-operations";
import { Alert } from "@/components/ui/alert";
import { expiryWarning } from "@/lib/definition/key-expiry";

/** Names the keys that end soon or have ended, the nearest first. */
export function ExpiringKeys() {
  const { data } = useOperation("listExpiringKeys", {});
  if (data === undefined || data.total === 0) return null;
  const more = data.total - data.keys.length;
  return (
    <Alert tone="warn" title={data.total === 1 ? "A key ends within 14 days, or has." : `${data.total} keys end within 14 days, or have.`}>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {data.keys.map(({ id, name, expiresAt }) => (
          <li key={id}>
            <Link href={`/keys/${id}`} className="underline decoration-current underline-offset-4">
              {name || id}
            </Link>
            , <span suppressHydrationWarning>{expiryWarning(expiresAt, Date.now())?.text.toLowerCase()}</span>
          </li>
        ))}
        {more > 0 ? <li>and {more} more</li> : null}
      </ul>
    </Alert>
  );
}
