import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { ingest } from "@/lib/feed/server/ingest.ts";
import { saveDomainMapping } from "@/lib/services/domain-detail.ts";
import { listMappingsOfApi } from "@/lib/services/domain-mappings.ts";
import { createDomainName } from "@/lib/services/domain-names.ts";
import { diff, getListedApi, lastRevisionOf, listBreakingChanges } from "@/lib/services/draft-state.ts";
import { explainRecords } from "@/lib/services/explain-records.ts";
import { undoRevision } from "@/lib/services/revisions.ts";
import { search } from "@/lib/services/search.ts";
import { getV2Apis } from "@/lib/services/v2/apis.ts";
import { deleteConnection, listConnections, postToConnection } from "@/lib/services/v2/connections.ts";
import { createV2Deployment } from "@/lib/services/v2/deployments.ts";
import { createV2Example } from "@/lib/services/v2/example-apis.ts";
import { getV2Definition } from "@/lib/services/v2/get-definition.ts";
import { getV2Versions } from "@/lib/services/v2/get-versions.ts";
import { deleteRoute, getRoutes, updateRoute } from "@/lib/services/v2/routes.ts";
import { closeSocketSession, followSocketSession, openSocketSession } from "@/lib/services/v2/socket-sessions.ts";
import { createV2Stage, getV2Stages } from "@/lib/services/v2/stages.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

test.each([
  { protocolType: "HTTP" as const, routes: ["ANY /echo/{proxy+}", "GET /pets", "GET /pets/{petId}"], stageName: "$default" },
  { protocolType: "WEBSOCKET" as const, routes: ["$default", "echo", "whoami"], stageName: "prod" },
])("the example of $protocolType is deployed in one revision, and its undo leaves nothing", async ({ protocolType, routes, stageName }) => {
  const own = scope({ accountId: protocolType === "HTTP" ? "000000000001" : "000000000002" });

  const { apiId } = await createV2Example(own, { protocolType, demoPort: 7_000 });

  expect((await getV2Definition(own, apiId)).routes.map(({ routeKey }) => routeKey)).toEqual(routes);
  const { items: stages } = await getV2Stages(own, { apiId });
  expect(stages).toMatchObject([{ stageName, autoDeploy: true, deploymentId: expect.any(String) }]);
  await undoRevision(own, await lastRevisionOf(own));
  expect((await getV2Apis(own)).items).toEqual([]);
});

test("a save with the version that a form was opened with is refused once somebody else saved", async () => {
  const own = scope({ accountId: "000000000003" });
  const { apiId } = await createV2Example(own, { protocolType: "HTTP", demoPort: 7_000 });
  const { items } = await getRoutes(own, { apiId });
  const routeId = items[0]?.routeId ?? "";
  const opened = (await getV2Versions(own, apiId))[routeId] ?? 0;

  await updateRoute(own, { apiId, routeId, operationName: "First" }, { expectedVersion: opened });
  const second = updateRoute(own, { apiId, routeId, operationName: "Second" }, { expectedVersion: opened });

  await expect(second).rejects.toMatchObject({ code: "ConflictException" });
  expect((await getRoutes(own, { apiId })).items.find((route) => route.routeId === routeId)?.operationName).toBe("First");
});

