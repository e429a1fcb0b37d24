import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRegex } from "./compile-regex.ts";
import { sampleTexts } from "./sample-texts.ts";
import { RegexBudgetError, RegexSyntaxError } from "./syntax.ts";

test.each([
  { pattern: "404", samples: ["404"] },
  { pattern: "4\\d{2}", samples: ["400"] },
  { pattern: "(Bad|Late) input", samples: ["Bad input", "Late input"] },
  { pattern: "a?b+", samples: ["b", "ab"] },
  { pattern: "(?!x).*", samples: ["", "a"] },
  { pattern: "[^a]", samples: ["A"] },
])("$pattern fits $samples", ({ pattern, samples }) => {
  expect(sampleTexts(pattern)).toEqual(samples);
});

test("whatever the pattern, each sample fits it and there are few of them", () => {
  const piece = fc.constantFrom(
    "a",
    ".",
    "\\d",
    "(b|c)",
    "[x-z]",
    "*",
    "+",
    "?",
    "{2}",
    "|",
    "(",
    ")",
    "^",
    "$",
    "\\b",
    "(?=a)",
    "((a|b){9}){9}",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const pattern = pieces.join("");
      let samples: string[];
      try {
        samples = sampleTexts(pattern);
      } catch (error) {
        expect([RegexSyntaxError, RegexBudgetError]).toContain(error instanceof Error ? error.constructor : error);
        return;
      }
      expect(samples.length).toBeLessThanOrEqual(24);
      for (const sample of samples) expect(compileRegex(pattern).matches(sample)).toBe(true);
    }),
  );
});
