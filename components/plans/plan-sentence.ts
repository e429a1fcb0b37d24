import type { PlanFields, RateLimits } from "@/lib/client/access-operations";
import { formatNumber, plural } from "@/lib/client/format";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const periods = { DAY: "a day", WEEK: "a week", MONTH: "a month" } as const;

/** What a plan means, from its numbers: `Each key: 10 requests a second, bursts of 20, 1 000 a day from 00:00 UTC.` */
export function planSentence({ throttle, quota }: Pick<PlanFields, "throttle" | "quota">): string {
  const parts = [...rateParts(throttle), ...quotaParts(quota)];
  return parts.length === 0 ? "Each key: as many requests as it likes." : `Each key: ${parts.join(", ")}.`;
}

/** A rate without a burst lets a second's worth through at once, as the gateway does. */
function rateParts(throttle: RateLimits | undefined): string[] {
  if (throttle?.rateLimit === undefined) return [];
  const { rateLimit, burstLimit = Math.ceil(rateLimit) } = throttle;
  return [`${plural(rateLimit, "request")} a second`, `bursts of ${formatNumber(burstLimit)}`];
}

function quotaParts(quota: PlanFields["quota"]): string[] {
  if (quota === undefined) return [];
  return [`${formatNumber(quota.limit)} ${periods[quota.period]} ${beginning(quota)}`];
}

/** When a period begins. */
export function beginning({ period, offset }: NonNullable<PlanFields["quota"]>): string {
  if (period === "DAY") return "from 00:00 UTC";
  if (period === "WEEK") return `from ${days[offset % 7]} 00:00 UTC`;
  return `from day ${offset + 1} 00:00 UTC`;
}
