import { join } from "node:path";
import type { Environment } from "../lib/base/environment.ts";
import { AccessStore } from "../lib/feed/client/access-store.ts";
import { DiskCache } from "../lib/feed/client/disk-cache.ts";
import { createFeedClient } from "../lib/feed/client/feed-client.ts";
import { readOrMakeFeedToken } from "../lib/feed/client/feed-token.ts";
import { createFeedFollower } from "../lib/feed/client/follow-feed.ts";
import { IngestQueue } from "../lib/feed/client/ingest-queue.ts";
import { answerQuestion } from "./limits/node-limits.ts";
import { QuotaLedger } from "./limits/quota-ledger.ts";
import { TokenBuckets } from "./limits/token-buckets.ts";
import { log } from "./log.ts";
import type { WorkerPool } from "./worker-pool.ts";

// How often what was counted against quotas goes on its way to the console.
const usageEveryMs = 500;

/** The process that leads the workers, follows the console and delivers what was counted. */
export async function runPrimary(environment: Environment, pool: WorkerPool): Promise<void> {
  const token = environment.FEED_TOKEN ?? (await readOrMakeFeedToken(environment.DATA_DIR));
  const client = createFeedClient(environment.FEED_URL ?? `http://127.0.0.1:${environment.PORT}`, token);
  const cache = new DiskCache(join(environment.DATA_DIR, "gateway"));
  const stopping = new AbortController();
  const access = new AccessStore(join(environment.DATA_DIR, "gateway", "access"), token);
  const buckets = new TokenBuckets(() => performance.now());
  const ledger = new QuotaLedger({ nowMs: Date.now, reserve: (request) => client.reserve(request, stopping.signal) });
  const queue = new IngestQueue({ client, signal: stopping.signal, node: `${process.pid}`, nowMs: Date.now });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void pool.stop().then(async () => {
        await ledger.close();
        queue.addUsage(ledger.takeUsage());
        await queue.drain();
        stopping.abort();
        process.exit(0);
      });
    });
  }
  const follower = createFeedFollower({
    client,
    cache,
    signal: stopping.signal,
    access,
    install: (releases) => pool.install(releases),
    tellAccess: (changes) => pool.tellAccess(changes),
    report: ({ staleSinceMs, problem }) => pool.report({ staleSinceMs, problem }),
    log: (message) => log("warn", message),
    nowMs: Date.now,
  });
  await follower.loadFromDisk();
  pool.open(
    {
      port: environment.GATEWAY_PORT,
      host: environment.GATEWAY_HOST,
      tlsPort: environment.GATEWAY_TLS_PORT,
      integrationDeny: environment.INTEGRATION_DENY,
      trustedProxies: environment.TRUSTED_PROXIES ?? "",
      metricsToken: environment.METRICS_TOKEN,
      feedToken: token,
      webSocketIdleMs: environment.WEBSOCKET_IDLE_SECONDS * 1_000,
      webSocketLifeMs: environment.WEBSOCKET_MAX_SECONDS * 1_000,
    },
    {
      wholeAccess: () => access.whole(),
      answer: (question) => answerQuestion({ buckets, ledger }, question),
      onFacts: (facts) => queue.add(facts),
    },
  );
  queue.start();
  setInterval(() => queue.addUsage(ledger.takeUsage()), usageEveryMs).unref();
  await follower.follow();
}
