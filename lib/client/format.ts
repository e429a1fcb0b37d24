import { differenceInSeconds, format, formatDistanceToNowStrict } from "date-fns";

/** `3 minutes ago`, or `just now` within ten seconds. */
export function relativeTime(date: Date | string): string {
  const at = new Date(date);
  if (Math.abs(differenceInSeconds(new Date(), at)) < 10) return "just now";
  return formatDistanceToNowStrict(at, { addSuffix: true });
}

/** Date and time in the reader's zone, for hover. */
export function absoluteTime(date: Date | string): string {
  return format(new Date(date), "yyyy-MM-dd HH:mm:ss xxx");
}

const thin = new Intl.NumberFormat("en-US");

/** `12 345`: thin spaces between groups. */
export function formatNumber(value: number): string {
  return thin.format(value).replaceAll(",", "\u2009");
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function formatMs(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms < 100) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `1 change`, `7 changes`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
