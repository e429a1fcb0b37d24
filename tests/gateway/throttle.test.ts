import { join } from "node:path";
import { Agent, request } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import { definitionOf, mockRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { writeToCache } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";

const workers = 3;
const throttle = { rateLimit: 100, burstLimit: 200 };
const forSeconds = 10;

let dataDir: string;
let gateway: GatewayProcess;

beforeEach(async () => {
  dataDir = await newDataDir();
  const definition = definitionOf({ "GET /a": mockRoute("a"), "GET /b": mockRoute("b") });
  await writeToCache(join(dataDir, "gateway"), definition, { accountThrottle: throttle });
  gateway = await startGateway({ dataDir, workers });
});

afterEach(async () => {
  await stopGateway(gateway);
  await removeDataDir(dataDir);
});

test("an account of 100 requests a second and bursts of 200 gets them over all workers, within 5%", { timeout: 60_000 }, async () => {
  const target = throttle.burstLimit + throttle.rateLimit * forSeconds;
  const agent = new Agent({ connections: 24 });
  const counts = { accepted: 0, refused: 0, other: 0 };
  const startedMs = performance.now();

  // Always more callers than tokens, so that whatever the bucket gives is taken at once.
  async function callOn(path: string): Promise<void> {
    while (counts.accepted < target) {
      const answer = await request(`${gateway.url}/_aws/execute-api/abcdefghij/test${path}`, { dispatcher: agent });
      await answer.body.dump();
      if (answer.statusCode === 200) counts.accepted++;
      else if (answer.statusCode === 429) counts.refused++;
      else counts.other++;
    }
  }
  await Promise.all(Array.from({ length: 24 }, (_, index) => callOn(index % 2 === 0 ? "/a" : "/b")));
  const seconds = (performance.now() - startedMs) / 1_000;
  await agent.close();
  const allowed = throttle.burstLimit + throttle.rateLimit * seconds;
  console.log(
    `throttle 100/s, burst 200, ${workers} workers: ${counts.accepted} accepted, ${allowed.toFixed(0)} allowed in ${seconds.toFixed(1)} s`,
  );

  expect(counts.other).toBe(0);
  expect(counts.refused).toBeGreaterThan(0);
  expect(Math.abs(counts.accepted - allowed) / allowed).toBeLessThan(0.05);
});
