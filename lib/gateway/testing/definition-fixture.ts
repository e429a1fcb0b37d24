import type { Integration, Method, Resource, RestApiDefinition } from "../../definition/rest-api.ts";
import type { StageFacts } from "../exchange.ts";

export type RouteFixture = {
  method?: Partial<Method>;
  integration: Partial<Integration> & Pick<Integration, "type">;
  responses?: Method["methodResponses"];
};

export const json = "application/json";

/** A MOCK method that answers `body`, which is a template. */
export function mockRoute(body: string, request = '{"statusCode": 200}'): RouteFixture {
  return {
    integration: {
      type: "MOCK",
      requestTemplates: { [json]: request },
      integrationResponses: { 200: { statusCode: "200", responseTemplates: { [json]: body } } },
    },
  };
}

export function proxyRoute(uri: string, httpMethod = "ANY", more: Partial<Integration> = {}): RouteFixture {
  return { integration: { type: "HTTP_PROXY", uri, httpMethod, ...more } };
}

/** A definition from routes such as `GET /pets/{id}`. */
export function definitionOf(routes: Readonly<Record<string, RouteFixture>>, more: Partial<RestApiDefinition> = {}): RestApiDefinition {
  const resources = new Map<string, Resource>();
  for (const [key, route] of Object.entries(routes)) {
    const [verb = "GET", path = "/"] = key.split(" ");
    const resource = resources.get(path) ?? { id: `r${resources.size}`, path, resourceMethods: {} };
    const method = methodOf(verb, route);
    resources.set(path, { ...resource, resourceMethods: { ...resource.resourceMethods, [verb]: method } });
  }
  return {
    kind: "REST",
    apiId: "abcdefghij",
    settings: { name: "fixture", apiKeySource: "HEADER", endpointConfiguration: { types: ["REGIONAL"] }, disableExecuteApiEndpoint: false },
    resources: [...resources.values()],
    models: [],
    requestValidators: [],
    authorizers: [],
    gatewayResponses: [],
    ...more,
  };
}

function methodOf(verb: string, route: RouteFixture): Method {
  const responses = Object.keys(route.integration.integrationResponses ?? {});
  const declared = Object.fromEntries(
    responses.map((statusCode) => {
      const parameters = Object.keys(route.integration.integrationResponses?.[statusCode]?.responseParameters ?? {});
      return [statusCode, { statusCode, responseParameters: Object.fromEntries(parameters.map((name) => [name, false])) }];
    }),
  );
  return {
    // Fixtures name verbs of the service only.
    httpMethod: verb as Method["httpMethod"],
    authorizationType: "NONE",
    apiKeyRequired: false,
    methodResponses: route.responses ?? declared,
    methodIntegration: {
      passthroughBehavior: "WHEN_NO_MATCH",
      timeoutInMillis: 29_000,
      cacheNamespace: "r",
      cacheKeyParameters: [],
      ...route.integration,
    },
    ...route.method,
  };
}

/** The facts of a stage for tests of the core. */
export function stageOf(definition: RestApiDefinition, more: Partial<StageFacts> = {}): StageFacts {
  return {
    kind: "REST",
    accountId: "000000000000",
    region: "us-east-1",
    apiId: definition.apiId,
    stageName: "test",
    deploymentId: "d1",
    variables: {},
    isCanary: undefined,
    binaryMediaTypes: definition.settings.binaryMediaTypes ?? [],
    minimumCompressionSize: definition.settings.minimumCompressionSize,
    isEndpointDisabled: definition.settings.disableExecuteApiEndpoint,
    isTraced: false,
    webAclArn: undefined,
    methodSettings: {},
    accountLimits: [],
    clientCertificate: undefined,
    vpcLinks: new Map(),
    cache: undefined,
    authorizerCache: { id: "authorizers", maxBytes: 1_000_000 },
    ...more,
  };
}
