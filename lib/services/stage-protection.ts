import { ServiceError } from "../base/service-error.ts";
import type { StageSettings } from "../definition/stage.ts";
import { badRequest } from "./errors.ts";
import { type JournalEntry, parseRow } from "./journal.ts";
import { type Rows, type Source, table, whereId } from "./rows.ts";

type Served = { deploymentId: string; settings: Pick<StageSettings, "canarySettings"> };

export async function isStageProtected(source: Source, apiId: string, stageName: string): Promise<boolean> {
  return (await table(source, "StageProtection").findUnique({ where: { id: `${apiId}/${stageName}` } })) !== null;
}

/**
 * A protected stage gets no deployment without an approval. Those that it serves, as its own or as its canary, may change places: both
 * came there rightly, and a canary that fails has to end without asking anybody.
 */
export async function demandNothingNew(
  source: Source,
  row: Rows["Stage"],
  draft: { deploymentId: string; canarySettings?: StageSettings["canarySettings"] },
): Promise<void> {
  if (!bringsNew(row, { deploymentId: draft.deploymentId, settings: draft })) return;
  if (await isStageProtected(source, row.apiId, row.name)) throw approvalNeeded(row.name);
}

export async function demandNotProtected(source: Source, stageId: string, stageName: string): Promise<void> {
  if ((await table(source, "StageProtection").findUnique({ where: { id: stageId } })) !== null)
    throw badRequest(`The stage ${stageName} is protected. An owner has to end its protection before it can be deleted.`);
}

/** An undo is no way around an approval: it may neither bring a deployment back to a protected stage nor take the stage away. */
export async function demandUnprotected(source: Source, changes: readonly JournalEntry[]): Promise<void> {
  const stages = changes.filter(({ model, after }) => model === "Stage" && after !== null);
  if (stages.length === 0) return;
  const guarded = await table(source, "StageProtection").findMany({ where: whereId(stages.map(({ key }) => key)) });
  const names = new Map(guarded.map(({ id, stageName }) => [id, stageName]));
  for (const { key, before, after } of stages) {
    const name = names.get(key);
    if (name === undefined || after === null) continue;
    if (before === null || bringsNew(parseRow("Stage", after), parseRow("Stage", before))) throw approvalNeeded(name);
  }
}

function bringsNew(now: Served, next: Served): boolean {
  const served = new Set(deploymentsOf(now));
  return deploymentsOf(next).some((id) => !served.has(id));
}

function deploymentsOf({ deploymentId, settings }: Served): string[] {
  return [deploymentId, ...(settings.canarySettings === undefined ? [] : [settings.canarySettings.deploymentId])];
}

function approvalNeeded(stageName: string): ServiceError {
  return new ServiceError(
    "ForbiddenException",
    `The stage ${stageName} is protected: a deployment to it needs the approval of a second member. Ask for it by deploying in the console.`,
  );
}
