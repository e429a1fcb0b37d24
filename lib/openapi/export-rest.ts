import { canonicalJson } from "../base/canonical-json.ts";
import { httpVerbs } from "../definition/http-verbs.ts";
import type { Authorizer, Integration, Method, MethodResponse, Resource, RestApiDefinition } from "../definition/rest-api.ts";

export type ExportVersion = "oas30" | "swagger";

/** What an export is made of. */
export type RestExport = {
  definition: RestApiDefinition;
  version: ExportVersion;
  /** What the service adds beyond the plain document. */
  includes: { integrations: boolean; authorizers: boolean };
  stageName: string;
  region: string;
  /** Stands in for a version that the API does not have. */
  createdDate: Date;
  /** The documentation that the stage names. */
  documentation?: { version: string; parts: readonly DocumentedPart[] } | undefined;
};

export type DocumentedPart = {
  location: {
    type: string;
    path?: string | undefined;
    method?: string | undefined;
    statusCode?: string | undefined;
    name?: string | undefined;
  };
  /** JSON text of an object. */
  properties: string;
};

type Json = Record<string, unknown>;

/** The OpenAPI 3.0 or Swagger 2.0 document of a definition: what an import of it would read again. */
export function exportRestApi(input: RestExport): Json {
  const { definition, version } = input;
  const { settings } = definition;
  const info = withoutUndefined({
    title: settings.name,
    description: settings.description,
    version: settings.version ?? input.createdDate.toISOString(),
    ...documented(input, { type: "API" }),
  });
  const paths = pathsOf(input);
  const body =
    version === "oas30"
      ? { openapi: "3.0.1", info, servers: serversOf(input), paths, components: componentsOf(input) }
      : { swagger: "2.0", info, ...hostOf(input), schemes: ["https"], paths, ...definitionsOf(input) };
  return withoutUndefined({ ...body, ...(input.includes.integrations ? extensionsOf(input) : {}) });
}

function hostName({ definition, region }: RestExport): string {
  return `${definition.apiId}.execute-api.${region}.amazonaws.com`;
}

function serversOf(input: RestExport): Json[] {
  return [{ url: `https://${hostName(input)}/{basePath}`, variables: { basePath: { default: input.stageName } } }];
}

function hostOf(input: RestExport): Json {
  return { host: hostName(input), basePath: `/${input.stageName}` };
}

function pathsOf(input: RestExport): Json {
  const paths: Json = {};
  for (const resource of input.definition.resources) {
    const methods = Object.values(resource.resourceMethods).sort(
      (a, b) => httpVerbs.indexOf(a.httpMethod) - httpVerbs.indexOf(b.httpMethod),
    );
    const operations = methods.map((method) => [operationKey(method), operationOf(input, resource, method)]);
    if (operations.length > 0) paths[resource.path] = Object.fromEntries(operations);
  }
  return paths;
}

function operationKey({ httpMethod }: Method): string {
  return httpMethod === "ANY" ? "x-amazon-apigateway-any-method" : httpMethod.toLowerCase();
}

function operationOf(input: RestExport, { id, path }: Resource, method: Method): Json {
  const { definition, includes } = input;
  const validator = definition.requestValidators.find((each) => each.id === method.requestValidatorId);
  const { methodIntegration } = method;
  return withoutUndefined({
    ...documented(input, { type: "METHOD", path, method: method.httpMethod }),
    operationId: method.operationName,
    ...(input.version === "oas30" ? contentOf(input, path, method) : bodyOf(input, path, method)),
    responses: responsesOf(input, path, method),
    security: securityOf(definition, method),
    ...(includes.integrations && {
      ...(method.authorizationType === "AWS_IAM" && { "x-amazon-apigateway-auth": { type: "AWS_IAM" } }),
      "x-amazon-apigateway-request-validator": validator?.name,
      "x-amazon-apigateway-integration": methodIntegration === undefined ? undefined : integrationOf(methodIntegration, id),
    }),
  });
}

const places: Readonly<Record<string, string>> = { path: "path", querystring: "query", header: "header" };
const partTypes: Readonly<Record<string, string>> = { path: "PATH_PARAMETER", querystring: "QUERY_PARAMETER", header: "REQUEST_HEADER" };

function parametersOf(input: RestExport, path: string, { requestParameters, httpMethod }: Method): Json[] {
  const schema = input.version === "oas30" ? { schema: { type: "string" } } : { type: "string" };
  return Object.entries(requestParameters ?? {}).flatMap(([key, required]) => {
    const [, place = "", name = ""] = /^method\.request\.(\w+)\.(.+)$/.exec(key) ?? [];
    const where = places[place];
    if (where === undefined) return [];
    const { description } = documented(input, { type: partTypes[place] ?? "", path, method: httpMethod, name });
    return [withoutUndefined({ name, in: where, description, ...(required || where === "path" ? { required: true } : {}), ...schema })];
  });
}

