import { expect, test } from "vitest";
import { type ArmNumbers, type CanaryRule, reasonToStop } from "./canary-rule.ts";
import { chanceOfDifference } from "./chance-of-difference.ts";

const arm = (more: Partial<ArmNumbers>): ArmNumbers => ({ count: 0, count4xx: 0, count5xx: 0, p95: null, ...more });
const rule = (more: Partial<CanaryRule>): CanaryRule => ({ metric: "5XX", over: 2, requests: 200, ...more });

test.each([
  { name: "as many errors as allowed", canary: { count: 200, count5xx: 6 }, stops: false },
  { name: "one error more", canary: { count: 200, count5xx: 7 }, stops: true },
  { name: "too few requests to tell", canary: { count: 199, count5xx: 199 }, stops: false },
  { name: "errors of callers", canary: { count: 200, count4xx: 200 }, stops: false },
])("5XX of 2 points over a base of 1%: $name", ({ canary, stops }) => {
  const why = reasonToStop(rule({}), arm({ count: 1_000, count5xx: 10 }), arm(canary));

  expect(why !== undefined).toBe(stops);
});

test("a reason names both numbers and what is allowed", () => {
  const base = arm({ count: 900, count4xx: 9, p95: 40.2 });
  const canary = arm({ count: 300, count4xx: 45, p95: 301.7 });

  expect(reasonToStop(rule({ metric: "4XX", over: 5 }), base, canary)).toBe(
    "15% of 300 requests of the canary ended with 4XX, 1% of the base's; the rule allows 5% more",
  );
  expect(reasonToStop(rule({ metric: "p95", over: 200 }), base, canary)).toBe(
    "p95 of the canary was 302 ms over 300 requests, the base's 40 ms; the rule allows 200 ms more",
  );
});

test("a base that nobody calls fails never", () => {
  expect(reasonToStop(rule({}), arm({}), arm({ count: 200, count5xx: 200 }))).toContain("0% of the base's");
});

test("a base that nobody calls is neither fast nor slow", () => {
  expect(reasonToStop(rule({ metric: "p95", over: 200 }), arm({}), arm({ count: 200, p95: 900 }))).toBeUndefined();
});

// Two-sided z-tests of two proportions, as tables of the normal distribution give them.
test.each([
  { base: { count: 1_000, failed: 10 }, canary: { count: 1_000, failed: 10 }, chance: 1 },
  { base: { count: 1_000, failed: 0 }, canary: { count: 1_000, failed: 0 }, chance: 1 },
  { base: { count: 100, failed: 50 }, canary: { count: 100, failed: 64 }, chance: 0.0455 },
  { base: { count: 100, failed: 10 }, canary: { count: 100, failed: 20 }, chance: 0.0477 },
])("arms with $base.failed and $canary.failed failures differ by chance in $chance of cases", ({ base, canary, chance }) => {
  expect(chanceOfDifference(base, canary)).toBeCloseTo(chance, 3);
});

test("few calls tell nothing", () => {
  expect(chanceOfDifference({ count: 29, failed: 0 }, { count: 1_000, failed: 0 })).toBeUndefined();
  expect(chanceOfDifference({ count: 1_000, failed: 0 }, { count: 0, failed: 0 })).toBeUndefined();
});
