import type { Bucket } from "../../lib/gateway/ports.ts";

type Level = { tokens: number; atMs: number; bucket: Bucket };

// Buckets that are full again say nothing; beyond so many they are swept out, now and then: rules for addresses make a bucket for each.
const sweepAbove = 10_000;
const sweepEveryMs = 1_000;
/** However many callers there are: beyond so many buckets the oldest is forgotten. */
const levelsMax = 200_000;

/** The token buckets of a node; all its workers take from them. */
export class TokenBuckets {
  readonly #levels = new Map<string, Level>();
  readonly #nowMs: () => number;
  #sweptMs = Number.NEGATIVE_INFINITY;

  /** `nowMs` is monotonic. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Takes up to `needed` tokens, and `extra` ones on top while the bucket stays at least half full. Returns how many. */
  take(bucket: Bucket, { needed, extra }: { needed: number; extra: number }): number {
    const level = this.#fill(bucket);
    const taken = Math.min(needed, Math.floor(level.tokens));
    const spare = Math.floor(level.tokens - taken - bucket.burst / 2);
    const more = taken < needed || spare <= 0 ? 0 : Math.min(extra, spare);
    level.tokens -= taken + more;
    return taken + more;
  }

  #fill(bucket: Bucket): Level {
    const nowMs = this.#nowMs();
    const level = this.#levels.get(bucket.key);
    if (level === undefined) {
      if (this.#levels.size >= sweepAbove && nowMs >= this.#sweptMs + sweepEveryMs) this.#sweep(nowMs);
      const oldest = this.#levels.size >= levelsMax ? this.#levels.keys().next().value : undefined;
      if (oldest !== undefined) this.#levels.delete(oldest);
      const full = { tokens: bucket.burst, atMs: nowMs, bucket };
      this.#levels.set(bucket.key, full);
      return full;
    }
    level.tokens = Math.min(bucket.burst, levelAt(level, nowMs, bucket.ratePerSecond));
    level.atMs = nowMs;
    level.bucket = bucket;
    return level;
  }

  #sweep(nowMs: number): void {
    this.#sweptMs = nowMs;
    for (const [key, level] of this.#levels) {
      if (levelAt(level, nowMs, level.bucket.ratePerSecond) >= level.bucket.burst) this.#levels.delete(key);
    }
  }
}

function levelAt({ tokens, atMs }: Level, nowMs: number, ratePerSecond: number): number {
  return tokens + ((nowMs - atMs) / 1_000) * ratePerSecond;
}
