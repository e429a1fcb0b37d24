import { groupBy } from "../../base/group-by.ts";
import { newId } from "../../base/ids.ts";
import type { V2ApiDefinition } from "../../definition/v2-api.ts";
import { snapshotText, storeSnapshot } from "../definitions.ts";
import { badRequest, unknownApi } from "../errors.ts";
import type { WriteTx } from "../journal.ts";
import { type Rows, type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { write } from "../write.ts";
import { loadV2Definition } from "./load-definition.ts";
import { updateV2, type V2Rows, v2Table } from "./v2-rows.ts";

/** The row of an HTTP or WebSocket API of this workspace. */
export async function getV2ApiRow(source: Source, scope: Scope, apiId: string): Promise<V2Rows["Api"]> {
  const row = await v2Table(source, "Api").findUnique({ where: { id: apiId } });
  if (row === null || row.workspaceId !== scope.workspace.id || row.kind === "REST") throw unknownApi(scope, apiId);
  return row;
}

export type V2Change = { action: string; apiId: string; summary: string };

/** Runs a change of an API's definition; stages that deploy by themselves serve it afterwards, in the same revision. */
export async function changeV2Api<T>(
  scope: Scope,
  { action, apiId, summary }: V2Change,
  run: (tx: WriteTx, api: V2Rows["Api"]) => Promise<T>,
): Promise<T> {
  return write(scope, { action, api: apiId, summary }, async (tx) => {
    const result = await run(tx, await getV2ApiRow(tx.source, scope, apiId));
    await deployAutomatically(tx, scope, await getV2ApiRow(tx.source, scope, apiId));
    return result;
  });
}

const automaticDescription = "Automatic deployment triggered by changes to the Api configuration";

export function isAutomatic(deployment: Pick<Rows["Deployment"], "description">): boolean {
  return deployment.description === automaticDescription;
}

/** A deployment of the draft for every stage that deploys by itself and serves something else. */
export async function deployAutomatically(tx: WriteTx, scope: Scope, api: V2Rows["Api"]): Promise<void> {
  if (scope.within === undefined) return deployNow(tx, scope, api);
  // Of a change of many parts only the end is worth a deployment.
  scope.within.afterwards.set(`deploy ${api.id}`, async () => {
    const row = await v2Table(tx.source, "Api").findUnique({ where: { id: api.id } });
    if (row !== null) await deployNow(tx, scope, row);
  });
}

async function deployNow(tx: WriteTx, scope: Scope, api: V2Rows["Api"]): Promise<void> {
  const stages = (await v2Table(tx.source, "Stage").findMany({ where: { apiId: api.id } })).filter(({ settings }) => settings.autoDeploy);
  if (stages.length === 0) return;
  const definition = await loadV2Definition(tx.source, api);
  if (definition.routes.length === 0) return;
  const { hash } = snapshotText(definition);
  const served = await table(tx.source, "Deployment").findMany({ where: { id: { in: stages.map((stage) => stage.deploymentId) } } });
  const hashes = new Map(served.map(({ id, snapshotHash }) => [id, snapshotHash]));
  const behind = stages.filter((stage) => hashes.get(stage.deploymentId) !== hash);
  if (behind.length === 0) return;
  const deployment = await insertV2Deployment(tx, scope, definition, automaticDescription);
  for (const stage of behind) await updateV2(tx, "Stage", stage, { deploymentId: deployment.id, updatedAt: tx.at });
  await forgetAutomatic(tx, api.id);
}

const automaticMax = 100;

/** Old automatic deployments that no stage serves: every edit makes one, and nobody chose to keep it. */
async function forgetAutomatic(tx: WriteTx, apiId: string): Promise<void> {
  const rows = await table(tx.source, "Deployment").findMany({ where: { apiId }, orderBy: [{ createdAt: "desc" }, { id: "asc" }] });
  const used = new Set((await v2Table(tx.source, "Stage").findMany({ where: { apiId } })).map((stage) => stage.deploymentId));
  const old = rows.filter(isAutomatic).slice(automaticMax);
  const gone = old.filter(({ id }) => !used.has(id)).map(({ id }) => id);
  if (gone.length > 0) await tx.remove("Deployment", { id: { in: gone } });
}

/** Freezes a definition. */
export async function insertV2Deployment(
  tx: WriteTx,
  scope: Scope,
  definition: V2ApiDefinition,
  description: string | null,
): Promise<Rows["Deployment"]> {
  if (definition.routes.length === 0) throw badRequest("Unable to deploy API because no routes exist in this API");
  const snapshotHash = await storeSnapshot(tx, definition);
  const row = { id: newId(scope.random), apiId: definition.apiId, snapshotHash, description, createdAt: tx.at };
  return tx.insert("Deployment", row);
}

/** Routes by the integration that they lead to. */
export function routesByTarget(routes: readonly Rows["Route"][]): Map<string, Rows["Route"][]> {
  return groupBy(routes, (route) => route.settings.target?.replace(/^integrations\//, "") ?? "");
}
