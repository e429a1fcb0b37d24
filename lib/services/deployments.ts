import { newId } from "../base/ids.ts";
import type { CanarySettings } from "../definition/stage.ts";
import { askForApproval } from "./approvals.ts";
import { type Loose, withoutEmpty } from "./check-shape.ts";
import { loadDefinition, loadSnapshotText, parseSnapshot, storeSnapshot } from "./definitions.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { isStageProtected } from "./stage-protection.ts";
import {
  checkStage,
  defaultStageSettings,
  findStageRow,
  insertStage,
  type StageDraft,
  updateStageRow,
  withSecretOverrides,
} from "./stages.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type Deployment = {
  id: string;
  description?: string;
  createdDate: Date;
  /** Path to verb to how the method is protected; only when it was asked for with `embed`. */
  apiSummary?: Record<string, Record<string, { authorizationType: string; apiKeyRequired: boolean }>>;
  /** Content hash of what was frozen: equal definitions have equal hashes. */
  snapshotHash: string;
  entityVersion: number;
};

export type DeploymentKey = { restApiId: string; deploymentId: string };
export type CreateDeploymentInput = {
  restApiId: string;
  stageName?: string | undefined;
  stageDescription?: string | undefined;
  description?: string | undefined;
  cacheClusterEnabled?: boolean | undefined;
  cacheClusterSize?: string | undefined;
  variables?: Record<string, string> | undefined;
  canarySettings?: Loose<Omit<CanarySettings, "deploymentId">> | undefined;
  tracingEnabled?: boolean | undefined;
};

/** Freezes the draft. With a stage name the stage serves it at once; with canary settings, a share of its traffic. */
export async function createDeployment(scope: Scope, input: CreateDeploymentInput): Promise<Deployment> {
  return freezeDraft(scope, input, input.stageName === undefined ? "Create a deployment" : `Deploy to ${input.stageName}`);
}

/**
 * A deployment of the draft that was checked, by its hash; refused when the draft is another one by now. The history says more of it:
 * what was checked before, or why it was made all the same.
 */
export async function deployDraft(
  scope: Scope,
  { checked, ...input }: CreateDeploymentInput & { stageName: string; checked: string },
  remark: string,
): Promise<Deployment & { approvalId?: string }> {
  const { restApiId: apiId, stageName } = input;
  if (await read(scope, (source) => isStageProtected(source, apiId, stageName))) return requestDraft(scope, { ...input, checked }, remark);
  return freezeDraft(scope, input, `Deploy to ${stageName} ${remark}`.trimEnd(), checked);
}

/** Freezes the draft and asks to put it on a protected stage, which serves on what it served. */
async function requestDraft(
  scope: Scope,
  { checked, ...input }: CreateDeploymentInput & { stageName: string; checked: string },
  remark: string,
): Promise<Deployment & { approvalId: string }> {
  const { restApiId, stageName } = input;
  const summary = `Ask to deploy to ${stageName} ${remark}`.trimEnd();
  return write(scope, { action: "approval:request", permission: "release", api: restApiId, summary }, async (tx) => {
    const row = await insertChecked(tx, scope, input, checked);
    return { ...deploymentOf(row), approvalId: await askForApproval(tx, scope, { restApiId, stageName, deploymentId: row.id, remark }) };
  });
}

async function freezeDraft(scope: Scope, input: CreateDeploymentInput, summary: string, checked?: string): Promise<Deployment> {
  const { restApiId: apiId, stageName } = input;
  return write(scope, { action: "deployment:create", permission: "release", api: apiId, summary }, async (tx) => {
    const row = await insertChecked(tx, scope, input, checked);
    if (stageName !== undefined && stageName !== "") await releaseTo(tx, scope, { ...input, stageName }, row.id);
    return deploymentOf(row);
  });
}

/** A deployment that a stage serves at once. */
export function deployToStage(
  scope: Scope,
  input: { restApiId: string; stageName: string; description?: string | undefined },
): Promise<Deployment> {
  return createDeployment(scope, input);
}

export async function getDeployment(scope: Scope, input: DeploymentKey & { embed?: string[] | undefined }): Promise<Deployment> {
  return read(scope, async (source) => {
    const row = await getDeploymentRow(source, scope, input);
    if (!(input.embed?.includes("apisummary") ?? false)) return deploymentOf(row);
    return { ...deploymentOf(row), apiSummary: await summarize(source, row.snapshotHash) };
  });
}

export async function getDeployments(scope: Scope, input: { restApiId: string } & PageInput): Promise<Page<Deployment>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "Deployment").findMany({
      where: { apiId: input.restApiId },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    });
    const page = pageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(deploymentOf) };
  });
}

/** A deployment is frozen; only its description changes. */
export async function updateDeployment(
  scope: Scope,
  key: DeploymentKey,
  change: (draft: { description?: string | undefined }) => { description?: string | undefined },
  options: UpdateOptions = {},
): Promise<Deployment> {
  const intent = { action: "deployment:update", permission: "release", api: key.restApiId, summary: "Describe a deployment" } as const;
  return write(scope, intent, async (tx) => {
    const row = await getDeploymentRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, "The deployment");
    const { description } = change(row.description === null ? {} : { description: row.description });
    return deploymentOf(await tx.update("Deployment", row, { description: storedDescription(description) }));
  });
}

