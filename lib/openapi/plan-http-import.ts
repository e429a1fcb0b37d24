import type { CorsConfiguration, V2Authorizer, V2Integration } from "../definition/v2-api.ts";
import { basePathOf, joinPaths } from "./base-path.ts";
import type { ImportWarning } from "./import-plan.ts";
import { securitySchemesOf } from "./plan-security.ts";
import { flagIn, invalidDocument, isNode, type Node, nodeIn, numberIn, textIn, textsIn } from "./read-document.ts";
import type { PlannedRoute, V2ImportPlan } from "./v2-import-plan.ts";

const verbs = ["get", "post", "put", "patch", "delete", "head", "options"];

/** Reads an OpenAPI 3.0 document as an HTTP API of the service. `basepath` is `ignore` unless told. */
export function planHttpImport(document: Node, { basepath }: { basepath?: string | undefined }): V2ImportPlan {
  if (!/^3\.0/.test(textIn(document, "openapi") ?? "")) throw invalidDocument();
  const info = nodeIn(document, "info");
  const name = textIn(info, "title");
  if (name === undefined) throw invalidDocument();
  const schemes = securitySchemesOf(document);
  const plan: V2ImportPlan = {
    settings: {
      name,
      ...optional("description", textIn(info, "description") || undefined),
      ...optional("version", textIn(info, "version")),
      ...optional("corsConfiguration", planCors(document["x-amazon-apigateway-cors"])),
    },
    routes: [],
    integrations: [],
    authorizers: planAuthorizers(schemes),
    warnings: [],
  };
  const integrations = new IntegrationList(document, plan);
  const base = basePathOf(document, basepath);
  for (const [path, pathItem] of Object.entries(nodeIn(document, "paths"))) {
    if (!isNode(pathItem)) continue;
    for (const [key, operation] of Object.entries(pathItem)) {
      const verb = key === "x-amazon-apigateway-any-method" ? "ANY" : verbs.includes(key) ? key.toUpperCase() : undefined;
      if (verb === undefined || !isNode(operation)) continue;
      const isDefault = flagIn(operation, "isDefaultRoute") === true || path === "/$default" || path === "$default";
      const routeKey = isDefault ? "$default" : `${verb} ${joinPaths(base, path)}`;
      plan.routes.push(planRoute({ routeKey, operation, document, schemes, integration: integrations.placeOf(operation, routeKey) }));
    }
  }
  return plan;
}

type RouteSource = { routeKey: string; operation: Node; document: Node; schemes: Node; integration: number | undefined };

function planRoute({ routeKey, operation, document, schemes, integration }: RouteSource): PlannedRoute {
  return {
    routeKey,
    apiKeyRequired: false,
    ...planSecurity(operation, document, schemes),
    ...optional("operationName", textIn(operation, "operationId")),
    ...optional("integration", integration),
  };
}

/** How a route is protected: its own `security`, or else the document's. */
function planSecurity(operation: Node, document: Node, schemes: Node): Pick<PlannedRoute, "authorizationType"> & Partial<PlannedRoute> {
  if (textIn(nodeIn(operation, "x-amazon-apigateway-auth"), "type")?.toUpperCase() === "AWS_IAM") return { authorizationType: "AWS_IAM" };
  const requirements = Array.isArray(operation.security) ? operation.security : document.security;
  for (const requirement of Array.isArray(requirements) ? requirements : []) {
    for (const [name, scopes] of Object.entries(isNode(requirement) ? requirement : {})) {
      const scheme = schemes[name];
      if (!isNode(scheme)) continue;
      const extension = scheme["x-amazon-apigateway-authorizer"];
      if (isNode(extension)) return authorizedBy(name, extension, Array.isArray(scopes) ? scopes.map(String) : []);
      if (textIn(scheme, "x-amazon-apigateway-authtype")?.toLowerCase() === "awssigv4") return { authorizationType: "AWS_IAM" };
    }
  }
  return { authorizationType: "NONE" };
}

function authorizedBy(authorizerName: string, extension: Node, scopes: string[]) {
  const isJwt = textIn(extension, "type")?.toLowerCase() === "jwt";
  const authorizationScopes = isJwt && scopes.length > 0 ? { authorizationScopes: scopes } : {};
  return { authorizationType: isJwt ? ("JWT" as const) : ("CUSTOM" as const), authorizerName, ...authorizationScopes };
}

function planAuthorizers(schemes: Node): V2ImportPlan["authorizers"] {
  return Object.entries(schemes).flatMap(([name, scheme]) => {
    const extension = isNode(scheme) ? scheme["x-amazon-apigateway-authorizer"] : undefined;
    return isNode(extension) ? [planAuthorizer(name, extension)] : [];
  });
}

