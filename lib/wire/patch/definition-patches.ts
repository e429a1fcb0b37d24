import type {
  Authorizer,
  GatewayResponse,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  Model,
  RequestValidator,
  RestApiSettings,
} from "../../definition/rest-api.ts";
import { badRequest, notFound } from "../../services/errors.ts";
import type { ResourceDraft } from "../../services/resources.ts";
import {
  entry,
  flag,
  inside,
  integer,
  listByPath,
  listByValue,
  parseFlag,
  parseInteger,
  requiredText,
  set,
  text,
  without,
} from "./edits.ts";
import { type Edit, patchTable } from "./patch-table.ts";

const replace = ["replace"] as const;
const each = ["add", "replace", "remove"] as const;
const addRemove = ["add", "remove"] as const;

type Endpoint = RestApiSettings["endpointConfiguration"];

/** `-1` and no value switch compression off. */
const compression: Edit<RestApiSettings> = (draft, { op, value, path }) => {
  if (op === "remove" || value === undefined || value === "" || value === "-1") return without(draft, "minimumCompressionSize");
  return set(draft, "minimumCompressionSize", parseInteger(value, path));
};

const endpointType: Edit<Endpoint> = (draft, { value }) => set(draft, "types", [value ?? ""]);

export const restApiPatch = patchTable<RestApiSettings>(
  {
    "/name": { ops: replace, at: requiredText("name") },
    "/description": { ops: replace, at: text("description") },
    "/version": { ops: replace, at: text("version") },
    "/apiKeySource": { ops: replace, at: requiredText("apiKeySource") },
    "/binaryMediaTypes/{type}": { ops: each, at: listByPath("binaryMediaTypes") },
    "/disableExecuteApiEndpoint": { ops: replace, at: flag("disableExecuteApiEndpoint") },
    "/endpointConfiguration/ipAddressType": { ops: replace, at: inside("endpointConfiguration", requiredText<Endpoint>("ipAddressType")) },
    "/endpointConfiguration/types/{type}": { ops: replace, at: inside("endpointConfiguration", endpointType) },
    "/endpointConfiguration/vpcEndpointIds": {
      ops: addRemove,
      at: inside("endpointConfiguration", listByValue<Endpoint>("vpcEndpointIds")),
    },
    "/minimumCompressionSize": { ops: ["replace", "remove"], at: compression },
    "/policy": { ops: replace, at: text("policy") },
    "/securityPolicy": { ops: replace, at: text("securityPolicy") },
    "/endpointAccessMode": { ops: replace, at: text("endpointAccessMode") },
  },
  { refuse: ({ path }) => badRequest(`Invalid patch path ${path}`) },
);

export const resourcePatch = patchTable<ResourceDraft>({
  "/parentId": { ops: replace, at: requiredText("parentId") },
  "/pathPart": { ops: replace, at: requiredText("pathPart") },
});

const unknownParameter = () => notFound("Invalid parameter name specified");
const unknownContentType = () => notFound("Content-Type specified was not found");

export const methodPatch = patchTable<Method>({
  "/apiKeyRequired": { ops: replace, at: flag("apiKeyRequired") },
  "/authorizationType": { ops: replace, at: requiredText("authorizationType") },
  "/authorizerId": { ops: replace, at: text("authorizerId") },
  "/authorizationScopes": { ops: addRemove, at: listByValue("authorizationScopes") },
  "/operationName": { ops: replace, at: text("operationName") },
  "/requestValidatorId": { ops: replace, at: text("requestValidatorId") },
  "/requestModels/{type}": { ops: each, at: entry("requestModels", { missing: unknownContentType }) },
  "/requestParameters/{name}": { ops: each, at: entry("requestParameters", { parse: parseFlag, missing: unknownParameter }) },
});

export const methodResponsePatch = patchTable<MethodResponse>({
  "/responseModels/{type}": { ops: each, at: entry("responseModels", { missing: unknownContentType }) },
  "/responseParameters/{name}": { ops: each, at: entry("responseParameters", { parse: parseFlag, missing: unknownParameter }) },
});