function contentOf(input: RestExport, path: string, method: Method): Json {
  const parameters = parametersOf(input, path, method);
  const content = mediaOf(input, method.requestModels);
  return {
    parameters: parameters.length === 0 ? undefined : parameters,
    requestBody: content === undefined ? undefined : { content, required: true },
  };
}

function mediaOf({ definition, version }: RestExport, models: Readonly<Record<string, string>> | undefined): Json | undefined {
  const entries = Object.entries(models ?? {}).filter(([, name]) => definition.models.some((model) => model.name === name));
  return entries.length === 0
    ? undefined
    : Object.fromEntries(entries.map(([type, name]) => [type, { schema: { $ref: referenceTo(version, name) } }]));
}

/** Swagger knows one body for all media types. */
function bodyOf(input: RestExport, path: string, method: Method): Json {
  const parameters = parametersOf(input, path, method);
  const [first] = Object.values(method.requestModels ?? {});
  const body =
    first === undefined ? [] : [{ in: "body", name: first, required: true, schema: { $ref: referenceTo(input.version, first) } }];
  const produces = new Set(Object.values(method.methodResponses ?? {}).flatMap(({ responseModels }) => Object.keys(responseModels ?? {})));
  const consumes = Object.keys(method.requestModels ?? {});
  return {
    consumes: consumes.length === 0 ? undefined : consumes,
    produces: produces.size === 0 ? undefined : [...produces],
    parameters: parameters.length + body.length === 0 ? undefined : [...parameters, ...body],
  };
}

function responsesOf(input: RestExport, path: string, method: Method): Json {
  const responses = Object.values(method.methodResponses ?? {}).map((response) => {
    const { description } = documented(input, { type: "RESPONSE", path, method: method.httpMethod, statusCode: response.statusCode });
    return [response.statusCode, responseOf(input, response, description)] as const;
  });
  return Object.fromEntries(responses);
}

function responseOf(input: RestExport, response: MethodResponse, description: unknown): Json {
  const type = input.version === "oas30" ? { schema: { type: "string" } } : { type: "string" };
  const names = Object.keys(response.responseParameters ?? {}).map((key) => key.replace(/^method\.response\.header\./, ""));
  const headers = names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, type]));
  const [first] = Object.values(response.responseModels ?? {});
  const body =
    input.version === "oas30"
      ? { content: mediaOf(input, response.responseModels) ?? {} }
      : { schema: first === undefined ? undefined : { $ref: referenceTo(input.version, first) } };
  return withoutUndefined({ description: description ?? `${response.statusCode} response`, headers, ...body });
}

function securityOf({ authorizers }: RestApiDefinition, method: Method): Json[] | undefined {
  const requirements: Json[] = [];
  const authorizer = authorizers.find(({ id }) => id === method.authorizerId);
  if (authorizer !== undefined) requirements.push({ [authorizer.name]: method.authorizationScopes ?? [] });
  else if (method.authorizationType === "AWS_IAM") requirements.push({ sigv4: [] });
  if (method.apiKeyRequired) requirements.push({ api_key: [] });
  return requirements.length === 0 ? undefined : requirements;
}

function integrationOf(integration: Integration, resourceId: string): Json {
  const { type, httpMethod, cacheNamespace, cacheKeyParameters, integrationResponses, requestTemplates, ...members } = integration;
  const responses = Object.values(integrationResponses ?? {}).map(({ selectionPattern, responseTemplates, ...response }) => {
    const templates = responseTemplates === undefined ? {} : { responseTemplates: textTemplates(responseTemplates) };
    return [selectionPattern ?? "default", { ...response, ...templates }] as const;
  });
  return withoutUndefined({
    type: type.toLowerCase(),
    httpMethod,
    ...members,
    // The resource's own id is what an import fills in.
    cacheNamespace: cacheNamespace === resourceId ? undefined : cacheNamespace,
    requestTemplates: requestTemplates === undefined ? undefined : textTemplates(requestTemplates),
    cacheKeyParameters: cacheKeyParameters.length === 0 ? undefined : cacheKeyParameters,
    passthroughBehavior: integration.passthroughBehavior.toLowerCase(),
    responses: responses.length === 0 ? undefined : Object.fromEntries(responses),
  });
}

function textTemplates(templates: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([type, template]) => [type, template ?? ""]));
}

function componentsOf(input: RestExport): Json | undefined {
  const schemas = schemasOf(input);
  const securitySchemes = schemesOf(input);
  const components = withoutUndefined({ schemas, securitySchemes });
  return Object.keys(components).length === 0 ? undefined : components;
}

function definitionsOf(input: RestExport): Json {
  return { securityDefinitions: schemesOf(input), definitions: schemasOf(input) };
}

function referenceTo(version: ExportVersion, name: string): string {
  return version === "oas30" ? `#/components/schemas/${name}` : `#/definitions/${name}`;
}

