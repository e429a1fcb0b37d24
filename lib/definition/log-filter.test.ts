import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeFilter, filterWord, parseLogFilter, timeRange } from "./log-filter.ts";

describe("parseLogFilter", () => {
  test.each([
    { text: "", terms: [] },
    { text: "status:5xx,404", terms: [{ field: "status", values: ["5xx", "404"], isNegated: false }] },
    { text: "-method:OPTIONS", terms: [{ field: "method", values: ["OPTIONS"], isNegated: true }] },
    { text: 'route:"GET /a,b"', terms: [{ field: "route", values: ["GET /a,b"], isNegated: false }] },
    { text: "/pets", terms: [{ field: "path", values: ["/pets*"], isNegated: false }] },
    { text: "pets", terms: [{ field: "path", values: ["*pets*"], isNegated: false }] },
    {
      text: "0F0E0D0C-0000-4000-8000-000000000001",
      terms: [{ field: "id", values: ["0f0e0d0c-0000-4000-8000-000000000001"], isNegated: false }],
    },
  ])("reads $text", ({ text, terms }) => {
    expect(parseLogFilter(text)).toEqual({ terms, problems: [] });
  });

  test.each([
    { text: "colour:red", problem: "There is no field colour." },
    { text: "status:6xx", problem: "status:6xx cannot be read." },
    { text: "since:soon", problem: "since:soon cannot be read." },
    { text: "status:", problem: "status: cannot be read." },
  ])("says what is wrong with $text", ({ text, problem }) => {
    const { terms, problems } = parseLogFilter(text);

    expect(terms).toEqual([]);
    expect(problems[0]).toContain(problem);
  });

  test("takes any text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(parseLogFilter(text).terms.every(({ values }) => values.length > 0)).toBe(true);
      }),
    );
  });
});

test.each([
  { text: "since:1h", range: { fromMs: 6_400_000, toMs: 10_000_000 } },
  { text: "", range: { fromMs: 9_999_000, toMs: 10_000_000 } },
  { text: "from:1970-01-01T00:00:01Z to:1970-01-01T00:00:02.5Z", range: { fromMs: 1_000, toMs: 2_500 } },
])("$text is a range of time", ({ text, range }) => {
  expect(timeRange(parseLogFilter(text), 10_000_000, 1_000)).toEqual(range);
});

test("words of a field are taken out for others", () => {
  const changed = changeFilter('status:5xx since:1h route:"GET /a b" pets', {
    remove: ["since", "route"],
    add: filterWord("route", "GET /c d"),
  });

  expect(changed).toBe('status:5xx pets route:"GET /c d"');
});
