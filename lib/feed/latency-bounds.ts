/** Upper bounds of the latency histograms in milliseconds; a last bucket takes what is slower. */
export const latencyBounds = [
  0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40, 50, 70, 100, 150, 200, 300, 400, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000,
  10_000, 15_000, 20_000, 30_000,
] as const;

/** The bucket that a time belongs to. */
export function latencyBucket(ms: number): number {
  let low = 0;
  let high: number = latencyBounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms <= (latencyBounds[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
