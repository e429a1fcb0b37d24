import { newId } from "../base/ids.ts";
import { type SavedRequest, savedRequestSchema } from "../definition/saved-request.ts";
import { checkShape } from "./check-shape.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type SavedRequestResult = SavedRequest & { id: string; entityVersion: number };
export type SavedRequestKey = { restApiId: string; requestId: string };

const requestsMax = 1_000;

/** Keeps a request of the tester beside its API. */
export async function createSavedRequest(scope: Scope, input: { restApiId: string; request: unknown }): Promise<SavedRequestResult> {
  const apiId = input.restApiId;
  const request = checkShape(savedRequestSchema, input.request);
  const intent = { action: "saved-request:create", api: apiId, summary: `Save the request ${request.name}` };
  return write(scope, intent, async (tx) => {
    await getApiRow(tx.source, scope, apiId);
    if ((await table(tx.source, "SavedRequest").count({ where: { apiId } })) >= requestsMax)
      throw badRequest(`An API has ${requestsMax} saved requests at most. Delete one first.`);
    return requestOf(await tx.insert("SavedRequest", { id: newId(scope.random), apiId, createdAt: tx.at, settings: request }));
  });
}

export async function updateSavedRequest(
  scope: Scope,
  key: SavedRequestKey,
  change: (draft: SavedRequest) => unknown,
  options: UpdateOptions = {},
): Promise<SavedRequestResult> {
  const intent = { action: "saved-request:update", api: key.restApiId, summary: "Change the saved request" };
  return write(scope, intent, async (tx) => {
    const row = await getRequestRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, `The request ${row.settings.name}`);
    tx.tellOf(row.settings.name);
    return requestOf(await tx.update("SavedRequest", row, { settings: checkShape(savedRequestSchema, change(row.settings)) }));
  });
}

/** A request that a suite needs stays. */
export async function deleteSavedRequest(scope: Scope, key: SavedRequestKey): Promise<void> {
  const intent = { action: "saved-request:delete", api: key.restApiId, summary: "Delete the saved request" };
  await write(scope, intent, async (tx) => {
    const row = await getRequestRow(tx.source, scope, key);
    const suites = await table(tx.source, "Suite").findMany({ where: { apiId: row.apiId } });
    const users = suites.filter(({ settings }) => settings.requestIds.includes(row.id)).map(({ settings }) => settings.name);
    if (users.length > 0) throw conflict(`The request ${row.settings.name} is part of ${users.join(", ")}. Take it out there first.`);
    tx.tellOf(row.settings.name);
    await tx.remove("SavedRequest", { id: row.id });
  });
}

/** All saved requests of an API, the oldest first. */
export async function listSavedRequests(scope: Scope, input: { restApiId: string }): Promise<SavedRequestResult[]> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "SavedRequest").findMany({
      where: { apiId: input.restApiId },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    return rows.map(requestOf);
  });
}

async function getRequestRow(source: Source, scope: Scope, key: SavedRequestKey): Promise<Rows["SavedRequest"]> {
  const unknown = () => notFound("There is no saved request with this id.");
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await table(source, "SavedRequest").findUnique({ where: { id: key.requestId } });
  if (row?.apiId !== key.restApiId) throw unknown();
  return row;
}

function requestOf(row: Rows["SavedRequest"]): SavedRequestResult {
  return { ...row.settings, id: row.id, entityVersion: row.version };
}
