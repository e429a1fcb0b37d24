import type { Clock } from "../lib/gateway/ports.ts";

type Rate = { burst: number; perSecond: number };

/** So many at once, and then so many a second. */
export class Allowance {
  readonly #rate: Rate;
  readonly #clock: Clock;
  #left: number;
  #refilledMs: number;

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
    this.#left = rate.burst;
    this.#refilledMs = clock.monotonicMs();
  }

  /** Takes one; false when there is none. The clock is only asked then. */
  take(): boolean {
    if (this.#left < 1) this.#refill();
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }

  #refill(): void {
    const nowMs = this.#clock.monotonicMs();
    const earned = ((nowMs - this.#refilledMs) / 1_000) * this.#rate.perSecond;
    this.#left = Math.min(this.#rate.burst, this.#left + earned);
    this.#refilledMs = nowMs;
  }
}
