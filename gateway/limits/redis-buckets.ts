import { connectRedis, inTime, redisOwner } from "../../lib/ports/redis-connection.ts";
import type { TakeShared } from "./shared-buckets.ts";

// The same arithmetic as of a node's own buckets, in one step and by one clock: that of the server. A full bucket needs no key.
const script = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local rate, burst, needed, extra = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = burst
if known[1] then
  tokens = math.min(burst, tonumber(known[1]) + math.max(0, now - tonumber(known[2])) / 1000 * rate)
end
local taken = math.min(needed, math.floor(tokens))
local spare = math.floor(tokens - taken - burst / 2)
local more = 0
if taken == needed and spare > 0 then more = math.min(extra, spare) end
tokens = tokens - taken - more
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
local fullMs = 86400000
if rate > 0 then fullMs = math.min(fullMs, math.ceil((burst - tokens) / rate * 1000) + 1000) end
redis.call('PEXPIRE', KEYS[1], fullMs)
return taken + more
`;

type Script = { takeTokens(key: string, rate: number, burst: number, needed: number, extra: number): Promise<number> };

/** Buckets in Redis, for all nodes that have the same feed token: installations that share a server do not share buckets. */
export function createRedisBuckets(url: string, feedToken: string): { takeShared: TakeShared; close(): void } {
  const redis = connectRedis(url);
  redis.defineCommand("takeTokens", { numberOfKeys: 1, lua: script });
  // The client has the command from here on; its type does not know that.
  const commands = redis as unknown as Script;
  const owner = redisOwner(feedToken);
  return {
    takeShared: ({ key, ratePerSecond, burst }, { needed, extra }) =>
      inTime(commands.takeTokens(`${owner}:${key}`, ratePerSecond, burst, needed, extra)),
    close: () => redis.disconnect(),
  };
}
