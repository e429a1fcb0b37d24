import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { feedPaths } from "../../lib/feed/protocol.ts";
import { freePort } from "../support/free-port.ts";
import { eventually, makeDataDir, type Product, removeData, startProduct } from "../support/product.ts";
import { clientOf, environmentKey } from "./aws.ts";
import { isRunning, processesBelow } from "./children.ts";

// The promise is 10 s on an idle machine.
const secondStartMaxMs = 30_000;
// The supervisor kills what is left after 12 s.
const stopMaxMs = 13_000;
let product: Product;

beforeAll(async () => {
  product = await startProduct({ env: environmentKey });
});
afterAll(async () => {
  await product.stop();
  await removeData(product);
});

/** Starts the product with variables that must stop it, and gives what it said. */
async function refusedStart(env: Record<string, string>): Promise<{ code: number | null; text: string }> {
  const ports = { PORT: String(await freePort()), GATEWAY_PORT: String(await freePort()), DEMO_PORT: String(await freePort()) };
  const child = spawn(process.execPath, ["bin/start.mjs"], {
    env: { ...process.env, ...ports, DATA_DIR: product.dataDir, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, text };
}

test("a second process on the same data folder is refused with a sentence", async () => {
  const { code, text } = await refusedStart({});

  expect(code).toBe(1);
  expect(text).toContain(`${join(product.dataDir, "gatehouse.db")} is in use by another Gatehouse process. Stop it, or give`);
});

test.each([
  { env: { PORT: "http" }, says: 'PORT must be a port between 1 and 65535; it is "http".' },
  { env: { AWS_REGION: "nowhere" }, says: "The environment does not fit. AWS_REGION: is a region such as us-east-1." },
  { env: { DATABASE_URL: "mysql://x" }, says: "The environment does not fit. DATABASE_URL: starts with file: or postgresql:." },
])("$env is refused with a sentence", async ({ env, says }) => {
  const { code, text } = await refusedStart(env);

  expect([code, text.trim()]).toEqual([1, says]);
});

test("a port in use is refused with a sentence", async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));

  const { code, text } = await refusedStart({ PORT: String(port) });

  expect([code, text.trim()]).toEqual([1, `Port ${port} on 127.0.0.1 is in use. Stop what uses it, or set PORT to another port.`]);
  await new Promise((resolve) => other.close(resolve));
});

test("secrets are readable by their owner only", async () => {
  const modes = await Promise.all(
    ["auth-secret", "feed-token", "setup-token"].map(async (name) => (await stat(join(product.dataDir, name))).mode & 0o777),
  );

  expect(modes).toEqual([0o600, 0o600, 0o600]);
  expect((await stat(product.dataDir)).mode & 0o077).toBe(0);
});

test.each([
  { path: feedPaths.changes(0), method: "GET" },
  { path: "/feed/snapshots/none", method: "GET" },
  { path: "/feed/ingest", method: "POST" },
])("$method $path wants the feed token", async ({ path, method }) => {
  const response = await fetch(`${product.consoleUrl}${path}`, { method, headers: { authorization: "Bearer wrong" } });

  expect(response.status).toBe(401);
});

test.each([
  { operation: "listApis", init: {} },
  { operation: "createApi", init: { method: "POST", headers: { "content-type": "application/json" }, body: '{"name":"x"}' } },
])("the console's $operation wants a session", async ({ operation, init }) => {
  const response = await fetch(`${product.consoleUrl}/api/call/${operation}`, init);

  expect(response.status).toBe(401);
});

test("a wrong secret is refused at the AWS endpoint", async () => {
  const client = clientOf(product, { credentials: { accessKeyId: "test", secretAccessKey: "wrong" } });

  await expect(client.send(new GetRestApisCommand({}))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
});

test("SIGTERM ends every process, and a second start of the same build is quick", async () => {
  const own = await startProduct({ dataDir: await makeDataDir() });
  const below = processesBelow(own.supervisor.pid ?? 0).map(({ pid }) => pid);

  const stoppedAt = performance.now();
  await own.stop();
  const stopMs = performance.now() - stoppedAt;
  const startedAt = performance.now();
  const again = await startProduct({ dataDir: own.dataDir });
  const startMs = performance.now() - startedAt;
  console.log(`stop ${stopMs.toFixed(0)} ms, second start ${startMs.toFixed(0)} ms`);

  expect(below.length).toBeGreaterThanOrEqual(4);
  await eventually("all are gone", async () => below.every((pid) => !isRunning(pid)));
  expect([stopMs < stopMaxMs, startMs < secondStartMaxMs, own.supervisor.exitCode]).toEqual([true, true, 0]);
  await again.stop();
  await removeData(again);
});
