import type { V2ApiDefinition, V2Integration, V2StageSettings } from "../../definition/v2-api.ts";
import type { Node } from "../node.ts";
import { templateOf } from "./export-rest.ts";
import {
  addCertificates,
  certificateRef,
  propertiesFrom,
  ref,
  secretVariablesOf,
  type TemplateCertificates,
  type TemplateWriter,
  templateWriter,
  withoutUndefined,
} from "./template-writer.ts";

/** What a template of an HTTP or WebSocket API is made of. */
export type V2TemplateInput = {
  definition: V2ApiDefinition;
  tags: Readonly<Record<string, string>>;
  stages: readonly { name: string; settings: V2StageSettings; tags: Readonly<Record<string, string>> }[];
  certificates: TemplateCertificates;
};

/** The resources of an HTTP or WebSocket API and its stages. */
export function exportV2Template({ definition, tags, stages, certificates }: V2TemplateInput): Node {
  const writer = templateWriter();
  const api = writer.idFor("Api");
  const apiType = "AWS::ApiGatewayV2::Api";
  writer.add(api, apiType, { ...propertiesFrom(apiType, definition.settings), Tags: mapOf(tags) });
  const ApiId = ref(api);
  const authorizers = new Map<string, string>();
  for (const { authorizerId, ...authorizer } of definition.authorizers) {
    const logicalId = writer.idFor("Authorizer", authorizer.name);
    authorizers.set(authorizerId, logicalId);
    const type = "AWS::ApiGatewayV2::Authorizer";
    writer.add(logicalId, type, { ApiId, ...propertiesFrom(type, authorizer) });
  }
  for (const { modelId: _, ...model } of definition.models) {
    const type = "AWS::ApiGatewayV2::Model";
    writer.add(writer.idFor("Model", model.name), type, { ApiId, ...propertiesFrom(type, model) });
  }
  const integrations = addIntegrations(writer, api, definition);
  const routes = addRoutes(writer, api, { definition, authorizers, integrations });
  addStages(writer, api, { stages, routes, certificates: addCertificates(writer, certificates) });
  return templateOf(definition.settings.name, writer, api);
}

function mapOf(tags: Readonly<Record<string, string>>): unknown {
  return Object.keys(tags).length === 0 ? undefined : tags;
}

function addIntegrations(writer: TemplateWriter, api: string, { integrations, routes }: V2ApiDefinition): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { integrationId, integrationResponses = [], ...integration } of integrations) {
    const user = routes.find(({ target }) => target === `integrations/${integrationId}`);
    const logicalId = writer.idFor("Integration", user?.routeKey ?? "");
    ids.set(integrationId, logicalId);
    writer.add(logicalId, integrationType, { ApiId: ref(api), ...integrationProperties(integration) });
    for (const { integrationResponseId: _, ...response } of integrationResponses) {
      const type = "AWS::ApiGatewayV2::IntegrationResponse";
      const properties = { ApiId: ref(api), IntegrationId: ref(logicalId), ...propertiesFrom(type, response) };
      writer.add(writer.idFor(logicalId, "Response", response.integrationResponseKey), type, properties);
    }
  }
  return ids;
}

const integrationType = "AWS::ApiGatewayV2::Integration";

function integrationProperties({ responseParameters, ...integration }: Partial<V2Integration>): Node {
  const properties = propertiesFrom(integrationType, integration);
  if (responseParameters === undefined) return properties;
  const listed = Object.entries(responseParameters).map(([status, map]) => [
    status,
    { ResponseParameters: Object.entries(map).map(([Destination, Source]) => ({ Destination, Source })) },
  ]);
  return { ...properties, ResponseParameters: Object.fromEntries(listed) };
}

type RouteNames = { definition: V2ApiDefinition; authorizers: ReadonlyMap<string, string>; integrations: ReadonlyMap<string, string> };

function addRoutes(writer: TemplateWriter, api: string, { definition, authorizers, integrations }: RouteNames): string[] {
  const ApiId = ref(api);
  return definition.routes.flatMap(({ routeId: _, target, authorizerId, routeResponses = [], requestParameters, ...route }) => {
    const logicalId = writer.idFor("Route", route.routeKey);
    const integration = integrations.get(target?.replace(/^integrations\//, "") ?? "");
    const authorizer = authorizers.get(authorizerId ?? "");
    const type = "AWS::ApiGatewayV2::Route";
    writer.add(logicalId, type, {
      ApiId,
      ...propertiesFrom(type, route),
      RequestParameters: constraints(requestParameters),
      AuthorizerId: authorizer === undefined ? undefined : ref(authorizer),
      Target: integration === undefined ? undefined : { "Fn::Sub": `integrations/\${${integration}}` },
    });
    const responses = routeResponses.map(({ routeResponseId: __, responseParameters, ...response }) => {
      const responseType = "AWS::ApiGatewayV2::RouteResponse";
      const responseId = writer.idFor(logicalId, "Response", response.routeResponseKey);
      const own = { ...propertiesFrom(responseType, response), ResponseParameters: constraints(responseParameters) };
      writer.add(responseId, responseType, { ApiId, RouteId: ref(logicalId), ...own });
      return responseId;
    });
    return [logicalId, ...responses];
  });
}

function constraints(given: Readonly<Record<string, { required?: boolean | undefined }>> | undefined): Node | undefined {
  if (given === undefined) return undefined;
  return Object.fromEntries(Object.entries(given).map(([name, { required = false }]) => [name, { Required: required }]));
}

type Releases = { stages: V2TemplateInput["stages"]; routes: string[]; certificates: ReadonlyMap<string, string> };

function addStages(writer: TemplateWriter, api: string, { stages, routes, certificates }: Releases): void {
  const ApiId = ref(api);
  const needsDeployment = routes.length > 0 && stages.some(({ settings }) => !settings.autoDeploy);
  const deployment = needsDeployment ? writer.idFor("Deployment") : undefined;
  if (deployment !== undefined) writer.add(deployment, "AWS::ApiGatewayV2::Deployment", { ApiId }, routes);
  const type = "AWS::ApiGatewayV2::Stage";
  for (const { name, settings, tags } of stages) {
    const { routeSettings, clientCertificateId, ...members } = settings;
    const variables = secretVariablesOf(writer, name, { variables: settings.stageVariables, secretVariables: settings.secretVariables });
    const own = Object.entries(routeSettings).map(([key, setting]) => [key, capitals(setting)]);
    writer.add(writer.idFor("Stage", name), type, {
      ApiId,
      StageName: name,
      ...propertiesFrom(type, members),
      ...(variables && { StageVariables: variables }),
      ClientCertificateId: certificateRef(certificates, { clientCertificateId }),
      DeploymentId: settings.autoDeploy || deployment === undefined ? undefined : ref(deployment),
      RouteSettings: own.length === 0 ? undefined : Object.fromEntries(own),
      Tags: mapOf(tags),
    });
  }
}

function capitals(node: object): Node {
  return withoutUndefined(
    Object.fromEntries(Object.entries(node).map(([name, value]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value])),
  );
}
