import { expect, test } from "vitest";
import { codePointLiteral, literal, plainText } from "./literals.ts";

test("characters beyond the first plane are one escape where escapes are code points, and two where they are UTF-16", () => {
  expect(codePointLiteral('a"\\\n\u00e9\u{1f600}')).toBe('"a\\"\\\\\\n\\u00e9\\U0001f600"');
  expect(codePointLiteral("\ud83d half")).toBe('"\\ufffd half"');
  expect(literal("\u{1f600}")).toBe('"\\ud83d\\ude00"');
});

test("texts are cut between characters", () => {
  expect([...plainText("\u{20000}".repeat(400))]).toEqual(Array(300).fill("\u{20000}"));
  expect(plainText(`a${"\u{20000}".repeat(400)}`)).not.toMatch(/\p{Surrogate}/u);
});