export async function deleteDeployment(scope: Scope, input: DeploymentKey): Promise<void> {
  const intent = { action: "deployment:delete", permission: "release", api: input.restApiId, summary: "Delete a deployment" } as const;
  await write(scope, intent, async (tx) => {
    const row = await getDeploymentRow(tx.source, scope, input);
    const stages = await table(tx.source, "Stage").findMany({ where: { apiId: row.apiId } });
    if (stages.some((stage) => stage.deploymentId === row.id)) {
      throw badRequest("Active stages pointing to this deployment must be moved or deleted");
    }
    if (stages.some((stage) => stage.settings.canarySettings?.deploymentId === row.id)) {
      throw badRequest("Active stages with canary settings pointing to this deployment must be moved or deleted");
    }
    const open = await table(tx.source, "Approval").findMany({ where: { apiId: row.apiId, status: "open" } });
    if (open.some(({ settings }) => settings.deploymentId === row.id))
      throw badRequest("Somebody asks for the approval of this deployment. Decline or withdraw it first.");
    await tx.remove("Deployment", { id: row.id });
  });
}

async function insertChecked(
  tx: WriteTx,
  scope: Scope,
  { restApiId, description }: CreateDeploymentInput,
  checked: string | undefined,
): Promise<Rows["Deployment"]> {
  const row = await insertDeployment(tx, scope, await getApiRow(tx.source, scope, restApiId), description);
  if (checked !== undefined && row.snapshotHash !== checked)
    throw conflict("The draft was changed while it was checked. Deploy again to check what it is now.");
  return row;
}

async function insertDeployment(tx: WriteTx, scope: Scope, api: Rows["Api"], description: string | undefined): Promise<Rows["Deployment"]> {
  const definition = await loadDefinition(tx.source, api);
  const methods = definition.resources.flatMap((resource) => Object.values(resource.resourceMethods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some((method) => method.methodIntegration === undefined)) throw badRequest("No integration defined for method");
  const row = {
    id: newId(scope.random),
    apiId: api.id,
    snapshotHash: await storeSnapshot(tx, definition),
    description: storedDescription(description),
    createdAt: tx.at,
  };
  return tx.insert("Deployment", row);
}

async function releaseTo(
  tx: WriteTx,
  scope: Scope,
  input: CreateDeploymentInput & { stageName: string },
  deploymentId: string,
): Promise<void> {
  const { restApiId: apiId, stageName } = input;
  const stage = await findStageRow(tx.source, apiId, stageName);
  const before: StageDraft =
    stage === undefined ? { ...defaultStageSettings, deploymentId } : { ...stage.settings, deploymentId: stage.deploymentId };
  const draft = await checkStage(tx.source, scope, input, releasedDraft(before, input, deploymentId));
  if (stage !== undefined) await updateStageRow(tx, stage, draft);
  else if (input.canarySettings !== undefined) throw notFound("Invalid stage identifier specified");
  else await insertStage(tx, { apiId, stageName, draft });
}

/** The draft is checked before it is stored. */
function releasedDraft(before: StageDraft, input: CreateDeploymentInput, deploymentId: string): Loose<StageDraft> {
  const { canarySettings, stageDescription, variables, cacheClusterEnabled, cacheClusterSize, tracingEnabled } = input;
  const given = Object.entries({ variables, cacheClusterEnabled, cacheClusterSize, tracingEnabled }).filter(
    ([, value]) => value !== undefined,
  );
  const draft = {
    ...before,
    ...Object.fromEntries(given),
    ...(stageDescription === undefined || stageDescription === "" ? {} : { description: stageDescription }),
  };
  if (canarySettings === undefined) return { ...draft, deploymentId };
  const canary = { percentTraffic: 0, useStageCache: false, ...withoutEmpty(canarySettings), deploymentId };
  return withSecretOverrides({ ...draft, canarySettings: canary }, before);
}

function storedDescription(description: string | undefined): string | null {
  return description === undefined || description === "" ? null : description;
}

async function getDeploymentRow(source: Source, scope: Scope, key: DeploymentKey): Promise<Rows["Deployment"]> {
  const unknown = () => notFound("Invalid Deployment identifier specified");
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await table(source, "Deployment").findUnique({ where: { id: key.deploymentId } });
  if (row?.apiId !== key.restApiId) throw unknown();
  return row;
}

async function summarize(source: Source, hash: string): Promise<NonNullable<Deployment["apiSummary"]>> {
  const definition = parseSnapshot((await loadSnapshotText(source, hash)) ?? "");
  const summary: NonNullable<Deployment["apiSummary"]> = {};
  for (const { path, resourceMethods } of definition.resources) {
    const methods = Object.entries(resourceMethods).map(
      ([verb, { authorizationType, apiKeyRequired }]) => [verb, { authorizationType, apiKeyRequired }] as const,
    );
    if (methods.length > 0) summary[path] = Object.fromEntries(methods);
  }
  return summary;
}

function deploymentOf(row: Rows["Deployment"]): Deployment {
  const { id, description, createdAt: createdDate, snapshotHash } = row;
  return { id, ...(description === null ? {} : { description }), createdDate, snapshotHash, entityVersion: row.version };
}
