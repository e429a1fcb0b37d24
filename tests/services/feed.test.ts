import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/db/database.ts";
import { type FeedChanges, feedChangesSchema, feedPaths, type IngestBatch } from "@/lib/feed/protocol.ts";
import { type FeedRuntime, handleChanges, handleIngest, handleSnapshot } from "@/lib/feed/server/feed-door.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi, deleteRestApi } from "@/lib/services/rest-apis.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { deleteStage, updateStage } from "@/lib/services/stages.ts";
import { openTestDatabase, scopeOn } from "./test-scope.ts";

const feedToken = "a-token-for-the-feed";
let db: Database;
let scope: Scope;
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  [db, close, scope] = [open.db, open.close, scopeOn(open.db)];
});
afterAll(() => close());

const runtime = (): FeedRuntime => ({ db, feedToken, clock: () => new Date() });
const request = (path: string, init: RequestInit = {}) =>
  new Request(`http://localhost:3000${path}`, { ...init, headers: { authorization: `Bearer ${feedToken}` } });

async function changesAfter(after: number, signal?: AbortSignal): Promise<FeedChanges> {
  const response = await handleChanges(runtime(), request(feedPaths.changes(after), signal === undefined ? {} : { signal }));
  return feedChangesSchema.parse(await response.json());
}

async function deployedApi() {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(scope, { name: "pets" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await putMethod(scope, { ...method, authorizationType: "NONE" });
  await putIntegration(scope, { ...method, type: "MOCK" });
  const { snapshotHash } = await createDeployment(scope, { restApiId, stageName: "prod" });
  return { restApiId, snapshotHash };
}

test("a gateway that knows nothing gets every stage, with snapshots by hash", async () => {
  const { restApiId, snapshotHash } = await deployedApi();

  const changes = await changesAfter(0);

  const stage = changes.apis.find((api) => api.apiId === restApiId)?.stages[0];
  expect(changes.reset).toBe(true);
  expect(stage).toMatchObject({ stageName: "prod", snapshotHash, accountId: "000000000000", region: "us-east-1" });
  const response = await handleSnapshot(runtime(), request(feedPaths.snapshot(snapshotHash)), snapshotHash);
  expect(await response.json()).toMatchObject({ format: 1, definition: { apiId: restApiId } });
});

test("a waiting poll is woken by the commit", async () => {
  const { restApiId } = await deployedApi();
  const { seq } = await changesAfter(0);
  const waiting = changesAfter(seq);

  await updateStage(scope, { restApiId, stageName: "prod" }, (draft) => ({ ...draft, variables: { host: "a" } }));

  const changes = await waiting;
  expect(changes.apis).toHaveLength(1);
  expect(changes.apis[0]?.stages[0]?.settings.variables).toEqual({ host: "a" });
});

test("a stage that is gone is missing from its API's list, and a deleted API has no stages", async () => {
  const [first, second] = [await deployedApi(), await deployedApi()];
  const { seq } = await changesAfter(0);

  await deleteStage(scope, { restApiId: first.restApiId, stageName: "prod" });
  await deleteRestApi(scope, { restApiId: second.restApiId });

  const { apis } = await changesAfter(seq);
  expect(apis.map((api) => api.apiId).sort()).toEqual([first.restApiId, second.restApiId].sort());
  expect(apis.every((api) => api.stages.length === 0)).toBe(true);
});

test("a change of the draft wakes nobody", async () => {
  const { seq } = await changesAfter(0);
  const stop = new AbortController();
  const waiting = changesAfter(seq, stop.signal);

  await createRestApi(scope, { name: "draft only" });
  stop.abort();

  expect((await waiting).apis).toEqual([]);
});

test("a number from another database gets everything", async () => {
  expect((await changesAfter(1_000_000_000)).reset).toBe(true);
});

test("a write that gateways serve waits until they have it", async () => {
  const { restApiId } = await deployedApi();
  const { seq } = await changesAfter(0);
  const events: string[] = [];
  const stop = new AbortController();
  const gateway = changesAfter(seq).then((changes) => {
    events.push("applied");
    return changesAfter(changes.seq, stop.signal);
  });

  await updateStage(scope, { restApiId, stageName: "prod" }, (draft) => ({ ...draft, variables: { host: "b" } }));
  events.push("written");

  stop.abort();
  await gateway;
  expect(events).toEqual(["applied", "written"]);
});

test.each(["", "Bearer wrong", `Basic ${feedToken}`])("the feed refuses the authorization %j", async (authorization) => {
  const calls = [
    handleChanges(runtime(), new Request("http://localhost/feed/changes?after=0", { headers: { authorization } })),
    handleSnapshot(runtime(), new Request("http://localhost/feed/snapshots/x", { headers: { authorization } }), "x"),
    handleIngest(runtime(), new Request("http://localhost/feed/ingest", { method: "POST", body: "{}", headers: { authorization } })),
  ];

  expect((await Promise.all(calls)).map((response) => response.status)).toEqual([401, 401, 401]);
});

test("a batch counts once however often it is sent, and minutes of several batches add up", async () => {
  const point = {
    apiId: "a",
    stage: "prod",
    canary: false,
    minute: Math.floor(Date.now() / 60_000),
    count: 3,
    count4xx: 1,
    count5xx: 0,
    latency: [1, 2],
    integrationLatency: [3],
  };
  const record = {
    requestId: "r1",
    apiId: "a",
    stage: "prod",
    canary: false,
    at: Date.now(),
    ms: 2.5,
    method: "GET",
    path: "/",
    status: 200,
    responseBytes: 3,
    sourceIp: "127.0.0.1",
  };
  const batch: IngestBatch = { batchId: "b1", node: "n", records: [record], metrics: [point], dropped: { records: 0, metrics: 0 } };
  const send = async (body: IngestBatch) =>
    (await handleIngest(runtime(), request(feedPaths.ingest, { method: "POST", body: JSON.stringify(body) }))).status;

  const statuses = [await send(batch), await send(batch), await send({ ...batch, batchId: "b2" })];

  expect(statuses).toEqual([204, 204, 204]);
  expect(await db.reader.logEntry.count({ where: { requestId: "r1" } })).toBe(2);
  const stored = await db.reader.metricPoint.findFirst({ where: { apiId: "a" } });
  expect([stored?.count, stored?.count4xx, stored?.latency]).toEqual([6n, 2n, [2, 4, ...Array(13).fill(0)]]);
});

test("what is too old goes with the next batch", async () => {
  const record = {
    requestId: "old",
    apiId: "b",
    stage: "s",
    canary: false,
    at: 0,
    ms: 1,
    method: "GET",
    path: "/",
    status: 200,
    responseBytes: 0,
    sourceIp: "::1",
  };
  const batch = (batchId: string, records: IngestBatch["records"]) => ({
    batchId,
    node: "n",
    records,
    metrics: [],
    dropped: { records: 0, metrics: 0 },
  });

  for (const body of [batch("o1", [record]), batch("o2", [])]) {
    await handleIngest(runtime(), request(feedPaths.ingest, { method: "POST", body: JSON.stringify(body) }));
  }

  expect(await db.reader.logEntry.count({ where: { requestId: "old" } })).toBe(0);
});

test("a batch that is no batch is refused", async () => {
  const response = await handleIngest(runtime(), request(feedPaths.ingest, { method: "POST", body: "{" }));

  expect(response.status).toBe(400);
});
