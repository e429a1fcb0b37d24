import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
  UpdateIntegrationCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { clientOf, environmentKey } from "../tests/processes/aws.ts";
import { type Product, removeData, startProduct } from "../tests/support/product.ts";
import { signInFirstOwner } from "../tests/support/sign-in.ts";

const writesPerSecond = 50;
const seconds = Number(process.argv[2] ?? 20);
/** The same load before anything is counted: what is called for the first time is compiled first. */
const warmUpSeconds = 5;
/** As somebody who works: a page and a save about twice a second. */
const consoleEveryMs = 500;
const methodsCount = 200;
const stageName = "prod";
const owner = { name: "Ada", email: "ada@example.com", password: "a password for a benchmark" };

type Target = { restApiId: string; resourceIds: string[] };

async function makeApi(client: APIGatewayClient): Promise<Target> {
  const integration = { type: "mock", requestTemplates: { "application/json": '{"statusCode": 200}' } };
  const operation = { responses: { 200: { description: "ok" } }, "x-amazon-apigateway-integration": integration };
  const paths = Object.fromEntries(Array.from({ length: methodsCount }, (_, index) => [`/p${index}`, { get: operation }]));
  const body = Buffer.from(JSON.stringify({ openapi: "3.0.1", info: { title: "written", version: "1" }, paths }));
  const { id: restApiId = "", rootResourceId = "" } = await client.send(new ImportRestApiCommand({ body }));
  await client.send(new CreateDeploymentCommand({ restApiId, stageName }));
  return { restApiId, resourceIds: [rootResourceId, ...(await resourceIdsOf(client, restApiId))] };
}

async function resourceIdsOf(client: APIGatewayClient, restApiId: string): Promise<string[]> {
  const { items = [] } = await client.send(new GetResourcesCommand({ restApiId, limit: 500 }));
  return items.filter(({ path }) => path !== "/").map(({ id = "" }) => id);
}

/** What a tool sends by turns; the last is refused. */
function writeAt(client: APIGatewayClient, { restApiId, resourceIds }: Target, count: number): Promise<unknown> {
  const [rootId = "", ...others] = resourceIds;
  const resourceId = others[count % others.length];
  const replace = (path: string, value: string) => [{ op: "replace" as const, path, value }];
  switch (count % 5) {
    case 0:
      return client.send(new CreateResourceCommand({ restApiId, parentId: rootId, pathPart: `new${count}` }));
    case 1:
      return client.send(new UpdateStageCommand({ restApiId, stageName, patchOperations: replace("/variables/count", String(count)) }));
    case 4:
      return client.send(new CreateResourceCommand({ restApiId, parentId: rootId, pathPart: "p0" }));
    default:
      return client.send(
        new UpdateIntegrationCommand({
          restApiId,
          resourceId,
          httpMethod: "GET",
          patchOperations: replace("/timeoutInMillis", String(1_000 + (count % 1_000))),
        }),
      );
  }
}

type Tally = { name: string; times: number[]; failed: Map<string, number> };

const tally = (name: string): Tally => ({ name, times: [], failed: new Map() });

async function timed(into: Tally, run: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  try {
    await run();
  } catch (error) {
    const reason = error instanceof Error ? error.name : String(error);
    into.failed.set(reason, (into.failed.get(reason) ?? 0) + 1);
  }
  into.times.push(performance.now() - startedAt);
}

async function demandOk(response: Response): Promise<void> {
  await response.text();
  if (!response.ok) throw new Error(`${response.status} of ${response.url}`);
}

function report({ name, times, failed }: Tally): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)} ms`;
  const reasons = [...failed].map(([reason, count]) => `, ${count} ${reason}`).join("");
  return `${name.padEnd(14)} ${sorted.length} calls, p50 ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)}${reasons}`;
}

/** The beats of a measurement; numbers go on from the first one to the next, as names are taken once. */
async function measure(product: Product): Promise<Tally[]> {
  const client = clientOf(product);
  const target = await makeApi(client);
  const cookie = await signInFirstOwner(product, owner);
  const page = () => fetch(`${product.consoleUrl}/apis/${target.restApiId}/resources`, { headers: { cookie } }).then(demandOk);
  const save = (count: number) => {
    const model = { apiId: target.restApiId, name: `Model${count}`, contentType: "application/json", schema: '{"type":"object"}' };
    const init = { method: "POST", headers: { cookie, "content-type": "application/json" }, body: JSON.stringify(model) };
    return fetch(`${product.consoleUrl}/api/call/createModel`, init).then(demandOk);
  };
  const counts = { writes: 0, saves: 0 };
  const load = async (forSeconds: number) => {
    const [writes, pages, saves] = [tally("writes"), tally("console page"), tally("console save")];
    await paced(forSeconds, [
      { everyMs: 1_000 / writesPerSecond, run: () => timed(writes, () => writeAt(client, target, counts.writes++)) },
      { everyMs: consoleEveryMs, run: () => timed(pages, page) },
      { everyMs: consoleEveryMs, run: () => timed(saves, () => save(counts.saves++)) },
    ]);
    return [writes, pages, saves];
  };
  await load(warmUpSeconds);
  return load(seconds);
}

type Beat = { everyMs: number; run: () => Promise<void> };

/** Runs each beat at its pace, whether or not earlier ones have ended, and waits for all of them. */
async function paced(forSeconds: number, beats: readonly Beat[]): Promise<void> {
  const running: Promise<void>[] = [];
  const startedAt = performance.now();
  const timers = beats.map(({ everyMs, run }) => {
    let count = 0;
    return setInterval(() => {
      for (; count < (performance.now() - startedAt) / everyMs; count++) running.push(run());
    }, everyMs);
  });
  await new Promise((resolve) => setTimeout(resolve, forSeconds * 1_000));
  for (const timer of timers) clearInterval(timer);
  await Promise.all(running);
}

const product = await startProduct({ env: environmentKey });
try {
  console.log(`${writesPerSecond} writes a second for ${seconds} s, a fifth of them refused; an API of ${methodsCount} methods`);
  for (const each of await measure(product)) console.log(report(each));
} finally {
  await product.stop();
  await removeData(product);
}
process.exit();
