import { type RouteSettings, type V2StageSettings, v2StageSettingsSchema } from "../../definition/v2-api.ts";
import { controlArn } from "../arns.ts";
import { checkShape, type Loose, withoutEmpty } from "../check-shape.ts";
import { demandNoDomainLeadsTo } from "../domains.ts";
import { badRequest, conflict, notFound } from "../errors.ts";
import type { WriteTx } from "../journal.ts";
import { demandNoPlanNames } from "../plan-stages.ts";
import { type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { maskSecrets, sealVariables } from "../stage-secrets.ts";
import { loadTags, loadTagsBelow, putTags, removeTags, type Tags } from "../tags.ts";
import { demandVersion, read, type UpdateOptions, write } from "../write.ts";
import { deployAutomatically, getV2ApiRow } from "./change-api.ts";
import { mergeMembers } from "./merge-members.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";
import { insertV2, updateV2, type V2Rows, v2Table } from "./v2-rows.ts";

export type V2Stage = Omit<V2StageSettings, "authorizerCacheGeneration"> & {
  stageName: string;
  deploymentId?: string;
  createdDate: Date;
  lastUpdatedDate: Date;
  tags?: Tags;
  entityVersion: number;
};
export type V2StageKey = { apiId: string; stageName: string };
type Members = Loose<Omit<V2StageSettings, "apiGatewayManaged" | "authorizerCacheGeneration" | "lastDeploymentStatusMessage">> & {
  deploymentId?: string | undefined;
};

export const defaultV2StageSettings: V2StageSettings = {
  autoDeploy: false,
  defaultRouteSettings: { detailedMetricsEnabled: false },
  routeSettings: {},
  stageVariables: {},
};

const stageArn = (scope: Scope, { apiId, stageName }: V2StageKey) => controlArn(scope, `/apis/${apiId}/stages/${stageName}`);
const release = (action: string, api: string, summary: string) => ({ action, permission: "release", api, summary }) as const;

export async function createV2Stage(scope: Scope, input: V2StageKey & Members & { tags?: Tags | undefined }): Promise<V2Stage> {
  const { apiId, stageName, tags, deploymentId = "", ...members } = input;
  return write(scope, release("stage:create", apiId, `Create stage ${stageName}`), async (tx) => {
    const api = await getV2ApiRow(tx.source, scope, apiId);
    checkName(api, stageName);
    const id = `${apiId}/${stageName}`;
    if ((await v2Table(tx.source, "Stage").count({ where: { id } })) > 0) throw conflict("Stage already exists");
    const settings = checkStage(scope, input, { ...defaultV2StageSettings, ...withoutEmpty(members) });
    await checkDeployment(tx, { apiId, deploymentId, autoDeploy: settings.autoDeploy, isNew: true });
    const dates = { createdAt: tx.at, updatedAt: tx.at };
    await insertV2(tx, "Stage", { id, apiId, name: stageName, deploymentId, settings, ...dates });
    await deployAutomatically(tx, scope, api);
    await putTags(tx, scope, stageArn(scope, input), tags);
    return stageOf(await getV2StageRow(tx.source, scope, input), tags);
  });
}

export async function getV2Stage(scope: Scope, key: V2StageKey): Promise<V2Stage> {
  return read(scope, async (source) =>
    stageOf(await getV2StageRow(source, scope, key), await loadTags(source, scope, stageArn(scope, key))),
  );
}

export async function getV2Stages(scope: Scope, input: { apiId: string } & V2PageInput): Promise<V2Page<V2Stage>> {
  return read(scope, async (source) => {
    const { apiId } = input;
    await getV2ApiRow(source, scope, apiId);
    const rows = await v2Table(source, "Stage").findMany({ where: { apiId }, orderBy: [{ createdAt: "asc" }, { name: "asc" }] });
    const page = v2PageOf(rows, (row) => row.name, input);
    const tags = await loadTagsBelow(source, scope, stageArn(scope, { apiId, stageName: "" }));
    return { ...page, items: page.items.map((row) => stageOf(row, tags.get(stageArn(scope, { apiId, stageName: row.name })))) };
  });
}

/** Changes settings, variables or deployment of a stage; they act at once. */
export async function updateV2Stage(scope: Scope, input: V2StageKey & Members, { expectedVersion }: UpdateOptions = {}): Promise<V2Stage> {
  const { apiId, stageName, deploymentId, ...members } = input;
  return write(scope, release("stage:update", apiId, `Change stage ${stageName}`), async (tx) => {
    const api = await getV2ApiRow(tx.source, scope, apiId);
    const row = await getV2StageRow(tx.source, scope, input);
    await demandVersion(tx.source, row, expectedVersion, `Stage ${stageName}`);
    const merged = mergeMembers(structuredClone(row.settings), members, ["stageVariables", "secretVariables", "routeSettings"]);
    const settings = checkStage(scope, input, { ...defaultV2StageSettings, ...merged });
    const isChanged = deploymentId !== undefined && deploymentId !== row.deploymentId;
    if (isChanged) await checkDeployment(tx, { apiId, deploymentId, autoDeploy: settings.autoDeploy, isNew: false });
    await updateV2(tx, "Stage", row, { settings, updatedAt: tx.at, ...(isChanged ? { deploymentId } : {}) });
    await deployAutomatically(tx, scope, api);
    return stageOf(await getV2StageRow(tx.source, scope, input), await loadTags(tx.source, scope, stageArn(scope, input)));
  });
}

export async function deleteV2Stage(scope: Scope, key: V2StageKey): Promise<void> {
  await write(scope, release("stage:delete", key.apiId, `Delete stage ${key.stageName}`), async (tx) => {
    const row = await getV2StageRow(tx.source, scope, key);
    await demandNoPlanNames(tx.source, scope, { apiId: key.apiId, stage: key.stageName });
    await demandNoDomainLeadsTo(tx.source, scope, { apiId: key.apiId, stage: key.stageName, what: "stage" });
    await removeTags(tx, scope, stageArn(scope, key));
    await tx.remove("Stage", { id: row.id });
  });
}

export async function deleteAccessLogSettings(scope: Scope, key: V2StageKey): Promise<void> {
  await editSettings(scope, key, "Remove the access log settings", ({ accessLogSettings: _, ...settings }) => settings);
}

export async function deleteRouteSettings(scope: Scope, key: V2StageKey & { routeKey: string }): Promise<void> {
  await editSettings(scope, key, `Remove the settings of route ${key.routeKey}`, (settings) => {
    const { [key.routeKey]: gone, ...routeSettings } = settings.routeSettings;
    if (gone === undefined) throw notFound("Invalid route key specified");
    return { ...settings, routeSettings };
  });
}

/** Forgets what authorizers said about callers of the stage. */
export async function resetAuthorizersCache(scope: Scope, key: V2StageKey): Promise<void> {
  await editSettings(scope, key, "Flush the authorizer cache", (settings) => ({
    ...settings,
    authorizerCacheGeneration: (settings.authorizerCacheGeneration ?? 0) + 1,
  }));
}

async function editSettings(
  scope: Scope,
  key: V2StageKey,
  summary: string,
  edit: (settings: V2StageSettings) => V2StageSettings,
): Promise<void> {
  await write(scope, release("stage:update", key.apiId, `${summary} of stage ${key.stageName}`), async (tx) => {
    const row = await getV2StageRow(tx.source, scope, key);
    await updateV2(tx, "Stage", row, { settings: edit(row.settings), updatedAt: tx.at });
  });
}

export async function getV2StageRow(source: Source, scope: Scope, { apiId, stageName }: V2StageKey): Promise<V2Rows["Stage"]> {
  await getV2ApiRow(source, scope, apiId);
  const row = await v2Table(source, "Stage").findUnique({ where: { id: `${apiId}/${stageName}` } });
  if (row === null) throw notFound("Invalid stage identifier specified");
  return row;
}

function checkName(api: V2Rows["Api"], name: string): void {
  if (name === "$default" && api.kind === "HTTP") return;
  if (!/^[\w-]{1,128}$/.test(name)) {
    throw badRequest("Stage name only allows a-zA-Z0-9_- and, for HTTP APIs, the name $default");
  }
}

type DeploymentCheck = { apiId: string; deploymentId: string; autoDeploy: boolean; isNew: boolean };

async function checkDeployment(tx: WriteTx, { apiId, deploymentId, autoDeploy, isNew }: DeploymentCheck): Promise<void> {
  if (deploymentId === "") return;
  if (autoDeploy && !isNew) throw badRequest("Deployment ID cannot be set on stages with auto deploy enabled");
  const deployment = await table(tx.source, "Deployment").findUnique({ where: { id: deploymentId } });
  if (deployment?.apiId !== apiId) throw notFound("Invalid deployment identifier specified");
}

function checkStage(scope: Scope, key: V2StageKey, draft: unknown): V2StageSettings {
  const settings = checkShape(v2StageSettingsSchema, draft);
  for (const route of [settings.defaultRouteSettings, ...Object.values(settings.routeSettings)]) checkThrottle(route);
  for (const name of Object.keys(settings.stageVariables)) {
    if (!/^\w+$/.test(name)) throw badRequest(`Invalid stage variable name specified: ${name}`);
  }
  const { stageVariables: plain, secretVariables: secret = {}, ...others } = settings;
  const sealed = sealVariables(scope, key, { plain, secret });
  const isSecret = Object.keys(sealed.secret).length > 0;
  return { ...others, stageVariables: sealed.plain, ...(isSecret ? { secretVariables: sealed.secret } : {}) };
}

function checkThrottle({ throttlingBurstLimit: burst = 0, throttlingRateLimit: rate = 0 }: RouteSettings): void {
  if (burst < 0 || rate < 0) throw badRequest("Throttling limits must not be negative");
}

function stageOf(row: V2Rows["Stage"], tags: Tags | undefined): V2Stage {
  const { authorizerCacheGeneration: _, ...settings } = row.settings;
  const { secretVariables } = settings;
  return {
    ...settings,
    ...(secretVariables && { secretVariables: maskSecrets(secretVariables) }),
    stageName: row.name,
    ...(row.deploymentId === "" ? {} : { deploymentId: row.deploymentId }),
    createdDate: row.createdAt,
    lastUpdatedDate: row.updatedAt,
    ...(tags === undefined ? {} : { tags }),
    entityVersion: row.version,
  };
}
