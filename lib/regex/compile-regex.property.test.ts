import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRegex } from "./compile-regex.ts";
import { RegexBudgetError, RegexSyntaxError } from "./syntax.ts";

const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\w", "\\d", "(a)", "(?:ab)", "(a|b)", "(?=a)", "^", "$", "\\b");
const quantifier = fc.constantFrom("", "", "*", "+", "?", "{1,2}", "*?", "+?");
const pattern = fc
  .array(
    fc.tuple(atom, quantifier).map(([one, times]) => (/^(\^|\$|\\b|\(\?=)/.test(one) ? one : one + times)),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));

test("what both languages have matches as the platform's engine says", () => {
  fc.assert(
    fc.property(pattern, fc.stringMatching(/^[ab1]{0,12}$/), (source, text) => {
      const expected = new RegExp(source).exec(text);

      const match = compileRegex(source, { dialect: "ecma" }).find(text);

      expect(match === undefined ? null : [match.start, match.end]).toEqual(
        expected === null ? null : [expected.index, expected.index + expected[0].length],
      );
    }),
    { numRuns: 3000 },
  );
});

test("any text is a pattern or refused with RegexSyntaxError", () => {
  const rubbish = fc
    .array(
      fc.constantFrom(
        "a",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "*",
        "+",
        "?",
        "|",
        "\\",
        "^",
        "$",
        "-",
        "&&",
        "(?<n>",
        "\\k<n>",
        "(?i)",
        "\\Q",
        "\\E",
        "1",
        ",",
        "\\p{L}",
        "(?<=",
      ),
      { maxLength: 15 },
    )
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(rubbish, (source) => {
      try {
        compileRegex(source).find("aab1-");
      } catch (error) {
        expect(error).toSatisfy((thrown) => thrown instanceof RegexSyntaxError || thrown instanceof RegexBudgetError);
      }
    }),
    { numRuns: 3000 },
  );
});
