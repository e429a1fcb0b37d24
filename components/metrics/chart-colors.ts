/** The five line colours of charts; each is a token that follows the theme. */
export const chartColors = ["accent", "info", "warn", "error", "violet"] as const;
export type ChartColor = (typeof chartColors)[number];

/** The value that a token has now. */
export function tokenValue(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
