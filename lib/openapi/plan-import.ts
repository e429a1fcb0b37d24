import { gatewayResponseTypes } from "../definition/gateway-response-types.ts";
import { httpVerbs } from "../definition/http-verbs.ts";
import type { GatewayResponse, HttpVerb } from "../definition/rest-api.ts";
import { basePathOf, joinPaths } from "./base-path.ts";
import type { ImportPlan, ImportWarning, PlannedPart } from "./import-plan.ts";
import { type Operation, planMethod } from "./plan-method.ts";
import { planModels } from "./plan-models.ts";
import { planAuthorizers, securitySchemesOf } from "./plan-security.ts";
import { flagIn, invalidDocument, isNode, type Node, nodeIn, numberIn, textIn, textsIn } from "./read-document.ts";

export type PlanOptions = {
  /** The address below which the API's models are found. */
  modelsUrl: string;
  /** What becomes of the base path: `ignore` unless told. */
  basepath?: string | undefined;
  /** `endpointConfigurationTypes` of the call. */
  endpointTypes?: string | undefined;
  ignoresDocumentation?: boolean;
};

/** Reads an OpenAPI 3.0 or Swagger 2.0 document as a REST API of the service. */
export function planImport(document: Node, options: PlanOptions): ImportPlan {
  const version = textIn(document, "openapi") ?? textIn(document, "swagger");
  if (version === undefined || !/^(3\.0|2(\.0)?$)/.test(version)) throw invalidDocument();
  const warnings: ImportWarning[] = [];
  const schemes = securitySchemesOf(document);
  const models = planModels(document, options.modelsUrl);
  const base = basePathOf(document, options.basepath);
  const operations = listOperations(document, base);
  const methods = operations.map((operation) => planMethod(operation, { document, schemes, models, warnings }));
  return {
    settings: planSettings(document, options),
    paths: Object.keys(nodeIn(document, "paths")).flatMap((path) => (path.startsWith("/") ? [joinPaths(base, path)] : [])),
    methods,
    models: models.models,
    requestValidators: planValidators(document),
    authorizers: planAuthorizers(schemes),
    gatewayResponses: planGatewayResponses(document),
    documentationParts: options.ignoresDocumentation ? [] : planDocumentation(document),
    warnings,
  };
}

function listOperations(document: Node, base: string): Operation[] {
  return Object.entries(nodeIn(document, "paths")).flatMap(([path, pathItem]) => {
    if (!path.startsWith("/") || !isNode(pathItem)) return [];
    return Object.entries(pathItem).flatMap(([key, node]) => {
      const httpMethod = verbOf(key);
      return httpMethod !== undefined && isNode(node) ? [{ path: joinPaths(base, path), httpMethod, pathItem, node }] : [];
    });
  });
}

function verbOf(key: string): HttpVerb | undefined {
  if (key === "x-amazon-apigateway-any-method") return "ANY";
  return httpVerbs.find((verb) => verb !== "ANY" && verb.toLowerCase() === key);
}

function planSettings(document: Node, options: PlanOptions): ImportPlan["settings"] {
  const info = nodeIn(document, "info");
  const name = textIn(info, "title");
  if (name === undefined) throw invalidDocument();
  const endpoint = nodeIn(document, "x-amazon-apigateway-endpoint-configuration");
  const policy = document["x-amazon-apigateway-policy"];
  const types = options.endpointTypes === undefined ? textsIn(endpoint, "types") : options.endpointTypes.split(",");
  const vpcEndpointIds = textsIn(endpoint, "vpcEndpointIds");
  const binaryMediaTypes = textsIn(document, "x-amazon-apigateway-binary-media-types");
  const given = {
    description: textIn(info, "description") || undefined,
    version: textIn(info, "version"),
    apiKeySource: textIn(document, "x-amazon-apigateway-api-key-source")?.toUpperCase(),
    binaryMediaTypes: binaryMediaTypes.length === 0 ? undefined : binaryMediaTypes,
    minimumCompressionSize: numberIn(document, "x-amazon-apigateway-minimum-compression-size"),
    securityPolicy: textIn(document, "x-amazon-apigateway-security-policy"),
    endpointAccessMode: textIn(document, "x-amazon-apigateway-endpoint-access-mode"),
    policy: isNode(policy) ? JSON.stringify(policy) : undefined,
    disableExecuteApiEndpoint: flagIn(endpoint, "disableExecuteApiEndpoint"),
    endpointConfiguration:
      types.length + vpcEndpointIds.length === 0 ? undefined : { types, ...(vpcEndpointIds.length > 0 ? { vpcEndpointIds } : {}) },
  };
  return { name, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

function planValidators(document: Node): ImportPlan["requestValidators"] {
  return Object.entries(nodeIn(document, "x-amazon-apigateway-request-validators")).flatMap(([name, validator]) =>
    isNode(validator)
      ? [
          {
            name,
            validateRequestBody: flagIn(validator, "validateRequestBody") ?? false,
            validateRequestParameters: flagIn(validator, "validateRequestParameters") ?? false,
          },
        ]
      : [],
  );
}

function planGatewayResponses(document: Node): GatewayResponse[] {
  const responses = nodeIn(document, "x-amazon-apigateway-gateway-responses");
  return gatewayResponseTypes.flatMap((responseType) => {
    const response = responses[responseType];
    if (!isNode(response)) return [];
    const statusCode = textIn(response, "statusCode");
    const [parameters, templates] = [texts(nodeIn(response, "responseParameters")), texts(nodeIn(response, "responseTemplates"))];
    return [
      {
        responseType,
        ...(statusCode === undefined ? {} : { statusCode }),
        ...(Object.keys(parameters).length === 0 ? {} : { responseParameters: parameters }),
        ...(Object.keys(templates).length === 0 ? {} : { responseTemplates: templates }),
      },
    ];
  });
}

function texts(node: Node): Record<string, string> {
  return Object.fromEntries(Object.entries(node).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])));
}

/** The documentation parts of a document; the service knows no others. */
export function planDocumentation(document: Node): PlannedPart[] {
  const { documentationParts } = nodeIn(document, "x-amazon-apigateway-documentation");
  return (Array.isArray(documentationParts) ? documentationParts : []).flatMap((part) => {
    if (!isNode(part)) return [];
    const location = nodeIn(part, "location");
    const type = textIn(location, "type");
    if (type === undefined) return [];
    const members = ["path", "method", "statusCode", "name"].flatMap((name) => {
      const value = textIn(location, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    const properties = isNode(part.properties) ? JSON.stringify(part.properties) : (textIn(part, "properties") ?? "{}");
    return [{ location: { type, ...Object.fromEntries(members) }, properties }];
  });
}
