import type { Integration, Method, Resource, RestApiDefinition } from "../definition/rest-api.ts";
import { type HclBlock, type HclBody, type HclValue, Nested, Reference, type References } from "./hcl.ts";
import { methodKey, methodsOf, type RestSelection } from "./rest-selection.ts";
import { resourceBlock, terraformNames } from "./terraform-names.ts";

export type RestTerraform = { blocks: HclBlock[]; references: References };

/** What is selected of an API as resources of the AWS provider; ids of what is not selected stay ids. */
export function restTerraform(
  definition: RestApiDefinition,
  selection: RestSelection,
  documentationParts: readonly { location: object; properties: string }[] = [],
): RestTerraform {
  const names = terraformNames();
  const blocks: HclBlock[] = [];
  const { apiId, settings } = definition;
  const add = (type: string, label: string, body: HclBody, id?: string): string => {
    const name = names.nameFor(type, label);
    blocks.push(resourceBlock(type, name, body));
    if (id !== undefined) names.refer(id, `${type}.${name}.id`);
    return `${type}.${name}`;
  };
  if (selection.api) {
    const address = add("aws_api_gateway_rest_api", settings.name, apiBody(definition), apiId);
    const root = definition.resources.find(({ path }) => path === "/");
    if (root !== undefined) names.refer(root.id, `${address}.root_resource_id`);
  }
  const rest_api_id = apiId;
  for (const { id: _, name, description, contentType, schema } of definition.models.filter((model) => selection.models.has(model.name))) {
    add("aws_api_gateway_model", name, { rest_api_id, name, description, content_type: contentType, schema });
  }
  for (const { id, name, validateRequestBody, validateRequestParameters } of definition.requestValidators.filter((each) =>
    selection.validators.has(each.id),
  )) {
    const flags = { validate_request_body: validateRequestBody, validate_request_parameters: validateRequestParameters };
    add("aws_api_gateway_request_validator", name ?? id, { rest_api_id, name: name ?? id, ...flags }, id);
  }
  for (const authorizer of definition.authorizers.filter(({ id }) => selection.authorizers.has(id))) {
    const { id, name, type, authorizerUri, authorizerCredentials, identitySource, identityValidationExpression, providerARNs } = authorizer;
    const body = {
      rest_api_id,
      name,
      type,
      authorizer_uri: authorizerUri,
      authorizer_credentials: authorizerCredentials,
      identity_source: identitySource,
      identity_validation_expression: identityValidationExpression,
      authorizer_result_ttl_in_seconds: authorizer.authorizerResultTtlInSeconds,
      provider_arns: providerARNs,
    };
    add("aws_api_gateway_authorizer", name, body, id);
  }
  for (const response of definition.gatewayResponses.filter(({ responseType }) => selection.gatewayResponses.has(responseType))) {
    const { responseType, statusCode, responseParameters, responseTemplates } = response;
    const texts = { response_parameters: responseParameters, response_templates: responseTemplates };
    add("aws_api_gateway_gateway_response", responseType, { rest_api_id, response_type: responseType, status_code: statusCode, ...texts });
  }
  for (const { id, path, parentId, pathPart } of definition.resources) {
    if (parentId === undefined || !selection.resources.has(path)) continue;
    add("aws_api_gateway_resource", path, { rest_api_id, parent_id: parentId, path_part: pathPart }, id);
  }
  for (const { resource, method } of methodsOf(definition)) {
    if (selection.methods.has(methodKey(resource, method))) addMethod(resource, method, { rest_api_id, add });
  }
  for (const [index, { location, properties }] of documentationParts.entries()) {
    const place = new Nested(
      Object.fromEntries(Object.entries(location).map(([name, value]) => [name === "statusCode" ? "status_code" : name, String(value)])),
    );
    add("aws_api_gateway_documentation_part", `part_${index + 1}`, { location: place, properties, rest_api_id });
  }
  return { blocks, references: names.references };
}

