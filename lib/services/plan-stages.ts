import { badRequest } from "./errors.ts";
import { type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";

/** Refuses to delete an API or a stage that a usage plan names. */
export async function demandNoPlanNames(source: Source, scope: Scope, named: { apiId: string; stage?: string }): Promise<void> {
  const plans = await table(source, "UsagePlan").findMany({ where: { workspaceId: scope.workspace.id } });
  const names = plans.some((plan) =>
    plan.settings.apiStages.some((stage) => stage.apiId === named.apiId && (named.stage === undefined || stage.stage === named.stage)),
  );
  if (!names) return;
  if (named.stage === undefined) {
    throw badRequest("Cannot delete an API with stages associated with a usage plan. Remove the stages from the usage plan first.");
  }
  throw badRequest(`Cannot delete stage. Stage ${named.stage} is associated with a usage plan. Remove it from the usage plan first.`);
}
