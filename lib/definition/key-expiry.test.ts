import { expect, test } from "vitest";
import { expiryWarning } from "./key-expiry.ts";

const nowMs = Date.UTC(2030, 0, 1);
const inHours = (hours: number) => new Date(nowMs + hours * 3_600_000).toISOString();

test.each([
  { end: undefined, warning: undefined },
  { end: inHours(14 * 24 + 1), warning: undefined },
  { end: inHours(14 * 24), warning: { isOver: false, isUrgent: false, text: "Expires in 14 days" } },
  { end: inHours(7 * 24), warning: { isOver: false, isUrgent: false, text: "Expires in 7 days" } },
  { end: inHours(25), warning: { isOver: false, isUrgent: false, text: "Expires in 2 days" } },
  { end: inHours(24), warning: { isOver: false, isUrgent: true, text: "Expires within a day" } },
  { end: inHours(0), warning: { isOver: true, isUrgent: true, text: "Expired" } },
])("a key that ends at $end is warned about as $warning.text", ({ end, warning }) => {
  expect(expiryWarning(end, nowMs)).toEqual(warning);
});
