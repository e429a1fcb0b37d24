import { isNode, type Node, nodeIn, templateError } from "../node.ts";
import { type Draft, functionUriOf, listOf, objectAt, operationsOf } from "./documents.ts";
import { addHttpDomain } from "./domains.ts";
import { isCall } from "./globals.ts";
import { iamScheme } from "./rest-auth.ts";
import { addResource, type Expansion, given, type ServerlessApi, stagePart } from "./serverless.ts";

const madeBy = { "httpapi:createdBy": "SAM" } as const;

/** The document of an HTTP API to which functions add their routes. */
export function emptyHttpDocument(): Draft {
  return { openapi: "3.0.1", info: { version: "1.0", title: { Ref: "AWS::StackName" } }, paths: {} };
}

/** `AWS::Serverless::HttpApi`: an HTTP API with a document, and a stage that deploys by itself. */
export function addHttpApi(expansion: Expansion, api: ServerlessApi): void {
  const { logicalId, properties, attributes: from, document, routeSettings } = api;
  addHttpAuth(document, nodeIn(properties, "Auth"));
  addHttpCors(document, properties.CorsConfiguration);
  const tags = { ...nodeIn(properties, "Tags"), ...madeBy };
  addResource(expansion, logicalId, {
    Type: "AWS::ApiGatewayV2::Api",
    from,
    Properties: given({
      Body: document,
      Name: properties.Name,
      Description: properties.Description,
      DisableExecuteApiEndpoint: properties.DisableExecuteApiEndpoint,
      FailOnWarnings: properties.FailOnWarnings,
      Tags: tags,
    }),
  });
  const stageName = properties.StageName ?? "$default";
  const stageId = stageName === "$default" ? `${logicalId}ApiGatewayDefaultStage` : `${logicalId}${stagePart(stageName)}Stage`;
  const { Condition: condition } = from;
  addResource(expansion, stageId, {
    Type: "AWS::ApiGatewayV2::Stage",
    from: condition === undefined ? {} : { Condition: condition },
    Properties: given({
      ApiId: { Ref: logicalId },
      StageName: stageName,
      AutoDeploy: true,
      AccessLogSettings: properties.AccessLogSettings,
      DefaultRouteSettings: properties.DefaultRouteSettings,
      RouteSettings: settingsOf(properties.RouteSettings, routeSettings),
      StageVariables: properties.StageVariables,
      Tags: tags,
    }),
  });
  expansion.referable.set(`${logicalId}.Stage`, stageId);
  addHttpDomain(expansion, api, stageId);
}

function settingsOf(own: unknown, ofEvents: Node): unknown {
  if (Object.keys(ofEvents).length === 0) return own;
  return { ...(isNode(own) ? own : {}), ...ofEvents };
}

function addHttpAuth(document: Draft, auth: Node): void {
  const schemes: Draft = {};
  for (const [name, authorizer] of Object.entries(nodeIn(auth, "Authorizers"))) {
    if (!isNode(authorizer))
      throw templateError(`Invalid Serverless Application Specification document. Authorizer ${name} must be a dictionary.`);
    schemes[name] = schemeOf(authorizer);
  }
  const { DefaultAuthorizer: fallback } = auth;
  if (auth.EnableIamAuthorizer === true || fallback === "AWS_IAM") schemes.AWS_IAM = iamScheme;
  for (const pathItem of Object.values(nodeIn(document, "paths"))) {
    for (const [, operation] of isNode(pathItem) ? operationsOf(pathItem) : []) {
      const draft = operation as Draft;
      if (draft.security === undefined && typeof fallback === "string") draft.security = [{ [fallback]: scopesOf(auth, fallback) }];
      const security = listOf(draft.security).filter((each) => !(isNode(each) && Object.hasOwn(each, "NONE")));
      if (draft.security !== undefined) draft.security = security;
      if (security.some((each) => isNode(each) && Object.hasOwn(each, "AWS_IAM"))) schemes.AWS_IAM = iamScheme;
    }
  }
  if (Object.keys(schemes).length > 0) Object.assign(objectAt(objectAt(document, "components"), "securitySchemes"), schemes);
}

function scopesOf(auth: Node, name: string): unknown[] {
  return listOf(nodeIn(nodeIn(auth, "Authorizers"), name).AuthorizationScopes);
}

/** What the `Auth` of a function's event says of its route. */
export function addRouteAuth(operation: Draft, own: Node, auth: Node): void {
  const { Authorizer: name, AuthorizationScopes: scopes, InvokeRole: role } = own;
  const authorizer = typeof name === "string" ? name : scopes === undefined ? undefined : auth.DefaultAuthorizer;
  if (typeof authorizer === "string")
    operation.security = [
      { [authorizer]: authorizer === "NONE" ? [] : scopes === undefined ? scopesOf(auth, authorizer) : listOf(scopes) },
    ];
  const integration = operation["x-amazon-apigateway-integration"];
  if (role !== undefined && role !== "NONE" && isNode(integration))
    operation["x-amazon-apigateway-integration"] = { ...integration, credentials: role };
}

function schemeOf(authorizer: Node): Node {
  const jwt = nodeIn(authorizer, "JwtConfiguration");
  if (authorizer.FunctionArn === undefined)
    return {
      type: "oauth2",
      "x-amazon-apigateway-authorizer": given({
        type: "jwt",
        jwtConfiguration: given({ issuer: jwt.issuer ?? jwt.Issuer, audience: jwt.audience ?? jwt.Audience }),
        identitySource: authorizer.IdentitySource ?? "$request.header.Authorization",
      }),
    };
  const identity = nodeIn(authorizer, "Identity");
  const from = (property: string, prefix: string) => listOf(identity[property]).map((name) => `${prefix}${String(name)}`);
  const sources = [
    ...from("Headers", "$request.header."),
    ...from("QueryStrings", "$request.querystring."),
    ...from("StageVariables", "$stageVariables."),
    ...from("Context", "$context."),
  ];
  return {
    type: "apiKey",
    name: "Unused",
    in: "header",
    "x-amazon-apigateway-authorizer": given({
      type: "request",
      authorizerUri: functionUriOf(authorizer.FunctionArn),
      authorizerCredentials: authorizer.FunctionInvokeRole === "NONE" ? undefined : authorizer.FunctionInvokeRole,
      authorizerPayloadFormatVersion: authorizer.AuthorizerPayloadFormatVersion,
      authorizerResultTtlInSeconds: identity.ReauthorizeEvery,
      enableSimpleResponses: authorizer.EnableSimpleResponses,
      identitySource: sources.length === 0 ? undefined : sources.join(","),
    }),
  };
}

const corsNames = {
  AllowCredentials: "allowCredentials",
  AllowHeaders: "allowHeaders",
  AllowMethods: "allowMethods",
  AllowOrigins: "allowOrigins",
  ExposeHeaders: "exposeHeaders",
  MaxAge: "maxAge",
} as const;

function addHttpCors(document: Draft, cors: unknown): void {
  if (cors === undefined || cors === false) return;
  if (cors === true) document["x-amazon-apigateway-cors"] = { allowOrigins: ["*"] };
  else if (isNode(cors) && !isCall(cors)) {
    const entries = Object.entries(corsNames).map(([property, name]) => [name, cors[property]]);
    document["x-amazon-apigateway-cors"] = given(Object.fromEntries(entries));
  } else throw templateError("Invalid Serverless Application Specification document. Invalid value for 'CorsConfiguration' property.");
}
