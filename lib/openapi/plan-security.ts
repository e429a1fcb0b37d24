import type { Authorizer, Method } from "../definition/rest-api.ts";
import { isNode, type Node, nodeIn, numberIn, textIn, textsIn } from "./read-document.ts";

const authorizerTypes: Readonly<Record<string, string>> = {
  token: "TOKEN",
  request: "REQUEST",
  cognito_user_pools: "COGNITO_USER_POOLS",
  jwt: "JWT",
};
const authTypes: Readonly<Record<string, string>> = {
  TOKEN: "custom",
  REQUEST: "custom",
  COGNITO_USER_POOLS: "cognito_user_pools",
  JWT: "jwt",
};

type Schemes = Readonly<Record<string, unknown>>;

export function securitySchemesOf(document: Node): Schemes {
  return { ...nodeIn(document, "securityDefinitions"), ...nodeIn(nodeIn(document, "components"), "securitySchemes") };
}

/** The authorizers that security schemes describe with the service's extension. */
export function planAuthorizers(schemes: Schemes): Omit<Authorizer, "id">[] {
  return Object.entries(schemes).flatMap(([name, scheme]) => {
    if (!isNode(scheme)) return [];
    const extension = scheme["x-amazon-apigateway-authorizer"];
    return isNode(extension) ? [planAuthorizer(name, scheme, extension)] : [];
  });
}

function planAuthorizer(name: string, scheme: Node, extension: Node): Omit<Authorizer, "id"> {
  const type = authorizerTypes[(textIn(extension, "type") ?? "token").toLowerCase()] ?? "TOKEN";
  const given = {
    authorizerUri: textIn(extension, "authorizerUri"),
    authorizerCredentials: textIn(extension, "authorizerCredentials"),
    identitySource: textIn(extension, "identitySource") ?? defaultSource(type, scheme),
    identityValidationExpression: textIn(extension, "identityValidationExpression"),
    authorizerResultTtlInSeconds: numberIn(extension, "authorizerResultTtlInSeconds"),
  };
  const providerARNs = textsIn(extension, "providerARNs");
  return {
    name,
    type,
    authType: textIn(scheme, "x-amazon-apigateway-authtype") ?? authTypes[type] ?? "custom",
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(providerARNs.length === 0 ? {} : { providerARNs }),
  };
}

/** A token is where the scheme says it is. */
function defaultSource(type: string, scheme: Node): string | undefined {
  const name = textIn(scheme, "name");
  return type === "REQUEST" || name === undefined ? undefined : `method.request.header.${name}`;
}

export type PlannedSecurity = Pick<Method, "authorizationType" | "authorizationScopes" | "apiKeyRequired"> & { authorizerName?: string };

/** How a method is protected: its own `security`, or else the document's. */
export function planSecurity(operation: Node, document: Node, schemes: Schemes): PlannedSecurity {
  const requirements = Array.isArray(operation.security) ? operation.security : document.security;
  const planned: PlannedSecurity = { authorizationType: "NONE", apiKeyRequired: false };
  if (textIn(nodeIn(operation, "x-amazon-apigateway-auth"), "type")?.toUpperCase() === "AWS_IAM") planned.authorizationType = "AWS_IAM";
  for (const requirement of Array.isArray(requirements) ? requirements : []) {
    if (!isNode(requirement)) continue;
    for (const [name, scopes] of Object.entries(requirement)) addRequirement(planned, { name, scopes, scheme: schemes[name] });
  }
  return planned;
}

function addRequirement(planned: PlannedSecurity, requirement: { name: string; scopes: unknown; scheme: unknown }): void {
  const { name, scopes, scheme } = requirement;
  if (!isNode(scheme)) return;
  const extension = scheme["x-amazon-apigateway-authorizer"];
  if (isNode(extension)) {
    const isPool = textIn(extension, "type")?.toLowerCase() === "cognito_user_pools";
    planned.authorizationType = isPool ? "COGNITO_USER_POOLS" : "CUSTOM";
    planned.authorizerName = name;
    if (isPool && Array.isArray(scopes) && scopes.length > 0) planned.authorizationScopes = scopes.map(String);
  } else if (textIn(scheme, "x-amazon-apigateway-authtype")?.toLowerCase() === "awssigv4") planned.authorizationType = "AWS_IAM";
  else if (scheme.type === "apiKey") planned.apiKeyRequired = true;
}
