import { newId } from "../base/ids.ts";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import type { V2ApiDefinition } from "../definition/v2-api.ts";
import { restApiArn, v2ApiArn } from "./arns.ts";
import type { CloneIds } from "./clone-ids.ts";
import { cloneDefinition } from "./clone-rows.ts";
import { cloneStages } from "./clone-stages.ts";
import { loadSnapshotText, storeSnapshot } from "./definitions.ts";
import { badRequest, unknownApi } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { type Rows, table } from "./rows.ts";
import { demand, type Scope } from "./scope.ts";
import { loadTags, putTags } from "./tags.ts";
import { write } from "./write.ts";

export type CloneApiInput = { apiId: string; name: string; withStages: boolean };

const nameLengthMax = 255;

/**
 * A copy of an API of any kind with ids of its own. With its stages it serves what they serve; domains, usage plans and what was counted
 * or approved stay with the other one.
 */
export async function cloneApi(scope: Scope, { apiId: fromId, name, withStages }: CloneApiInput): Promise<{ apiId: string }> {
  const toId = newId(scope.random);
  if (name.trim() === "" || name.length > nameLengthMax) throw badRequest(`An API needs a name of at most ${nameLengthMax} characters.`);
  if (withStages) demand(scope, "release", "api:clone");
  return write(scope, { action: "api:clone", api: toId, summary: `Clone an API as ${name}` }, async (tx) => {
    const from = await table(tx.source, "Api").findUnique({ where: { id: fromId } });
    if (from === null || from.workspaceId !== scope.workspace.id) throw unknownApi(scope, fromId);
    const orderBy = [{ createdAt: "asc" as const }, { name: "asc" as const }];
    const stages = withStages ? await table(tx.source, "Stage").findMany({ where: { apiId: fromId }, orderBy }) : [];
    const frozen = await loadFrozen(tx, stages);
    const clone = await cloneDefinition(tx, scope, {
      ...{ from, toId, settings: { ...from.settings, name } },
      definitions: [...frozen.values()].map(({ definition }) => definition),
    });
    const arnOf = from.kind === "REST" ? restApiArn : v2ApiArn;
    await putTags(tx, scope, arnOf(scope, toId), await loadTags(tx.source, scope, arnOf(scope, fromId)));
    const deployments = await cloneDeployments(tx, scope, { frozen, clone, name });
    await cloneStages(tx, scope, { from, stages, clone, deployments });
    return { apiId: toId };
  });
}

type Frozen = { row: Rows["Deployment"]; definition: RestApiDefinition | V2ApiDefinition };

/** What stages and their canaries serve, by the deployment. */
async function loadFrozen({ source }: WriteTx, stages: readonly Rows["Stage"][]): Promise<Map<string, Frozen>> {
  const ids = new Set(stages.flatMap(({ deploymentId, settings }) => [deploymentId, settings.canarySettings?.deploymentId ?? ""]));
  const rows = await table(source, "Deployment").findMany({
    where: { id: { in: [...ids] } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const frozen = new Map<string, Frozen>();
  for (const row of rows) {
    const body = (await loadSnapshotText(source, row.snapshotHash)) ?? "";
    // Written from a definition of the API's kind.
    frozen.set(row.id, { row, definition: (JSON.parse(body) as Pick<Frozen, "definition">).definition });
  }
  return frozen;
}

type Deployments = { frozen: ReadonlyMap<string, Frozen>; clone: CloneIds; name: string };

/** Deployments of the copy, by the ids of those whose content they have; the name alone is the copy's. */
async function cloneDeployments(tx: WriteTx, scope: Scope, { frozen, clone, name }: Deployments): Promise<Map<string, string>> {
  const { apiId, remap } = clone;
  const ids = new Map<string, string>();
  for (const [from, { row, definition }] of frozen) {
    const copy = remap(definition);
    // A name is all that is the copy's own; the kinds keep their settings.
    const named = { ...copy, settings: { ...copy.settings, name } } as Frozen["definition"];
    const snapshotHash = await storeSnapshot(tx, named);
    const id = newId(scope.random);
    await tx.insert("Deployment", { id, apiId, snapshotHash, description: row.description, createdAt: tx.at });
    ids.set(from, id);
  }
  return ids;
}
