import { expect, test } from "vitest";
import { dayOf, nextPeriod, periodStart, type QuotaRhythm } from "./quota-period.ts";

test.each<[QuotaRhythm, string, string, string]>([
  [{ period: "DAY", offset: 0 }, "2026-11-21T23:59:59Z", "2026-11-21", "2026-11-22"],
  [{ period: "WEEK", offset: 0 }, "2026-11-21T12:00:00Z", "2026-11-15", "2026-11-22"],
  [{ period: "WEEK", offset: 0 }, "2026-11-22T00:00:00Z", "2026-11-22", "2026-11-29"],
  [{ period: "WEEK", offset: 3 }, "2026-11-21T12:00:00Z", "2026-11-18", "2026-11-25"],
  [{ period: "WEEK", offset: 3 }, "2026-11-17T12:00:00Z", "2026-11-11", "2026-11-18"],
  [{ period: "MONTH", offset: 0 }, "2026-12-31T12:00:00Z", "2026-12-01", "2027-01-01"],
  [{ period: "MONTH", offset: 9 }, "2026-11-09T12:00:00Z", "2026-10-10", "2026-11-10"],
  [{ period: "MONTH", offset: 27 }, "2026-03-01T12:00:00Z", "2026-02-28", "2026-03-28"],
])("with %j the moment %s lies in the period from %s to %s", (rhythm, moment, start, next) => {
  expect(periodStart(rhythm, Date.parse(moment))).toBe(start);
  expect(nextPeriod(rhythm, start)).toBe(next);
});

test("a day is that of UTC", () => {
  expect(dayOf(Date.parse("2026-11-21T23:30:00-02:00"))).toBe("2026-11-22");
});
