import { secretMask } from "../definition/secret-variables.ts";
import { type CanarySettings, type StageSettings, stageSettingsSchema } from "../definition/stage.ts";
import { stageArn } from "./arns.ts";
import { checkShape, type Loose, withoutEmpty } from "./check-shape.ts";
import { demandNoDomainLeadsTo } from "./domains.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { demandNoPlanNames } from "./plan-stages.ts";
import { demandFilter } from "./request-filters.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandNothingNew, demandNotProtected } from "./stage-protection.ts";
import { maskSecrets, sealVariables, showSettings } from "./stage-secrets.ts";
import { loadTags, loadTagsBelow, putTags, removeTags, type Tags } from "./tags.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type StageDraft = StageSettings & { deploymentId: string };
export type Stage = StageDraft & {
  stageName: string;
  cacheClusterStatus: "NOT_AVAILABLE" | "AVAILABLE";
  createdDate: Date;
  lastUpdatedDate: Date;
  tags?: Tags;
  entityVersion: number;
};
export type StageKey = { restApiId: string; stageName: string };
export type CreateStageInput = StageKey & {
  deploymentId: string;
  description?: string | undefined;
  cacheClusterEnabled?: boolean | undefined;
  cacheClusterSize?: string | undefined;
  variables?: Record<string, string> | undefined;
  documentationVersion?: string | undefined;
  canarySettings?: Loose<CanarySettings> | undefined;
  tracingEnabled?: boolean | undefined;
  tags?: Tags | undefined;
};

export const defaultStageSettings: StageSettings = { cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false };

const minuteMs = 60_000;

const release = (action: string, apiId: string, summary: string) => ({ action, permission: "release", api: apiId, summary }) as const;

export async function createStage(scope: Scope, input: CreateStageInput): Promise<Stage> {
  const { restApiId: apiId, stageName, tags, canarySettings, ...members } = input;
  return write(scope, release("stage:create", apiId, `Create stage ${stageName}`), async (tx) => {
    await getApiRow(tx.source, scope, apiId);
    const canary = canarySettings && {
      percentTraffic: 0,
      useStageCache: false,
      deploymentId: input.deploymentId,
      ...withoutEmpty(canarySettings),
    };
    const given = { ...withoutEmpty(members), ...(canary === undefined ? {} : { canarySettings: canary }) };
    const draft = await checkStage(tx.source, scope, input, { ...defaultStageSettings, ...given });
    const row = await insertStage(tx, { apiId, stageName, draft });
    await putTags(tx, scope, stageArn(scope, apiId, stageName), tags);
    return stageOf(row, tags);
  });
}

export async function getStage(scope: Scope, input: StageKey): Promise<Stage> {
  return read(scope, async (source) => {
    const row = await getStageRow(source, scope, input);
    return stageOf(row, await loadTags(source, scope, stageArn(scope, input.restApiId, input.stageName)));
  });
}

export async function getStages(scope: Scope, input: { restApiId: string; deploymentId?: string | undefined }): Promise<{ item: Stage[] }> {
  return read(scope, async (source) => {
    const { restApiId: apiId, deploymentId } = input;
    await getApiRow(source, scope, apiId);
    const rows = await table(source, "Stage").findMany({ where: { apiId }, orderBy: [{ createdAt: "asc" }, { name: "asc" }] });
    const tags = await loadTagsBelow(source, scope, stageArn(scope, apiId, ""));
    const shown = rows.filter((row) => deploymentId === undefined || row.deploymentId === deploymentId);
    return { item: shown.map((row) => stageOf(row, tags.get(stageArn(scope, apiId, row.name)))) };
  });
}

