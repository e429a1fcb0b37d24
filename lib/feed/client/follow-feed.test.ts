import { afterEach, expect, test, vi } from "vitest";
import type { FeedChanges } from "../protocol.ts";
import { AccessStore } from "./access-store.ts";
import type { DiskCache } from "./disk-cache.ts";
import type { FeedClient } from "./feed-client.ts";
import { createFeedFollower } from "./follow-feed.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** A disk that takes everything at once; nothing here reads from it. */
const cache = { writeReleases: async () => undefined, prune: async () => undefined } as unknown as DiskCache;

/** Follows a console for ten seconds of a clock that does not wait; returns the numbers behind which it asked. */
async function followTenSeconds(answer: (after: number, signal: AbortSignal) => Promise<FeedChanges>): Promise<number[]> {
  vi.useFakeTimers();
  const asked: number[] = [];
  const stop = new AbortController();
  const client: FeedClient = {
    changes: (after, signal) => {
      asked.push(after);
      return answer(after, signal);
    },
    snapshot: () => Promise.reject(new Error("there are no snapshots")),
    ingest: () => Promise.reject(new Error("nothing is told")),
    reserve: () => Promise.reject(new Error("nothing is reserved")),
    draft: () => Promise.reject(new Error("nothing is previewed")),
  };
  const follower = createFeedFollower({
    client,
    cache,
    signal: stop.signal,
    install: async () => undefined,
    access: new AccessStore("unused", "token"),
    tellAccess: () => undefined,
    report: () => undefined,
    log: () => undefined,
    nowMs: Date.now,
  });
  const done = follower.follow();
  await vi.advanceTimersByTimeAsync(10_000);
  stop.abort();
  await done;
  return asked;
}

const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Error("stopped"))));

test("beside a database that nothing was written to it asks four times a second", async () => {
  const asked = await followTenSeconds(async () => ({ seq: 0, reset: true, apis: [] }));

  expect(asked).toHaveLength(41);
});

test("a console that is away is asked less and less often", async () => {
  const asked = await followTenSeconds(() => Promise.reject(new Error("away")));

  // After 0, 0.1, 0.3, 0.7, 1.5, 3.1, 5.1, 7.1 and 9.1 seconds.
  expect(asked).toHaveLength(9);
});

test("once there is a number it waits behind it", async () => {
  const asked = await followTenSeconds((after, signal) =>
    after === 7 ? untilStopped(signal) : Promise.resolve({ seq: 7, reset: true, apis: [] }),
  );

  expect(asked).toEqual([0, 7]);
});
