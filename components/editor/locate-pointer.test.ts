import fc from "fast-check";
import { expect, test } from "vitest";
import { locatePointer } from "./locate-pointer";

const text = '{ "a/b": [1, {"c": "x, }y"}], "d~": true }';

test.each([
  { pointer: "", part: text },
  { pointer: "/a~1b", part: '"a/b": [1, {"c": "x, }y"}]' },
  { pointer: "/a~1b/0", part: "1" },
  { pointer: "/a~1b/1/c", part: '"c": "x, }y"' },
  { pointer: "/d~0", part: '"d~": true' },
])("$pointer is at $part", ({ pointer, part }) => {
  const place = locatePointer(text, pointer);

  expect(text.slice(place?.start, place?.end)).toBe(part);
});

test("a pointer to nothing has no place", () => {
  expect(locatePointer(text, "/a~1b/7")).toBeUndefined();
  expect(locatePointer(text, "/d~0/deeper")).toBeUndefined();
});

test("any property of any JSON object is found with its value", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), fc.nat(4), (record, indent) => {
      const json = JSON.stringify(record, null, indent);

      for (const [name, value] of Object.entries(record)) {
        const place = locatePointer(json, `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
        const found = json.slice(place?.start, place?.end);
        expect(JSON.parse(`{${found}}`)).toEqual(JSON.parse(JSON.stringify({ [name]: value })));
      }
    }),
  );
});
