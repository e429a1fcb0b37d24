import { join } from "node:path";
import { Redis } from "ioredis";
import { Agent, request } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort, startRedis } from "../../bin/_redis.mjs";
import { definitionOf, mockRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { writeToCache } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";

const throttle = { rateLimit: 50, burstLimit: 100 };
const caching = {
  ...{ metricsEnabled: false, dataTraceEnabled: false, throttlingBurstLimit: -1, throttlingRateLimit: -1 },
  ...{ cachingEnabled: true, cacheTtlInSeconds: 600, cacheDataEncrypted: false, requireAuthorizationForCacheControl: false },
  unauthorizedCacheControlHeaderStrategy: "SUCCEED_WITH_RESPONSE_HEADER",
};
const feedToken = "a token that both nodes have";

let redisPort: number;
let redis: Awaited<ReturnType<typeof startRedis>>;
let nodes: GatewayProcess[] = [];

beforeEach(async () => {
  redisPort = await freePort();
  redis = await startRedis(redisPort);
  nodes = await Promise.all([startNode(), startNode()]);
}, 60_000);

afterEach(async () => {
  await Promise.all(nodes.map(async (node) => stopGateway(node).then(() => removeDataDir(node.dataDir))));
  await redis.stop();
});

async function startNode(): Promise<GatewayProcess> {
  const dataDir = await newDataDir();
  await writeToCache(join(dataDir, "gateway"), definitionOf({ "GET /a": mockRoute("a"), "GET /kept": mockRoute("$context.requestId") }), {
    accountThrottle: throttle,
    settings: { cacheClusterEnabled: true, cacheClusterSize: "0.5", methodSettings: { "kept/GET": caching }, tracingEnabled: false },
  });
  return startGateway({ dataDir, workers: 2, environment: { REDIS_URL: redis.url, FEED_TOKEN: feedToken } });
}

/** Calls both nodes without a pause until so many were accepted, or so long; what the nodes decided together of it. */
async function callUntil(target: number) {
  const agent = new Agent({ connections: 6 });
  const counts = { accepted: 0, refused: 0, other: 0 };
  const aloneBefore = await grantedAlone();
  const startedMs = performance.now();
  async function callOn(node: GatewayProcess): Promise<void> {
    while (counts.accepted < target) {
      const answer = await request(`${node.url}/_aws/execute-api/abcdefghij/test/a`, { dispatcher: agent });
      await answer.body.dump();
      if (answer.statusCode === 200) counts.accepted++;
      else if (answer.statusCode === 429) counts.refused++;
      else counts.other++;
    }
  }
  await Promise.all(Array.from({ length: 6 }, (_, index) => callOn(nodes[index % 2] as GatewayProcess)));
  const seconds = (performance.now() - startedMs) / 1_000;
  await agent.close();
  const alone = (await grantedAlone()) - aloneBefore;
  return { ...counts, alone, seconds, ratePerSecond: (counts.accepted - alone) / seconds };
}

async function metric(node: GatewayProcess, name: string): Promise<number> {
  const text = await (await fetch(`${node.url}/_gatehouse/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1]);
}

/** On a machine that is too busy for an answer in time, nodes decide alone now and then. */
async function grantedAlone(): Promise<number> {
  const counts = await Promise.all(nodes.map((node) => metric(node, "gatehouse_limits_alone_tokens_total")));
  return counts.reduce((sum, count) => sum + count, 0);
}

const isAlone = async (node: GatewayProcess) => (await metric(node, "gatehouse_limits_alone")) === 1;

/** Asks a node until it says so on its metrics page; only a question shows it. */
async function untilAlone(expected: boolean): Promise<void> {
  for (const node of nodes) {
    await expect
      .poll(
        async () => {
          await (await fetch(`${node.url}/_aws/execute-api/abcdefghij/test/a`)).text();
          return isAlone(node);
        },
        { timeout: 15_000 },
      )
      .toBe(expected);
  }
}

test("two nodes share a throttle of 50 a second through Redis, limit alone while it is away, and share again", {
  timeout: 90_000,
}, async () => {
  await untilAlone(false);
  await callUntil(throttle.burstLimit);
  const together = await callUntil(400);
  console.log(`two nodes, 50/s: ${together.accepted} accepted in ${together.seconds.toFixed(1)} s, ${together.alone} of them alone`);

  // The bucket was empty before, so only the rate counts.
  expect([together.other, together.refused > 0]).toEqual([0, true]);
  expect(together.ratePerSecond).toBeLessThan(throttle.rateLimit * 1.05);
  // What a node decided alone is not taken from the others.
  if (together.alone === 0) expect(together.ratePerSecond).toBeGreaterThan(throttle.rateLimit * 0.95);

  await redis.stop();
  await untilAlone(true);
  const apart = await callUntil(200);
  expect(apart.other).toBe(0);
  expect(apart.alone).toBeGreaterThanOrEqual(apart.accepted);

  redis = await startRedis(redisPort);
  await untilAlone(false);
  await callUntil(throttle.burstLimit);
  const again = await callUntil(200);
  expect(again.ratePerSecond).toBeLessThan(throttle.rateLimit * 1.05);
});

test("nodes share kept answers through Redis, sealed, and go on alone while it is away", { timeout: 60_000 }, async () => {
  const [one, two] = nodes as [GatewayProcess, GatewayProcess];
  const ask = async (node: GatewayProcess, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${node.url}/_aws/execute-api/abcdefghij/test/kept`, { headers });
    return `${answer.status} ${await answer.text()}`;
  };

  const fresh = { "cache-control": "max-age=0" };
  let renewed = "";

  // A node that was too busy to hear from Redis in time goes on alone for a moment.
  await expect.poll(async () => (await ask(one)) === (await ask(two)) || (await ask(one, fresh)), { timeout: 20_000 }).toBe(true);
  const isRenewed = async () => {
    renewed = await ask(two, fresh);
    return (await ask(one)) === renewed;
  };
  await expect.poll(isRenewed, { timeout: 20_000 }).toBe(true);
  const client = new Redis(redis.url);
  const keys = await client.keys("gatehouse:*:cache:*");
  const values = await Promise.all(keys.map((key) => client.get(key)));
  client.disconnect();
  await redis.stop();

  expect(keys).toHaveLength(1);
  expect([...keys, ...values].join(" ")).not.toMatch(new RegExp(`kept|${renewed.slice(4)}`));
  expect(await ask(one)).toBe(renewed);
  const isAloneAfterAsking = async () => {
    expect(await ask(two, fresh)).toMatch(/^200 /);
    return metric(two, "gatehouse_cache_alone");
  };
  await expect.poll(isAloneAfterAsking, { timeout: 20_000 }).toBe(1);
});
