import type { CacheSpace } from "./ports.ts";

/** What a store holds, with its size. */
export type Stored = { expiresAtMs: number; sizeBytes: number };

type Space<Entry> = { sizeBytes: number; entries: Map<string, Entry> };

/** Entries in memory, by space and key. Each space has its limit in bytes and all of them together have one; what was used least lately goes. */
export class CacheStore<Entry extends Stored> {
  readonly #maxBytes: number;
  readonly #spaces = new Map<string, Space<Entry>>();
  #sizeBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  find(spaceId: string, key: string, nowMs: number): Entry | undefined {
    const space = this.#spaces.get(spaceId);
    const entry = space?.entries.get(key);
    if (space === undefined || entry === undefined) return undefined;
    space.entries.delete(key);
    if (entry.expiresAtMs > nowMs) {
      space.entries.set(key, entry);
      return entry;
    }
    this.#account(space, -entry.sizeBytes);
    return undefined;
  }

  put(space: CacheSpace, key: string, entry: Entry): void {
    this.remove(space.id, key);
    if (entry.sizeBytes > Math.min(space.maxBytes, this.#maxBytes)) return;
    const own = this.#spaces.get(space.id) ?? { sizeBytes: 0, entries: new Map<string, Entry>() };
    this.#spaces.set(space.id, own);
    own.entries.set(key, entry);
    this.#account(own, entry.sizeBytes);
    while (own.sizeBytes > space.maxBytes) this.#evictFrom(own);
    while (this.#sizeBytes > this.#maxBytes) this.#evictFrom(this.#largest() ?? own);
  }

  remove(spaceId: string, key: string): void {
    const space = this.#spaces.get(spaceId);
    const entry = space?.entries.get(key);
    if (space === undefined || entry === undefined) return;
    space.entries.delete(key);
    this.#account(space, -entry.sizeBytes);
  }

  /** Forgets the spaces that are not in the list. */
  keepSpaces(ids: ReadonlySet<string>): void {
    for (const [id, space] of this.#spaces) {
      if (ids.has(id)) continue;
      this.#spaces.delete(id);
      this.#sizeBytes -= space.sizeBytes;
    }
  }

  #account(space: Space<Entry>, bytes: number): void {
    space.sizeBytes += bytes;
    this.#sizeBytes += bytes;
  }

  #evictFrom(space: Space<Entry>): void {
    const [key, entry] = space.entries.entries().next().value ?? [];
    if (key === undefined || entry === undefined) return;
    space.entries.delete(key);
    this.#account(space, -entry.sizeBytes);
  }

  #largest(): Space<Entry> | undefined {
    let largest: Space<Entry> | undefined;
    for (const space of this.#spaces.values()) if (space.sizeBytes > (largest?.sizeBytes ?? 0)) largest = space;
    return largest;
  }
}
