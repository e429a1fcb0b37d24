import { dayOf } from "../../definition/quota-period.ts";
import type { UsageCount } from "../access.ts";

const dayMs = 86_400_000;

/** Requests of keys by plan and day, until somebody takes them. */
export class UsageCounter {
  readonly #nowMs: () => number;
  #counts = new Map<string, UsageCount>();
  // Written out once a day, not for each request.
  #day = "";
  #dayStartsMs = Number.NEGATIVE_INFINITY;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  count({ planId, keyId }: { planId: string; keyId: string }): void {
    this.add({ planId, keyId, day: this.#today(), count: 1 });
  }

  #today(): string {
    const nowMs = this.#nowMs();
    if (nowMs < this.#dayStartsMs || nowMs >= this.#dayStartsMs + dayMs) {
      this.#day = dayOf(nowMs);
      this.#dayStartsMs = Math.floor(nowMs / dayMs) * dayMs;
    }
    return this.#day;
  }

  add({ planId, keyId, day, count }: UsageCount): void {
    const key = `${planId}/${keyId}/${day}`;
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { planId, keyId, day, count });
    else known.count += count;
  }

  get size(): number {
    return this.#counts.size;
  }

  /** At most so many of them, the oldest first. */
  take(most = Number.POSITIVE_INFINITY): UsageCount[] {
    if (this.#counts.size === 0) return [];
    if (this.#counts.size <= most) {
      const all = [...this.#counts.values()];
      this.#counts = new Map();
      return all;
    }
    const some = [...this.#counts].slice(0, most);
    for (const [key] of some) this.#counts.delete(key);
    return some.map(([, count]) => count);
  }
}
