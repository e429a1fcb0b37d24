import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, startRedis } from "../../bin/_redis.mjs";
import { makeSignal } from "../../lib/db/signal.ts";
import { joinChangeNotices } from "../../lib/services/change-notices.ts";

let redis: Awaited<ReturnType<typeof startRedis>>;

beforeAll(async () => {
  redis = await startRedis(await freePort());
}, 60_000);
afterAll(() => redis.stop());

test("a commit at one console wakes who waits at another, of the same installation only and once", { timeout: 30_000 }, async () => {
  const [one, two, stranger] = [makeSignal(), makeSignal(), makeSignal()];
  const joined = [
    joinChangeNotices(one, { url: redis.url, feedToken: "ours" }),
    joinChangeNotices(two, { url: redis.url, feedToken: "ours" }),
    joinChangeNotices(stranger, { url: redis.url, feedToken: "theirs" }),
  ];

  // Until both are connected a notice may be lost.
  await expect
    .poll(
      () => {
        one.announce();
        return two.count();
      },
      { timeout: 15_000 },
    )
    .toBeGreaterThan(0);
  const waiting = two.wait(two.count(), 20_000);
  const before = one.count();
  one.announce();
  await waiting;

  expect(one.count()).toBe(before + 1);
  expect(stranger.count()).toBe(0);
  for (const each of joined) each.close();
});
