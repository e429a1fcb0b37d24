import type { MethodSetting, StageSettings } from "../definition/stage.ts";
import { type Command, optionsOf, type Variable } from "./command.ts";
import type { Script } from "./render-aws-cli.ts";
import { variablesText } from "./secret-variables.ts";

export type CopiedStage = { apiId: string; stageName: string; settings: StageSettings };

const settingPaths = {
  metricsEnabled: "metrics/enabled",
  loggingLevel: "logging/loglevel",
  dataTraceEnabled: "logging/dataTrace",
  throttlingBurstLimit: "throttling/burstLimit",
  throttlingRateLimit: "throttling/rateLimit",
  cachingEnabled: "caching/enabled",
  cacheTtlInSeconds: "caching/ttlInSeconds",
  cacheDataEncrypted: "caching/dataEncrypted",
  requireAuthorizationForCacheControl: "caching/requireAuthorizationForCacheControl",
  unauthorizedCacheControlHeaderStrategy: "caching/unauthorizedCacheControlHeaderStrategy",
} as const satisfies Record<keyof MethodSetting, string>;

/** A deployment of the draft, and a stage with these settings that serves it. A canary is not copied: it is a state, no setting. */
export function stageScript({ apiId, stageName, settings }: CopiedStage): Script {
  const api: Variable = { variable: "REST_API_ID" };
  const deployment: Variable = { variable: "DEPLOYMENT_ID" };
  const { text: variables, asked } = variablesText(settings);
  const { description, cacheClusterEnabled, cacheClusterSize, tracingEnabled, documentationVersion } = settings;
  const deploy: Command = {
    service: "apigateway",
    operation: "create-deployment",
    options: optionsOf({ restApiId: [api] }, new Map()),
    capture: { variable: deployment.variable, query: "id" },
  };
  const members = { description, variables, cacheClusterEnabled, cacheClusterSize, tracingEnabled, documentationVersion };
  const create: Command = {
    service: "apigateway",
    operation: "create-stage",
    options: optionsOf({ restApiId: [api], stageName, deploymentId: [deployment], ...members }, new Map()),
  };
  const patchOperations = stagePatches(settings);
  const update: Command = {
    service: "apigateway",
    operation: "update-stage",
    options: optionsOf({ restApiId: [api], stageName, patchOperations }, new Map()),
  };
  return { known: new Map([[api.variable, apiId]]), asked, commands: [deploy, create, ...(patchOperations.length === 0 ? [] : [update])] };
}

function stagePatches({ methodSettings, accessLogSettings, clientCertificateId }: StageSettings) {
  const replace = (path: string, value: unknown) => ({ op: "replace", path, value: String(value) });
  const ofMethods = Object.entries(methodSettings).flatMap(([key, setting]) =>
    (Object.keys(settingPaths) as (keyof MethodSetting)[]).flatMap((member) =>
      setting[member] === undefined ? [] : [replace(`/${key}/${settingPaths[member]}`, setting[member])],
    ),
  );
  const ofLog = (["destinationArn", "format"] as const).flatMap((member) => {
    const value = accessLogSettings?.[member];
    return value === undefined ? [] : [replace(`/accessLogSettings/${member}`, value)];
  });
  return [...ofMethods, ...ofLog, ...(clientCertificateId === undefined ? [] : [replace("/clientCertificateId", clientCertificateId)])];
}

export type CopiedPlan = {
  name: string;
  description?: string | undefined;
  apiStages: readonly { apiId: string; stage: string; throttle?: object | undefined }[];
  throttle?: object | undefined;
  quota?: object | undefined;
};

export function planScript({ name, description, apiStages, throttle, quota }: CopiedPlan): Script {
  const input = { name, description, apiStages, throttle, quota };
  const command: Command = { service: "apigateway", operation: "create-usage-plan", options: optionsOf(input, new Map()) };
  return { known: new Map(), commands: [command] };
}

export type CopiedKey = {
  name: string;
  description?: string | undefined;
  enabled: boolean;
  customerId?: string | undefined;
  planIds: readonly string[];
};

/** A key like this one; its value is asked for, as secrets are not copied. */
export function keyScript({ planIds, ...key }: CopiedKey): Script {
  const value: Variable = { variable: "API_KEY_VALUE" };
  const id: Variable = { variable: "API_KEY_ID" };
  const create: Command = {
    service: "apigateway",
    operation: "create-api-key",
    options: optionsOf({ ...key, value: [value] }, new Map()),
    capture: { variable: id.variable, query: "id" },
  };
  const join = planIds.map((usagePlanId): Command => {
    const options = optionsOf({ usagePlanId, keyType: "API_KEY", keyId: [id] }, new Map());
    return { service: "apigateway", operation: "create-usage-plan-key", options };
  });
  return { known: new Map(), asked: new Map([[value.variable, "set it to the value of the key"]]), commands: [create, ...join] };
}
