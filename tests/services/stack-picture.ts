import type { Method } from "@/lib/definition/rest-api.ts";
import { getApiKeys } from "@/lib/services/api-keys.ts";
import { getAuthorizers } from "@/lib/services/authorizers.ts";
import { getBasePathMappings } from "@/lib/services/base-path-mappings.ts";
import { getDeployments } from "@/lib/services/deployments.ts";
import { getDomainNames } from "@/lib/services/domain-names.ts";
import { getGatewayResponses } from "@/lib/services/gateway-responses.ts";
import { getModels } from "@/lib/services/models.ts";
import { getRequestValidators } from "@/lib/services/request-validators.ts";
import { getResources } from "@/lib/services/resources.ts";
import { getRestApi } from "@/lib/services/rest-apis.ts";
import type { Scope } from "@/lib/services/scope.ts";
import type { StackResourceDescription } from "@/lib/services/stacks/describe-stacks.ts";
import { getStages } from "@/lib/services/stages.ts";
import { getUsagePlanKeys } from "@/lib/services/usage-plan-keys.ts";
import { getUsagePlans } from "@/lib/services/usage-plans.ts";
import { getV2Api } from "@/lib/services/v2/apis.ts";
import { getV2Authorizers } from "@/lib/services/v2/authorizers.ts";
import { getV2Integrations } from "@/lib/services/v2/integrations.ts";
import { getRoutes } from "@/lib/services/v2/routes.ts";
import { getV2Stages } from "@/lib/services/v2/stages.ts";
import { getVpcLinks } from "@/lib/services/vpc-links.ts";

/** What exists, in the form of the expectations beside the shared templates. */
export type Picture = Record<string, unknown>;
type Names = ReadonlyMap<string, StackResourceDescription>;

const everything = { limit: 500 };

/** A text of an expectation with `{X}` and `{X.Attribute}` filled in. */
export function fillIn(value: unknown, names: Names): unknown {
  if (typeof value === "string") {
    return value.replace(/\{([A-Za-z0-9]+)(?:\.(\w+))?\}/g, (whole, logicalId: string, attribute?: string) => {
      const resource = names.get(logicalId);
      return (attribute === undefined ? resource?.physicalId : resource?.attributes[attribute]) ?? whole;
    });
  }
  if (Array.isArray(value)) return value.map((item) => fillIn(item, names));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fillIn(member, names)]));
}

export async function pictureOfRest(scope: Scope, restApiId: string, names: Names): Promise<Picture> {
  const api = { restApiId, ...everything };
  const { items: resources } = await getResources(scope, { ...api, embed: ["methods"] });
  const [settings, models, validators, authorizers, responses, deployments, stages] = [
    await getRestApi(scope, { restApiId }),
    await getModels(scope, api),
    await getRequestValidators(scope, api),
    await getAuthorizers(scope, api),
    await getGatewayResponses(scope, { restApiId }),
    await getDeployments(scope, api),
    await getStages(scope, { restApiId }),
  ];
  const idNames = new Map([...names].map(([logicalId, { physicalId }]) => [physicalId, logicalId]));
  return {
    ...settings,
    kind: "REST",
    endpointTypes: settings.endpointConfiguration.types,
    hasPolicy: settings.policy !== undefined,
    resources: Object.fromEntries(
      resources.map(({ path, resourceMethods = {} }) => [
        path,
        Object.fromEntries(Object.entries(resourceMethods).map(([verb, method]) => [verb, pictureOfMethod(method as Method, idNames)])),
      ]),
    ),
    models: models.items.map(({ name }) => name).filter((name) => name !== "Empty" && name !== "Error"),
    requestValidators: validators.items.map(({ name = "" }) => name).sort(),
    authorizers: authorizers.items.map(({ name }) => name).sort(),
    gatewayResponses: responses.items.flatMap(({ responseType, defaultResponse }) => (defaultResponse ? [] : [responseType])).sort(),
    deployments: deployments.items.length,
    stages: Object.fromEntries(
      stages.item.map(({ stageName, methodSettings, ...stage }) => [stageName, { ...stage, methodSettings: Object.keys(methodSettings) }]),
    ),
  };
}

function pictureOfMethod(method: Method, idNames: ReadonlyMap<string, string>): Picture {
  const { methodIntegration: integration, methodResponses = {}, authorizerId = "", requestValidatorId = "", ...members } = method;
  return {
    ...members,
    authorizer: idNames.get(authorizerId),
    requestValidator: idNames.get(requestValidatorId),
    methodResponses: Object.keys(methodResponses).sort(),
    integration: {
      ...integration,
      requestTemplates: Object.keys(integration?.requestTemplates ?? {}),
      responses: Object.keys(integration?.integrationResponses ?? {}).sort(),
    },
  };
}

export async function pictureOfV2(scope: Scope, apiId: string, names: Names): Promise<Picture> {
  const all = { apiId, maxResults: "500" };
  const idNames = new Map([...names].map(([logicalId, { physicalId }]) => [physicalId, logicalId]));
  const [api, routes, integrations, stages, authorizers] = [
    await getV2Api(scope, { apiId }),
    await getRoutes(scope, all),
    await getV2Integrations(scope, all),
    await getV2Stages(scope, all),
    await getV2Authorizers(scope, all),
  ];
  return {
    ...api,
    kind: api.protocolType,
    cors: capitals(api.corsConfiguration),
    authorizers: authorizers.items.map(({ name }) => name).sort(),
    routes: Object.fromEntries(
      routes.items.map(({ routeKey, target, authorizationScopes: scopes, authorizerId = "", ...route }) => {
        const integration = integrations.items.find(({ integrationId }) => target === `integrations/${integrationId}`);
        const { integrationType: type, integrationUri: uri, integrationMethod: method, ...others } = integration ?? {};
        const returnsResponse = route.routeResponseSelectionExpression !== undefined;
        return [
          routeKey,
          { ...route, scopes, authorizer: idNames.get(authorizerId), returnsResponse, integration: { ...others, type, uri, method } },
        ];
      }),
    ),
    stages: Object.fromEntries(
      stages.items.map(({ stageName, stageVariables: variables, defaultRouteSettings, routeSettings, ...stage }) => [
        stageName,
        { ...stage, variables, defaultRouteSettings: capitals(defaultRouteSettings), routeSettings: Object.keys(routeSettings) },
      ]),
    ),
  };
}

function capitals(node: object | undefined): Picture | undefined {
  if (node === undefined) return undefined;
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]));
}

export async function pictureOfAccess(scope: Scope): Promise<Picture> {
  const plans = await getUsagePlans(scope, everything);
  const domains = await getDomainNames(scope, everything);
  const usagePlans: Picture[] = [];
  for (const { id, name, apiStages, quota, throttle } of plans.items) {
    const keys = await getUsagePlanKeys(scope, { usagePlanId: id, ...everything });
    const stages = apiStages.map((stage) => `${stage.apiId}:${stage.stage}`);
    usagePlans.push({ name, stages, quota: capitals(quota), throttle: capitals(throttle), keys: keys.items.length });
  }
  const domainNames: Picture = {};
  for (const { domainName, domainNameId } of domains.items) {
    const { items } = await getBasePathMappings(scope, { domainName, domainNameId, ...everything });
    domainNames[domainName] = items;
  }
  return {
    usagePlans: usagePlans.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1)),
    apiKeys: (await getApiKeys(scope, everything)).items.map(({ name }) => name).sort(),
    vpcLinks: (await getVpcLinks(scope, everything)).items.map(({ name }) => name).sort(),
    domainNames,
  };
}
