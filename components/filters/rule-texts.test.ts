import { expect, test } from "vitest";
import { filterRuleSchema } from "@/lib/definition/request-filter";
import { newRequestFilter } from "@/lib/definition/request-filter-values";
import { problemOf } from "./filter-problem";
import { cleanFilter, filterSentence, kindTexts, newRule } from "./rule-texts";

// The table has every kind once.
const kinds = Object.keys(kindTexts) as (keyof typeof kindTexts)[];

test.each(kinds)("a new rule of kind %s can be saved", (kind) => {
  expect(filterRuleSchema.safeParse(newRule(kind, "a")).success).toBe(true);
});

test.each([
  { rules: [newRule("RATE", "a"), newRule("SIZE", "a")], says: "Two rules have the name a." },
  {
    rules: [{ ...newRule("IP_SET", "a"), addresses: ["10.0.0.0/33"] }],
    says: "Rule a: An address looks like 192.0.2.0/24 or 2001:db8::/32.",
  },
  { rules: [newRule("SIZE", "two words")], says: "Rule two words: A name has up to 128 letters, digits, _ and -." },
  { rules: [newRule("SIZE", "a")], says: undefined },
])("the check of a filter says $says", ({ rules, says }) => {
  expect(problemOf({ ...newRequestFilter, rules })).toBe(says);
});

test("blank lines of addresses and an empty description go", () => {
  const filter = { ...newRequestFilter, description: " ", rules: [{ ...newRule("IP_SET", "a"), addresses: [" 10.0.0.1 ", ""] }] };

  expect(cleanFilter(filter)).toEqual({ ...newRequestFilter, rules: [{ ...newRule("IP_SET", "a"), addresses: ["10.0.0.1"] }] });
});

test("a filter is told in one line", () => {
  expect(filterSentence(newRequestFilter)).toBe("2 rules count, the rest passes");
  expect(filterSentence({ ...newRequestFilter, rules: [newRule("RATE", "a")], defaultAction: "BLOCK" })).toBe(
    "1 rule blocks, the rest is blocked",
  );
});
