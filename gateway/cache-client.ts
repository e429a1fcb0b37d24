import { type CacheOwner, FrontedCache } from "../lib/gateway/fronted-cache.ts";
import type { CachePort, Clock } from "../lib/gateway/ports.ts";
import { type CacheQuestion, type CacheReply, fromWireEntry, toWireEntry } from "./cache-messages.ts";

// What a worker keeps itself of the cache, so that what is asked for often needs no question.
const frontMaxBytes = 16 * 1024 * 1024;

export type CacheClient = { cache: CachePort; onReply(reply: CacheReply): void };

/** A worker's side of the cache that it shares with the others. */
export function createCacheClient(parts: { clock: Clock; tell(question: CacheQuestion): void }): CacheClient {
  const { clock, tell } = parts;
  const waiting = new Map<number, (reply: CacheReply) => void>();
  let lastId = 0;
  const ask = (question: (id: number) => CacheQuestion): Promise<CacheReply> => {
    const id = ++lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      tell(question(id));
    });
  };
  const owner: CacheOwner = {
    async read(space, key) {
      const reply = await ask((id) => ({ kind: "cache-read", id, space, key }));
      if (reply.kind === "cache-entry") return { entry: fromWireEntry(reply.entry) };
      return { lease: reply.kind === "cache-lease" ? reply.lease : 0 };
    },
    fill(space, key, lease, entry) {
      // Zero is the lease of nobody.
      if (lease !== 0) tell({ kind: "cache-fill", space, key, lease, entry: entry && toWireEntry(entry) });
    },
    async renew(space, key, entry) {
      await ask((id) => ({ kind: "cache-renew", id, space, key, entry: toWireEntry(entry) }));
    },
  };
  const cache = new FrontedCache({ maxBytes: frontMaxBytes, clock, owner });
  return {
    cache,
    onReply(reply) {
      if (reply.kind === "cache-drop") {
        cache.drop(reply.spaceId, reply.key);
        tell({ kind: "cache-dropped", drop: reply.drop });
        return;
      }
      waiting.get(reply.id)?.(reply);
      waiting.delete(reply.id);
    },
  };
}
