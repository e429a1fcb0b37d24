import { CreateApiKeyCommand, CreateUsagePlanCommand, CreateUsagePlanKeyCommand, UpdateMethodCommand } from "@aws-sdk/client-api-gateway";
import { Agent, request } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventually, makeDataDir, type Product, removeData, startProduct } from "../support/product.ts";
import { clientOf, createNumberApi, deploy, environmentKey } from "./aws.ts";
import { pidOf } from "./children.ts";

const quota = 10_000;
// What the gateway sets aside at a time: a hundredth of the quota. Those who wait while it asks get their share on top.
const block = quota / 100;
const connections = 64;

let product: Product;

beforeEach(async () => {
  product = await startProduct({ dataDir: await makeDataDir(), env: environmentKey });
});

afterEach(async () => {
  await product.stop();
  await removeData(product);
});

test("a quota of 10,000 is kept under 64 connections while the gateway is killed twice", { timeout: 180_000 }, async () => {
  const client = clientOf(product);
  const api = await createNumberApi(client);
  const patchOperations = [{ op: "replace" as const, path: "/apiKeyRequired", value: "true" }];
  await client.send(new UpdateMethodCommand({ ...api, httpMethod: "GET", patchOperations }));
  await deploy(client, api);
  const key = await client.send(new CreateApiKeyCommand({ name: "busy", enabled: true }));
  const plan = await client.send(
    new CreateUsagePlanCommand({
      name: "metered",
      apiStages: [{ apiId: api.restApiId, stage: "prod" }],
      quota: { limit: quota, period: "MONTH" },
    }),
  );
  const usagePlanId = plan.id ?? "";
  await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: key.id, keyType: "API_KEY" }));

  const agent = new Agent({ connections });
  const counts = { accepted: 0, refused: 0, unanswered: 0 };
  const url = `${product.gatewayUrl}/_aws/execute-api/${api.restApiId}/prod/`;
  async function call(): Promise<number | undefined> {
    try {
      const answer = await request(url, { dispatcher: agent, headers: { "x-api-key": key.value ?? "" } });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      // The gateway that was asked is dead.
      return undefined;
    }
  }
  await eventually("the key is known", async () => (await call()) === 200);
  counts.accepted++;

  const kills = [3_000, 6_000];
  async function callOn(): Promise<void> {
    while (counts.refused < connections) {
      const status = await call();
      if (status === 200) counts.accepted++;
      else if (status === 429) counts.refused++;
      else counts.unanswered++;
      if (counts.accepted < (kills[0] ?? Number.POSITIVE_INFINITY)) continue;
      kills.shift();
      process.kill(pidOf(product.supervisor.pid, "primary"), "SIGKILL");
    }
  }
  await Promise.all(Array.from({ length: connections }, callOn));
  await agent.close();
  console.log(`quota of ${quota}, two kills: ${counts.accepted} accepted, ${quota - counts.accepted} lost`);

  expect(kills).toEqual([]);
  expect(counts.accepted).toBeLessThanOrEqual(quota);
  // A kill loses a block, and the answers that were on their way.
  expect(counts.accepted).toBeGreaterThanOrEqual(quota - 2 * (block + connections));
});
