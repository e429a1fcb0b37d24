import { z } from "zod";
import { newId } from "../base/ids.ts";
import { usagePlanArn } from "./arns.ts";
import { checkShape, withoutEmpty } from "./check-shape.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { type PlanStage, type Rows, type Source, table, type UsagePlanSettings } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { loadTags, loadTagsBelow, putTags, removeTags, type Tags } from "./tags.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

const throttleSchema = z.object({ rateLimit: z.number().optional(), burstLimit: z.number().int().optional() });
const stageSchema = z.object({ apiId: z.string(), stage: z.string(), throttle: z.record(z.string(), throttleSchema).optional() });
const quotaSchema = z.object({ limit: z.number().int(), offset: z.number().int().default(0), period: z.enum(["DAY", "WEEK", "MONTH"]) });

const planDraftSchema = z.object({
  name: z.string(),
  description: z.string().optional(),
  productCode: z.string().optional(),
  apiStages: z.array(stageSchema).max(1_000),
  throttle: throttleSchema.optional(),
  quota: quotaSchema.optional(),
});
export type UsagePlanDraft = z.input<typeof planDraftSchema>;

export type UsagePlan = UsagePlanSettings & { id: string; name: string; tags?: Tags; entityVersion: number };
export type CreateUsagePlanInput = {
  name: string;
  description?: string | undefined;
  apiStages?: { apiId?: string | undefined; stage?: string | undefined; throttle?: Record<string, object> | undefined }[] | undefined;
  throttle?: { rateLimit?: number | undefined; burstLimit?: number | undefined } | undefined;
  quota?: { limit?: number | undefined; offset?: number | undefined; period?: string | undefined } | undefined;
  tags?: Tags | undefined;
};

export async function createUsagePlan(scope: Scope, input: CreateUsagePlanInput): Promise<UsagePlan> {
  const { tags, ...members } = input;
  return write(scope, { action: "usage-plan:create", summary: `Create usage plan ${input.name}` }, async (tx) => {
    const columns = await checkPlan(tx.source, scope, { apiStages: [], ...withoutEmpty(members) });
    const row = { id: newId(scope.random), workspaceId: scope.workspace.id, ...columns, createdAt: tx.at };
    await putTags(tx, scope, usagePlanArn(scope, row.id), tags);
    return planOf(await tx.insert("UsagePlan", row), tags);
  });
}

export async function getUsagePlan(scope: Scope, input: { usagePlanId: string }): Promise<UsagePlan> {
  return read(scope, async (source) => {
    const row = await getUsagePlanRow(source, scope, input.usagePlanId);
    return planOf(row, await loadTags(source, scope, usagePlanArn(scope, row.id)));
  });
}

/** Plans of the workspace, or those that a key is in. */
export async function getUsagePlans(scope: Scope, input: PageInput & { keyId?: string | undefined } = {}): Promise<Page<UsagePlan>> {
  return read(scope, async (source) => {
    const rows = await table(source, "UsagePlan").findMany({
      where: { workspaceId: scope.workspace.id },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    });
    const links = input.keyId === undefined ? undefined : await table(source, "UsagePlanKey").findMany({ where: { keyId: input.keyId } });
    const shown = rows.filter((row) => links === undefined || links.some((link) => link.planId === row.id));
    const page = pageOf(shown, (row) => row.id, input);
    const tags = await loadTagsBelow(source, scope, usagePlanArn(scope, ""));
    return { ...page, items: page.items.map((row) => planOf(row, tags.get(usagePlanArn(scope, row.id)))) };
  });
}

export async function updateUsagePlan(
  scope: Scope,
  key: { usagePlanId: string },
  change: (draft: UsagePlanDraft) => UsagePlanDraft,
  options: UpdateOptions = {},
): Promise<UsagePlan> {
  return write(scope, { action: "usage-plan:update", summary: "Change a usage plan" }, async (tx) => {
    const row = await getUsagePlanRow(tx.source, scope, key.usagePlanId);
    await demandVersion(tx.source, row, options.expectedVersion, `The usage plan ${row.name}`);
    const columns = await checkPlan(tx.source, scope, change(structuredClone({ ...row.settings, name: row.name })));
    const after = await tx.update("UsagePlan", row, columns);
    return planOf(after, await loadTags(tx.source, scope, usagePlanArn(scope, row.id)));
  });
}

export async function deleteUsagePlan(scope: Scope, input: { usagePlanId: string }): Promise<void> {
  await write(scope, { action: "usage-plan:delete", summary: "Delete a usage plan" }, async (tx) => {
    const row = await getUsagePlanRow(tx.source, scope, input.usagePlanId);
    const [stage] = row.settings.apiStages;
    if (stage !== undefined) {
      throw badRequest(
        "Cannot delete usage plan with associated API stages. Please remove all API stages from the usage plan before deleting.",
      );
    }
    await tx.remove("UsagePlanKey", { planId: row.id });
    await removeTags(tx, scope, usagePlanArn(scope, row.id));
    await tx.remove("UsagePlan", { id: row.id });
  });
}

export async function getUsagePlanRow(source: Source, scope: Scope, id: string): Promise<Rows["UsagePlan"]> {
  const row = await table(source, "UsagePlan").findUnique({ where: { id } });
  if (row?.workspaceId !== scope.workspace.id) throw notFound("Invalid Usage Plan ID specified");
  return row;
}

async function checkPlan(source: Source, scope: Scope, draft: unknown): Promise<Pick<Rows["UsagePlan"], "name" | "settings">> {
  const { name, ...settings } = checkShape(planDraftSchema, draft);
  if (name.trim() === "") throw badRequest("Usage Plan name cannot be blank");
  if (settings.description === "") delete settings.description;
  checkQuota(settings.quota);
  await checkStages(source, scope, settings.apiStages);
  const apiStages = settings.apiStages.map((stage) => withoutEmpty(stage)) as PlanStage[];
  return { name, settings: { ...withoutEmpty(settings), apiStages } as UsagePlanSettings };
}

const lastDay = { DAY: 0, WEEK: 6, MONTH: 27 } as const;

function checkQuota(quota: z.output<typeof quotaSchema> | undefined): void {
  if (quota === undefined) return;
  if (quota.limit <= 0) throw badRequest("Usage Plan quota limit must be a positive number");
  const max = lastDay[quota.period];
  if (quota.offset < 0 || quota.offset > max) {
    throw badRequest(`Usage Plan quota offset must be between 0 and ${max} for the ${quota.period} period`);
  }
}

async function checkStages(source: Source, scope: Scope, stages: readonly { apiId: string; stage: string }[]): Promise<void> {
  const names = new Set<string>();
  for (const { apiId, stage } of stages) {
    const name = `${apiId}:${stage}`;
    if (names.has(name)) throw conflict(`Usage Plan cannot have the API stage ${name} twice`);
    names.add(name);
    const api = await table(source, "Api").findUnique({ where: { id: apiId } });
    const known =
      api?.workspaceId === scope.workspace.id && (await table(source, "Stage").count({ where: { id: `${apiId}/${stage}` } })) > 0;
    if (!known) throw notFound(`API Stage not found: ${name}`);
  }
}

function planOf(row: Rows["UsagePlan"], tags: Tags | undefined): UsagePlan {
  const shown = tags === undefined || Object.keys(tags).length === 0 ? {} : { tags };
  return { ...row.settings, id: row.id, name: row.name, ...shown, entityVersion: row.version };
}
