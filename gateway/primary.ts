import { hostname } from "node:os";
import { join } from "node:path";
import type { Environment } from "../lib/base/environment.ts";
import { AccessStore } from "../lib/feed/client/access-store.ts";
import { DiskCache } from "../lib/feed/client/disk-cache.ts";
import { createFeedClient, type FeedClient } from "../lib/feed/client/feed-client.ts";
import { readOrMakeFeedToken } from "../lib/feed/client/feed-token.ts";
import { createFeedFollower } from "../lib/feed/client/follow-feed.ts";
import { IngestQueue } from "../lib/feed/client/ingest-queue.ts";
import type { DraftAnswer, DraftQuestion } from "../lib/feed/protocol.ts";
import { answerQuestion, type Buckets } from "./limits/node-limits.ts";
import { QuotaLedger } from "./limits/quota-ledger.ts";
import { SharedBuckets } from "./limits/shared-buckets.ts";
import { TokenBuckets } from "./limits/token-buckets.ts";
import { log } from "./log.ts";
import type { RedisCache } from "./redis-cache.ts";
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
  const buckets = await openBuckets(environment, token);
  const farCache = await openFarCache(environment, token, pool);
  const ledger = new QuotaLedger({ nowMs: Date.now, reserve: (request) => client.reserve(request, stopping.signal) });
  const queue = new IngestQueue({ client, signal: stopping.signal, node: `${hostname()}:${environment.GATEWAY_PORT}`, nowMs: Date.now });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void pool.stop().then(async () => {
        await ledger.close();
        queue.addUsage(ledger.takeUsage());
        await queue.drain();
        stopping.abort();
        buckets.close();
        farCache?.close();
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
      answer: (question) =>
        question.about === "draft" ? askForDraft(client, question.wanted, stopping.signal) : answerQuestion({ buckets, ledger }, question),
      onFacts: (facts) => queue.add(facts),
      metrics: () => [...buckets.metrics(), ...(farCache === undefined ? [] : cacheMetrics(farCache))],
    },
  );
  queue.start();
  setInterval(() => queue.addUsage(ledger.takeUsage()), usageEveryMs).unref();
  await follower.follow();
}

/** The part of the cache that this node has in common with others; none without Redis. */
async function openFarCache({ REDIS_URL: url }: Environment, feedToken: string, { cache }: WorkerPool): Promise<RedisCache | undefined> {
  if (url === undefined) return undefined;
  const { RedisCache } = await import("./redis-cache.ts");
  const far = new RedisCache({
    url,
    feedToken,
    onRenewed: (spaceId, key) => cache.onRenewedElsewhere(spaceId, key),
    onChange: ({ isAlone, error }) =>
      log(
        isAlone ? "warn" : "info",
        isAlone
          ? `Redis is away, this node caches alone: ${error instanceof Error ? error.message : String(error)}`
          : "Redis shares the caches of all nodes",
      ),
  });
  cache.joinFar(far);
  return far;
}

function cacheMetrics({ isAlone }: RedisCache): string[] {
  return ["# TYPE gatehouse_cache_alone gauge", `gatehouse_cache_alone ${isAlone ? 1 : 0}`];
}

async function askForDraft(client: FeedClient, wanted: DraftQuestion, signal: AbortSignal): Promise<DraftAnswer | undefined> {
  return client.draft(wanted, signal).catch((error: unknown) => {
    log("warn", `A draft cannot be previewed: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
}

type OpenBuckets = Buckets & { metrics(): string[]; close(): void };

/** The node's own buckets, or those that it has in common with others. */
async function openBuckets({ REDIS_URL: url }: Environment, feedToken: string): Promise<OpenBuckets> {
  const nowMs = () => performance.now();
  const own = new TokenBuckets(nowMs);
  if (url === undefined) return { take: (bucket, wanted) => own.take(bucket, wanted), metrics: () => [], close: () => undefined };
  // Most gateways are one node and need none of it.
  const { createRedisBuckets } = await import("./limits/redis-buckets.ts");
  const { takeShared, close } = createRedisBuckets(url, feedToken);
  const shared = new SharedBuckets({
    own,
    takeShared,
    nowMs,
    onChange: ({ isAlone, error }) =>
      log(
        isAlone ? "warn" : "info",
        isAlone
          ? `Redis is away, this node limits alone: ${error instanceof Error ? error.message : String(error)}`
          : "Redis shares the limits of all nodes",
      ),
  });
  return {
    take: (bucket, wanted) => shared.take(bucket, wanted),
    metrics: () => [
      "# TYPE gatehouse_limits_alone gauge",
      `gatehouse_limits_alone ${shared.isAlone ? 1 : 0}`,
      "# TYPE gatehouse_limits_alone_tokens_total counter",
      `gatehouse_limits_alone_tokens_total ${shared.grantedAlone}`,
    ],
    close,
  };
}
