import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CreateApiKeyCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetUsageCommand,
  UpdateMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { afterEach, expect, test } from "vitest";
import { eventually, makeDataDir, type Product, removeData, startProduct } from "../support/product.ts";
import { clientOf, createNumberApi, deploy, environmentKey, setNumber } from "./aws.ts";

const passphrase = "a passphrase of the test";
const quota = 5;

const running: Product[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((product) => product.stop()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function start(dataDir: string): Promise<Product> {
  const product = await startProduct({ dataDir, env: environmentKey });
  running.push(product);
  return product;
}

/** Runs a command beside the product, or, with a port where nobody listens, on a machine where nothing runs. */
async function run(
  name: "backup" | "restore",
  file: string,
  { dataDir, consoleUrl }: Pick<Product, "dataDir" | "consoleUrl">,
): Promise<string> {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: new URL(consoleUrl).port, BACKUP_PASSPHRASE: passphrase };
  const { stdout } = await promisify(execFile)(process.execPath, [`bin/${name}.mjs`, file], { env });
  return stdout;
}

test("a backup of a running installation serves the same on an empty machine, keys and counters included", async () => {
  const [dataDir, otherDir] = [await makeDataDir(), await makeDataDir()];
  folders.push(dataDir, otherDir);
  const first = await start(dataDir);
  const client = clientOf(first);
  const api = await createNumberApi(client);
  await setNumber(client, api, 42);
  const patchOperations = [{ op: "replace" as const, path: "/apiKeyRequired", value: "true" }];
  await client.send(new UpdateMethodCommand({ ...api, httpMethod: "GET", patchOperations }));
  await deploy(client, api);
  const key = await client.send(new CreateApiKeyCommand({ name: "mobile", enabled: true }));
  const apiStages = [{ apiId: api.restApiId, stage: "prod" }];
  const { id: usagePlanId } = await client.send(
    new CreateUsagePlanCommand({ name: "metered", apiStages, quota: { limit: quota, period: "MONTH" } }),
  );
  await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: key.id, keyType: "API_KEY" }));
  const call = async ({ gatewayUrl }: Product) => {
    const headers = { "x-api-key": key.value ?? "", connection: "close" };
    const response = await fetch(`${gatewayUrl}/_aws/execute-api/${api.restApiId}/prod/`, { headers });
    return `${response.status} ${await response.text()}`;
  };
  const usedBy = async (product: Product) => {
    const today = new Date().toISOString().slice(0, 10);
    const { items } = await clientOf(product).send(new GetUsageCommand({ usagePlanId, startDate: today, endDate: today }));
    return items?.[key.id ?? ""]?.[0]?.[0] ?? 0;
  };
  await eventually("the key is known", async () => (await call(first)) === "200 number 42");
  const used = await eventually("the call is counted", async () => (await usedBy(first)) || undefined);
  const file = join(dataDir, "whole.backup");

  const said = await run("backup", file, first);
  await expect(run("restore", file, first)).rejects.toThrow("Stop Gatehouse");
  await first.stop();
  await run("restore", file, { dataDir: otherDir, consoleUrl: first.consoleUrl });
  const second = await start(otherDir);

  expect(said).toContain("was read to its end");
  expect(await eventually("the stage serves", async () => (await call(second)) === "200 number 42")).toBe(true);
  expect(await usedBy(second)).toBeGreaterThanOrEqual(used);
  for (let calls = 0; calls < quota; calls++) await call(second);
  expect(await call(second)).toBe('429 {"message":"Limit Exceeded"}');
  await removeData(second);
});
