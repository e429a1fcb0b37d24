import { z } from "zod";

const requestsMax = 1_000_000;

/**
 * Stops a canary when a number of it is higher than the base's by more than `over`: percentage points for shares of answers,
 * milliseconds for times. Both are taken over the newest minutes in which the canary had that many requests.
 */
export const canaryRuleSchema = z.object({
  metric: z.enum(["5XX", "4XX", "p95"]),
  over: z.number().min(0).max(60_000),
  requests: z.number().int().min(1).max(requestsMax),
});
export type CanaryRule = z.infer<typeof canaryRuleSchema>;

/** What is counted of either arm. */
export type ArmNumbers = { count: number; count4xx: number; count5xx: number; p95: number | null };

/** Why the rule stops the canary; undefined when it does not, or when the canary had too few calls to tell. */
export function reasonToStop({ metric, over, requests }: CanaryRule, base: ArmNumbers, canary: ArmNumbers): string | undefined {
  if (canary.count < requests) return undefined;
  // Errors are bad by themselves; a time is long only beside another one.
  if (metric === "p95" && base.p95 === null) return undefined;
  const [ofBase, ofCanary] = [readMetric(metric, base), readMetric(metric, canary)];
  if (ofCanary <= ofBase + over) return undefined;
  const calls = `${canary.count} requests`;
  if (metric === "p95")
    return `p95 of the canary was ${ms(ofCanary)} over ${calls}, the base's ${ms(ofBase)}; the rule allows ${ms(over)} more`;
  return `${share(ofCanary)} of ${calls} of the canary ended with ${metric}, ${share(ofBase)} of the base's; the rule allows ${share(over)} more`;
}

const ms = (value: number) => `${Math.round(value)} ms`;
const share = (value: number) => `${Number(value.toFixed(1))}%`;

/** Without calls there are no errors. */
function readMetric(metric: CanaryRule["metric"], { count, count4xx, count5xx, p95 }: ArmNumbers): number {
  if (metric === "p95") return p95 ?? 0;
  return count === 0 ? 0 : ((metric === "4XX" ? count4xx : count5xx) / count) * 100;
}
