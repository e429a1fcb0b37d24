import { expect, test } from "vitest";
import type { CacheSlot } from "../lib/gateway/ports.ts";
import { type CacheClient, createCacheClient } from "./cache-client.ts";
import type { WireEntry } from "./cache-messages.ts";
import { SharedCacheOwner } from "./cache-owner.ts";
import type { FarCache } from "./far-cache.ts";

const space = { id: "a/test", maxBytes: 1_000_000 };
const reply = (text: string) => ({ status: 200, headers: ["X", text], body: Buffer.from(text) });
const clock = { nowMs: () => Date.now(), monotonicMs: () => 0 };

/** Workers with an owner; messages between them take a turn of the event loop, in order. */
function node(count: number) {
  const clients = new Map<number, CacheClient>();
  const owner = new SharedCacheOwner({
    maxBytes: 1_000_000,
    workers: () => clients.keys(),
    tell: (worker, message) => void setImmediate(() => clients.get(worker)?.onReply(structuredClone(message))),
  });
  for (let id = 1; id <= count; id++) {
    clients.set(
      id,
      createCacheClient({ clock, tell: (question) => void setImmediate(() => owner.onQuestion(id, structuredClone(question))) }),
    );
  }
  const client = (id: number) => clients.get(id) ?? createCacheClient({ clock, tell: () => undefined });
  return {
    owner,
    clients,
    read: (id: number, key = "k") => client(id).cache.read(space, key),
    renew: (id: number) => client(id).cache.renew(space, "k"),
  };
}

function bodyOf(slot: CacheSlot): string {
  return slot.kind === "hit" ? slot.reply.body.toString("latin1") : "miss";
}

function fill(slot: CacheSlot, text: string | undefined): Promise<void> {
  if (slot.kind === "hit") throw new Error("there is nothing to fill");
  return slot.settle(text === undefined ? undefined : { reply: reply(text), ttlMs: 60_000 });
}

test("what one worker fetched is a hit on the others, bytes included", async () => {
  const { read } = node(2);
  const slot = await read(1);
  if (slot.kind === "miss") await slot.settle({ reply: { ...reply(""), body: Buffer.from([0xff, 0x00, 0x80]) }, ttlMs: 60_000 });

  expect(bodyOf(await read(2))).toBe("\xff\x00\x80");
});

test("callers on all workers wait for the first one", async () => {
  const { read } = node(3);
  const first = await read(1);
  const waiting = [read(1), read(2), read(2), read(3)];

  await fill(first, "once");

  expect((await Promise.all(waiting)).map(bodyOf)).toEqual(["once", "once", "once", "once"]);
});

test("when the first one brings nothing, or its worker dies, the others go on by themselves", async () => {
  const { owner, clients, read } = node(3);
  const first = await read(1);
  const waiting = [read(2), read(3)];
  await fill(first, undefined);
  const freed = await Promise.all(waiting);
  for (const slot of freed) await fill(slot, undefined);

  await read(1, "other");
  const orphan = read(2, "other");
  clients.delete(1);
  owner.onWorkerGone(1);

  expect([...freed.map(bodyOf), bodyOf(await orphan)]).toEqual(["miss", "miss", "miss"]);
});

test("after a renewal no worker has the former answer", async () => {
  const { read, renew } = node(3);
  await fill(await read(1), "old");
  await Promise.all([read(2), read(3)]);

  await fill(renew(2), "new");

  expect([await read(1), await read(2), await read(3)].map(bodyOf)).toEqual(["new", "new", "new"]);
});

test("an answer that a renewal overtook is not kept", async () => {
  const { read, renew } = node(2);
  const slow = await read(1);
  await fill(renew(2), "new");
  await fill(slow, "old");

  expect([await read(1), await read(2)].map(bodyOf)).toEqual(["new", "new"]);
});

test("spaces that are not served any more are forgotten", async () => {
  const { owner, read, clients } = node(1);
  await fill(await read(1), "x");
  const other = createCacheClient({ clock, tell: (question) => void setImmediate(() => owner.onQuestion(2, structuredClone(question))) });
  clients.set(2, other);

  await read(1, "later");
  owner.keepSpaces(new Set());

  expect(bodyOf(await other.cache.read(space, "k"))).toBe("miss");
});

/** What two nodes have in common, in memory. */
function commons() {
  const kept = new Map<string, WireEntry>();
  const owners: SharedCacheOwner[] = [];
  const farOf = (own: SharedCacheOwner): FarCache => ({
    read: async (spaceId, key) => kept.get(`${spaceId} ${key}`),
    write: (spaceId, key, entry) => void kept.set(`${spaceId} ${key}`, entry),
    renew: async (spaceId, key, entry) => {
      kept.set(`${spaceId} ${key}`, entry);
      for (const owner of owners) if (owner !== own) owner.onRenewedElsewhere(spaceId, key);
    },
  });
  return (owner: SharedCacheOwner) => {
    owners.push(owner);
    owner.joinFar(farOf(owner));
  };
}

test("what one node fetched is a hit on the others", async () => {
  const [one, two] = [node(1), node(2)];
  const join = commons();
  join(one.owner);
  join(two.owner);
  await fill(await one.read(1), "once");

  expect((await Promise.all([two.read(1), two.read(2), two.read(1)])).map(bodyOf)).toEqual(["once", "once", "once"]);
  expect(bodyOf(await two.read(1, "other"))).toBe("miss");
});

test("a renewal on one node takes the place of what the others have, and of what they are about to fill", async () => {
  const [one, two] = [node(2), node(2)];
  const join = commons();
  join(one.owner);
  join(two.owner);
  await fill(await one.read(1), "old");
  expect(bodyOf(await two.read(2))).toBe("old");

  await fill(two.renew(1), "new");

  await expect.poll(async () => bodyOf(await one.read(1))).toBe("new");
  await expect.poll(async () => bodyOf(await two.read(2))).toBe("new");
});

test("a fill that a renewal elsewhere overtook is not given to others", async () => {
  const [one, two] = [node(1), node(1)];
  const join = commons();
  join(one.owner);
  join(two.owner);
  const slow = await one.read(1);

  await fill(two.renew(1), "new");
  await fill(slow, "old");

  await expect.poll(async () => bodyOf(await one.read(1))).toBe("new");
});
