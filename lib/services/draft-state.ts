import { type DefinitionChange, diffDefinitions } from "../definition/diff.ts";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import { getApiDefinition, getSnapshotDefinition } from "./definitions.ts";
import { listApis } from "./list-apis.ts";
import type { Scope } from "./scope.ts";
import { getStage } from "./stages.ts";

/** A definition to look at: the draft, what a deployment froze, or what a stage serves now. */
export type DefinitionRef = { draft: true } | { deploymentId: string } | { stageName: string };

export async function getDefinition(scope: Scope, restApiId: string, of: DefinitionRef): Promise<RestApiDefinition> {
  if ("draft" in of) return getApiDefinition(scope, restApiId);
  if ("deploymentId" in of) return getSnapshotDefinition(scope, restApiId, of.deploymentId);
  const { deploymentId } = await getStage(scope, { restApiId, stageName: of.stageName });
  return getSnapshotDefinition(scope, restApiId, deploymentId);
}

export async function diff(
  scope: Scope,
  input: { restApiId: string; from: DefinitionRef; to: DefinitionRef },
): Promise<DefinitionChange[]> {
  const [from, to] = await Promise.all([
    getDefinition(scope, input.restApiId, input.from),
    getDefinition(scope, input.restApiId, input.to),
  ]);
  return diffDefinitions(from, to);
}

// Counting takes two whole definitions, and every page of the console shows the count.
const counts = new Map<string, number>();
const countsKept = 2_000;

/** How many things differ between a draft and what a deployment froze; equal hashes need no look. */
async function countChanges(scope: Scope, key: { restApiId: string; draftVersion: number; deploymentId: string }): Promise<number> {
  const name = `${key.restApiId} ${key.draftVersion} ${key.deploymentId}`;
  const known = counts.get(name);
  if (known !== undefined) return known;
  const changes = await diff(scope, { restApiId: key.restApiId, from: { deploymentId: key.deploymentId }, to: { draft: true } });
  counts.set(name, changes.length);
  const [oldest] = counts.keys();
  if (counts.size > countsKept && oldest !== undefined) counts.delete(oldest);
  return changes.length;
}

export type StageState = { stageName: string; deploymentId: string; changes: number };

/** The stages of every API of the workspace, or of the one that is named, each with the number of changes that it lacks. */
export async function listApisWithChanges(scope: Scope, only?: string) {
  const listed = [];
  for (const { draftVersion, ...api } of await listApis(scope, only)) {
    if (api.kind !== "REST") continue;
    const stages: StageState[] = [];
    // One after the other: counting takes two whole definitions.
    for (const { stageName, deploymentId, isCurrent } of api.stages) {
      const changes = isCurrent ? 0 : await countChanges(scope, { restApiId: api.id, draftVersion, deploymentId });
      stages.push({ stageName, deploymentId, changes });
    }
    listed.push({ ...api, stages });
  }
  return listed;
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
