import type { StageRelease } from "../../definition/stage.ts";
import type { RouteSettings, V2ApiDefinition } from "../../definition/v2-api.ts";
import { accountBuckets } from "../access/usage-gate.ts";
import { authorizerSpaceOf } from "../cache-space.ts";
import { targetGroups } from "../compile-rest.ts";
import type { StageFacts } from "../exchange.ts";
import type { ThrottleLimits } from "../ports.ts";
import { stageVariables } from "../stage-variables.ts";

/** The settings of a stage by route: its own members, then those for all routes. */
export type StageRoutes = { settingsOf(routeKey: string): RouteSettings };

export function stageRoutes(v2: StageRelease["v2"]): StageRoutes {
  const { defaultRouteSettings = {}, routeSettings = {} } = v2 ?? {};
  return {
    settingsOf: (routeKey) => ({
      ...defaultRouteSettings,
      ...(Object.hasOwn(routeSettings, routeKey) ? routeSettings[routeKey] : undefined),
    }),
  };
}

export function throttleOf({ throttlingRateLimit, throttlingBurstLimit }: RouteSettings): ThrottleLimits {
  return { rateLimit: throttlingRateLimit, burstLimit: throttlingBurstLimit };
}

/** The facts of a stage of an HTTP or WebSocket API. What only REST APIs have is off. */
export function v2StageFacts(definition: V2ApiDefinition, release: StageRelease): StageFacts {
  return {
    kind: definition.kind,
    accountId: release.accountId,
    region: release.region,
    apiId: release.apiId,
    stageName: release.stageName,
    deploymentId: release.deploymentId,
    ...stageVariables({ shown: release.v2?.stageVariables, secret: release.settings.secretVariables }),
    isCanary: undefined,
    binaryMediaTypes: [],
    minimumCompressionSize: undefined,
    isEndpointDisabled: definition.settings.disableExecuteApiEndpoint,
    isTraced: false,
    webAclArn: undefined,
    methodSettings: {},
    accountLimits: accountBuckets(release),
    clientCertificate: undefined,
    vpcLinks: targetGroups(release.vpcLinks),
    cache: undefined,
    authorizerCache: authorizerSpaceOf(release),
  };
}
