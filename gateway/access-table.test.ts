import { expect, test } from "vitest";
import { hashApiKey } from "../lib/base/api-key-hash.ts";
import type { AccessChanges, FeedApiKey } from "../lib/feed/access.ts";
import { AccessTable } from "./access-table.ts";

const place = { accountId: "000000000000", region: "us-east-1" };
const hashOf = (value: string) => hashApiKey("secret", { ...place, value });
const told = (keys: FeedApiKey[], more: Partial<AccessChanges> = {}): AccessChanges => ({
  ...{ reset: false, hashKey: "secret", goneKeys: [], plans: [], accessKeys: [], domains: [] },
  keys,
  ...more,
});
const key = (id: string, value: string, more: Partial<FeedApiKey> = {}): FeedApiKey => ({
  ...{ id, hash: hashOf(value), enabled: true, planIds: ["p"] },
  ...more,
});

test("both values of a rotated key lead to it, each until its end, and the former one only until the next rotation", () => {
  const table = new AccessTable();
  const find = (value: string) => table.findApiKey({ ...place, value });
  table.apply(told([key("k", "one")]));
  expect(find("one")).toEqual({ id: "k", isEnabled: true, planIds: ["p"] });

  table.apply(told([key("k", "two", { expiresAtMs: 500, former: { hash: hashOf("one"), untilMs: 900 } })]));
  expect(find("two")).toMatchObject({ id: "k", endsAtMs: 500 });
  expect(find("one")).toMatchObject({ id: "k", endsAtMs: 500, isFormer: true });

  table.apply(told([key("k", "three", { former: { hash: hashOf("two"), untilMs: 900 } })]));
  expect([find("one"), find("two")?.endsAtMs, find("three")?.endsAtMs]).toEqual([undefined, 900, undefined]);

  table.apply(told([], { goneKeys: ["k"] }));
  expect([find("two"), find("three")]).toEqual([undefined, undefined]);
});

test.each([{ order: ["rotated", "new"] }, { order: ["new", "rotated"] }])(
  "a value that another key has by now is that key's: $order",
  ({ order }) => {
    const table = new AccessTable();
    const keys: Record<string, FeedApiKey> = {
      rotated: key("rotated", "two", { former: { hash: hashOf("one"), untilMs: 900 } }),
      new: key("new", "one"),
    };

    for (const name of order) table.apply(told([keys[name] as FeedApiKey]));

    expect(table.findApiKey({ ...place, value: "one" })?.id).toBe("new");
    table.apply(told([], { goneKeys: ["rotated"] }));
    expect(table.findApiKey({ ...place, value: "one" })?.id).toBe("new");
  },
);
