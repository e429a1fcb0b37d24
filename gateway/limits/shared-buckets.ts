import type { Bucket } from "../../lib/gateway/ports.ts";
import type { TokenBuckets } from "./token-buckets.ts";

/** Takes tokens from buckets that several nodes have in common; rejects when they cannot be reached in time. */
export type TakeShared = (bucket: Bucket, wanted: Wanted) => Promise<number>;
export type Wanted = { needed: number; extra: number };

type Options = {
  own: TokenBuckets;
  takeShared: TakeShared;
  nowMs: () => number;
  /** The node limits alone from now on, or no longer. */
  onChange: (state: { isAlone: boolean; error?: unknown }) => void;
};

// Callers wait while the shared buckets are asked, so that a node which heard nothing does not ask again for each of them.
const askAgainMs = 250;

/** The token buckets of several nodes. While they are out of reach each node limits alone, and says so. */
export class SharedBuckets {
  readonly #options: Options;
  #aloneUntilMs = Number.NEGATIVE_INFINITY;
  #isAlone = false;
  #grantedAlone = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  get isAlone(): boolean {
    return this.#isAlone;
  }

  /** Tokens that this node gave without asking the others. */
  get grantedAlone(): number {
    return this.#grantedAlone;
  }

  take(bucket: Bucket, wanted: Wanted): number | Promise<number> {
    const { own, takeShared, nowMs } = this.#options;
    if (nowMs() < this.#aloneUntilMs) return this.#takeAlone(bucket, wanted);
    return takeShared(bucket, wanted).then(
      (taken) => {
        this.#setAlone(false);
        // A node that has to go on alone begins with what it took, not with a full bucket.
        own.take(bucket, { needed: taken, extra: 0 });
        return taken;
      },
      (error: unknown) => {
        this.#aloneUntilMs = nowMs() + askAgainMs;
        this.#setAlone(true, error);
        return this.#takeAlone(bucket, wanted);
      },
    );
  }

  #takeAlone(bucket: Bucket, wanted: Wanted): number {
    const taken = this.#options.own.take(bucket, wanted);
    this.#grantedAlone += taken;
    return taken;
  }

  #setAlone(isAlone: boolean, error?: unknown): void {
    if (isAlone === this.#isAlone) return;
    this.#isAlone = isAlone;
    this.#options.onChange({ isAlone, ...(error === undefined ? {} : { error }) });
  }
}
