import { type Node, nodeIn } from "../../cloudformation/node.ts";
import { membersOf, type Properties } from "../../cloudformation/read-properties.ts";
import { v1ResourceTypes } from "../../cloudformation/v1-resource-types.ts";
import { allMethodsKey, defaultMethodSetting, methodSettingKey } from "../../definition/method-setting.ts";
import type { MethodSetting } from "../../definition/stage.ts";
import { stageArn } from "../arns.ts";
import { withoutEmpty } from "../check-shape.ts";
import { type CreateDeploymentInput, createDeployment, deleteDeployment, updateDeployment } from "../deployments.ts";
import type { Scope } from "../scope.ts";
import {
  createStage,
  defaultStageSettings,
  deleteStage,
  findStageRow,
  type StageDraft,
  type StageKey,
  updateStage,
  withSecretOverrides,
} from "../stages.ts";
import { read } from "../write.ts";
import { type Existing, inputOf, type Making, type ResourceHandler, replaceTags, textIn } from "./resource-handler.ts";

export const deployment: ResourceHandler = {
  create: async (making) => {
    const { id } = await createDeployment(making.scope, deploymentInput(making));
    await describeStage(making, id);
    return { physicalId: id, attributes: { DeploymentId: id } };
  },
  update: async (existing) => {
    const { scope, physicalId: deploymentId, properties } = existing;
    const description = textIn(properties, "Description");
    const key = { restApiId: textIn(properties, "RestApiId"), deploymentId };
    await updateDeployment(scope, key, () => (description === "" ? {} : { description }));
    const stageName = textIn(properties, "StageName");
    if (stageName !== "") await placeStage(scope, { ...key, stageName });
    await describeStage(existing, deploymentId);
    return existing;
  },
  remove: async ({ scope, physicalId: deploymentId, before }) => {
    const [restApiId, stageName] = [textIn(before, "RestApiId"), textIn(before, "StageName")];
    // The stage that came with the deployment goes with it, unless it serves another one by now.
    const stage = stageName === "" ? undefined : await read(scope, (source) => findStageRow(source, restApiId, stageName));
    if (stage?.deploymentId === deploymentId) await deleteStage(scope, { restApiId, stageName });
    await deleteDeployment(scope, { restApiId, deploymentId });
  },
};

function deploymentInput({ properties }: Making): CreateDeploymentInput {
  const canary = nodeIn(properties, "DeploymentCanarySettings");
  const stage = nodeIn(properties, "StageDescription");
  const stageName = textIn(properties, "StageName");
  return withoutEmpty({
    restApiId: textIn(properties, "RestApiId"),
    description: properties.Description as string | undefined,
    stageName: stageName === "" ? undefined : stageName,
    stageDescription: stageName === "" ? undefined : (stage.Description as string | undefined),
    canarySettings: withoutEmpty({
      percentTraffic: canary.PercentTraffic,
      stageVariableOverrides: canary.StageVariableOverrides,
      useStageCache: canary.UseStageCache,
    }),
  }) as CreateDeploymentInput;
}

/** The stage exists and serves the deployment. */
async function placeStage(scope: Scope, { restApiId, stageName, deploymentId }: StageKey & { deploymentId: string }): Promise<void> {
  const known = await read(scope, (source) => findStageRow(source, restApiId, stageName));
  if (known === undefined) await createStage(scope, { restApiId, stageName, deploymentId });
}

/** `StageDescription` is a stage's settings in the template of a deployment. */
async function describeStage(making: Making, deploymentId: string): Promise<void> {
  const { scope, properties } = making;
  const stageName = textIn(properties, "StageName");
  if (stageName === "" || properties.StageDescription === undefined) return;
  const description = nodeIn(properties, "StageDescription");
  const key = { restApiId: textIn(properties, "RestApiId"), stageName };
  const wide = methodSettingOf(description);
  await updateStage(scope, key, (draft) => {
    const own = stageMembers(description);
    const all = Object.keys(wide).length === 0 ? {} : { [allMethodsKey]: { ...defaultMethodSetting, ...wide } };
    const methodSettings = { ...draft.methodSettings, ...all, ...methodSettingsOf(description.MethodSettings) };
    const canary = canaryOf(description.CanarySetting, deploymentId);
    const described = { ...draft, ...own, ...(canary === undefined ? {} : { canarySettings: canary }), methodSettings };
    return withSecretOverrides(described, draft);
  });
  const tagged: Existing = { ...making, physicalId: stageName, properties: description, before: {} };
  await replaceTags(tagged, stageArn(scope, key.restApiId, stageName));
}

