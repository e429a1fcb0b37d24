import { createHash } from "node:crypto";
import { canonicalJson } from "../base/canonical-json.ts";
import type { MethodContext, MethodOnStage } from "../definition/method-context.ts";
import { allMethodsKey, findMethodSettingKey } from "../definition/method-setting.ts";
import type { Method, RestApiDefinition } from "../definition/rest-api.ts";
import type { MethodSetting, StageSettings } from "../definition/stage.ts";
import { lintApi } from "../lint/lint.ts";
import { loadSnapshotText, parseSnapshot } from "./definitions.ts";
import { noLintSettings } from "./lint.ts";
import { getMethodRow, type MethodKey } from "./methods.ts";
import { getResourceRow } from "./resources.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read } from "./write.ts";

/** What stands around a method of the draft; findings are those of the lint about this method alone. */
export async function getMethodContext(scope: Scope, key: MethodKey): Promise<MethodContext> {
  const { restApiId: apiId } = key;
  return read(scope, async (source) => {
    const api = await getApiRow(source, scope, apiId);
    const resource = await getResourceRow(source, scope, key);
    const { settings: method } = await getMethodRow(source, scope, key);
    const [validators, authorizer, stages, lint] = await Promise.all([
      table(source, "RequestValidator").findMany({ where: { apiId } }),
      method.authorizerId === undefined ? null : table(source, "Authorizer").findUnique({ where: { id: method.authorizerId } }),
      table(source, "Stage").findMany({ where: { apiId }, orderBy: [{ name: "asc" }] }),
      table(source, "LintSettings").findUnique({ where: { id: apiId } }),
    ]);
    const validator = validators.find(({ id }) => id === method.requestValidatorId)?.settings;
    const definition: RestApiDefinition = {
      kind: "REST",
      apiId,
      settings: api.settings,
      resources: [{ id: resource.id, path: resource.path, resourceMethods: { [method.httpMethod]: method } }],
      models: [],
      requestValidators: validators.map(({ id, settings }) => ({ ...settings, id })),
      authorizers: [],
      gatewayResponses: [],
    };
    const place = { path: resource.path, method };
    const onStages: MethodOnStage[] = [];
    for (const stage of stages) onStages.push(await describeOnStage(source, stage, place));
    return {
      hasPolicy: api.settings.policy !== undefined,
      ...(authorizer === null ? {} : { authorizer: { name: authorizer.name, type: authorizer.settings.type } }),
      ...(validator === undefined ? {} : { validator: describeValidator(validator) }),
      stages: onStages,
      findings: lintApi({ definition, stages: [], policies: [] }, lint?.settings ?? noLintSettings).filter(
        ({ place: { kind } }) => kind === "method",
      ),
    };
  });
}

function describeValidator({ name, validateRequestBody, validateRequestParameters }: Rows["RequestValidator"]["settings"]) {
  return { ...(name === undefined ? {} : { name }), body: validateRequestBody, parameters: validateRequestParameters };
}

type Place = { path: string; method: Method };

async function describeOnStage(source: Source, stage: Rows["Stage"], { path, method }: Place): Promise<MethodOnStage> {
  const served = (await loadDigests(source, stage.deploymentId)).get(digestKey(path, method));
  const setting = findSetting(stage.settings, path, method);
  const isCached = stage.settings.cacheClusterEnabled && setting?.cachingEnabled === true && setting.cacheTtlInSeconds > 0;
  return {
    stageName: stage.name,
    state: served === undefined ? "absent" : served === digest(method) ? "same" : "differs",
    ...(setting === undefined || setting.throttlingRateLimit < 0
      ? {}
      : { throttle: { rateLimit: setting.throttlingRateLimit, burstLimit: setting.throttlingBurstLimit } }),
    ...(isCached ? { cacheTtl: setting.cacheTtlInSeconds } : {}),
  };
}

function findSetting({ methodSettings }: StageSettings, path: string, { httpMethod }: Method): MethodSetting | undefined {
  return methodSettings[findMethodSettingKey(methodSettings, path, httpMethod) ?? allMethodsKey];
}

const digestKey = (path: string, { httpMethod }: Method) => `${httpMethod} ${path}`;
const digest = (method: Method) => createHash("sha256").update(canonicalJson(method)).digest("base64");

// A deployment never changes, and reading a large one for a glance at one method takes long.
const digestsKept = 20;
const digestsOf = new Map<string, ReadonlyMap<string, string>>();

async function loadDigests(source: Source, deploymentId: string): Promise<ReadonlyMap<string, string>> {
  const known = digestsOf.get(deploymentId);
  if (known !== undefined) return known;
  const deployment = await table(source, "Deployment").findUnique({ where: { id: deploymentId } });
  const text = deployment === null ? undefined : await loadSnapshotText(source, deployment.snapshotHash);
  const digests = new Map<string, string>();
  if (text === undefined) return digests;
  for (const { path, resourceMethods } of parseSnapshot(text).resources)
    for (const method of Object.values(resourceMethods)) digests.set(digestKey(path, method), digest(method));
  digestsOf.set(deploymentId, digests);
  const [oldest] = digestsOf.keys();
  if (digestsOf.size > digestsKept && oldest !== undefined) digestsOf.delete(oldest);
  return digests;
}