function planAuthorizer(name: string, extension: Node): Omit<V2Authorizer, "authorizerId"> {
  const isJwt = textIn(extension, "type")?.toLowerCase() === "jwt";
  const jwt = nodeIn(extension, "jwtConfiguration");
  return {
    name,
    authorizerType: isJwt ? "JWT" : "REQUEST",
    identitySource: sourcesOf(extension.identitySource, isJwt),
    ...(isJwt && { jwtConfiguration: { ...optional("issuer", textIn(jwt, "issuer")), audience: textsIn(jwt, "audience") } }),
    ...optional("authorizerUri", textIn(extension, "authorizerUri")),
    ...optional("authorizerCredentialsArn", textIn(extension, "authorizerCredentials") ?? textIn(extension, "authorizerCredentialsArn")),
    ...optional("authorizerPayloadFormatVersion", textIn(extension, "authorizerPayloadFormatVersion")),
    ...optional("authorizerResultTtlInSeconds", numberIn(extension, "authorizerResultTtlInSeconds")),
    ...optional("enableSimpleResponses", flagIn(extension, "enableSimpleResponses")),
  };
}

/** A list, or one text with commas. */
function sourcesOf(value: unknown, isJwt: boolean): string[] {
  const texts = Array.isArray(value) ? value.map(String) : typeof value === "string" ? value.split(",").map((part) => part.trim()) : [];
  const sources = texts.filter((text) => text !== "");
  return sources.length === 0 && isJwt ? ["$request.header.Authorization"] : sources;
}

function planCors(extension: unknown): CorsConfiguration | undefined {
  if (extension === true) return { allowOrigins: ["*"] };
  if (!isNode(extension)) return undefined;
  const list = (name: string) => (extension[name] === undefined ? {} : { [name]: textsIn(extension, name) });
  return {
    ...list("allowOrigins"),
    ...list("allowMethods"),
    ...list("allowHeaders"),
    ...list("exposeHeaders"),
    ...optional("maxAge", numberIn(extension, "maxAge")),
    ...optional("allowCredentials", flagIn(extension, "allowCredentials")),
  };
}

/** The integrations of a plan: those of routes, and shared ones once however many routes name them. */
class IntegrationList {
  readonly #shared: Node;
  readonly #plan: V2ImportPlan;
  readonly #places = new Map<string, number>();

  constructor(document: Node, plan: V2ImportPlan) {
    this.#shared = nodeIn(nodeIn(document, "components"), "x-amazon-apigateway-integrations");
    this.#plan = plan;
  }

  /** Where the integration of an operation is in the plan; undefined when it has none. */
  placeOf(operation: Node, routeKey: string): number | undefined {
    const extension = operation["x-amazon-apigateway-integration"];
    if (!isNode(extension)) return undefined;
    const name = /^#\/components\/x-amazon-apigateway-integrations\/(.+)$/.exec(textIn(extension, "$ref") ?? "")?.[1];
    if (name === undefined) return this.#add(extension, routeKey);
    const shared = this.#shared[name];
    if (!isNode(shared)) {
      this.#plan.warnings.push({ text: `Unable to find the integration '${name}' of route '${routeKey}'`, operation: routeKey });
      return undefined;
    }
    const place = this.#places.get(name) ?? this.#add(shared, routeKey);
    this.#places.set(name, place);
    return place;
  }

  #add(extension: Node, routeKey: string): number {
    this.#plan.integrations.push(planIntegration(extension, routeKey, this.#plan.warnings));
    return this.#plan.integrations.length - 1;
  }
}

function planIntegration(extension: Node, routeKey: string, warnings: ImportWarning[]): Partial<Omit<V2Integration, "integrationId">> {
  const type = textIn(extension, "type")?.toUpperCase();
  if (type !== "HTTP_PROXY" && type !== "AWS_PROXY") {
    warnings.push({ text: `Integration type '${type ?? ""}' of route '${routeKey}' is not supported for HTTP APIs`, operation: routeKey });
  }
  const server = textIn(nodeIn(extension, "tlsConfig"), "serverNameToVerify");
  const responses = Object.entries(nodeIn(extension, "responseParameters")).filter((entry): entry is [string, Node] => isNode(entry[1]));
  return {
    integrationType: type === "HTTP_PROXY" ? "HTTP_PROXY" : "AWS_PROXY",
    payloadFormatVersion: textIn(extension, "payloadFormatVersion") ?? "1.0",
    ...optional("integrationMethod", textIn(extension, "httpMethod")?.toUpperCase()),
    ...optional("integrationUri", textIn(extension, "uri")),
    ...optional("integrationSubtype", textIn(extension, "integrationSubtype")),
    ...optional("connectionType", textIn(extension, "connectionType")?.toUpperCase() === "VPC_LINK" ? ("VPC_LINK" as const) : undefined),
    ...optional("connectionId", textIn(extension, "connectionId")),
    ...optional("credentialsArn", textIn(extension, "credentials")),
    ...optional("description", textIn(extension, "description")),
    ...optional("timeoutInMillis", numberIn(extension, "timeoutInMillis")),
    ...optional("requestParameters", textsOf(nodeIn(extension, "requestParameters"))),
    ...(responses.length === 0
      ? {}
      : { responseParameters: Object.fromEntries(responses.map(([status, map]) => [status, textsOf(map) ?? {}])) }),
    ...optional("tlsConfig", server === undefined ? undefined : { serverNameToVerify: server }),
  };
}

function textsOf(node: Node): Record<string, string> | undefined {
  const entries = Object.keys(node).flatMap((name) => {
    const value = textIn(node, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });
}
