import { randomUUID } from "node:crypto";
import type { Signal } from "../db/signal.ts";
import { connectRedis, redisOwner } from "../ports/redis-connection.ts";

/**
 * Tells the consoles of other nodes of every commit, and hears of theirs, so that the gateways that wait at any of them hear at once. A notice
 * that is lost costs a moment: who waits looks by itself too.
 */
export function joinChangeNotices(commits: Signal, { url, feedToken }: { url: string; feedToken: string }): { close(): void } {
  const node = randomUUID();
  const channel = `${redisOwner(feedToken)}:changes`;
  const [teller, listener] = [connectRedis(url), connectRedis(url, { waitsForServer: true })];
  listener.on("message", (_channel, from) => {
    if (from !== node) commits.wake();
  });
  // It subscribes again by itself when the server comes back; only a closed connection rejects.
  listener.subscribe(channel).catch(() => undefined);
  const forget = commits.listen(() => {
    teller.publish(channel, node).catch(() => undefined);
  });
  return {
    close() {
      forget();
      teller.disconnect();
      listener.disconnect();
    },
  };
}
