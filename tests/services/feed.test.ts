import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import type { Database } from "@/lib/db/database.ts";
import { type FeedChanges, feedChangesSchema, feedPaths, type IngestBatch } from "@/lib/feed/protocol.ts";
import { type FeedRuntime, handleChanges, handleIngest, handleSnapshot } from "@/lib/feed/server/feed-door.ts";
import { RowNotes } from "@/lib/feed/server/row-notes.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { explainRecords } from "@/lib/services/explain-records.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createResource } from "@/lib/services/resources.ts";
import { createRestApi, deleteRestApi, getRestApi } from "@/lib/services/rest-apis.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { deleteStage, flushStageAuthorizersCache, flushStageCache, getStage, updateStage } from "@/lib/services/stages.ts";
import { createV2VpcLink } from "@/lib/services/v2/vpc-links.ts";
import { createVpcLink } from "@/lib/services/vpc-links.ts";
import { metricPoint, record } from "./facts-fixture.ts";
import { openTestDatabase, scopeOn } from "./test-scope.ts";

const rowNotes = new RowNotes(() => undefined);
const sealer = makeSealer("a-secret-of-the-installation", "access-keys");
const feedToken = "a-token-for-the-feed";
let db: Database;
let scope: Scope;
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  [db, close, scope] = [open.db, open.close, scopeOn(open.db)];
});
afterAll(() => close());

const ingestRules = { explain: explainRecords, afterwards: async () => undefined };
const accessSecrets = { hashKey: "k", hashStored: () => undefined, openAccessKey: () => undefined };
const runtime = (): FeedRuntime => ({ db, feedToken, clock: () => new Date(), accessSecrets, sealer, apiKeys: scope.apiKeys, rowNotes });
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

test("a flush of a stage's caches reaches gateways, and changes nothing else of the stage", async () => {
  const { restApiId } = await deployedApi();
  const key = { restApiId, stageName: "prod" };
  const { seq } = await changesAfter(0);
  const before = await getStage(scope, key);

  await flushStageCache(scope, key);
  await flushStageCache(scope, key);
  await flushStageAuthorizersCache(scope, key);

  const [api] = (await changesAfter(seq)).apis;
  expect(api?.stages[0]?.settings).toMatchObject({ cacheGeneration: 2, authorizerCacheGeneration: 1 });
  const { lastUpdatedDate, deploymentId } = await getStage(scope, key);
  expect([lastUpdatedDate, deploymentId]).toEqual([before.lastUpdatedDate, before.deploymentId]);
  await expect(flushStageCache(scope, { restApiId, stageName: "none" })).rejects.toThrow("Invalid stage identifier specified");
});

test("the targets of VPC links are in the releases, and a change of them is a release of every stage", async () => {
  const { restApiId } = await deployedApi();
  const { seq } = await changesAfter(0);
  const targetArns = ["arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/net/x/1", "10.0.0.5:8080;weight=2"];

  const link = await createVpcLink(scope, { name: "orders", targetArns });

  const changes = await changesAfter(seq);
  const stage = changes.apis.find((api) => api.apiId === restApiId)?.stages[0];
  expect(stage?.vpcLinks?.[link.id]).toEqual([{ host: "10.0.0.5", port: 8080, weight: 2 }]);
  const v2 = await createV2VpcLink(scope, { name: "balanced", subnetIds: ["subnet-1", "10.0.0.6:80"] });
  expect((await changesAfter(seq)).apis.find((api) => api.apiId === restApiId)?.stages[0]?.vpcLinks?.[v2.vpcLinkId]).toEqual([
    { host: "10.0.0.6", port: 80, weight: 1 },
  ]);
  await expect(createVpcLink(scope, { name: "orders", targetArns: ["http://nowhere"] })).rejects.toThrow("Vpc Link targets must be");
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
    handleIngest(
      runtime(),
      new Request("http://localhost/feed/ingest", { method: "POST", body: "{}", headers: { authorization } }),
      ingestRules,
    ),
  ];

  expect((await Promise.all(calls)).map((response) => response.status)).toEqual([401, 401, 401]);
});

function batchOf(batchId: string, more: Partial<IngestBatch>): IngestBatch {
  return { batchId, node: "n", records: [], metrics: [], usage: [], dropped: { records: 0, metrics: 0, traces: 0 }, ...more };
}

async function send(batch: IngestBatch, at = new Date()): Promise<number> {
  const body = JSON.stringify(batch);
  return (await handleIngest({ ...runtime(), clock: () => at }, request(feedPaths.ingest, { method: "POST", body }), ingestRules)).status;
}