export const stage: ResourceHandler = {
  create: async (making) => {
    const { scope, properties } = making;
    const { stageName, deploymentId, restApiId, tags } = inputOf<StageKey & { deploymentId: string; tags?: Record<string, string> }>(
      making,
    );
    await createStage(scope, { restApiId, stageName, deploymentId, tags });
    await updateStage(scope, { restApiId, stageName }, () => stageDraft(properties));
    return { physicalId: stageName };
  },
  update: async (existing) => {
    const { scope, properties, physicalId: stageName } = existing;
    const restApiId = textIn(properties, "RestApiId");
    await updateStage(scope, { restApiId, stageName }, (before) => {
      const { cacheGeneration, authorizerCacheGeneration, flushedAnswers, webAclArn, secretVariables } = before;
      // What templates do not say. A variable that somebody made secret stays so, whatever value it gets.
      const own = withoutEmpty({ cacheGeneration, authorizerCacheGeneration, flushedAnswers, webAclArn, secretVariables });
      return withSecretOverrides({ ...own, ...stageDraft(properties) }, before);
    });
    await replaceTags(existing, stageArn(scope, restApiId, stageName));
    return existing;
  },
  remove: async ({ scope, physicalId: stageName, before }) => {
    await deleteStage(scope, { restApiId: textIn(before, "RestApiId"), stageName });
  },
};

function stageDraft(properties: Properties): StageDraft {
  const deploymentId = textIn(properties, "DeploymentId");
  const canarySettings = canaryOf(properties.CanarySetting, deploymentId);
  return {
    ...defaultStageSettings,
    ...stageMembers(properties),
    deploymentId,
    methodSettings: methodSettingsOf(properties.MethodSettings),
    ...(canarySettings === undefined ? {} : { canarySettings }),
  };
}

const stageProperties = [
  "CacheClusterEnabled",
  "CacheClusterSize",
  "ClientCertificateId",
  "Description",
  "DocumentationVersion",
  "TracingEnabled",
  "Variables",
] as const;

/** The settings that a stage and the description of one in a deployment have in common. */
function stageMembers(properties: Node): Partial<StageDraft> {
  const given = Object.fromEntries(stageProperties.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])));
  const { DestinationArn: destinationArn, Format: format } = nodeIn(properties, "AccessLogSetting");
  const accessLogSettings = withoutEmpty({ destinationArn, format });
  const shapes = { properties: v1ResourceTypes["AWS::ApiGateway::Stage"].properties };
  return withoutEmpty({ ...membersOf(shapes, given), accessLogSettings }) as Partial<StageDraft>;
}

function canaryOf(value: unknown, deploymentId: string): StageDraft["canarySettings"] {
  if (value === undefined) return undefined;
  const shapes = { canary: v1ResourceTypes["AWS::ApiGateway::Stage"].properties.CanarySetting };
  const { canary } = membersOf({ properties: shapes }, { canary: value });
  // Checked by the stage's schema.
  return { deploymentId, percentTraffic: 0, useStageCache: false, ...(canary as object) };
}

const settingNames = {
  CacheDataEncrypted: "cacheDataEncrypted",
  CacheTtlInSeconds: "cacheTtlInSeconds",
  CachingEnabled: "cachingEnabled",
  DataTraceEnabled: "dataTraceEnabled",
  LoggingLevel: "loggingLevel",
  MetricsEnabled: "metricsEnabled",
  ThrottlingBurstLimit: "throttlingBurstLimit",
  ThrottlingRateLimit: "throttlingRateLimit",
} as const satisfies Record<string, keyof MethodSetting>;

function methodSettingOf(node: Node): Partial<MethodSetting> {
  const entries = Object.entries(settingNames).flatMap(([property, name]) =>
    node[property] === undefined ? [] : [[name, node[property]] as const],
  );
  return Object.fromEntries(entries);
}

function methodSettingsOf(value: unknown): Record<string, MethodSetting> {
  const settings: Node[] = Array.isArray(value) ? value : [];
  return Object.fromEntries(settings.map((each) => [settingKey(each), { ...defaultMethodSetting, ...methodSettingOf(each) }]));
}

/** Paths come as they are, or with a slash before and `~1` for those of the path: `/~1orders~1{id}`. */
function settingKey({ ResourcePath: given, HttpMethod: verb }: Node): string {
  const path = String(given ?? "/*");
  if (path === "/*" || path === "*") return `*/${String(verb ?? "*")}`;
  const plain = path.replaceAll("~1", "/").replaceAll("~0", "~").replace(/^\/\//, "/");
  return methodSettingKey(plain.startsWith("/") ? plain : `/${plain}`, String(verb ?? "*"));
}
