import fc from "fast-check";
import { expect, test } from "vitest";
import { applyMergePatch, createMergePatch } from "./merge-patch.ts";

const value = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: "small" }, fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()), tie("object")),
  object: fc.dictionary(fc.constantFrom("a", "b", "c", "d/e"), tie("any")),
}));

test("a patch between two objects turns the first into the second", () => {
  fc.assert(
    fc.property(value.object, value.object, (from, to) => {
      const patch = createMergePatch(from, to);

      expect(patch === undefined ? from : applyMergePatch(from, patch)).toEqual(to);
    }),
  );
});
