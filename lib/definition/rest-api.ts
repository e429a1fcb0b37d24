import { z } from "zod";
import { gatewayResponseTypes } from "./gateway-response-types.ts";
import { httpVerbs } from "./http-verbs.ts";

/**
 * The definition of a REST API: everything a deployment freezes. Member names are those of the service's JSON,
 * so that the AWS door, exports and the gateway speak of the same thing. Optional members are absent when unset, never empty.
 */

export type HttpVerb = (typeof httpVerbs)[number];

const text = z.string();
const textMap = z.record(z.string(), z.string());
const flagMap = z.record(z.string(), z.boolean());

export const integrationTypes = ["HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY"] as const;
export const integrationTypeSchema = z.enum(integrationTypes);
export type IntegrationType = z.infer<typeof integrationTypeSchema>;

export const contentHandlingSchema = z.enum(["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"]);
export type ContentHandling = z.infer<typeof contentHandlingSchema>;

/** `passthroughBehavior`: WHEN_NO_MATCH is the service's default. */
export const passthroughBehaviors = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"] as const;

export const integrationResponseSchema = z.object({
  statusCode: text,
  selectionPattern: text.optional(),
  /** `method.response.header.X` to a mapping expression. */
  responseParameters: textMap.optional(),
  /** Content type to template; null is an empty template (the service stores it so). */
  responseTemplates: z.record(z.string(), z.string().nullable()).optional(),
  contentHandling: contentHandlingSchema.optional(),
});
export type IntegrationResponse = z.infer<typeof integrationResponseSchema>;

export const integrationSchema = z.object({
  type: integrationTypeSchema,
  /** The verb of the call to the backend. */
  httpMethod: text.optional(),
  uri: text.optional(),
  connectionType: z.enum(["INTERNET", "VPC_LINK"]).optional(),
  connectionId: text.optional(),
  credentials: text.optional(),
  requestParameters: textMap.optional(),
  requestTemplates: z.record(z.string(), z.string().nullable()).optional(),
  passthroughBehavior: text,
  contentHandling: contentHandlingSchema.optional(),
  timeoutInMillis: z.number().int(),
  cacheNamespace: text,
  cacheKeyParameters: z.array(text),
  tlsConfig: z.object({ insecureSkipVerification: z.boolean().optional() }).optional(),
  responseTransferMode: z.enum(["BUFFERED", "STREAM"]).optional(),
  integrationTarget: text.optional(),
  integrationResponses: z.record(z.string(), integrationResponseSchema).optional(),
});
export type Integration = z.infer<typeof integrationSchema>;

export const methodResponseSchema = z.object({
  statusCode: text,
  /** `method.response.header.X` to whether it is required. */
  responseParameters: flagMap.optional(),
  /** Content type to model name. */
  responseModels: textMap.optional(),
});
export type MethodResponse = z.infer<typeof methodResponseSchema>;

export const methodSchema = z.object({
  httpMethod: z.enum(httpVerbs),
  authorizationType: text,
  authorizerId: text.optional(),
  authorizationScopes: z.array(text).optional(),
  apiKeyRequired: z.boolean(),
  operationName: text.optional(),
  requestValidatorId: text.optional(),
  /** `method.request.{path|querystring|header}.X` to whether it is required. */
  requestParameters: flagMap.optional(),
  requestModels: textMap.optional(),
  methodResponses: z.record(z.string(), methodResponseSchema).optional(),
  methodIntegration: integrationSchema.optional(),
});
export type Method = z.infer<typeof methodSchema>;

export const resourceSchema = z.object({
  id: text,
  /** Absent for the root. */
  parentId: text.optional(),
  pathPart: text.optional(),
  path: text,
  resourceMethods: z.partialRecord(z.enum(httpVerbs), methodSchema),
});
export type Resource = z.infer<typeof resourceSchema>;

export const modelSchema = z.object({ id: text, name: text, description: text.optional(), contentType: text, schema: text.optional() });
export type Model = z.infer<typeof modelSchema>;

export const requestValidatorSchema = z.object({
  id: text,
  name: text.optional(),
  validateRequestBody: z.boolean(),
  validateRequestParameters: z.boolean(),
});
export type RequestValidator = z.infer<typeof requestValidatorSchema>;

export const authorizerSchema = z.object({
  id: text,
  name: text,
  type: text,
  authType: text.optional(),
  authorizerUri: text.optional(),
  authorizerCredentials: text.optional(),
  identitySource: text.optional(),
  identityValidationExpression: text.optional(),
  authorizerResultTtlInSeconds: z.number().int().optional(),
  providerARNs: z.array(text).optional(),
});
export type Authorizer = z.infer<typeof authorizerSchema>;

export const gatewayResponseSchema = z.object({
  responseType: z.enum(gatewayResponseTypes),
  statusCode: text.optional(),
  responseParameters: textMap.optional(),
  responseTemplates: textMap.optional(),
});
export type GatewayResponse = z.infer<typeof gatewayResponseSchema>;

export const endpointConfigurationSchema = z.object({
  types: z.array(z.enum(["REGIONAL", "EDGE", "PRIVATE"])),
  vpcEndpointIds: z.array(text).optional(),
  ipAddressType: z.enum(["ipv4", "dualstack"]).optional(),
});

/** Settings of the API itself, without what belongs to its record (creation date, tags, warnings). */
export const restApiSettingsSchema = z.object({
  name: text,
  description: text.optional(),
  version: text.optional(),
  binaryMediaTypes: z.array(text).optional(),
  minimumCompressionSize: z.number().int().optional(),
  apiKeySource: z.enum(["HEADER", "AUTHORIZER"]),
  endpointConfiguration: endpointConfigurationSchema,
  /** Resource policy: the JSON text as sent. */
  policy: text.optional(),
  disableExecuteApiEndpoint: z.boolean(),
  securityPolicy: text.optional(),
  endpointAccessMode: text.optional(),
});
export type RestApiSettings = z.infer<typeof restApiSettingsSchema>;

export const restApiDefinitionSchema = z.object({
  kind: z.literal("REST"),
  apiId: text,
  settings: restApiSettingsSchema,
  /** Sorted by path, then id. The root (`/`) is always there. */
  resources: z.array(resourceSchema),
  /** By name / id, sorted. */
  models: z.array(modelSchema),
  requestValidators: z.array(requestValidatorSchema),
  authorizers: z.array(authorizerSchema),
  gatewayResponses: z.array(gatewayResponseSchema),
});
export type RestApiDefinition = z.infer<typeof restApiDefinitionSchema>;
