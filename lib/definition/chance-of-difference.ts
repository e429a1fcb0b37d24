/**
 * The chance that two arms which fail equally often differ at least this much: a two-sided test of two proportions. Undefined
 * when there is too little to tell.
 */
export function chanceOfDifference(base: { count: number; failed: number }, canary: { count: number; failed: number }): number | undefined {
  if (base.count < tellingMin || canary.count < tellingMin) return undefined;
  const total = base.count + canary.count;
  const pooled = (base.failed + canary.failed) / total;
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / base.count + 1 / canary.count));
  if (spread === 0) return 1;
  return erfc(Math.abs(base.failed / base.count - canary.failed / canary.count) / spread / Math.SQRT2);
}

/** Below this many calls of an arm the normal distribution says nothing of them. */
const tellingMin = 30;

/** Complementary error function, Abramowitz and Stegun 7.1.26: within 1.5e-7. */
function erfc(x: number): number {
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return series * Math.exp(-x * x);
}
