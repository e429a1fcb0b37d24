/** Upper bounds of the latency histograms in milliseconds; a last bucket takes what is slower. */
export const latencyBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;