test.each(["HTTP", "WEBSOCKET"] as const)(
  "deployments of a %s API are compared with the draft, a stage and each other",
  async (protocolType) => {
    const own = scope({ accountId: protocolType === "HTTP" ? "000000000013" : "000000000014" });
    const { apiId } = await createV2Example(own, { protocolType, demoPort: 7_000 });
    const { deploymentId } = await createV2Deployment(own, { apiId });
    await createV2Stage(own, { apiId, stageName: "byhand", deploymentId });
    const draft = { draft: true } as const;
    expect(await diff(own, { apiId, from: { deploymentId }, to: draft })).toEqual([]);
    const { items } = await getRoutes(own, { apiId });
    const [changed, gone] = items;

    await updateRoute(own, { apiId, routeId: changed?.routeId ?? "", operationName: "changed" });
    await deleteRoute(own, { apiId, routeId: gone?.routeId ?? "" });

    const found = await diff(own, { apiId, from: { stageName: "byhand" }, to: draft });
    expect(found.map(({ kind, name }) => [kind, name]).sort()).toEqual([
      ["changed", changed?.routeKey],
      ["removed", gone?.routeKey],
    ]);
    const { deploymentId: second } = await createV2Deployment(own, { apiId });
    expect(await diff(own, { apiId, from: { deploymentId }, to: { deploymentId: second } })).toEqual(found);
    expect(await listBreakingChanges(own, { apiId, from: { deploymentId }, to: draft })).toMatchObject([{ method: gone?.routeKey }]);
    const { stages } = await getListedApi(own, apiId);
    expect(stages.find(({ stageName }) => stageName === "byhand")?.changes).toBe(2);
    await createV2Stage(own, { apiId, stageName: "empty" });
    await expect(diff(own, { apiId, from: { stageName: "empty" }, to: draft })).rejects.toThrow("The stage serves nothing yet.");
    const stranger = scope({ accountId: "000000000015" });
    await expect(diff(stranger, { apiId, from: { deploymentId }, to: draft })).rejects.toThrow("Invalid API identifier specified");
  },
);

test("a search finds routes of the API at hand, and the names of domains that lead to it are listed", async () => {
  const own = scope({ accountId: "000000000008" });
  const { apiId } = await createV2Example(own, { protocolType: "HTTP", demoPort: 7_000 });
  const domainName = "shop.example.com";
  const sealer = makeSealer("the secret of the tests", "access-keys");
  await createDomainName(own, { sealer }, { domainName, endpointConfiguration: { types: ["REGIONAL"] } });
  await saveDomainMapping(own, { domainName }, { basePath: "pets", apiId, stage: "$default" });

  const [hit] = await search(own, { text: "PETS/{", restApiId: apiId });

  expect(hit).toEqual({
    kind: "method",
    label: "GET /pets/{petId}",
    detail: "Pet shop",
    href: `/apis/${apiId}/routes?route=GET%20%2Fpets%2F%7BpetId%7D`,
  });
  expect(await listMappingsOfApi(own, apiId)).toEqual([{ domainName, basePath: "pets", stage: "$default" }]);
  expect(await listMappingsOfApi(scope({ accountId: "000000000009" }), apiId)).toEqual([]);
});

/** A gateway that remembers what it was asked, and has one connection. */
const asked: unknown[] = [];
const gateway = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const question: { connectionId?: string } = JSON.parse(Buffer.concat(chunks).toString());
    asked.push({ path: request.url, authorization: request.headers.authorization, question });
    const isGone = question.connectionId !== undefined && question.connectionId !== "here=";
    const connection = { connectionId: "here=", connectedAtMs: 1, lastActiveAtMs: 2, sourceIp: "192.0.2.1", userAgent: null };
    response.statusCode = isGone ? 410 : 200;
    response.end(JSON.stringify(question.connectionId === undefined ? { total: 1, matching: 1, connections: [connection] } : {}));
  });
});
const door = () => ({
  // A server on a port has an address with a port.
  environment: { GATEWAY_HOST: "127.0.0.1", GATEWAY_PORT: (gateway.address() as AddressInfo).port },
  feedToken: "feed token",
});

// It speaks no WebSocket.
gateway.on("upgrade", (_request, socket) => socket.destroy());

beforeAll(() => new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve)));
afterAll(async () => {
  const closed = new Promise((resolve) => gateway.close(resolve));
  gateway.closeAllConnections();
  await closed;
});
beforeEach(() => {
  asked.length = 0;
});

