import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { secretMask } from "../../lib/definition/secret-variables.ts";
import type { MetricPoint } from "../../lib/feed/protocol.ts";
import { sealForGateways } from "../../lib/feed/seal-for-gateways.ts";
import { definitionOf, mockRoute } from "../../lib/gateway/testing/definition-fixture.ts";
import { releaseOf } from "./cache-fixture.ts";
import { type GatewayProcess, newDataDir, removeDataDir, startGateway, stopGateway } from "./gateway-process.ts";
import { type StandInConsole, startConsole } from "./stand-ins.ts";
import { waitUntil } from "./wait-until.ts";

let dataDir: string;
let standIn: StandInConsole;
let gateway: GatewayProcess;

beforeEach(async () => {
  dataDir = await newDataDir();
  standIn = await startConsole();
  standIn.publish(version(1));
  gateway = await start();
});

afterEach(async () => {
  await stopGateway(gateway);
  await standIn.close();
  await removeDataDir(dataDir);
});

function start(): Promise<GatewayProcess> {
  return startGateway({ dataDir, workers: 2, environment: { FEED_URL: standIn.url, FEED_TOKEN: standIn.token } });
}

function version(number: number) {
  return releaseOf(definitionOf({ "GET /": mockRoute(`version ${number}`) }), { deploymentId: `d${number}` });
}

async function answer(): Promise<string> {
  const response = await fetch(`${gateway.url}/_aws/execute-api/abcdefghij/test/`, { signal: AbortSignal.timeout(5_000) });
  return `${response.status} ${await response.text()}`;
}

test("a change reaches every worker within a second and no request fails meanwhile", async () => {
  const seen = new Set<string>();
  let isDone = false;
  const traffic = (async () => {
    while (!isDone) seen.add(await answer());
  })();

  const times: number[] = [];
  for (let number = 2; number <= 6; number++) {
    standIn.publish(version(number));
    // Ten answers in a row come from both workers.
    times.push(
      await waitUntil(`version ${number} is served`, async () => (await tenAnswers()).every((text) => text === `200 version ${number}`)),
    );
  }
  isDone = true;
  await traffic;

  expect([...seen].filter((text) => !text.startsWith("200 "))).toEqual([]);
  // A second is the limit; a busy machine may take longer, three times as long is a fault.
  expect(Math.max(...times)).toBeLessThan(3_000);
});

function tenAnswers(): Promise<string[]> {
  return Promise.all(Array.from({ length: 10 }, answer));
}

test("what was fetched is kept for the owner only and not fetched again", async () => {
  await waitUntil("the cache is written", async () => (await readdir(join(dataDir, "gateway"))).includes("releases.json"));
  await stopGateway(gateway);
  const fetchedBefore = standIn.fetched.length;

  gateway = await start();

  expect(await answer()).toBe("200 version 1");
  await waitUntil("the console is asked", async () => (await gateway.health())?.body.staleSince === undefined);
  expect(standIn.fetched.length).toBe(fetchedBefore);
  expect((await stat(join(dataDir, "gateway", "releases.json"))).mode & 0o777).toBe(0o600);
});

test.each(["releases.json", "snapshots"])("damaged %s are fetched again", async (damaged) => {
  await waitUntil("the cache is written", async () => (await readdir(join(dataDir, "gateway"))).includes("releases.json"));
  await stopGateway(gateway);
  const folder = join(dataDir, "gateway", damaged === "snapshots" ? "snapshots" : "");
  for (const name of await readdir(folder))
    if (/\.jsonl?$/.test(name)) await writeFile(join(folder, name), '{"format":1,"definition":{}}\nrubbish');

  gateway = await start();

  await waitUntil("the stage is served", async () => (await answer()) === "200 version 1");
});

test("what is counted reaches the console in batches with ids of their own", async () => {
  for (let i = 0; i < 20; i++) await answer();
  await fetch(`${gateway.url}/_aws/execute-api/abcdefghij/test/nowhere`);

  const sum = (read: (point: MetricPoint) => number) =>
    standIn.batches.flatMap(({ metrics }) => metrics).reduce((total, point) => total + read(point), 0);
  await waitUntil("all requests are counted", () => sum(({ count }) => count) >= 21);

  const records = standIn.batches.flatMap((batch) => batch.records);
  expect([sum(({ count }) => count), sum(({ count4xx }) => count4xx), sum(({ count5xx }) => count5xx)]).toEqual([21, 1, 0]);
  expect(sum(({ latency }) => latency.reduce((total, each) => total + each, 0))).toBe(21);
  await waitUntil("all requests are logged", () => standIn.batches.flatMap((batch) => batch.records).length === 21);
  expect(records[0]).toMatchObject({ apiId: "abcdefghij", stage: "test", deploymentId: "d1", status: 200, path: "/", resourcePath: "/" });
  expect(new Set(standIn.batches.map(({ batchId }) => batchId)).size).toBe(standIn.batches.length);
});

