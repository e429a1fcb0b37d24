import type { Route, V2ApiDefinition, V2Integration, V2StageSettings } from "../definition/v2-api.ts";
import { type HclBody, type HclValue, Nested, Reference, renderHcl } from "./hcl.ts";
import { variablesHcl } from "./secret-variables.ts";
import { resourceBlock, terraformNames } from "./terraform-names.ts";
import type { CopiedV2Stage, V2Selection } from "./v2-commands.ts";

/** What is selected of an HTTP or WebSocket API as resources of the AWS provider. */
export function v2Terraform(definition: V2ApiDefinition, selection: V2Selection): string {
  const names = terraformNames();
  const blocks: ReturnType<typeof resourceBlock>[] = [];
  const add = (type: string, label: string, body: HclBody, id?: string) => {
    const name = names.nameFor(type, label);
    blocks.push(resourceBlock(type, name, body));
    if (id !== undefined) names.refer(id, `${type}.${name}.id`);
  };
  const api_id = definition.apiId;
  if (selection.api) {
    add("aws_apigatewayv2_api", definition.settings.name, apiBody(definition), api_id);
  }
  for (const { name, contentType, description, schema } of definition.models.filter((model) => selection.models.has(model.name))) {
    add("aws_apigatewayv2_model", name, { api_id, name, content_type: contentType, description, schema });
  }
  for (const authorizer of definition.authorizers.filter(({ authorizerId }) => selection.authorizers.has(authorizerId))) {
    add("aws_apigatewayv2_authorizer", authorizer.name, { api_id, ...authorizerBody(authorizer) }, authorizer.authorizerId);
  }
  for (const integration of definition.integrations.filter(({ integrationId }) => selection.integrations.has(integrationId))) {
    const { integrationId, integrationResponses = [] } = integration;
    const label = labelOf(definition, integration);
    add("aws_apigatewayv2_integration", label, { api_id, ...integrationBody(integration) }, integrationId);
    for (const response of integrationResponses) {
      add("aws_apigatewayv2_integration_response", `${label} ${response.integrationResponseKey}`, {
        api_id,
        integration_id: integrationId,
        integration_response_key: response.integrationResponseKey,
        content_handling_strategy: response.contentHandlingStrategy,
        response_templates: response.responseTemplates,
        template_selection_expression: response.templateSelectionExpression,
      });
    }
  }
  for (const route of definition.routes.filter(({ routeId }) => selection.routes.has(routeId))) {
    add("aws_apigatewayv2_route", route.routeKey, { api_id, ...routeBody(route) }, route.routeId);
    for (const { routeResponseKey, modelSelectionExpression, responseModels } of route.routeResponses ?? []) {
      const body = {
        route_response_key: routeResponseKey,
        model_selection_expression: modelSelectionExpression,
        response_models: responseModels,
      };
      add("aws_apigatewayv2_route_response", `${route.routeKey} ${routeResponseKey}`, { api_id, route_id: route.routeId, ...body });
    }
  }
  return renderHcl(blocks, names.references);
}

/** An integration has no name of its own: that of the first route which leads to it. */
function labelOf({ routes }: V2ApiDefinition, { integrationId }: V2Integration): string {
  return routes.find(({ target }) => target === `integrations/${integrationId}`)?.routeKey ?? "integration";
}

function apiBody({ settings }: V2ApiDefinition): HclBody {
  const { corsConfiguration: cors } = settings;
  return {
    name: settings.name,
    protocol_type: settings.protocolType,
    description: settings.description,
    version: settings.version,
    route_selection_expression: settings.protocolType === "WEBSOCKET" ? settings.routeSelectionExpression : undefined,
    api_key_selection_expression: settings.apiKeySelectionExpression,
    disable_execute_api_endpoint: settings.disableExecuteApiEndpoint,
    ip_address_type: settings.ipAddressType,
    cors_configuration:
      cors === undefined
        ? undefined
        : new Nested({
            allow_credentials: cors.allowCredentials,
            allow_headers: cors.allowHeaders,
            allow_methods: cors.allowMethods,
            allow_origins: cors.allowOrigins,
            expose_headers: cors.exposeHeaders,
            max_age: cors.maxAge,
          }),
  };
}