/** Changes settings, variables, canary or deployment of a stage; they act at once. */
export async function updateStage(
  scope: Scope,
  key: StageKey,
  change: (draft: StageDraft) => StageDraft,
  options: UpdateOptions = {},
): Promise<Stage> {
  return write(scope, release("stage:update", key.restApiId, `Change stage ${key.stageName}`), async (tx) => {
    const row = await getStageRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, `The stage ${row.name}`);
    const draft = change(structuredClone({ ...row.settings, deploymentId: row.deploymentId }));
    const checked = await checkStage(tx.source, scope, key, draft);
    if (checked.clientCertificateId !== row.settings.clientCertificateId)
      await demandCertificate(tx.source, scope, checked.clientCertificateId);
    if (checked.webAclArn !== row.settings.webAclArn) await demandFilter(tx.source, scope, checked.webAclArn);
    const after = await updateStageRow(tx, row, checked);
    return stageOf(after, await loadTags(tx.source, scope, stageArn(scope, key.restApiId, key.stageName)));
  });
}

/** Forgets every response that the stage's cache has. */
export function flushStageCache(scope: Scope, key: StageKey): Promise<void> {
  return flush(scope, key, { counter: "cacheGeneration", action: "stage:flush-cache", what: "response cache" });
}

/** Forgets what authorizers said about callers of the stage. */
export function flushStageAuthorizersCache(scope: Scope, key: StageKey): Promise<void> {
  return flush(scope, key, { counter: "authorizerCacheGeneration", action: "stage:flush-authorizers-cache", what: "authorizer cache" });
}

type Flush = { counter: "cacheGeneration" | "authorizerCacheGeneration"; action: string; what: string };

// A count in the settings reaches every gateway the way that all settings do, and the next start knows it too.
async function flush(scope: Scope, key: StageKey, { counter, action, what }: Flush): Promise<void> {
  await write(scope, release(action, key.restApiId, `Flush the ${what} of stage ${key.stageName}`), async (tx) => {
    const row = await getStageRow(tx.source, scope, key);
    await tx.update("Stage", row, { settings: { ...row.settings, [counter]: (row.settings[counter] ?? 0) + 1 } });
  });
}

/** Points a stage to another deployment: a rollback, or a step forward. */
export function setStageDeployment(scope: Scope, key: StageKey & { deploymentId: string }, options: UpdateOptions = {}): Promise<Stage> {
  return updateStage(scope, key, (draft) => ({ ...draft, deploymentId: key.deploymentId }), options);
}

/** The deployment and the variables of the canary become those of the stage, and the canary ends. */
export function promoteCanary(scope: Scope, key: StageKey, options: UpdateOptions = {}): Promise<Stage> {
  return updateStage(
    scope,
    key,
    ({ canarySettings, ...draft }) => {
      if (canarySettings === undefined) throw badRequest("Promotion not available. Canary does not exist.");
      return { ...draft, ...promotedVariables({ ...draft, canarySettings }), deploymentId: canarySettings.deploymentId };
    },
    options,
  );
}

/** The variables of a stage with those of its canary over them. */
export function promotedVariables(draft: StageDraft): Pick<StageDraft, "variables" | "secretVariables"> {
  const { variables, secretVariables, canarySettings: { stageVariableOverrides, secretOverrides } = {} } = draft;
  return {
    variables: { ...variables, ...stageVariableOverrides },
    ...((secretVariables ?? secretOverrides) && { secretVariables: { ...secretVariables, ...secretOverrides } }),
  };
}

/** A draft whose canary keeps what is secret in the one before it: a mask that is written back stands for that. */
export function withSecretOverrides<Draft extends { canarySettings?: object | undefined }>(draft: Draft, before: StageDraft): Draft {
  const secretOverrides = before.canarySettings?.secretOverrides;
  if (draft.canarySettings === undefined || secretOverrides === undefined) return draft;
  return { ...draft, canarySettings: { ...draft.canarySettings, secretOverrides } };
}

/** Ends a canary that its rules refuse; false when it is not the stage's any more. */
export function stopCanary(
  scope: Scope,
  key: StageKey,
  stopped: { deploymentId: string; sinceMinute: number; why: string },
): Promise<boolean> {
  const { deploymentId, sinceMinute, why } = stopped;
  return write(scope, release("stage:stop-canary", key.restApiId, `Stopped the canary of ${key.stageName}: ${why}`), async (tx) => {
    const row = await getStageRow(tx.source, scope, key);
    const { canarySettings, ...settings } = row.settings;
    if (canarySettings?.deploymentId !== deploymentId || canarySettings.sinceMinute !== sinceMinute) return false;
    const stoppedCanary = { deploymentId, atMs: tx.at.getTime(), why };
    await updateStageRow(tx, row, { ...settings, deploymentId: row.deploymentId, stoppedCanary });
    return true;
  });
}