test("a stage logs as its settings say, and what no stage serves is found by its id", async () => {
  const { snapshot, release } = version(1);
  const logged = { metricsEnabled: true, dataTraceEnabled: false, loggingLevel: "INFO" } as const;
  const cached = { cacheTtlInSeconds: 300, cacheDataEncrypted: false, requireAuthorizationForCacheControl: true };
  const unlimited = { throttlingBurstLimit: -1, throttlingRateLimit: -1, unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403" };
  const accessLogSettings = { format: "$context.requestId $context.status $context.resourcePath" };
  const settings = { ...release.settings, accessLogSettings, methodSettings: { "*/*": { ...logged, ...cached, ...unlimited } } };
  standIn.publish({ snapshot, release: { ...release, settings } });
  const records = () => standIn.batches.flatMap((batch) => batch.records);
  await waitUntil("the settings act", async () => {
    await answer();
    return records().some(({ detail }) => detail !== undefined);
  });

  const served = await fetch(`${gateway.url}/_aws/execute-api/abcdefghij/test/`);
  const unserved = await fetch(`${gateway.url}/_aws/execute-api/abcdefghij/nostage/x`);

  const [servedId, unservedId] = [served, unserved].map((response) => response.headers.get("x-amzn-requestid"));
  const find = (id: string | null | undefined) => records().find(({ requestId }) => requestId === id);
  await waitUntil("both are logged", () => find(servedId) !== undefined && find(unservedId) !== undefined);
  expect(find(servedId)?.accessLine).toBe(`${servedId} 200 /`);
  expect(find(servedId)?.detail?.lines.at(-1)).toMatch(/Method completed with status: 200$/);
  expect(JSON.parse(find(servedId)?.detail?.trace ?? "{}")).toMatchObject({ requestId: servedId, stage: "test", status: 200 });
  expect(find(unservedId)).toMatchObject({ status: 403, reason: "NO_STAGE", stage: "nostage", path: "/x" });
  const page = await (await fetch(`${gateway.url}/_gatehouse/metrics`)).text();
  expect(page).toContain('method="GET",resource="/"');
});

test("clients get what a secret variable does, the log, the disk and the console's tester do not show it", async () => {
  const secret = "token-1234567890";
  const { snapshot, release } = releaseOf(definitionOf({ "GET /": mockRoute("$stageVariables.token $stageVariables.plain") }), {
    deploymentId: "secret",
  });
  const logged = { metricsEnabled: true, dataTraceEnabled: true, loggingLevel: "INFO" } as const;
  const cached = { cacheTtlInSeconds: 300, cacheDataEncrypted: false, requireAuthorizationForCacheControl: true };
  const unlimited = { throttlingBurstLimit: -1, throttlingRateLimit: -1, unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403" };
  const settings = {
    ...release.settings,
    methodSettings: { "*/*": { ...logged, ...cached, ...unlimited } },
    variables: { plain: "shown", token: secretMask },
    secretVariables: { token: sealForGateways(secret, standIn.token) },
  };

  standIn.publish({ snapshot, release: { ...release, settings } });
  await waitUntil("the secret is used", async () => (await answer()) === `200 ${secret} shown`);
  const traced = await fetch(`${gateway.url}/_gatehouse/trace`, {
    method: "POST",
    headers: { authorization: `Bearer ${standIn.token}` },
    body: JSON.stringify({ apiId: "abcdefghij", stageName: "test", method: "GET", path: "/", headers: [], body: "" }),
  });

  const { body, trace } = (await traced.json()) as { body: string; trace: object };
  expect(Buffer.from(body, "base64").toString()).toBe(`${secretMask} shown`);
  await waitUntil("it is logged", () => JSON.stringify(standIn.batches).includes(`${secretMask} shown`));
  const kept = await readFile(join(dataDir, "gateway", "releases.json"), "utf8");
  expect([JSON.stringify(trace), JSON.stringify(standIn.batches), kept].filter((text) => text.includes(secret))).toEqual([]);
});
