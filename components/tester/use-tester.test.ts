import { expect, test } from "vitest";
import { fillPath, parseHeaders, pathParametersOf } from "./use-tester";

test.each([
  { path: "/pets/{petId}", parameters: { petId: "a b" }, query: "", filled: "/pets/a%20b" },
  { path: "/files/{proxy+}", parameters: { proxy: "x/y z" }, query: "?v=1", filled: "/files/x/y%20z?v=1" },
  { path: "/pets/{petId}", parameters: {}, query: "", filled: "/pets/{petId}" },
])("$path is filled to $filled", ({ path, parameters, query, filled }) => {
  expect(fillPath(path, { pathParameters: parameters, query })).toBe(filled);
});

test("path parameters are named without the plus of a greedy one", () => {
  expect(pathParametersOf("/a/{b}/{c+}")).toEqual(["b", "c"]);
});

test("a header keeps the colons of its value", () => {
  expect(parseHeaders("Origin: http://x:1\n\nrubbish")).toEqual([["Origin", "http://x:1"]]);
});
