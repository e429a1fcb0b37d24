import { ServiceError } from "../base/service-error.ts";
import type { StageSettings } from "../definition/stage.ts";
import { badRequest, conflict } from "./errors.ts";
import { type JournalEntry, parseRow } from "./journal.ts";
import { type Rows, type Source, table, whereId } from "./rows.ts";
import type { Scope } from "./scope.ts";

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

/**
 * Nor does an undo ask again for what was decided or withdrawn, as one member alone could approve it then; and what somebody asks for is
 * taken back by nobody else. With its API all of it comes and goes.
 */
export async function demandOwnQuestions(source: Source, { actor }: Scope, changes: readonly JournalEntry[]): Promise<void> {
  if (changes.some(({ model }) => model === "Api")) return;
  for (const { model, before, after } of changes) {
    if (model !== "Approval") continue;
    if (before !== null) await demandNotAskedAgain(source, parseRow("Approval", before));
    else if (after !== null) demandAsker(actor.userId, parseRow("Approval", after));
  }
}

type Question = Omit<Rows["Approval"], "version">;

async function demandNotAskedAgain(source: Source, { id, apiId, stageName, status, settings }: Question): Promise<void> {
  if (status !== "open") return;
  const other = await table(source, "Approval").findFirst({ where: { apiId, stageName, status: "open", id: { not: id } } });
  if (other === null && !(await isStageProtected(source, apiId, stageName))) return;
  throw conflict(`No undo asks again to put ${settings.deploymentId} on ${stageName}. It has to be asked for anew.`);
}

function demandAsker(userId: string, { settings: { requestedBy } }: Question): void {
  if (requestedBy.userId === userId) return;
  throw new ServiceError("ForbiddenException", `Only ${requestedBy.name}, who asked for it, can take that back. Decline it instead.`);
}

function bringsNew(now: Served, next: Served): boolean {
  const served = new Set(deploymentsOf(now));
  return deploymentsOf(next).some((id) => !served.has(id));
}

/** What a stage serves, the canary's share included. */
export function deploymentsOf({ deploymentId, settings }: Served): string[] {
  return [deploymentId, ...(settings.canarySettings === undefined ? [] : [settings.canarySettings.deploymentId])];
}

function approvalNeeded(stageName: string): ServiceError {
  return new ServiceError(
    "ForbiddenException",
    `The stage ${stageName} is protected: a deployment to it needs the approval of a second member. Ask for it by deploying in the console.`,
  );
}
