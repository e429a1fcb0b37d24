import { expect, test } from "vitest";
import { planSentence } from "./plan-sentence";

test.each([
  {
    plan: { throttle: { rateLimit: 10, burstLimit: 20 }, quota: { limit: 1_000, offset: 0, period: "DAY" } },
    says: "Each key: 10 requests a second, bursts of 20, 1\u2009000 a day from 00:00 UTC.",
  },
  { plan: { throttle: { rateLimit: 0.5 } }, says: "Each key: 0.5 requests a second, bursts of 1." },
  { plan: { quota: { limit: 7, offset: 1, period: "WEEK" } }, says: "Each key: 7 a week from Monday 00:00 UTC." },
  { plan: { quota: { limit: 7, offset: 14, period: "MONTH" } }, says: "Each key: 7 a month from day 15 00:00 UTC." },
  { plan: { throttle: { burstLimit: 5 } }, says: "Each key: as many requests as it likes." },
] as const)("$says", ({ plan, says }) => {
  expect(planSentence(plan)).toBe(says);
});