test("a batch counts once however often it is sent, and minutes of several batches add up", async () => {
  const { id: apiId } = await createRestApi(scope, { name: "counted" });
  const point = metricPoint({ apiId, count: 3, count4xx: 1, latency: [1, 2], reasons: { NO_ROUTE: 1 } });
  const batch = batchOf("b1", { records: [record({ apiId, requestId: "r1" })], metrics: [point] });

  const statuses = [await send(batch), await send(batch), await send({ ...batch, batchId: "b2" })];

  expect(statuses).toEqual([204, 204, 204]);
  expect(await db.reader.logEntry.count({ where: { id: "r1" } })).toBe(1);
  const stored = await db.reader.metricPoint.findMany({ where: { apiId }, orderBy: [{ span: "asc" }, { route: "asc" }] });
  expect(stored.map(({ span, route, count, latency, reasons }) => [span, route, count, latency, reasons])).toEqual([
    [1, "", 6n, [2, 4], { NO_ROUTE: 2 }],
    [1, "GET /", 6n, [2, 4], { NO_ROUTE: 2 }],
    [60, "", 6n, [2, 4], { NO_ROUTE: 2 }],
    [60, "GET /", 6n, [2, 4], { NO_ROUTE: 2 }],
  ]);
});

test("what is too old goes once a minute, and what deleted APIs left goes once an hour", async () => {
  const { id: apiId } = await createRestApi(scope, { name: "old" });
  const { id: deleted } = await createRestApi(scope, { name: "deleted" });
  const start = Date.now() + 86_400_000;
  const at = (ms: number) => new Date(start + ms);
  const left = async (id: string) => db.reader.logEntry.count({ where: { apiId: id } });

  await send(
    batchOf("o1", { records: [record({ apiId, requestId: "old", at: 0 }), record({ apiId: deleted, requestId: "orphan" })] }),
    at(0),
  );
  await deleteRestApi(scope, { restApiId: deleted });
  const seen = [];
  for (const [index, ms] of [1_000, 61_000, 3_700_000].entries()) {
    await send(batchOf(`o2-${index}`, { records: [record({ apiId, requestId: `old-${index}`, at: 0 })] }), at(ms));
    seen.push([await left(apiId), await left(deleted)]);
  }

  expect(seen).toEqual([
    [1, 1],
    [0, 1],
    [0, 0],
  ]);
});

test("texts that a database cannot keep are kept as far as it can, and records of no API are left out", async () => {
  const { id: apiId } = await createRestApi(scope, { name: "odd" });
  const odd = record({
    apiId,
    requestId: "odd",
    path: "/a\0b\ud800",
    evidence: { error: "\0" },
    accessLine: "\0",
    reason: "TEMPLATE_ERROR",
  });

  const statuses = [await send(batchOf("odd", { records: [odd, record({ apiId: "nowhere\0", requestId: "none" })] }))];

  expect(statuses).toEqual([204]);
  const row = await db.reader.logEntry.findUnique({ where: { id: "odd" } });
  expect([row?.path, row?.accessLine, row?.evidence]).toEqual(["/a\ufffdb\ufffd", "\ufffd", '{"error":"\ufffd"}']);
  expect(await db.reader.logEntry.count({ where: { id: "none" } })).toBe(0);
});

test("a request that only the draft could serve says so, with the revision that made its method", async () => {
  const { restApiId } = await deployedApi();
  const { rootResourceId: parentId } = await getRestApi(scope, { restApiId });
  const { id: resourceId } = await createResource(scope, { restApiId, parentId, pathPart: "{name}" });
  await putMethod(scope, { restApiId, resourceId, httpMethod: "POST", authorizationType: "NONE" });
  const { _max } = await db.reader.revision.aggregate({ _max: { seq: true } });
  const unrouted = { apiId: restApiId, status: 403, reason: "NO_ROUTE", path: "/new" } as const;
  const records = [
    record({ ...unrouted, requestId: "draft", method: "POST" }),
    record({ ...unrouted, requestId: "nobody", method: "PUT" }),
  ];

  await send(batchOf("draft", { records }));

  const rows = await db.reader.logEntry.findMany({ where: { apiId: restApiId }, orderBy: { id: "asc" } });
  expect(rows.map(({ id, reason }) => [id, reason])).toEqual([
    ["draft", "NOT_DEPLOYED"],
    ["nobody", "NO_ROUTE"],
  ]);
  expect(JSON.parse(rows[0]?.evidence ?? "")).toEqual({ stage: "prod", resourcePath: "/{name}", revision: String(_max.seq) });
});

test("a batch that is no batch is refused", async () => {
  const response = await handleIngest(runtime(), request(feedPaths.ingest, { method: "POST", body: "{" }), ingestRules);

  expect(response.status).toBe(400);
});
