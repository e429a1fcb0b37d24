import { type BreakingChange, findBreakingChanges } from "../definition/breaking-changes.ts";
import { findBreakingV2Changes } from "../definition/breaking-v2-changes.ts";
import type { DefinitionRef } from "../definition/copy-subject.ts";
import { type DefinitionChange, diffDefinitions } from "../definition/diff.ts";
import { diffV2Definitions } from "../definition/diff-v2.ts";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import { getApiKind } from "./api-kind.ts";
import { getApiDefinition, getSnapshotDefinition } from "./definitions.ts";
import { notFound } from "./errors.ts";
import { type ApiSummary, listApis } from "./list-apis.ts";
import type { Scope } from "./scope.ts";
import { getStage } from "./stages.ts";
import { getV2Definition } from "./v2/get-definition.ts";

export async function getDefinition(scope: Scope, restApiId: string, of: DefinitionRef): Promise<RestApiDefinition> {
  if ("draft" in of) return getApiDefinition(scope, restApiId);
  if ("deploymentId" in of) return getSnapshotDefinition(scope, restApiId, of.deploymentId);
  const { deploymentId } = await getStage(scope, { restApiId, stageName: of.stageName });
  return getSnapshotDefinition(scope, restApiId, deploymentId);
}

type Compared = { apiId: string; from: DefinitionRef; to: DefinitionRef };

/** What differs between two definitions of an API of any kind. */
export async function diff(scope: Scope, { apiId, ...refs }: Compared): Promise<DefinitionChange[]> {
  if ((await getApiKind(scope, apiId)) === "REST")
    return diffDefinitions(await getDefinition(scope, apiId, refs.from), await getDefinition(scope, apiId, refs.to));
  return diffV2Definitions(await getV2Definition(scope, apiId, refs.from), await getV2Definition(scope, apiId, refs.to));
}

/** What clients of one definition may stumble over with the other one. */
export async function listBreakingChanges(scope: Scope, { apiId, ...refs }: Compared): Promise<BreakingChange[]> {
  if ((await getApiKind(scope, apiId)) === "REST")
    return findBreakingChanges(await getDefinition(scope, apiId, refs.from), await getDefinition(scope, apiId, refs.to));
  return findBreakingV2Changes(await getV2Definition(scope, apiId, refs.from), await getV2Definition(scope, apiId, refs.to));
}

// Counting takes two whole definitions, and every page of the console shows the count.
const counts = new Map<string, number>();
const countsKept = 2_000;

/** How many things differ between a draft and what a deployment froze; equal hashes need no look. */
async function countChanges(scope: Scope, key: { apiId: string; draftVersion: number; deploymentId: string }): Promise<number> {
  const name = `${key.apiId} ${key.draftVersion} ${key.deploymentId}`;
  const known = counts.get(name);
  if (known !== undefined) return known;
  const { length: changes } = await diff(scope, { apiId: key.apiId, from: { deploymentId: key.deploymentId }, to: { draft: true } });
  counts.set(name, changes);
  const [oldest] = counts.keys();
  if (counts.size > countsKept && oldest !== undefined) counts.delete(oldest);
  return changes;
}

/** A stage; the deployment of one that serves nothing yet is empty. */
export type StageState = { stageName: string; deploymentId: string; changes: number; isProtected: boolean };

export type ListedApi = Omit<ApiSummary, "draftVersion" | "stages"> & { stages: StageState[] };

/** The stages of every API of the workspace, or of the one that is named, each with the number of changes that it lacks. */
export async function listApisWithChanges(scope: Scope, only?: string): Promise<ListedApi[]> {
  const listed: ListedApi[] = [];
  for (const { draftVersion, ...api } of await listApis(scope, only)) {
    const stages: StageState[] = [];
    // One after the other: counting takes two whole definitions.
    for (const { stageName, deploymentId, isCurrent, isProtected } of api.stages) {
      const isSame = isCurrent || deploymentId === "";
      const changes = isSame ? 0 : await countChanges(scope, { apiId: api.id, draftVersion, deploymentId });
      stages.push({ stageName, deploymentId, changes, isProtected });
    }
    listed.push({ ...api, stages });
  }
  return listed;
}

/** One API as it is listed. */
export async function getListedApi(scope: Scope, apiId: string): Promise<ListedApi> {
  const [api] = await listApisWithChanges(scope, apiId);
  if (api === undefined) throw notFound("There is no API with this id.");
  return api;
}

/** A deployment with who made it. */
export async function listDeploymentAuthors(scope: Scope, deploymentIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await scope.db.reader.revisionRow.findMany({
    where: { model: "Deployment", rowKey: { in: [...deploymentIds] }, before: null },
    select: { rowKey: true, revision: { select: { actorName: true } } },
  });
  return new Map(rows.map((row) => [row.rowKey, row.revision.actorName]));
}

/** The number of the last revision that this request made; 0 when it changed nothing. */
export async function lastRevisionOf(scope: Scope): Promise<number> {
  const row = await scope.db.reader.revision.findFirst({
    where: { requestId: scope.requestId },
    orderBy: { seq: "desc" },
    select: { seq: true },
  });
  return row?.seq ?? 0;
}
