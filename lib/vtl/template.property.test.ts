import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuMs } from "../../tests/support/cpu-ms.ts";
import { compileTemplate, parseTemplate } from "./template.ts";
import { VtlError } from "./vtl-error.ts";

const input = {
  body: '{"a": [1, 2.5, {"b": "x"}], "t": "text"}',
  params: { path: {}, querystring: { q: "v" }, header: {} },
  context: { stage: "s" },
  stageVariables: {},
};

// Pieces that mean something to the parser, so that rubbish gets past its first character.
const piece = fc.constantFrom(
  ...[
    "$",
    "$!",
    "${",
    "}",
    "#",
    "##",
    "#*",
    "*#",
    "#[[",
    "]]#",
    "\\",
    "\\\\",
    "#set(",
    "#if(",
    "#elseif(",
    "#else",
    "#end",
    "#foreach(",
    "#define(",
    "#stop",
    "#break",
  ],
  ...[
    "$x",
    "$input",
    ".path('$')",
    ".path(",
    "'",
    '"',
    "(",
    ")",
    "[",
    "]",
    "{",
    ",",
    ":",
    "..",
    ".",
    "-",
    "1",
    "1.5",
    " = ",
    " in ",
    "true",
    "\n",
    " ",
    "a",
    "$foreach.index",
    "#macro(m)",
    "é",
    "😀",
  ],
);

test("any text parses or fails with VtlError, and renders or fails with VtlError", () => {
  const text = fc.oneof(
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
    fc.string({ unit: "binary", maxLength: 60 }),
  );
  fc.assert(
    fc.property(text, (template) => {
      try {
        const { output } = compileTemplate(template).render(input);
        expect(typeof output).toBe("string");
      } catch (error) {
        expect(error).toBeInstanceOf(VtlError);
      }
    }),
    { numRuns: 3000 },
  );
});

test("text without dollars, hashes and backslashes renders as it is", () => {
  const plain = fc.string({ unit: "binary" }).filter((text) => !/[$#\\]/.test(text));
  fc.assert(
    fc.property(plain, (text) => {
      expect(compileTemplate(text).render(input).output).toBe(text);
    }),
  );
});

test("a text of 1 MB has as many matches as it has", () => {
  const template = compileTemplate(`$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")`);
  const body = "it's ".repeat(200_000);

  expect(template.render({ ...input, body }).output).toBe(body);
});

test.each([
  { name: "loops in loops", template: "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])x#end#end#end" },
  { name: "a text that doubles", template: "#set($s = 'aaaaaaaaaa')#foreach($i in [1..1000])#set($s = \"$s$s\")#end" },
  { name: "a sum that doubles", template: "#set($s = 'aaaaaaaaaa')#foreach($i in [1..1000])#set($s = $s + $s)#end" },
  { name: "a number that squares", template: "#set($n = 999999999999)#foreach($i in [1..1000])#set($n = $n * $n)#end" },
  { name: "a list that doubles", template: "#set($l = [1, 2, 3])#foreach($i in [1..1000])#set($x = $l.addAll($l))#end" },
  { name: "a list in itself", template: "#set($l = [])#set($x = $l.add($l))$l" },
  { name: "a map in itself", template: "#set($m = {})#set($m.m = $m)$m.hashCode()$m" },
  {
    name: "blocks that multiply",
    template: `${Array.from({ length: 40 }, (_, index) => `#define($b${index + 1})$b${index}$b${index}#end`).join("")}$b40`,
  },
  {
    name: "a chain of blocks",
    template: `${Array.from({ length: 3000 }, (_, index) => `#define($b${index + 1})$b${index}#end`).join("")}$b3000`,
  },
  { name: "a catastrophic pattern", template: "#set($s = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')$s.matches('(a+)+')" },
  { name: "many slow patterns", template: "#set($s = 'aaaaaaaaaaaaaaaaaaaa!')#foreach($i in [1..1000])$s.matches('(a|aa)+')#end" },
  {
    name: "a long list that is written again and again",
    template: `#set($l = $util.parseJson('[${"1,".repeat(20_000)}1]'))#foreach($i in [1..1000])#set($s = "$l")#end`,
  },
  {
    name: "long lists that are compared again and again",
    template: `#set($t = '[${"1,".repeat(20_000)}1]')#set($a = $util.parseJson($t))#set($b = $util.parseJson($t))#foreach($i in [1..1000])#if($a == $b)#end#set($h = $a.hashCode())#end`,
  },
  {
    name: "texts that are decoded again and again",
    template: `#foreach($i in [1..1000])#set($s = $util.urlDecode('${"%41".repeat(20_000)}'))#end`,
  },
  { name: "a huge range", template: "#set($r = [1..2000000000])" },
  { name: "a huge format", template: "#set($s = 'x')$s.format('%1000000000d', 1)" },
  {
    name: "a replacement that explodes",
    template:
      "#set($s = 'aaaaaaaaaaaaaaaaaaaaaaaa')#foreach($i in [1..50])#set($s = $s.replace('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'))#end",
  },
  {
    name: "a pattern that explodes",
    template:
      "#set($s = 'aaaaaaaaaaaaaaaaaaaaaaaa')#foreach($i in [1..50])#set($s = $s.replaceAll('a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'))#end",
  },
  { name: "deep scans", template: "#foreach($i in [1..1000])#foreach($j in [1..1000])$input.path('$..*..*')#end#end" },
  {
    name: "split to pieces",
    template:
      "#set($s = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa')#foreach($i in [1..12])#set($s = $s + $s)#end#foreach($i in [1..1000])#set($p = $s.split(''))#end",
  },
])("$name ends within the budget", ({ template }) => {
  const compiled = compileTemplate(template);
  const times = Array.from({ length: 3 }, () => {
    const started = cpuMs();
    expect(() => compiled.render(input)).toThrow(VtlError);
    return cpuMs() - started;
  });

  // 50 ms is the limit; three times as long is a fault on any machine.
  expect(Math.min(...times)).toBeLessThan(150);
});

test.each([
  { name: "brackets", template: `#set($x = ${"[".repeat(5000)})` },
  { name: "parentheses", template: `#if(${"(".repeat(5000)}` },
  { name: "negations", template: `#if(${"!".repeat(5000)}true)` },
  { name: "conditions", template: "#if(true)".repeat(5000) },
  { name: "arguments", template: "$a.b(".repeat(5000) },
  { name: "texts", template: `#set($x = ${'"'.repeat(5000)}$x` },
  { name: "operators", template: `#set($x = 1${" + 1".repeat(20_000)})` },
  { name: "backslashes", template: "\\".repeat(200_000) },
  { name: "dollars", template: "$".repeat(200_000) },
  { name: "hashes", template: "#".repeat(200_000) },
  { name: "quotes", template: `#set($x = ${"'".repeat(100_001)})` },
  { name: "comments", template: "#*".repeat(100_000) },
  { name: "too much text", template: "x".repeat(400_000) },
])("many $name parse or fail soon", ({ template }) => {
  const started = cpuMs();

  parseTemplate(template);

  expect(cpuMs() - started).toBeLessThan(1000);
});