export async function deleteStage(scope: Scope, input: StageKey): Promise<void> {
  const { restApiId: apiId, stageName } = input;
  await write(scope, release("stage:delete", apiId, `Delete stage ${stageName}`), async (tx) => {
    const row = await getStageRow(tx.source, scope, input);
    await demandNotProtected(tx.source, row.id, stageName);
    await demandNoPlanNames(tx.source, scope, { apiId, stage: stageName });
    await demandNoDomainLeadsTo(tx.source, scope, { apiId, stage: stageName, what: "stage" });
    await removeTags(tx, scope, stageArn(scope, apiId, stageName));
    await tx.remove("Stage", { id: row.id });
  });
}

export async function findStageRow(source: Source, apiId: string, stageName: string): Promise<Rows["Stage"] | undefined> {
  return (await table(source, "Stage").findUnique({ where: { id: `${apiId}/${stageName}` } })) ?? undefined;
}

export async function getStageRow(source: Source, scope: Scope, key: StageKey): Promise<Rows["Stage"]> {
  const unknown = () => notFound("Invalid stage identifier specified");
  await getApiRow(source, scope, key.restApiId, unknown);
  const row = await findStageRow(source, key.restApiId, key.stageName);
  if (row === undefined) throw unknown();
  return row;
}

type NewStage = { apiId: string; stageName: string; draft: StageDraft };

export async function insertStage(tx: WriteTx, { apiId, stageName, draft }: NewStage): Promise<Rows["Stage"]> {
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(stageName)) throw badRequest("Stage name only allows a-zA-Z0-9_-");
  if ((await findStageRow(tx.source, apiId, stageName)) !== undefined) throw conflict("Stage already exists");
  const { deploymentId, ...settings } = draft;
  const row = { id: `${apiId}/${stageName}`, apiId, name: stageName, deploymentId, createdAt: tx.at, updatedAt: tx.at };
  return tx.insert("Stage", { ...row, settings: markStart(undefined, settings, tx.at) });
}

/** `isApproved`: a second member agreed to what a protected stage serves from now on. */
export async function updateStageRow(
  tx: WriteTx,
  row: Rows["Stage"],
  draft: StageDraft,
  { isApproved = false }: { isApproved?: boolean } = {},
): Promise<Rows["Stage"]> {
  if (!isApproved) await demandNothingNew(tx.source, row, draft);
  const { deploymentId, ...given } = draft;
  const settings = markStart(row.settings, given, tx.at);
  const after = await tx.update("Stage", row, { deploymentId, settings });
  return after === row ? row : tx.update("Stage", after, { updatedAt: tx.at });
}

/**
 * Says from which minute on the rules of a canary count: from the one in which it was started or its rules were changed. A canary
 * that takes the place of another waits for the next minute, as the calls of the last one are counted in this one.
 */
function markStart(before: StageSettings | undefined, after: StageSettings, at: Date): StageSettings {
  const { stoppedCanary: _last, ...running } = after;
  const canary = after.canarySettings;
  if (canary === undefined) return after;
  if (canary.rules === undefined) return running;
  const former = before?.canarySettings;
  const isSame = former?.deploymentId === canary.deploymentId;
  if (isSame && JSON.stringify(former?.rules) === JSON.stringify(canary.rules)) return running;
  const minute = Math.floor(at.getTime() / minuteMs);
  const isAfterAnother = (former !== undefined && !isSame) || Math.floor((before?.stoppedCanary?.atMs ?? 0) / minuteMs) === minute;
  return { ...running, canarySettings: { ...canary, sinceMinute: isAfterAnother ? minute + 1 : minute } };
}

const stageDraftSchema = stageSettingsSchema.extend({ deploymentId: stageSettingsSchema.shape.description.unwrap() });

