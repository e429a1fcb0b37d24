import type { Route, V2ApiDefinition, V2Authorizer, V2Integration } from "../definition/v2-api.ts";

export type HttpExport = {
  definition: V2ApiDefinition;
  /** The stage that the addresses name; undefined for the draft. */
  stageName: string | undefined;
  region: string;
  includesExtensions: boolean;
  /** Stands in for a version that the API does not have. */
  createdDate: Date;
};

type Json = Record<string, unknown>;

/** The OpenAPI 3.0 document of an HTTP API: what an import of it would read again. */
export function exportHttpApi(input: HttpExport): Json {
  const { definition, includesExtensions } = input;
  const { name, description, version, corsConfiguration } = definition.settings;
  const securitySchemes = schemesOf(input);
  return withoutUndefined({
    openapi: "3.0.1",
    info: withoutUndefined({ title: name, description, version: version ?? input.createdDate.toISOString() }),
    servers: serversOf(input),
    paths: pathsOf(input),
    components: securitySchemes === undefined ? undefined : { securitySchemes },
    ...(includesExtensions && { "x-amazon-apigateway-cors": corsConfiguration, "x-amazon-apigateway-importexport-version": "1.0" }),
  });
}

function serversOf({ definition, stageName, region }: HttpExport): Json[] {
  const host = `https://${definition.apiId}.execute-api.${region}.amazonaws.com`;
  if (stageName === undefined || stageName === "$default") return [{ url: host }];
  return [{ url: `${host}/{basePath}`, variables: { basePath: { default: stageName } } }];
}

function pathsOf(input: HttpExport): Json {
  const paths: Record<string, Json> = {};
  for (const route of input.definition.routes) {
    const [verb = "ANY", path = "/$default"] = route.routeKey === "$default" ? [] : route.routeKey.split(" ");
    const key = verb === "ANY" ? "x-amazon-apigateway-any-method" : verb.toLowerCase();
    paths[path] = { ...paths[path], [key]: operationOf(input, route, path) };
  }
  return paths;
}

function operationOf(input: HttpExport, route: Route, path: string): Json {
  const { definition, includesExtensions } = input;
  const authorizer = definition.authorizers.find(({ authorizerId }) => authorizerId === route.authorizerId);
  const integration = definition.integrations.find(({ integrationId }) => route.target === `integrations/${integrationId}`);
  const names = [...path.matchAll(/\{([^}]+?)\+?\}/g)].map(([, name]) => name);
  return withoutUndefined({
    operationId: route.operationName,
    parameters: names.length === 0 ? undefined : names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } })),
    responses: { default: { description: `Default response for ${route.routeKey}` } },
    security: authorizer === undefined ? undefined : [{ [authorizer.name]: route.authorizationScopes ?? [] }],
    ...(route.routeKey === "$default" && { isDefaultRoute: true }),
    ...(includesExtensions && {
      ...(route.authorizationType === "AWS_IAM" && { "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
      "x-amazon-apigateway-integration": integration === undefined ? undefined : integrationOf(integration),
    }),
  });
}

function integrationOf(integration: V2Integration): Json {
  const {
    integrationId: _,
    apiGatewayManaged: _managed,
    integrationType,
    integrationMethod,
    integrationUri,
    credentialsArn,
    ...members
  } = integration;
  return withoutUndefined({
    type: integrationType.toLowerCase(),
    httpMethod: integrationMethod,
    uri: integrationUri,
    credentials: credentialsArn,
    ...members,
  });
}

function schemesOf({ definition, includesExtensions }: HttpExport): Json | undefined {
  const schemes = definition.authorizers.map((authorizer) => [authorizer.name, schemeOf(authorizer, includesExtensions)] as const);
  return schemes.length === 0 ? undefined : Object.fromEntries([...schemes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function schemeOf(authorizer: V2Authorizer, includesExtensions: boolean): Json {
  const { authorizerId: _, name: _name, authorizerType, authorizerCredentialsArn, ...members } = authorizer;
  const header = /^\$request\.header\.(.+)$/.exec(authorizer.identitySource[0] ?? "")?.[1];
  const scheme = authorizerType === "JWT" ? { type: "oauth2", flows: {} } : { type: "apiKey", name: header ?? "Unused", in: "header" };
  const extension = { type: authorizerType.toLowerCase(), authorizerCredentials: authorizerCredentialsArn, ...members };
  return { ...scheme, ...(includesExtensions && { "x-amazon-apigateway-authorizer": withoutUndefined(extension) }) };
}

function withoutUndefined(value: object): Json {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
