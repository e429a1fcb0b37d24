import fc from "fast-check";
import { expect, test } from "vitest";
import { findChanges, mergeChanges } from "./merge-edits.ts";

const base = { name: "GET /pets", integration: { uri: "http://a", timeout: 100 }, responses: { "200": { template: "old" } }, tags: ["x"] };

test("fields that different people changed are both kept", () => {
  const mine = { ...base, integration: { uri: "http://mine", timeout: 100 } };
  const theirs = { ...base, integration: { uri: "http://a", timeout: 900 }, name: "theirs" };

  const changes = findChanges(base, mine, theirs);

  expect(changes.map(({ path, by }) => [path.join("."), by])).toEqual([
    ["name", "them"],
    ["integration.uri", "me"],
    ["integration.timeout", "them"],
  ]);
  expect(mergeChanges(theirs, changes, () => false)).toEqual({ ...theirs, integration: { uri: "http://mine", timeout: 900 } });
});

test("where both changed a field the choice decides", () => {
  const mine = { ...base, responses: { "200": { template: "mine" } } };
  const theirs = { ...base, responses: { "200": { template: "theirs" } } };

  const changes = findChanges(base, mine, theirs);

  expect(changes).toEqual([{ path: ["responses", "200", "template"], base: "old", mine: "mine", theirs: "theirs", by: "both" }]);
  expect(mergeChanges(theirs, changes, () => true)).toEqual(mine);
  expect(mergeChanges(theirs, changes, () => false)).toEqual(theirs);
});

test("what I removed is removed, and what they removed stays away", () => {
  const { tags: _, ...mine } = base;
  const theirs = { ...base, responses: {} };

  const changes = findChanges(base, mine, theirs);

  expect(mergeChanges(theirs, changes, () => false)).toEqual({ name: base.name, integration: base.integration, responses: {} });
});

test("lists are one field", () => {
  const changes = findChanges(base, { ...base, tags: ["x", "mine"] }, { ...base, tags: ["theirs"] });

  expect(changes).toEqual([{ path: ["tags"], base: ["x"], mine: ["x", "mine"], theirs: ["theirs"], by: "both" }]);
});

const value = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom("d", "e"), fc.integer())));

test("without another person the merge is mine, and without me it is theirs", () => {
  fc.assert(
    fc.property(value, value, (from, to) => {
      expect(mergeChanges(from, findChanges(from, to, from), () => true)).toEqual(to);
      expect(mergeChanges(to, findChanges(from, from, to), () => true)).toEqual(to);
    }),
  );
});
