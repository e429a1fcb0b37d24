import { CacheStore } from "./cache-store.ts";
import type { CachedReply, CachePort, CacheSlot, CacheSpace, Clock } from "./ports.ts";

/** A response and until when it is good. */
export type CacheEntry = { reply: CachedReply; expiresAtMs: number };

/** Where several processes keep what they share. */
export interface CacheOwner {
  /** An entry, or the right to fill it. It may wait for another process that has this right. */
  read(space: CacheSpace, key: string): Promise<{ entry: CacheEntry } | { lease: number }>;
  /** Ends a right; without an entry when there is nothing to store. */
  fill(space: CacheSpace, key: string, lease: number, entry: CacheEntry | undefined): void;
  /** Puts an entry in the place of whatever was there; done when no process has the former one. */
  renew(space: CacheSpace, key: string, entry: CacheEntry): Promise<void>;
}

/** Callers that wait for a fill of this process; one that was overtaken by a renewal is not kept. */
type Flight = { settled: Promise<CacheEntry | undefined>; isOvertaken: boolean };

/** A response cache with a part of its own in front of the owner's; without an owner it is all there is. */
export class FrontedCache implements CachePort {
  readonly #store: CacheStore<CacheEntry & { sizeBytes: number }>;
  readonly #flights = new Map<string, Flight>();
  readonly #clock: Clock;
  readonly #owner: CacheOwner | undefined;

  constructor(settings: { maxBytes: number; clock: Clock; owner?: CacheOwner }) {
    this.#store = new CacheStore(settings.maxBytes);
    this.#clock = settings.clock;
    this.#owner = settings.owner;
  }

  read(space: CacheSpace, key: string): CacheSlot | Promise<CacheSlot> {
    const known = this.#store.find(space.id, key, this.#clock.nowMs());
    if (known !== undefined) return { kind: "hit", reply: known.reply };
    const flight = this.#flights.get(flightKey(space.id, key));
    return flight === undefined ? this.#open(space, key) : this.#join(flight);
  }

  renew(space: CacheSpace, key: string): CacheSlot {
    const settle = async (fresh: { reply: CachedReply; ttlMs: number } | undefined) => {
      if (fresh === undefined) return;
      const entry = this.#toEntry(fresh);
      await this.#owner?.renew(space, key, entry);
      this.#keep(space, key, entry);
    };
    return { kind: "miss", settle };
  }

  /** Forgets an entry that another process renewed. */
  drop(spaceId: string, key: string): void {
    this.#store.remove(spaceId, key);
    const flight = this.#flights.get(flightKey(spaceId, key));
    if (flight !== undefined) flight.isOvertaken = true;
  }

  async #open(space: CacheSpace, key: string): Promise<CacheSlot> {
    let finish: (entry: CacheEntry | undefined) => void = () => undefined;
    const settled = new Promise<CacheEntry | undefined>((resolve) => {
      finish = resolve;
    });
    const flight: Flight = { settled, isOvertaken: false };
    const id = flightKey(space.id, key);
    this.#flights.set(id, flight);
    const end = (entry: CacheEntry | undefined) => {
      if (entry !== undefined && !flight.isOvertaken) this.#keep(space, key, entry);
      this.#flights.delete(id);
      finish(entry);
    };
    const found = (await this.#owner?.read(space, key)) ?? { lease: 0 };
    if ("entry" in found) {
      end(found.entry);
      return { kind: "hit", reply: found.entry.reply };
    }
    const settle = (fresh: { reply: CachedReply; ttlMs: number } | undefined) => {
      const entry = fresh === undefined ? undefined : this.#toEntry(fresh);
      this.#owner?.fill(space, key, found.lease, entry);
      end(entry);
      return Promise.resolve();
    };
    return { kind: "miss", settle };
  }

  // When the first caller brings nothing, those who waited go on by themselves, all at once: waiting in turn would add up.
  async #join(flight: Flight): Promise<CacheSlot> {
    const entry = await flight.settled;
    return entry === undefined ? { kind: "miss", settle: () => Promise.resolve() } : { kind: "hit", reply: entry.reply };
  }

  #toEntry({ reply, ttlMs }: { reply: CachedReply; ttlMs: number }): CacheEntry {
    return { reply, expiresAtMs: this.#clock.nowMs() + ttlMs };
  }

  #keep(space: CacheSpace, key: string, entry: CacheEntry): void {
    this.#store.put(space, key, { ...entry, sizeBytes: entrySizeBytes(key, entry.reply) });
  }
}

// What an entry costs beside its texts.
const entryOverheadBytes = 512;

export function entrySizeBytes(key: string, reply: { headers: readonly string[]; body: { length: number } }): number {
  return reply.headers.reduce((sum, text) => sum + text.length, key.length + reply.body.length + entryOverheadBytes);
}

function flightKey(spaceId: string, key: string): string {
  return `${spaceId}\n${key}`;
}