/** The rules of a stage; the draft without empty members comes back, its secret variables sealed. */
export async function checkStage(source: Source, scope: Scope, key: StageKey, value: unknown): Promise<StageDraft> {
  const apiId = key.restApiId;
  const draft = checkShape(stageDraftSchema, value);
  await demandDeployment(source, apiId, draft.deploymentId);
  const canary = draft.canarySettings;
  if (canary !== undefined) await demandDeployment(source, apiId, canary.deploymentId);
  if (canary !== undefined && (canary.percentTraffic < 0 || canary.percentTraffic > 100)) {
    throw badRequest("Percent traffic must be between 0.0 and 100.0");
  }
  checkCacheSize(draft.cacheClusterSize);
  const clean = withoutEmpty(sealDraft(scope, key, draft));
  return { ...clean, methodSettings: draft.methodSettings };
}

/** The draft with the values of its secret variables sealed, those that a canary overrides too. */
function sealDraft(scope: Scope, { restApiId: apiId, stageName }: StageKey, draft: StageDraft): StageDraft {
  const { variables: plain = {}, secretVariables: secret = {}, canarySettings: canary } = draft;
  checkVariables(plain, secret);
  const sealed = sealVariables(scope, { apiId, stageName }, { plain, secret });
  const own = { ...draft, variables: sealed.plain, secretVariables: sealed.secret };
  if (canary === undefined) return own;
  // What is secret on the stage is secret in its canary.
  const overrides = { plain: canary.stageVariableOverrides ?? {}, secret: { ...maskSecrets(sealed.secret), ...canary.secretOverrides } };
  checkVariables(overrides.plain, overrides.secret);
  const { plain: stageVariableOverrides, secret: secretOverrides } = sealVariables(scope, { apiId, stageName }, overrides);
  return { ...own, canarySettings: withoutEmpty({ ...canary, stageVariableOverrides, secretOverrides }) };
}

async function demandDeployment(source: Source, apiId: string, id: string): Promise<void> {
  const deployment = await table(source, "Deployment").findUnique({ where: { id } });
  if (deployment?.apiId !== apiId) throw badRequest("Deployment id does not exist");
}

async function demandCertificate(source: Source, { workspace }: Scope, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  const certificate = await table(source, "ClientCertificate").findUnique({ where: { id } });
  if (certificate?.workspaceId !== workspace.id) throw badRequest("Invalid Client Certificate Identifier specified");
}

const variableNameLengthMax = 64;
const variableValueLengthMax = 512;

function checkVariables(variables: Record<string, string>, secret: Record<string, string>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!/^[A-Za-z0-9_]+$/.test(name) || name.length > variableNameLengthMax) {
      throw badRequest(`Stage variable name is invalid: ${name}. Names have letters, digits and underscores only`);
    }
    const isSecret = Object.hasOwn(secret, name);
    // A mask is no value: sealing says whether it stands for one.
    if (value === secretMask) continue;
    if (!/^[A-Za-z0-9\-._~:/?#&=,]*$/.test(value) || value.length > variableValueLengthMax) {
      throw badRequest(
        `Stage variable value is invalid: ${isSecret ? secretMask : value}. Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.`,
      );
    }
  }
}

const cacheSizes = ["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"];

function checkCacheSize(size: string | undefined): void {
  if (size !== undefined && !cacheSizes.includes(size))
    throw badRequest(`Invalid cache cluster size. Valid options are [${cacheSizes.join(", ")}]`);
}

function stageOf(row: Rows["Stage"], tags: Tags | undefined): Stage {
  // They are no settings of anybody's.
  const { flushedAnswers: _, ...settings } = row.settings;
  return {
    ...showSettings(settings),
    deploymentId: row.deploymentId,
    stageName: row.name,
    cacheClusterStatus: row.settings.cacheClusterEnabled ? "AVAILABLE" : "NOT_AVAILABLE",
    createdDate: row.createdAt,
    lastUpdatedDate: row.updatedAt,
    ...(tags === undefined || Object.keys(tags).length === 0 ? {} : { tags }),
    entityVersion: row.version,
  };
}
