import { createHmac, randomUUID } from "node:crypto";
import { openInGateway, sealForGateways } from "../lib/feed/seal-for-gateways.ts";
import { connectRedis, inTime, redisOwner } from "../lib/ports/redis-connection.ts";
import type { WireEntry } from "./cache-messages.ts";
import type { FarCache } from "./far-cache.ts";

// Callers wait while it is asked, so that a node which heard nothing does not ask again for each of them.
const askAgainMs = 250;

type Options = {
  url: string;
  feedToken: string;
  /** Another node put something else in the place of what this one may have. */
  onRenewed(spaceId: string, key: string): void;
  /** The node keeps answers alone from now on, or no longer. */
  onChange(state: { isAlone: boolean; error?: unknown }): void;
};
type Kept = { spaceId: string; key: string; entry: WireEntry };
type Renewal = { node: string; spaceId: string; key: string };

/**
 * Kept answers in Redis, for all nodes that have the same feed token. Keys may hold tokens of callers and entries what backends said, so that
 * the server sees neither: keys are hashed, and entries sealed as what gateways have on disk.
 */
export class RedisCache implements FarCache {
  readonly #options: Options;
  readonly #redis: ReturnType<typeof connectRedis>;
  readonly #listener: ReturnType<typeof connectRedis>;
  readonly #owner: string;
  readonly #node = randomUUID();
  #aloneUntilMs = Number.NEGATIVE_INFINITY;
  #isAlone = false;

  constructor(options: Options) {
    const { url, feedToken } = options;
    this.#options = options;
    this.#owner = redisOwner(feedToken);
    this.#redis = connectRedis(url);
    this.#listener = connectRedis(url, { waitsForServer: true });
    this.#listener.on("message", (_channel, text) => this.#onMessage(text));
    this.#listener.subscribe(`${this.#owner}:renewed`).catch((error: unknown) => this.#setAlone(true, error));
  }

  get isAlone(): boolean {
    return this.#isAlone;
  }

  async read(spaceId: string, key: string): Promise<WireEntry | undefined> {
    const sealed = await this.#ask(() => this.#redis.get(this.#keyOf(spaceId, key)));
    const kept = sealed ? this.#open<Kept>(sealed) : undefined;
    // Whoever writes to the server can move values about, not make them.
    return kept?.spaceId === spaceId && kept.key === key ? kept.entry : undefined;
  }

  write(spaceId: string, key: string, entry: WireEntry): void {
    void this.#put(spaceId, key, entry);
  }

  async renew(spaceId: string, key: string, entry: WireEntry): Promise<void> {
    await this.#put(spaceId, key, entry);
    const text = this.#seal({ node: this.#node, spaceId, key } satisfies Renewal);
    await this.#ask(() => this.#redis.publish(`${this.#owner}:renewed`, text));
  }

  close(): void {
    this.#redis.disconnect();
    this.#listener.disconnect();
  }

  async #put(spaceId: string, key: string, entry: WireEntry): Promise<void> {
    const leftMs = Math.ceil(entry.expiresAtMs - Date.now());
    if (leftMs <= 0) return;
    await this.#ask(() => this.#redis.set(this.#keyOf(spaceId, key), this.#seal({ spaceId, key, entry } satisfies Kept), "PX", leftMs));
  }

  /** The answer of the server; undefined while it is out of reach. */
  async #ask<Answer>(command: () => Promise<Answer>): Promise<Answer | undefined> {
    if (performance.now() < this.#aloneUntilMs) return undefined;
    try {
      const answer = await inTime(command());
      this.#setAlone(false);
      return answer;
    } catch (error) {
      this.#aloneUntilMs = performance.now() + askAgainMs;
      this.#setAlone(true, error);
      return undefined;
    }
  }

  #setAlone(isAlone: boolean, error?: unknown): void {
    if (isAlone === this.#isAlone) return;
    this.#isAlone = isAlone;
    this.#options.onChange({ isAlone, ...(error === undefined ? {} : { error }) });
  }

  #onMessage(text: string): void {
    const renewal = this.#open<Renewal>(text);
    if (renewal !== undefined && renewal.node !== this.#node) this.#options.onRenewed(renewal.spaceId, renewal.key);
  }

  #keyOf(spaceId: string, key: string): string {
    return `${this.#owner}:cache:${createHmac("sha256", this.#options.feedToken).update(`${spaceId}\n${key}`).digest("base64url")}`;
  }

  #seal(value: unknown): string {
    return sealForGateways(JSON.stringify(value), this.#options.feedToken);
  }

  #open<Value>(sealed: string): Value | undefined {
    const text = openInGateway(sealed, this.#options.feedToken);
    // What opens was written by a gateway of this installation.
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  }
}
