import { z } from "zod";

/**
 * The definition of an HTTP or WebSocket API: everything a deployment freezes. Member names are those of the service's second API
 * (`apigatewayv2`) on the wire. Optional members are absent when unset.
 */

const text = z.string();
const textMap = z.record(z.string(), z.string());
const constraints = z.record(z.string(), z.object({ required: z.boolean().optional() }));

export const protocolTypes = ["HTTP", "WEBSOCKET"] as const;

export const corsSchema = z.object({
  allowCredentials: z.boolean().optional(),
  allowHeaders: z.array(text).max(500).optional(),
  allowMethods: z.array(text).max(100).optional(),
  allowOrigins: z.array(text).max(500).optional(),
  exposeHeaders: z.array(text).max(500).optional(),
  maxAge: z.number().int().min(-1).max(86_400).optional(),
});
export type CorsConfiguration = z.infer<typeof corsSchema>;

/** Settings of the API itself. */
export const v2ApiSettingsSchema = z.object({
  name: text.min(1).max(128),
  protocolType: z.enum(protocolTypes),
  description: text.max(1_024).optional(),
  version: text.max(64).optional(),
  routeSelectionExpression: text.max(512),
  apiKeySelectionExpression: text.max(512),
  corsConfiguration: corsSchema.optional(),
  disableExecuteApiEndpoint: z.boolean(),
  disableSchemaValidation: z.boolean().optional(),
  ipAddressType: z.enum(["ipv4", "dualstack"]).optional(),
});
export type V2ApiSettings = z.infer<typeof v2ApiSettingsSchema>;

export const routeResponseSchema = z.object({
  routeResponseId: text,
  routeResponseKey: text,
  modelSelectionExpression: text.optional(),
  responseModels: textMap.optional(),
  responseParameters: constraints.optional(),
});
export type RouteResponse = z.infer<typeof routeResponseSchema>;

export const authorizationTypes = ["NONE", "AWS_IAM", "CUSTOM", "JWT"] as const;

export const routeSchema = z.object({
  routeId: text,
  /** `GET /pets/{id}`, `ANY /{proxy+}`, `$default`, `$connect`, or any key of a WebSocket API. */
  routeKey: text,
  apiGatewayManaged: z.boolean().optional(),
  apiKeyRequired: z.boolean(),
  authorizationScopes: z.array(text).optional(),
  authorizationType: z.enum(authorizationTypes),
  authorizerId: text.optional(),
  modelSelectionExpression: text.optional(),
  operationName: text.optional(),
  requestModels: textMap.optional(),
  requestParameters: constraints.optional(),
  routeResponseSelectionExpression: text.optional(),
  /** `integrations/{integrationId}`. */
  target: text.optional(),
  /** By key; only WebSocket APIs have them. */
  routeResponses: z.array(routeResponseSchema).optional(),
});
export type Route = z.infer<typeof routeSchema>;

export const v2IntegrationTypes = ["AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"] as const;

export const v2IntegrationResponseSchema = z.object({
  integrationResponseId: text,
  integrationResponseKey: text,
  contentHandlingStrategy: z.enum(["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"]).optional(),
  responseParameters: textMap.optional(),
  responseTemplates: textMap.optional(),
  templateSelectionExpression: text.optional(),
});
export type V2IntegrationResponse = z.infer<typeof v2IntegrationResponseSchema>;

export const v2IntegrationSchema = z.object({
  integrationId: text,
  integrationType: z.enum(v2IntegrationTypes),
  apiGatewayManaged: z.boolean().optional(),
  connectionId: text.optional(),
  connectionType: z.enum(["INTERNET", "VPC_LINK"]),
  contentHandlingStrategy: z.enum(["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"]).optional(),
  credentialsArn: text.optional(),
  description: text.optional(),
  integrationMethod: text.optional(),
  integrationResponseSelectionExpression: text.optional(),
  /** `SQS-SendMessage` and the like: a service call of an HTTP API. */
  integrationSubtype: text.optional(),
  integrationUri: text.optional(),
  passthroughBehavior: z.enum(["WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"]).optional(),
  payloadFormatVersion: text.optional(),
  requestParameters: textMap.optional(),
  requestTemplates: textMap.optional(),
  /** HTTP APIs: status to `overwrite:header.x` and the like. */
  responseParameters: z.record(z.string(), textMap).optional(),
  templateSelectionExpression: text.optional(),
  timeoutInMillis: z.number().int(),
  tlsConfig: z.object({ serverNameToVerify: text.optional() }).optional(),
  /** By key; only WebSocket APIs have them. */
  integrationResponses: z.array(v2IntegrationResponseSchema).optional(),
});
export type V2Integration = z.infer<typeof v2IntegrationSchema>;

export const v2AuthorizerSchema = z.object({
  authorizerId: text,
  name: text,
  authorizerType: z.enum(["REQUEST", "JWT"]),
  authorizerCredentialsArn: text.optional(),
  authorizerPayloadFormatVersion: text.optional(),
  authorizerResultTtlInSeconds: z.number().int().min(0).max(3_600).optional(),
  authorizerUri: text.optional(),
  enableSimpleResponses: z.boolean().optional(),
  identitySource: z.array(text),
  identityValidationExpression: text.optional(),
  jwtConfiguration: z.object({ audience: z.array(text).optional(), issuer: text.optional() }).optional(),
});
export type V2Authorizer = z.infer<typeof v2AuthorizerSchema>;

export const v2ModelSchema = z.object({
  modelId: text,
  name: text,
  contentType: text.optional(),
  description: text.optional(),
  schema: text,
});
export type V2Model = z.infer<typeof v2ModelSchema>;

export const v2ApiDefinitionSchema = z.object({
  kind: z.enum(protocolTypes),
  apiId: text,
  settings: v2ApiSettingsSchema,
  /** By key, sorted. */
  routes: z.array(routeSchema),
  /** By id, sorted. */
  integrations: z.array(v2IntegrationSchema),
  authorizers: z.array(v2AuthorizerSchema),
  models: z.array(v2ModelSchema),
});
export type V2ApiDefinition = z.infer<typeof v2ApiDefinitionSchema>;

export const routeSettingsSchema = z.object({
  dataTraceEnabled: z.boolean().optional(),
  detailedMetricsEnabled: z.boolean().optional(),
  loggingLevel: z.enum(["ERROR", "INFO", "OFF"]).optional(),
  throttlingBurstLimit: z.number().int().optional(),
  throttlingRateLimit: z.number().optional(),
});
export type RouteSettings = z.infer<typeof routeSettingsSchema>;

/** Settings of a stage of an HTTP or WebSocket API; they act at once. */
export const v2StageSettingsSchema = z.object({
  description: text.optional(),
  autoDeploy: z.boolean(),
  apiGatewayManaged: z.boolean().optional(),
  accessLogSettings: z.object({ destinationArn: text.optional(), format: text.optional() }).optional(),
  clientCertificateId: text.optional(),
  defaultRouteSettings: routeSettingsSchema,
  /** By route key. */
  routeSettings: z.record(z.string(), routeSettingsSchema),
  stageVariables: textMap,
  /** As those of the stages of REST APIs. */
  secretVariables: textMap.optional(),
  authorizerCacheGeneration: z.number().int().optional(),
  /** What the last deployment that was made by itself could not do. */
  lastDeploymentStatusMessage: text.optional(),
});
export type V2StageSettings = z.infer<typeof v2StageSettingsSchema>;
