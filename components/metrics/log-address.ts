/** The address of the log with a filter. */
export function logAddress(filter: string): string {
  return `/logs?q=${encodeURIComponent(filter.trim())}`;
}
