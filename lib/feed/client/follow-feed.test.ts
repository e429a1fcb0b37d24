import { afterEach, expect, test, vi } from "vitest";
import type { Snapshot } from "../../definition/snapshot.ts";
import type { StageRelease } from "../../definition/stage.ts";
import type { FeedChanges } from "../protocol.ts";
import { AccessStore } from "./access-store.ts";
import type { DiskCache } from "./disk-cache.ts";
import { DamagedSnapshotError, type FeedClient } from "./feed-client.ts";
import { createFeedFollower, type Releases } from "./follow-feed.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** A disk that takes everything at once; nothing here reads from it. */
const cache = {
  writeReleases: async () => undefined,
  writeSnapshot: async () => undefined,
  snapshotPath: (hash: string) => `/no/such/folder/${hash}`,
  prune: async () => undefined,
} as unknown as DiskCache;

type Answer = (after: number, signal: AbortSignal) => Promise<FeedChanges>;

/** A follower of a console that answers so, and the numbers behind which it asked. */
function createFollower(answer: Answer, parts: { snapshot?: FeedClient["snapshot"]; onReleases?: (releases: Releases) => void } = {}) {
  const asked: number[] = [];
  const stop = new AbortController();
  const client: FeedClient = {
    changes: (after, signal) => {
      asked.push(after);
      return answer(after, signal);
    },
    snapshot: parts.snapshot ?? (() => Promise.reject(new Error("there are no snapshots"))),
    ingest: () => Promise.reject(new Error("nothing is told")),
    reserve: () => Promise.reject(new Error("nothing is reserved")),
    draft: () => Promise.reject(new Error("nothing is previewed")),
  };
  const follower = createFeedFollower({
    client,
    cache,
    signal: stop.signal,
    install: async (releases) => parts.onReleases?.(releases),
    access: new AccessStore("unused", "token"),
    tellAccess: () => undefined,
    report: () => undefined,
    log: () => undefined,
    nowMs: Date.now,
  });
  return { follower, stop, asked };
}

/** Follows a console for ten seconds of a clock that does not wait; returns the numbers behind which it asked. */
async function followTenSeconds(answer: Answer): Promise<number[]> {
  vi.useFakeTimers();
  const { follower, stop, asked } = createFollower(answer);
  const done = follower.follow();
  await vi.advanceTimersByTimeAsync(10_000);
  stop.abort();
  await done;
  return asked;
}

const untilStopped = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    const end = () => reject(new Error("stopped"));
    if (signal.aborted) end();
    signal.addEventListener("abort", end);
  });

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

const release = (stageName: string, snapshotHash: string): StageRelease => ({
  ...{ accountId: "1", region: "eu-west-1", apiId: "a", stageName, deploymentId: "d", snapshotHash },
  settings: { cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false },
});
/** Nothing here looks into it. */
const snapshot = { format: 1, definition: {} } as unknown as Snapshot;

test("a stage that the console cannot read stays as it was, and one whose snapshot is damaged is not asked for again", async () => {
  const installed: string[][] = [];
  const answers: FeedChanges[] = [
    { seq: 1, reset: true, apis: [{ apiId: "a", stages: [release("kept", "h1"), release("damaged", "h1")] }] },
    { seq: 2, reset: true, apis: [{ apiId: "a", stages: [release("damaged", "h2"), release("new", "h1")], kept: ["kept", "unknown"] }] },
  ];

  const { follower, stop, asked } = createFollower(
    async (after, signal) => {
      const answer = answers[after];
      if (answer !== undefined) return answer;
      stop.abort();
      return untilStopped(signal);
    },
    {
      snapshot: async (hash) => {
        if (hash === "h2") throw new DamagedSnapshotError("damaged");
        return snapshot;
      },
      onReleases: ({ stages }) => installed.push(stages.map(({ stageName, snapshotHash }) => `${stageName} ${snapshotHash}`)),
    },
  );
  await follower.follow();

  expect(asked).toEqual([0, 1, 2]);
  expect(installed.at(-1)).toEqual(["damaged h1", "new h1", "kept h1"]);
});
