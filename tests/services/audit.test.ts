import { expect, test } from "vitest";
import { auditOperations } from "@/app/api/call/_audit-operations.ts";
import { makeSealer } from "@/lib/auth/seal.ts";
import { createApiKey } from "@/lib/services/api-keys.ts";
import { exportAudit, getAuditFacets } from "@/lib/services/audit.ts";
import { createAuthorizer, deleteAuthorizer } from "@/lib/services/authorizers.ts";
import { generateClientCertificate } from "@/lib/services/client-certificates.ts";
import { deleteMethod, getMethod, putMethod, updateMethod } from "@/lib/services/methods.ts";
import { createRestApi, deleteRestApi, updateRestApi } from "@/lib/services/rest-apis.ts";
import { findBlockers, getRevisionRows, listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { createV2Api } from "@/lib/services/v2/apis.ts";
import { createV2Integration, deleteV2Integration } from "@/lib/services/v2/integrations.ts";
import { createRoute, deleteRoute, getRoutes } from "@/lib/services/v2/routes.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

const on = (day: string) => () => new Date(`2026-11-${day}T12:00:00.000Z`);
const grace = { userId: "user-2", name: "Grace", role: "editor", via: "api" } as const;

/** A history of three days: Ada makes two APIs, Grace changes one and makes a key, Ada takes one API away. */
async function history(accountId: string) {
  const at = scope({ accountId });
  const pets = await createRestApi({ ...at, clock: on("01") }, { name: "pets" });
  const shop = await createRestApi({ ...at, clock: on("01") }, { name: "shop" });
  await updateRestApi({ ...at, actor: grace, clock: on("02") }, { restApiId: pets.id }, (draft) => ({ ...draft, description: "new" }));
  await createApiKey({ ...at, actor: grace, clock: on("02") }, { name: "=mobile" });
  await deleteRestApi({ ...at, clock: on("03") }, { restApiId: shop.id });
  return { at, pets: pets.id, shop: shop.id };
}

test("the history is narrowed by who, kind, API, door and time, alone and together", async () => {
  const { at, pets, shop } = await history("000000000801");
  const actions = async (filter: Parameters<typeof listRevisions>[1]) => (await listRevisions(at, filter)).map(({ action }) => action);

  expect(await actions({ actorId: "user-2" })).toEqual(["api-key:create", "api:update"]);
  expect(await actions({ kind: "api" })).toEqual(["api:delete", "api:update", "api:create", "api:create"]);
  expect(await actions({ restApiId: shop })).toEqual(["api:delete", "api:create"]);
  expect(await actions({ via: "api" })).toEqual(["api-key:create", "api:update"]);
  expect(await actions({ from: on("02")() })).toEqual(["api:delete", "api-key:create", "api:update"]);
  expect(await actions({ from: on("02")(), to: on("03")() })).toEqual(["api-key:create", "api:update"]);
  expect(await actions({ kind: "api", restApiId: pets, actorId: "user-2", via: "api", to: on("03")() })).toEqual(["api:update"]);
  expect(await actions({ kind: "api", via: "system" })).toEqual([]);
});

test("what there is to choose from names people as they are called last, and APIs that are gone", async () => {
  const { at, pets, shop } = await history("000000000802");
  await createApiKey({ ...at, actor: { ...grace, name: "Grace H." } }, { name: "later" });

  expect(await getAuditFacets(at)).toEqual({
    actors: [
      { id: owner.userId, name: owner.name },
      { id: "user-2", name: "Grace H." },
    ],
    kinds: ["api", "api-key"],
    apis: [
      { id: pets, name: "pets", isGone: false },
      { id: shop, name: "shop", isGone: true },
    ],
  });
});

test("an export has what the filter finds, newest first, as CSV that no spreadsheet runs, or as JSON", async () => {
  const { at } = await history("000000000803");

  const csv = await exportAudit(at, { actorId: "user-2" }, "csv");
  const json = await exportAudit(at, { kind: "api-key" }, "json");

  const [header, first, second, end] = csv.text.split("\n");
  expect(header).toBe("Number,Time,Who,Who (id),Through,Action,Summary,API,Takes back,Request id");
  expect(first).toMatch(/^\d+,2026-11-02T12:00:00\.000Z,Grace,user-2,api,api-key:create,/);
  expect(second).toContain(",api:update,");
  expect(end).toBe("");
  expect(csv.isCut).toBe(false);
  expect(JSON.parse(json.text)).toEqual([expect.objectContaining({ action: "api-key:create", actorName: "Grace", via: "api" })]);
});

async function methodOf(at: Scope) {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "pets" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await putMethod(at, { ...method, authorizationType: "NONE" });
  return method;
}

const latest = async (at: Scope) => (await listRevisions(at, { limit: 1 }))[0]?.seq ?? 0;

test("what came later says why a change cannot be taken back, and when that is taken back, it can", async () => {
  const at = scope({ accountId: "000000000804" });
  const method = await methodOf(at);
  await updateMethod(at, method, (draft) => ({ ...draft, apiKeyRequired: true }));
  const earlier = await latest(at);
  expect(await findBlockers(at, earlier)).toEqual([]);
  await updateMethod({ ...at, actor: grace }, method, (draft) => ({ ...draft, operationName: "list" }));
  const later = await latest(at);

  expect(await findBlockers(at, earlier)).toEqual([expect.objectContaining({ seq: later, actorName: "Grace" })]);
  await expect(undoRevision(at, earlier)).rejects.toThrow(`changed since by Grace (#${later}: `);
  await undoRevision(at, later);
  expect(await findBlockers(at, earlier)).toEqual([]);
  await undoRevision(at, earlier);

  expect(await findBlockers(at, later)).toEqual([expect.objectContaining({ undoes: earlier }), expect.objectContaining({ undoes: later })]);
});

test("rows of a change are called as people call them", async () => {
  const at = scope({ accountId: "000000000805" });
  await methodOf(at);

  const rows = await getRevisionRows(at, await latest(at));

  expect(rows.map(({ label }) => label)).toEqual(["method GET /"]);
});

const lastSeq = async (at: Scope) => (await listRevisions(at, { limit: 1 }))[0]?.seq ?? 0;
const integration = {
  integrationType: "HTTP_PROXY",
  integrationMethod: "ANY",
  integrationUri: "https://example.com",
  payloadFormatVersion: "1.0",
} as const;

test("the undo of a creation takes no routes and integrations away that came later", async () => {
  const at = scope({ accountId: "000000000811" });
  const { apiId } = await createV2Api(at, { name: "pets", protocolType: "HTTP" });
  const creation = await lastSeq(at);
  const { integrationId } = await createV2Integration(at, { apiId, ...integration });
  const wiring = await lastSeq(at);
  await expect(undoRevision(at, creation)).rejects.toThrow("would lose what it needs");
  await createRoute(at, { apiId, routeKey: "GET /pets", target: `integrations/${integrationId}` });

  await expect(undoRevision(at, creation)).rejects.toThrow("would lose what it needs");
  await expect(undoRevision(at, wiring)).rejects.toThrow("the route GET /pets would lose what it needs");

  expect((await getRoutes(at, { apiId })).items).toHaveLength(1);
});

test("a route comes back only where its integration and its authorizer are", async () => {
  const at = scope({ accountId: "000000000812" });
  const { apiId } = await createV2Api(at, { name: "pets", protocolType: "HTTP" });
  const { integrationId } = await createV2Integration(at, { apiId, ...integration });
  const { routeId } = await createRoute(at, { apiId, routeKey: "GET /pets", target: `integrations/${integrationId}` });
  await deleteRoute(at, { apiId, routeId });
  const deletion = await lastSeq(at);
  await deleteV2Integration(at, { apiId, integrationId });
  const unwiring = await lastSeq(at);

  await expect(undoRevision(at, deletion)).rejects.toThrow("the route GET /pets would lose what it needs");
  await undoRevision(at, unwiring);
  await undoRevision(at, deletion);

  expect((await getRoutes(at, { apiId })).items).toMatchObject([{ routeId }]);
});

test("a method comes back only where its authorizer is", async () => {
  const at = scope({ accountId: "000000000813" });
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "pets" });
  const authorizerUri =
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
  const { id: authorizerId } = await createAuthorizer(at, {
    restApiId,
    name: "a",
    type: "TOKEN",
    authorizerUri,
    identitySource: "method.request.header.Authorization",
  });
  await putMethod(at, { restApiId, resourceId, httpMethod: "GET", authorizationType: "CUSTOM", authorizerId });
  await deleteMethod(at, { restApiId, resourceId, httpMethod: "GET" });
  const deletion = await lastSeq(at);
  await deleteAuthorizer(at, { restApiId, authorizerId });

  await expect(undoRevision(at, deletion)).rejects.toThrow("would lose what it needs");
  await undoRevision(at, await lastSeq(at));
  await undoRevision(at, deletion);

  expect((await getMethod(at, { restApiId, resourceId, httpMethod: "GET" })).authorizerId).toBe(authorizerId);
});

test.each([{ before: 9_000_000_000_000_000 }, { before: -1 }, { from: "0000-01-01T00:00:00Z" }])(
  "what no database can be asked is refused before it is: $before $from",
  (input) => {
    expect(auditOperations.listRevisions.input.safeParse(input).success).toBe(false);
  },
);

test("the history shows that a private key is another one, and nothing of it", async () => {
  const at = scope({ accountId: "000000000814" });

  await generateClientCertificate(at, { sealer: makeSealer("the secret of the tests", "access-keys") }, {});

  const [row] = await getRevisionRows({ ...at, actor: { ...owner, role: "viewer" } }, await lastSeq(at));
  expect(row?.after).toMatchObject({ privateKey: expect.stringMatching(/^sealed, .{6}$/) });
});
