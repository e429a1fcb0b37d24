import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits, findChange } from "./text-change";

describe("findChange", () => {
  test("equal texts need no change", () => {
    expect(findChange("same", "same")).toBeUndefined();
  });

  test("a change in the middle leaves both ends alone", () => {
    expect(findChange("one two three", "one 2 three")).toEqual({ start: 4, end: 7, text: "2" });
  });

  test("a change made of a text and another always leads from one to the other", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const change = findChange(before, after);

        expect(applyEdits(before, change === undefined ? [] : [change])).toBe(after);
      }),
    );
  });
});

test("edits mean the text as it was before all of them", () => {
  const edits = [
    { start: 0, end: 1, text: "" },
    { start: 4, end: 5, text: "" },
  ];

  expect(applyEdits('"abc"', edits)).toBe("abc");
});
