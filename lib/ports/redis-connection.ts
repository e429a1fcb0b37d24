import { createHash } from "node:crypto";
import { Redis } from "ioredis";

const reconnectMostMs = 2_000;
/** A connection on which commands get no answer for so long is left: what is written to a server that hangs would pile up in memory. */
const silenceMostMs = 2_000;
/** Whoever only listens learns by these probes that the other end is gone. */
const probeAfterMs = 10_000;
/** A node that hears nothing for so long goes on alone. */
const answerMs = 50;

/** A connection whose commands fail at once while there is no server: what waits for one is too late for its caller. */
export function connectRedis(url: string, { waitsForServer = false }: { waitsForServer?: boolean } = {}): Redis {
  const redis = new Redis(url, {
    connectTimeout: reconnectMostMs,
    socketTimeout: silenceMostMs,
    keepAlive: probeAfterMs,
    enableOfflineQueue: waitsForServer,
    maxRetriesPerRequest: waitsForServer ? null : 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, reconnectMostMs),
  });
  // Each command that fails tells its caller.
  redis.on("error", () => undefined);
  return redis;
}

/** What the keys of an installation begin with: those that share a server do not share what is in it. */
export function redisOwner(feedToken: string): string {
  return `gatehouse:${createHash("sha256").update(feedToken).digest("hex").slice(0, 16)}`;
}

/** The answer, unless it takes too long. */
export function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // A process that was busy itself first looks at what came meanwhile.
    const timer = setTimeout(() => setImmediate(() => reject(new Error(`no answer in ${answerMs} ms`))), answerMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
