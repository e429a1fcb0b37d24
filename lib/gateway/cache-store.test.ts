import { expect, test } from "vitest";
import { CacheStore } from "./cache-store.ts";

const space = { id: "a", maxBytes: 100 };
const entry = (sizeBytes: number, expiresAtMs = 10) => ({ sizeBytes, expiresAtMs });

function keysOf(store: CacheStore<{ sizeBytes: number; expiresAtMs: number }>, spaceId: string, keys: string): string {
  return [...keys].filter((key) => store.find(spaceId, key, 0) !== undefined).join("");
}

test("what was used least lately leaves a space that is full", () => {
  const store = new CacheStore(1_000);
  for (const key of "abc") store.put(space, key, entry(30));
  store.find("a", "a", 0);

  store.put(space, "d", entry(30));

  expect(keysOf(store, "a", "abcd")).toBe("acd");
  expect(store.sizeBytes).toBe(90);
});

test("all spaces together keep to the limit of the store, at the cost of the largest", () => {
  const store = new CacheStore(100);
  for (const key of "abc") store.put(space, key, entry(30));

  store.put({ id: "b", maxBytes: 100 }, "x", entry(40));

  expect([keysOf(store, "a", "abc"), keysOf(store, "b", "x"), store.sizeBytes]).toEqual(["bc", "x", 100]);
});

test("entries that are over, too large, replaced or of a forgotten space take no room", () => {
  const store = new CacheStore(1_000);
  store.put(space, "old", entry(10, 5));
  store.put(space, "large", entry(101));
  store.put(space, "twice", entry(10));
  store.put(space, "twice", entry(20));
  store.put({ id: "b", maxBytes: 100 }, "x", entry(40));

  store.keepSpaces(new Set(["a"]));

  expect(store.find("a", "old", 5)).toBeUndefined();
  expect([store.find("a", "large", 0), store.find("b", "x", 0), store.sizeBytes]).toEqual([undefined, undefined, 20]);
});
