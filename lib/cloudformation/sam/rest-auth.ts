import { isNode, type Node, nodeIn, templateError } from "../node.ts";
import { type Draft, functionUriOf, listOf, objectAt, operationsOf } from "./documents.ts";

const iam = "AWS_IAM";

/** The security of a REST API's document: its authorizers, and who asks for which. */
export function addRestAuth(document: Draft, auth: Node): void {
  const definitions = objectAt(document, "securityDefinitions");
  for (const [name, authorizer] of Object.entries(nodeIn(auth, "Authorizers"))) {
    if (!isNode(authorizer))
      throw templateError(`Invalid Serverless Application Specification document. Authorizer ${name} must be a dictionary.`);
    definitions[name] = schemeOf(name, authorizer);
  }
  if (auth.DefaultAuthorizer === iam) definitions[iam] = iamScheme;
  if (auth.ApiKeyRequired === true) definitions.api_key = apiKeyScheme;
  for (const pathItem of Object.values(nodeIn(document, "paths"))) {
    if (!isNode(pathItem)) continue;
    for (const [key, operation] of operationsOf(pathItem)) addDefaults(operation as Draft, { key, auth, definitions });
  }
  if (Object.keys(definitions).length === 0) delete document.securityDefinitions;
}

export const iamScheme = {
  type: "apiKey",
  name: "Authorization",
  in: "header",
  "x-amazon-apigateway-authtype": "awsSigv4",
} as const;

export const apiKeyScheme = { type: "apiKey", name: "x-api-key", in: "header" } as const;

type Defaults = { key: string; auth: Node; definitions: Draft };

function addDefaults(operation: Draft, { key, auth, definitions }: Defaults): void {
  const { DefaultAuthorizer: name, ApiKeyRequired: needsKey } = auth;
  const { AddDefaultAuthorizerToCorsPreflight: toPreflight = true, AddApiKeyRequiredToCorsPreflight: keyToPreflight = true } = auth;
  const isPreflight = key === "options" && operation.summary === preflightSummary;
  const own = Array.isArray(operation.security) ? operation.security : undefined;
  if (own === undefined && typeof name === "string" && name !== "NONE" && !(isPreflight && toPreflight !== true)) {
    const scopes = listOf(nodeIn(nodeIn(auth, "Authorizers"), name).AuthorizationScopes);
    operation.security = [{ [name]: scopes }];
    if (name === iam) addCredentials(operation, auth.InvokeRole);
  }
  if (needsKey === true && !(isPreflight && keyToPreflight !== true) && operation[noKey] !== true) addRequirement(operation, "api_key");
  delete operation[noKey];
  // What says that nobody is asked is no requirement of its own.
  const security = listOf(operation.security).filter((requirement) => !(isNode(requirement) && Object.hasOwn(requirement, "NONE")));
  if (operation.security !== undefined) operation.security = security;
  if (security.some((requirement) => isNode(requirement) && Object.hasOwn(requirement, "api_key"))) definitions.api_key = apiKeyScheme;
  if (security.some((requirement) => isNode(requirement) && Object.hasOwn(requirement, iam))) definitions[iam] = iamScheme;
}

/** Marks an operation whose event takes the key of its API back. */
const noKey = "x-gatehouse-no-api-key";
export const preflightSummary = "CORS support";

function addRequirement(operation: Draft, name: string): void {
  const [first, ...others] = listOf(operation.security);
  operation.security = [{ ...(isNode(first) ? first : {}), [name]: [] }, ...others];
}

function addCredentials(operation: Draft, role: unknown): void {
  const integration = operation["x-amazon-apigateway-integration"];
  // Preflights call nobody.
  if (!isNode(integration) || integration.type !== "aws_proxy" || integration.credentials !== undefined || role === "NONE") return;
  const credentials = role === undefined || role === "CALLER_CREDENTIALS" ? "arn:aws:iam::*:user/*" : role;
  operation["x-amazon-apigateway-integration"] = { ...integration, credentials };
}

/** What the `Auth` of a function's event says of its operation. */
export function addEventAuth(operation: Draft, auth: Node, ofApi: Node): void {
  const { Authorizer: name, AuthorizationScopes: scopes, ApiKeyRequired: needsKey, InvokeRole: role = ofApi.InvokeRole } = auth;
  if (typeof name === "string") {
    const ownScopes = scopes ?? nodeIn(nodeIn(ofApi, "Authorizers"), name).AuthorizationScopes;
    operation.security = [{ [name]: name === "NONE" || name === iam ? [] : listOf(ownScopes) }];
    if (name === iam) addCredentials(operation, role);
  }
  if (needsKey === true) addRequirement(operation, "api_key");
  if (needsKey === false) operation[noKey] = true;
}