test("viewers look at the board; who may deploy sends and drops, and the history says so", async () => {
  const own = scope({ accountId: "000000000004" });
  const viewer = scope({ accountId: "000000000004", actor: { ...owner, role: "viewer" } });
  const { apiId } = await createV2Example(own, { protocolType: "WEBSOCKET", demoPort: 7_000 });
  const key = { apiId, stageName: "prod", connectionId: "here=" };

  expect((await listConnections(viewer, door(), { apiId, stageName: "prod" })).connections).toMatchObject([{ connectionId: "here=" }]);
  const at = own.clock();
  const dropped = { records: 0, metrics: 0, traces: 0 };
  const batch = { records: [], metrics: [], usage: [], dropped };
  for (const [index, node] of ["one:8080", "one:8080", "two:8080"].entries())
    await ingest(own.db, { ...batch, node, batchId: `${apiId} ${index}` }, { at, explain: explainRecords });
  const filtered = await listConnections(viewer, door(), { apiId, stageName: "prod", filter: "he" });
  expect(filtered).toMatchObject({ matching: 1, otherGateways: 1 });
  expect(asked).toContainEqual(expect.objectContaining({ question: { apiId, stageName: "prod", filter: "he", verb: "LIST" } }));
  await expect(postToConnection(viewer, door(), { ...key, data: "hello" })).rejects.toMatchObject({ code: "AccessDeniedException" });
  await expect(deleteConnection(viewer, door(), key)).rejects.toMatchObject({ code: "AccessDeniedException" });
  expect(asked).toHaveLength(2);
  const deployer = scope({ accountId: "000000000004", actor: { ...owner, role: "deployer" } });
  await postToConnection(deployer, door(), { ...key, data: "hello" });
  expect(asked[2]).toEqual({
    path: "/_gatehouse/connections",
    authorization: "Bearer feed token",
    question: { ...key, verb: "POST", data: "hello" },
  });
  const before = await lastRevisionOf(deployer);
  await deleteConnection(deployer, door(), key);
  expect(await lastRevisionOf(deployer)).toBeGreaterThan(before);
});

test("a connection that is gone, a stage of others and a message that is too large are refused", async () => {
  const own = scope({ accountId: "000000000005" });
  const { apiId } = await createV2Example(own, { protocolType: "WEBSOCKET", demoPort: 7_000 });
  const key = { apiId, stageName: "prod", connectionId: "away=" };
  const other = scope({ accountId: "000000000006" });

  await expect(deleteConnection(own, door(), key)).rejects.toMatchObject({ code: "NotFoundException" });
  await expect(listConnections(other, door(), { apiId, stageName: "prod" })).rejects.toMatchObject({ code: "NotFoundException" });
  await expect(postToConnection(own, door(), { ...key, data: "é".repeat(65_537) })).rejects.toMatchObject({ code: "BadRequestException" });
});

test("a session of the tester is its owner's alone, and viewers open none", async () => {
  const own = scope({ accountId: "000000000007" });
  const { apiId } = await createV2Example(own, { protocolType: "WEBSOCKET", demoPort: 7_000 });
  const call = { apiId, stageName: "prod", query: "", headers: [], protocols: [] };
  const viewer = scope({ accountId: "000000000007", actor: { ...owner, role: "viewer" } });
  const stranger = scope({ accountId: "000000000007", actor: { ...owner, userId: "user-2" } });

  await expect(openSocketSession(viewer, door(), call)).rejects.toMatchObject({ code: "AccessDeniedException" });
  const { sessionId } = await openSocketSession(own, door(), call);
  expect(() => closeSocketSession(stranger, { sessionId })).toThrow("not kept");
  const told = await new Promise((resolve) => {
    const leave = followSocketSession(own, { sessionId, after: 0, onEntry: (entry) => resolve({ entry, leave }) });
  });
  expect(told).toMatchObject({ entry: { seq: 1, kind: "failed" } });
});