const timeout: Edit<Integration> = (draft, { value, path }) => set(draft, "timeoutInMillis", parseInteger(value, path));
const insecure: Edit<NonNullable<Integration["tlsConfig"]>> = flag("insecureSkipVerification");

export const integrationPatch = patchTable<Integration>({
  "/cacheKeyParameters/{name}": { ops: each, at: listByPath("cacheKeyParameters") },
  "/cacheNamespace": { ops: replace, at: requiredText("cacheNamespace") },
  "/connectionId": { ops: replace, at: text("connectionId") },
  "/connectionType": { ops: replace, at: text("connectionType") },
  "/contentHandling": { ops: replace, at: text("contentHandling") },
  "/credentials": { ops: replace, at: text("credentials") },
  "/httpMethod": { ops: replace, at: text("httpMethod") },
  "/integrationTarget": { ops: replace, at: text("integrationTarget") },
  "/passthroughBehavior": { ops: replace, at: requiredText("passthroughBehavior") },
  "/requestParameters/{name}": { ops: each, at: entry("requestParameters", { missing: unknownParameter }) },
  "/requestTemplates/{type}": { ops: each, at: entry("requestTemplates", { missing: unknownContentType }) },
  "/responseTransferMode": { ops: replace, at: text("responseTransferMode") },
  "/timeoutInMillis": { ops: replace, at: timeout },
  "/tlsConfig/insecureSkipVerification": { ops: replace, at: inside("tlsConfig", insecure) },
  "/type": { ops: replace, at: requiredText("type") },
  "/uri": { ops: replace, at: text("uri") },
});

export const integrationResponsePatch = patchTable<IntegrationResponse>({
  "/contentHandling": { ops: replace, at: text("contentHandling") },
  "/responseParameters/{name}": { ops: each, at: entry("responseParameters", { missing: unknownParameter }) },
  "/responseTemplates/{type}": { ops: each, at: entry("responseTemplates", { missing: unknownContentType }) },
  "/selectionPattern": { ops: replace, at: requiredText("selectionPattern") },
});

export const modelPatch = patchTable<Model>({
  "/description": { ops: replace, at: text("description") },
  "/schema": { ops: replace, at: requiredText("schema") },
});

export const requestValidatorPatch = patchTable<RequestValidator>({
  "/name": { ops: replace, at: requiredText("name") },
  "/validateRequestParameters": { ops: replace, at: flag("validateRequestParameters") },
  "/validateRequestBody": { ops: replace, at: flag("validateRequestBody") },
});

export const authorizerPatch = patchTable<Authorizer>({
  "/authType": { ops: replace, at: text("authType") },
  "/authorizerCredentials": { ops: replace, at: text("authorizerCredentials") },
  "/authorizerResultTtlInSeconds": { ops: replace, at: integer("authorizerResultTtlInSeconds") },
  "/authorizerUri": { ops: replace, at: text("authorizerUri") },
  "/identitySource": { ops: replace, at: text("identitySource") },
  "/identityValidationExpression": { ops: replace, at: text("identityValidationExpression") },
  "/name": { ops: replace, at: requiredText("name") },
  "/providerARNs": { ops: addRemove, at: listByValue("providerARNs") },
  "/type": { ops: replace, at: requiredText("type") },
});

export const gatewayResponsePatch = patchTable<GatewayResponse>({
  "/responseParameters/{name}": { ops: each, at: entry("responseParameters", { missing: unknownParameter }) },
  "/responseTemplates/{type}": { ops: each, at: entry("responseTemplates", { missing: unknownContentType }) },
  "/statusCode": { ops: replace, at: text("statusCode") },
});

export const documentationPartPatch = patchTable<{ properties: string }>({
  "/properties": { ops: replace, at: requiredText("properties") },
});
