import fc from "fast-check";
import { expect, test } from "vitest";
import { isSealed, makeSealer } from "./seal.ts";

const sealer = makeSealer("a secret of the session", "access-keys");

test("every text comes back for its owner, and is not seen before", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, owner) => {
      const sealed = sealer.seal(text, owner);

      expect(isSealed(sealed)).toBe(true);
      expect(sealer.open(sealed, owner)).toBe(text);
    }),
  );
});

test.each([
  { name: "another owner", open: (sealed: string) => sealer.open(sealed, "B") },
  { name: "another secret", open: (sealed: string) => makeSealer("another secret", "access-keys").open(sealed, "A") },
  { name: "another purpose", open: (sealed: string) => makeSealer("a secret of the session", "cookies").open(sealed, "A") },
  { name: "a changed text", open: (sealed: string) => sealer.open(`${sealed.slice(0, -2)}AA`, "A") },
  { name: "a cut text", open: (sealed: string) => sealer.open(sealed.slice(0, 20), "A") },
  { name: "no mark", open: (sealed: string) => sealer.open(sealed.replace("sealed:1:", ""), "A") },
])("a sealed text does not open with $name", ({ open }) => {
  expect(open(sealer.seal("a text to keep", "A"))).toBeUndefined();
});

test("rubbish does not open", () => {
  fc.assert(fc.property(fc.string(), (text) => sealer.open(`sealed:1:${text}`, "A") === undefined));
});

test("a text is sealed differently each time", () => {
  expect(sealer.seal("x", "A")).not.toBe(sealer.seal("x", "A"));
});
