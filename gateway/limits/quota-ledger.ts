import { periodStart } from "../../lib/definition/quota-period.ts";
import type { QuotaGrant, QuotaRequest, UsageCount } from "../../lib/feed/access.ts";
import { UsageCounter } from "../../lib/feed/client/usage-counter.ts";
import type { QuotaLimits, QuotaUse } from "../../lib/gateway/ports.ts";

type Options = { nowMs: () => number; reserve: (request: QuotaRequest) => Promise<QuotaGrant> };

/** What this node may still let through for a key under a plan. */
type Account = {
  start: string;
  /** Set aside by the console and not spent. */
  left: number;
  /** What the console had beyond that when it was last asked; undefined before. */
  remaining: number | undefined;
  /** Let through without being set aside, because the console was away. */
  borrowed: number;
  /** Before this moment the console need not be asked again. */
  askAgainMs: number;
  waiting: ((isSpent: boolean) => void)[];
  isAsking: boolean;
};

const askEveryMs = 1_000;
/** A hundredth of the limit at a time: what a gateway that is killed loses at most. */
const blockMax = 500;

/**
 * Counts requests against quotas. Blocks of requests are set aside at the console before they are spent, so gateways that die waste some
 * of a quota and never exceed it. While the console is away a node goes on with what it knows to be left, and says so later.
 */
export class QuotaLedger {
  readonly #options: Options;
  readonly #accounts = new Map<string, Account>();
  readonly #usage: UsageCounter;

  constructor(options: Options) {
    this.#options = options;
    this.#usage = new UsageCounter(options.nowMs);
  }

  /** Whether a request may pass; then it is counted. */
  spend({ planId, keyId, quota }: QuotaUse): boolean | Promise<boolean> {
    if (quota === undefined) return this.#count(planId, keyId);
    const account = this.#account({ planId, keyId, quota });
    if (account.left > 0 && account.waiting.length === 0) {
      account.left--;
      return this.#count(planId, keyId);
    }
    if (!account.isAsking && this.#options.nowMs() < account.askAgainMs) return this.#borrow(account, { planId, keyId });
    return new Promise((resolve) => {
      account.waiting.push(resolve);
      if (!account.isAsking) void this.#ask(account, { planId, keyId, quota });
    });
  }

  /** What was counted since the last call. */
  takeUsage(): UsageCount[] {
    return this.#usage.take();
  }

  /** Gives back what was set aside and not spent. */
  async close(): Promise<void> {
    const open = [...this.#accounts].filter(([, { left, borrowed }]) => left > 0 || borrowed > 0);
    await Promise.allSettled(
      open.map(([key, { start, left, borrowed }]) => {
        const [planId = "", keyId = ""] = key.split("/");
        return this.#options.reserve({ planId, keyId, start, wanted: 0, borrowed, returned: left });
      }),
    );
  }

  #account({ planId, keyId, quota }: { planId: string; keyId: string; quota: QuotaLimits }): Account {
    const key = `${planId}/${keyId}`;
    const start = periodStart(quota, this.#options.nowMs());
    const known = this.#accounts.get(key);
    if (known?.start === start) return known;
    const account: Account = { start, left: 0, remaining: undefined, borrowed: 0, askAgainMs: 0, waiting: [], isAsking: false };
    this.#accounts.set(key, account);
    return account;
  }

  async #ask(account: Account, use: { planId: string; keyId: string; quota: QuotaLimits }): Promise<void> {
    const { planId, keyId, quota } = use;
    account.isAsking = true;
    while (account.waiting.length > 0) {
      const block = Math.min(blockMax, Math.max(1, Math.floor(quota.limit / 100)));
      const wanted = Math.max(block, account.waiting.length);
      const { start, borrowed } = account;
      try {
        const grant = await this.#options.reserve({ planId, keyId, start, wanted, borrowed, returned: 0 });
        account.left += grant.granted;
        account.remaining = grant.remaining;
        account.borrowed -= borrowed;
        if (account.left === 0) account.askAgainMs = this.#options.nowMs() + askEveryMs;
      } catch {
        // The console is away, which the health page says; what is known to be left is spent meanwhile.
        account.askAgainMs = this.#options.nowMs() + askEveryMs;
        account.remaining ??= quota.limit;
      }
      this.#serveWaiting(account, use);
    }
    account.isAsking = false;
  }

  /** Whoever waits when the console answered is told now; those who came meanwhile and are not served yet make it ask again. */
  #serveWaiting(account: Account, { planId, keyId }: { planId: string; keyId: string }): void {
    const isDecided = this.#options.nowMs() < account.askAgainMs;
    while (account.waiting.length > 0 && (account.left > 0 || isDecided)) {
      const resolve = account.waiting.shift();
      if (account.left > 0) {
        account.left--;
        resolve?.(this.#count(planId, keyId));
      } else {
        resolve?.(this.#borrow(account, { planId, keyId }));
      }
    }
  }

  #borrow(account: Account, { planId, keyId }: { planId: string; keyId: string }): boolean {
    if ((account.remaining ?? 0) <= 0) return false;
    account.remaining = (account.remaining ?? 0) - 1;
    account.borrowed++;
    return this.#count(planId, keyId);
  }

  #count(planId: string, keyId: string): true {
    this.#usage.count({ planId, keyId });
    return true;
  }
}