function schemeOf(name: string, authorizer: Node): Node {
  if (authorizer.UserPoolArn !== undefined) return poolScheme(authorizer);
  if (authorizer.FunctionArn !== undefined) return functionScheme(name, authorizer);
  throw templateError(
    `Invalid Serverless Application Specification document. Authorizer ${name} must specify either 'UserPoolArn' or 'FunctionArn'.`,
  );
}

function poolScheme(authorizer: Node): Node {
  const identity = nodeIn(authorizer, "Identity");
  const { ValidationExpression: expression, ReauthorizeEvery: seconds } = identity;
  return {
    type: "apiKey",
    name: identity.Header ?? "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "cognito_user_pools",
    "x-amazon-apigateway-authorizer": {
      type: "cognito_user_pools",
      providerARNs: listOf(authorizer.UserPoolArn),
      ...(expression === undefined ? {} : { identityValidationExpression: expression }),
      ...(seconds === undefined ? {} : { authorizerResultTtlInSeconds: seconds }),
    },
  };
}

function functionScheme(name: string, authorizer: Node): Node {
  const identity = nodeIn(authorizer, "Identity");
  const isRequest = authorizer.FunctionPayloadType === "REQUEST";
  const sources = isRequest ? restSources(identity) : [];
  const { ValidationExpression: expression, ReauthorizeEvery: seconds } = identity;
  if (isRequest && sources.length === 0 && seconds !== 0)
    throw templateError(
      `Invalid Serverless Application Specification document. ${name} Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.`,
    );
  return {
    type: "apiKey",
    name: isRequest ? "Unused" : (identity.Header ?? "Authorization"),
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: isRequest ? "request" : "token",
      authorizerUri: functionUriOf(authorizer.FunctionArn),
      ...(authorizer.FunctionInvokeRole === undefined || authorizer.FunctionInvokeRole === "NONE"
        ? {}
        : { authorizerCredentials: authorizer.FunctionInvokeRole }),
      ...(expression === undefined ? {} : { identityValidationExpression: expression }),
      ...(seconds === undefined ? {} : { authorizerResultTtlInSeconds: seconds }),
      ...(sources.length === 0 ? {} : { identitySource: sources.join(", ") }),
    },
  };
}

function restSources(identity: Node): string[] {
  const from = (property: string, prefix: string) => listOf(identity[property]).map((name) => `${prefix}${String(name)}`);
  return [
    ...from("Headers", "method.request.header."),
    ...from("QueryStrings", "method.request.querystring."),
    ...from("StageVariables", "stageVariables."),
    ...from("Context", "context."),
  ];
}

/** The policy that short forms in `ResourcePolicy` stand for. */
export function resourcePolicy(given: Node): Node | undefined {
  const invoke = (Effect: string, more: Node) => ({
    Effect,
    Principal: "*",
    Action: "execute-api:Invoke",
    Resource: ["execute-api:/*"],
    ...more,
  });
  const list = (name: string) => listOf(given[name]);
  const statements: unknown[] = [...list("CustomStatements")];
  const conditional = (values: unknown[], condition: Node) => {
    if (values.length === 0) return;
    statements.push(invoke("Allow", {}), invoke("Deny", { Condition: condition }));
  };
  const accounts = (Effect: string, values: unknown[]) => {
    if (values.length > 0) statements.push(invoke(Effect, { Principal: { AWS: values } }));
  };
  accounts("Allow", list("AwsAccountWhitelist"));
  accounts("Deny", list("AwsAccountBlacklist"));
  conditional(list("IpRangeWhitelist"), { NotIpAddress: { "aws:SourceIp": list("IpRangeWhitelist") } });
  conditional(list("IpRangeBlacklist"), { IpAddress: { "aws:SourceIp": list("IpRangeBlacklist") } });
  for (const [suffix, operator] of [
    ["Whitelist", "StringNotEquals"],
    ["Blacklist", "StringEquals"],
  ] as const) {
    const vpcs = [...list(`SourceVpc${suffix}`).filter((id) => String(id).startsWith("vpc-")), ...list(`IntrinsicVpc${suffix}`)];
    const endpoints = [...list(`SourceVpc${suffix}`).filter((id) => String(id).startsWith("vpce-")), ...list(`IntrinsicVpce${suffix}`)];
    conditional(vpcs, { [operator]: { "aws:SourceVpc": vpcs } });
    conditional(endpoints, { [operator]: { "aws:SourceVpce": endpoints } });
  }
  const unique = [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
  return unique.length === 0 ? undefined : { Version: "2012-10-17", Statement: unique };
}
