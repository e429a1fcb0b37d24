import { canonicalJson } from "../../base/canonical-json.ts";
import { type Node, nodeIn } from "../../cloudformation/node.ts";
import { memberName, membersOf, type Properties } from "../../cloudformation/read-properties.ts";
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
    const methodSettings = { ...draft.methodSettings, ...all, ...methodSettingsOf(description.MethodSettings, draft) };
    const canary = canaryOf(description.CanarySetting, deploymentId, draft);
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
    await updateStage(scope, { restApiId, stageName }, (draft) => withSecretOverrides(changedStage(existing, draft), draft));
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

/**
 * A stage with what a template changes of it. A property that is the same as before leaves alone what was made of it since, such as a
 * canary that was promoted or that its rules stopped; so do properties that the template never named.
 */
function changedStage({ properties, before }: Existing, draft: StageDraft): StageDraft {
  const names = new Set([...Object.keys(before), ...Object.keys(properties)]);
  const changed = new Set([...names].filter((name) => canonicalJson([properties[name]]) !== canonicalJson([before[name]])));
  const given = Object.fromEntries(Object.entries(properties).filter(([name]) => changed.has(name)));
  const { variables = {}, methodSettings, ...kept } = draft;
  const former = [...changed].map((name) => memberNames[name] ?? memberName(name));
  const deploymentId = changed.has("DeploymentId") ? textIn(properties, "DeploymentId") : draft.deploymentId;
  const canarySettings = canaryOf(given.CanarySetting, deploymentId, draft);
  return {
    ...defaultStageSettings,
    ...without(kept, former),
    ...stageMembers(given),
    deploymentId,
    variables: changed.has("Variables")
      ? { ...without(variables, Object.keys(nodeIn(before, "Variables"))), ...stageMembers(given).variables }
      : variables,
    methodSettings: changed.has("MethodSettings")
      ? {
          ...without(methodSettings, Object.keys(methodSettingsOf(before.MethodSettings, draft))),
          ...methodSettingsOf(properties.MethodSettings, draft),
        }
      : methodSettings,
    ...(canarySettings === undefined ? {} : { canarySettings }),
  };
}

/** Members that are not called what their properties are. */
const memberNames: Readonly<Record<string, string>> = { AccessLogSetting: "accessLogSettings", CanarySetting: "canarySettings" };

function without<Members extends object>(members: Members, names: readonly string[]): Members {
  // Of the members all may be absent: what a stage needs has its default, the others are entries of maps.
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name))) as Members;
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

/** The canary of a template, with the rules that the stage's canary has: templates have no words for them. */
function canaryOf(value: unknown, deploymentId: string, before?: StageDraft): StageDraft["canarySettings"] {
  if (value === undefined) return undefined;
  const shapes = { canary: v1ResourceTypes["AWS::ApiGateway::Stage"].properties.CanarySetting };
  const { canary } = membersOf({ properties: shapes }, { canary: value });
  // Checked by the stage's schema.
  const { rules, sinceMinute } = before?.canarySettings ?? {};
  return { deploymentId, percentTraffic: 0, useStageCache: false, ...withoutEmpty({ rules, sinceMinute }), ...(canary as object) };
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

function methodSettingsOf(value: unknown, before?: StageDraft): Record<string, MethodSetting> {
  const settings: Node[] = Array.isArray(value) ? value : [];
  return Object.fromEntries(
    settings.map((each) => {
      const key = settingKey(each);
      return [key, { ...defaultMethodSetting, ...unnamedIn(before?.methodSettings[key]), ...methodSettingOf(each) }];
    }),
  );
}

/** Who may leave the cache out and what those get who may not: templates have no words for that. */
function unnamedIn(setting: MethodSetting | undefined): Partial<MethodSetting> {
  const { requireAuthorizationForCacheControl, unauthorizedCacheControlHeaderStrategy } = setting ?? {};
  return withoutEmpty({ requireAuthorizationForCacheControl, unauthorizedCacheControlHeaderStrategy });
}

/** Paths come as they are, or with a slash before and `~1` for those of the path: `/~1orders~1{id}`. */
function settingKey({ ResourcePath: given, HttpMethod: verb }: Node): string {
  const path = String(given ?? "/*");
  if (path === "/*" || path === "*") return `*/${String(verb ?? "*")}`;
  const plain = path.replaceAll("~1", "/").replaceAll("~0", "~").replace(/^\/\//, "/");
  return methodSettingKey(plain.startsWith("/") ? plain : `/${plain}`, String(verb ?? "*"));
}