function authorizerBody(authorizer: V2ApiDefinition["authorizers"][number]): HclBody {
  const { jwtConfiguration: jwt } = authorizer;
  return {
    name: authorizer.name,
    authorizer_type: authorizer.authorizerType,
    identity_sources: authorizer.identitySource,
    authorizer_uri: authorizer.authorizerUri,
    authorizer_credentials_arn: authorizer.authorizerCredentialsArn,
    authorizer_payload_format_version: authorizer.authorizerPayloadFormatVersion,
    authorizer_result_ttl_in_seconds: authorizer.authorizerResultTtlInSeconds,
    enable_simple_responses: authorizer.enableSimpleResponses,
    jwt_configuration: jwt === undefined ? undefined : new Nested({ audience: jwt.audience, issuer: jwt.issuer }),
  };
}

function integrationBody(integration: V2Integration): HclBody {
  const { tlsConfig } = integration;
  return {
    integration_type: integration.integrationType,
    integration_method: integration.integrationMethod,
    integration_uri: integration.integrationUri,
    integration_subtype: integration.integrationSubtype,
    connection_type: integration.connectionType,
    connection_id: integration.connectionId,
    content_handling_strategy: integration.contentHandlingStrategy,
    credentials_arn: integration.credentialsArn,
    description: integration.description,
    passthrough_behavior: integration.passthroughBehavior,
    payload_format_version: integration.payloadFormatVersion,
    request_parameters: integration.requestParameters,
    request_templates: integration.requestTemplates,
    response_parameters: Object.entries(integration.responseParameters ?? {}).map(
      ([status, mappings]) => new Nested({ status_code: status, mappings }),
    ),
    template_selection_expression: integration.templateSelectionExpression,
    timeout_milliseconds: integration.timeoutInMillis,
    tls_config: tlsConfig === undefined ? undefined : new Nested({ server_name_to_verify: tlsConfig.serverNameToVerify }),
  };
}

function routeBody(route: Route): HclBody {
  return {
    route_key: route.routeKey,
    target: route.target,
    authorization_type: route.authorizationType,
    authorizer_id: route.authorizerId,
    authorization_scopes: route.authorizationScopes,
    api_key_required: route.apiKeyRequired,
    operation_name: route.operationName,
    model_selection_expression: route.modelSelectionExpression,
    request_models: route.requestModels,
    request_parameter: Object.entries(route.requestParameters ?? {}).map(
      ([key, { required = false }]) => new Nested({ request_parameter_key: key, required }),
    ),
    route_response_selection_expression: route.routeResponseSelectionExpression,
  };
}

export function v2StageTerraform({ apiId, stageName, settings }: CopiedV2Stage): string {
  const names = terraformNames();
  const name = names.nameFor("aws_apigatewayv2_stage", stageName.replace("$", ""));
  const deployment = `aws_apigatewayv2_deployment.${name}.id`;
  const { accessLogSettings: log, defaultRouteSettings, routeSettings } = settings;
  const variables = variablesHcl({ variables: settings.stageVariables, secretVariables: settings.secretVariables });
  const body: HclBody = {
    api_id: apiId,
    name: stageName,
    auto_deploy: settings.autoDeploy,
    deployment_id: settings.autoDeploy ? undefined : new Reference(deployment),
    description: settings.description,
    client_certificate_id: settings.clientCertificateId,
    stage_variables: variables.value,
    access_log_settings: log === undefined ? undefined : new Nested({ destination_arn: log.destinationArn, format: log.format }),
    default_route_settings: Object.keys(defaultRouteSettings).length === 0 ? undefined : new Nested(limitsOf(defaultRouteSettings)),
    route_settings: Object.entries(routeSettings).map(([route_key, each]) => new Nested({ route_key, ...limitsOf(each) })),
  };
  const blocks = settings.autoDeploy ? [] : [resourceBlock("aws_apigatewayv2_deployment", name, { api_id: apiId })];
  return renderHcl([...variables.blocks, ...blocks, resourceBlock("aws_apigatewayv2_stage", name, body)], names.references);
}

function limitsOf(settings: V2StageSettings["defaultRouteSettings"]): Readonly<Record<string, HclValue | undefined>> {
  return {
    data_trace_enabled: settings.dataTraceEnabled,
    detailed_metrics_enabled: settings.detailedMetricsEnabled,
    logging_level: settings.loggingLevel,
    throttling_burst_limit: settings.throttlingBurstLimit,
    throttling_rate_limit: settings.throttlingRateLimit,
  };
}