function schemasOf({ definition, version }: RestExport): Json | undefined {
  if (definition.models.length === 0) return undefined;
  return Object.fromEntries(definition.models.map((model) => [model.name, withReferences(parseObject(model.schema), version)]));
}

const modelAddress = /^https?:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([A-Za-z0-9]+)$/;

/** References to other models of the API, as references within the document. */
function withReferences(value: unknown, version: ExportVersion): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, version));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const model = name === "$ref" && typeof member === "string" ? modelAddress.exec(member)?.[1] : undefined;
      return [name, model === undefined ? withReferences(member, version) : referenceTo(version, model)];
    }),
  );
}

function parseObject(text: string | undefined): Json {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    // A schema that is no JSON says nothing about values.
    return {};
  }
}

function schemesOf({ definition, includes }: RestExport): Json | undefined {
  const methods = definition.resources.flatMap((resource) => Object.values(resource.resourceMethods));
  const schemes: Json = {};
  for (const authorizer of definition.authorizers) schemes[authorizer.name] = schemeOf(authorizer, includes.authorizers);
  if (methods.some((method) => method.apiKeyRequired)) schemes.api_key = { type: "apiKey", name: "x-api-key", in: "header" };
  if (methods.some((method) => method.authorizationType === "AWS_IAM")) {
    schemes.sigv4 = { type: "apiKey", name: "Authorization", in: "header", "x-amazon-apigateway-authtype": "awsSigv4" };
  }
  return Object.keys(schemes).length === 0 ? undefined : schemes;
}

function schemeOf(authorizer: Authorizer, isExtended: boolean): Json {
  const { id: _, name: _name, type, authType, ...members } = authorizer;
  const header = /^method\.request\.header\.([^,]+)$/.exec(authorizer.identitySource ?? "")?.[1];
  const scheme = { type: "apiKey", name: header ?? "Unused", in: "header", "x-amazon-apigateway-authtype": authType };
  return withoutUndefined(isExtended ? { ...scheme, "x-amazon-apigateway-authorizer": { type: type.toLowerCase(), ...members } } : scheme);
}

function extensionsOf({ definition, documentation }: RestExport): Json {
  const { settings, requestValidators, gatewayResponses } = definition;
  const { types, vpcEndpointIds } = settings.endpointConfiguration;
  const policy = settings.policy === undefined ? {} : parseObject(settings.policy);
  const endpoint = {
    ...(types.includes("PRIVATE") && { types, ...(vpcEndpointIds === undefined ? {} : { vpcEndpointIds }) }),
    ...(settings.disableExecuteApiEndpoint && { disableExecuteApiEndpoint: true }),
  };
  return {
    "x-amazon-apigateway-api-key-source": settings.apiKeySource === "AUTHORIZER" ? "AUTHORIZER" : undefined,
    "x-amazon-apigateway-binary-media-types": settings.binaryMediaTypes,
    "x-amazon-apigateway-minimum-compression-size": settings.minimumCompressionSize,
    "x-amazon-apigateway-security-policy": settings.securityPolicy,
    "x-amazon-apigateway-endpoint-access-mode": settings.endpointAccessMode,
    "x-amazon-apigateway-policy": Object.keys(policy).length === 0 ? undefined : policy,
    "x-amazon-apigateway-endpoint-configuration": Object.keys(endpoint).length === 0 ? undefined : endpoint,
    "x-amazon-apigateway-request-validators": entriesOf(
      requestValidators.map(({ id, name, ...validator }) => [name ?? id, validator] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
    "x-amazon-apigateway-gateway-responses": entriesOf(
      gatewayResponses.map(({ responseType, ...response }) => [responseType, response] as const),
    ),
    "x-amazon-apigateway-documentation":
      documentation === undefined
        ? undefined
        : {
            version: documentation.version,
            documentationParts: documentation.parts.map(({ location, properties }) => ({
              location: withoutUndefined(location),
              properties: parseObject(properties),
            })),
          },
  };
}

function entriesOf(entries: readonly (readonly [string, object])[]): Json | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** What the documentation says about a place: the part of exactly that place, else of the widest that includes it. */
function documented({ documentation }: RestExport, place: DocumentedPart["location"]): Json {
  const wanted = canonicalJson(withoutUndefined(place));
  const part = documentation?.parts.find(({ location }) => canonicalJson(withoutUndefined(location)) === wanted);
  if (part === undefined) return {};
  const { description, summary, tags } = parseObject(part.properties);
  return withoutUndefined({
    ...(place.type === "METHOD" && Array.isArray(tags) ? { tags } : {}),
    ...(place.type === "METHOD" && typeof summary === "string" ? { summary } : {}),
    description: typeof description === "string" ? description : undefined,
  });
}

function withoutUndefined(value: object): Json {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}
