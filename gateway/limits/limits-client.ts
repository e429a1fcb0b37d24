import type { UsageCount } from "../../lib/feed/access.ts";
import { UsageCounter } from "../../lib/feed/client/usage-counter.ts";
import type { Bucket, Clock, LimitsPort, QuotaUse } from "../../lib/gateway/ports.ts";
import type { Ask } from "../questions.ts";

// A plentiful bucket lends a worker so much of its rate at once; what is not used in time is given up. Each question costs a worker as
// much as proxying several requests, so there should be few; a bucket that is half empty lends nothing and stays exact.
const leaseMs = 50;
const sweepEveryMs = 1_000;

type Lease = { tokens: number; endsMs: number };
type Waiting = { bucket: Bucket; resolvers: ((isTaken: boolean) => void)[]; isAsking: boolean };

/** The limits of the node, as a worker asks for them. */
export class LimitsClient implements LimitsPort {
  readonly #ask: Ask;
  readonly #nowMs: () => number;
  readonly #leases = new Map<string, Lease>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #usage: UsageCounter;
  #sweptMs = 0;

  constructor(ask: Ask, clock: Clock) {
    this.#ask = ask;
    this.#nowMs = () => clock.monotonicMs();
    this.#usage = new UsageCounter(() => clock.nowMs());
  }

  take(bucket: Bucket): boolean | Promise<boolean> {
    const lease = this.#leases.get(bucket.key);
    if (lease !== undefined) {
      if (lease.tokens > 0 && this.#nowMs() < lease.endsMs) {
        lease.tokens--;
        return true;
      }
      this.#leases.delete(bucket.key);
    }
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(bucket.key) ?? { bucket, resolvers: [], isAsking: false };
      this.#waiting.set(bucket.key, waiting);
      waiting.resolvers.push(resolve);
      if (!waiting.isAsking) void this.#askFor(waiting);
    });
  }

  spend(use: QuotaUse): boolean | Promise<boolean> {
    if (use.quota !== undefined) return this.#ask({ about: "quota", use });
    // Nothing to decide: such requests are only counted.
    this.#usage.count(use);
    return true;
  }

  /** What was counted here since the last call. */
  takeUsage(): UsageCount[] {
    return this.#usage.take();
  }

  /** One question for all who wait; those who come meanwhile are in the next one. */
  async #askFor(waiting: Waiting): Promise<void> {
    const { bucket } = waiting;
    waiting.isAsking = true;
    while (waiting.resolvers.length > 0) {
      const asking = waiting.resolvers;
      waiting.resolvers = [];
      const extra = Math.floor((bucket.ratePerSecond * leaseMs) / 1_000);
      const granted = await this.#ask({ about: "tokens", bucket, needed: asking.length, extra });
      for (const [index, resolve] of asking.entries()) resolve(index < granted);
      if (granted > asking.length) this.#lend(bucket.key, granted - asking.length);
    }
    this.#waiting.delete(bucket.key);
  }

  #lend(key: string, tokens: number): void {
    const nowMs = this.#nowMs();
    this.#leases.set(key, { tokens, endsMs: nowMs + leaseMs });
    if (nowMs < this.#sweptMs + sweepEveryMs) return;
    this.#sweptMs = nowMs;
    for (const [other, { endsMs }] of this.#leases) if (endsMs < nowMs) this.#leases.delete(other);
  }
}
