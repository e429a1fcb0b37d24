/** How often a quota begins anew, and on which day of the period. Days begin at 00:00 UTC. */
export type QuotaRhythm = { period: "DAY" | "WEEK" | "MONTH"; offset: number };

const dayMs = 86_400_000;

/** The day of a moment, as `2026-11-21`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** First day of the period that a moment lies in. Weeks begin on Sunday and months on the first, each later by the offset. */
export function periodStart({ period, offset }: QuotaRhythm, ms: number): string {
  if (period === "DAY") return dayOf(ms);
  const shifted = new Date(ms - offset * dayMs);
  if (period === "WEEK") return dayOf(shifted.getTime() - shifted.getUTCDay() * dayMs + offset * dayMs);
  return dayOf(Date.UTC(shifted.getUTCFullYear(), shifted.getUTCMonth(), 1) + offset * dayMs);
}

/** First day of the period after the one that begins on `start`. */
export function nextPeriod({ period, offset }: QuotaRhythm, start: string): string {
  const ms = Date.parse(`${start}T00:00:00Z`);
  if (period !== "MONTH") return dayOf(ms + (period === "DAY" ? 1 : 7) * dayMs);
  const first = new Date(ms - offset * dayMs);
  return dayOf(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1) + offset * dayMs);
}
