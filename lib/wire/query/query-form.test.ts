import { expect, test } from "vitest";
import { queryForm } from "./query-form.ts";

test("lists end at the first position that is not there, and the first of equal names counts", () => {
  const form = queryForm(
    new URLSearchParams("A=1&A=2&L.member.1=x&L.member.2=y&L.member.4=z&S.member.1.Key=k&S.member.1.In.member.1.Key=deep&E=&F=true"),
  );

  expect([form.text("A"), form.text("None"), form.flag("F"), form.flag("A")]).toEqual(["1", undefined, true, false]);
  expect(form.texts("L")).toEqual(["x", "y"]);
  expect(form.structures("S").map((item) => [item.required("Key"), item.structures("In")[0]?.text("Key")])).toEqual([["k", "deep"]]);
  expect(["E", "L", "S", "A", "None"].map(form.has)).toEqual([true, true, true, true, false]);
  expect(() => form.required("E")).toThrow("Value null at 'e'");
});

test("names of an object's own members are parameters like others", () => {
  const form = queryForm(new URLSearchParams("__proto__.member.1=x&constructor=y"));

  expect([form.texts("__proto__"), form.text("constructor"), form.text("toString")]).toEqual([["x"], "y", undefined]);
});

test.each([
  { name: "many parameters", text: "a=&".repeat(5_001), says: "A call has at most 5000 parameters; this one has 5001." },
  { name: "names of many parts", text: `${"a.".repeat(100_000)}=x`, says: "The name of a parameter has at most 16 parts: a.a." },
])("$name are refused", ({ text, says }) => {
  expect(() => queryForm(new URLSearchParams(text))).toThrow(says);
});