/** The version is said by documents alone; the provider has no word for it. */
function apiBody({ settings }: RestApiDefinition): HclBody {
  const { types, vpcEndpointIds, ipAddressType } = settings.endpointConfiguration;
  return {
    name: settings.name,
    description: settings.description,
    api_key_source: settings.apiKeySource,
    binary_media_types: settings.binaryMediaTypes,
    minimum_compression_size: settings.minimumCompressionSize === undefined ? undefined : String(settings.minimumCompressionSize),
    disable_execute_api_endpoint: settings.disableExecuteApiEndpoint,
    policy: settings.policy,
    endpoint_configuration: new Nested({ types, vpc_endpoint_ids: vpcEndpointIds, ip_address_type: ipAddressType }),
  };
}

type Adding = { rest_api_id: string; add: (type: string, label: string, body: HclBody) => string };

function addMethod({ id: resource_id, path }: Resource, method: Method, { rest_api_id, add }: Adding): void {
  const { httpMethod, methodIntegration, methodResponses = {} } = method;
  const label = `${httpMethod} ${path === "/" ? "root" : path}`;
  const key = { rest_api_id, resource_id };
  const address = add("aws_api_gateway_method", label, {
    ...key,
    http_method: httpMethod,
    authorization: method.authorizationType,
    authorizer_id: method.authorizerId,
    authorization_scopes: method.authorizationScopes,
    api_key_required: method.apiKeyRequired,
    operation_name: method.operationName,
    request_models: method.requestModels,
    request_validator_id: method.requestValidatorId,
    request_parameters: method.requestParameters,
  });
  // By reference, so that the method is there first.
  const http_method = new Reference(`${address}.http_method`);
  const responses = new Map<string, string>();
  for (const { statusCode, responseModels, responseParameters } of Object.values(methodResponses)) {
    const texts = { response_models: responseModels, response_parameters: responseParameters };
    responses.set(
      statusCode,
      add("aws_api_gateway_method_response", `${label} ${statusCode}`, { ...key, http_method, status_code: statusCode, ...texts }),
    );
  }
  if (methodIntegration === undefined) return;
  const integration = add("aws_api_gateway_integration", label, {
    ...key,
    http_method,
    ...integrationBody(resource_id, methodIntegration),
  });
  for (const response of Object.values(methodIntegration.integrationResponses ?? {})) {
    const declared = responses.get(response.statusCode);
    add("aws_api_gateway_integration_response", `${label} ${response.statusCode}`, {
      ...key,
      http_method,
      status_code: declared === undefined ? response.statusCode : new Reference(`${declared}.status_code`),
      selection_pattern: response.selectionPattern,
      response_parameters: response.responseParameters,
      response_templates: textsOf(response.responseTemplates),
      content_handling: response.contentHandling,
      depends_on: [new Reference(integration)],
    });
  }
}

function integrationBody(resourceId: string, integration: Integration): HclBody {
  const { cacheNamespace, cacheKeyParameters, tlsConfig } = integration;
  return {
    type: integration.type,
    integration_http_method: integration.httpMethod,
    uri: integration.uri,
    connection_type: integration.connectionType,
    connection_id: integration.connectionId,
    credentials: integration.credentials,
    request_parameters: integration.requestParameters,
    request_templates: textsOf(integration.requestTemplates),
    passthrough_behavior: integration.passthroughBehavior,
    content_handling: integration.contentHandling,
    timeout_milliseconds: integration.timeoutInMillis,
    cache_namespace: cacheNamespace === resourceId ? undefined : cacheNamespace,
    cache_key_parameters: cacheKeyParameters.length === 0 ? undefined : cacheKeyParameters,
    response_transfer_mode: integration.responseTransferMode,
    tls_config: tlsConfig === undefined ? undefined : new Nested({ insecure_skip_verification: tlsConfig.insecureSkipVerification }),
  };
}

function textsOf(templates: Readonly<Record<string, string | null>> | undefined): HclValue | undefined {
  return templates === undefined ? undefined : Object.fromEntries(Object.entries(templates).map(([type, text]) => [type, text ?? ""]));
}
