import { latencyBounds } from "../feed/latency-bounds.ts";

/** The time in milliseconds below which so many percent of a histogram lie, spread evenly within its bucket; null when it is empty. */
export function percentile(histogram: readonly number[], rank: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = (total * rank) / 100;
  let below = 0;
  for (const [bucket, count] of histogram.entries()) {
    if (count > 0 && below + count >= wanted) {
      const low = latencyBounds[bucket - 1] ?? 0;
      const high = latencyBounds[bucket] ?? low;
      return low + ((high - low) * (wanted - below)) / count;
    }
    below += count;
  }
  return latencyBounds[latencyBounds.length - 1] ?? null;
}
