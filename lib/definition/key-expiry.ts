const dayMs = 24 * 3_600_000;

/** Days before the end of a key at which its members are warned, each time more urgently. */
export const expiryWarningDays = [14, 7, 1] as const;

/** How long the value that a rotation replaces goes on working, in hours; none at all for one that leaked. */
export const overlapHours = [0, 1, 24, 24 * 7, 24 * 30] as const;

export type ExpiryWarning = { isOver: boolean; isUrgent: boolean; text: string };

/** What there is to say about the end of a key, or of its former value; undefined while it is far. */
export function expiryWarning(end: string | undefined, nowMs: number): ExpiryWarning | undefined {
  if (end === undefined) return undefined;
  const leftMs = new Date(end).getTime() - nowMs;
  if (leftMs <= 0) return { isOver: true, isUrgent: true, text: "Expired" };
  const within = [...expiryWarningDays].reverse().find((days) => leftMs <= days * dayMs);
  if (within === undefined) return undefined;
  const days = Math.ceil(leftMs / dayMs);
  return { isOver: false, isUrgent: within === 1, text: within === 1 ? "Expires within a day" : `Expires in ${days} days` };
}

/** The last moment at which a key that ends then is among those that are warned about. */
export function warnedUntil(nowMs: number): string {
  return new Date(nowMs + expiryWarningDays[0] * dayMs).toISOString();
}
