import { expect, test } from "vitest";
import { readPath } from "./evaluate-path.ts";
import { printDouble, printNumber } from "./java-number.ts";
import { JsonParseError, parseJson } from "./parse-json.ts";
import { parsePath } from "./parse-path.ts";
import { JsonPathError } from "./path.ts";
import { isJavaNumber } from "./values.ts";
import { writeJson } from "./write-json.ts";

const print = (value: unknown) => (isJavaNumber(value) ? printNumber(value) : String(value));
const write = (value: unknown) => writeJson(value, { escapesSlash: false, print, spend: () => {} });
const select = (path: string, body: string) => write(readPath(parsePath(path), { document: parseJson(body), spend: () => {} }));

const body = '{"a": [{"b": 1, "c": "x"}, {"b": 2}, {"b": null, "d": [1, 2]}], "n": {"a": [5]}, "s": "text", "e": []}';

test.each([
  { path: "$.a[0].b", result: "1" },
  { path: "a[-2].b", result: "2" },
  { path: "$.a[*].b", result: "[1,2,null]" },
  { path: "$..a[0]", result: '[{"b":1,"c":"x"},5]' },
  { path: "$.a[?(@.c)].b", result: "[1]" },
  { path: "$.a[?(@.b == null)].d", result: "[[1,2]]" },
  { path: "$.a[?(@.b > 1 && !@.c)].b", result: "[2]" },
  { path: "$.a[?(!(@.b == 1))].b", result: "[2,null]" },
  { path: "$.a[?(@.c =~ /X/i)].b", result: "[1]" },
  { path: "$.a[?(@.b in [2, 3])].b", result: "[2]" },
  { path: "$.a[?(@.d size 2)].d[1]", result: "[2]" },
  { path: "$.a[?(@.b == '2')].b", result: "[2]" },
  { path: "$['s','e']", result: '{"s":"text","e":[]}' },
  { path: "$.a[1:].b", result: "[2,null]" },
  { path: "$.a[:-1].b", result: "[1,2]" },
  { path: "$.a.length()", result: "3" },
  { path: "$.a[2].d.sum()", result: "3.0" },
  { path: "$.none", result: "null" },
  { path: "$.none.deeper[0]", result: "null" },
  { path: "$..none", result: "[]" },
  { path: "$.s.length()", result: "null" },
])("$path selects $result", ({ path, result }) => {
  expect(select(path, body)).toBe(result);
});

test.each(["$[", "$.", "$.a[", "$..", "$.a[?(@.b]", "$.a b", "$.a[1:2:x]", "$x", ""])("%j is no path", (path) => {
  expect(() => parsePath(path)).toThrow(JsonPathError);
});

test.each([
  { text: "{'a':x y,b:[1,,2,]}", result: '{"a":"x y","b":[1,2]}' },
  { text: "plain text", result: '"plain text"' },
  {
    text: "[1.50, 10000000, 1e3, 12345678901234567890, 0.1234567890123456789]",
    result: "[1.5,10000000,1000.0,12345678901234567890,0.1234567890123456789]",
  },
  { text: "[-0, -0.0, 007, 1x, -]", result: '[0,-0.0,7,"1x",0]' },
  { text: '"\\u00e9\\x41\\/"', result: '"éA/"' },
  { text: '{"a":1} rest', result: '{"a":1}' },
  { text: "", result: '""' },
])("$text is read as $result", ({ text, result }) => {
  expect(write(parseJson(text))).toBe(result);
});

test.each(["{", "[1", '{"a"', '"x', "}", "[1}", '{"a":1]', "[".repeat(500)])("%j is refused", (text) => {
  expect(() => parseJson(text)).toThrow(JsonParseError);
});

test.each([
  { value: 1, text: "1.0" },
  { value: 1e7, text: "1.0E7" },
  { value: 1.5e-5, text: "1.5E-5" },
  { value: 0.001, text: "0.001" },
  { value: 9999999.5, text: "9999999.5" },
  { value: -123456789, text: "-1.23456789E8" },
])("the double $value prints as $text", ({ value, text }) => {
  expect(printDouble(value)).toBe(text);
});
