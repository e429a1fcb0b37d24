import { allMethodsKey } from "../../definition/method-setting.ts";
import type { Integration, Method, RestApiDefinition } from "../../definition/rest-api.ts";
import type { CanarySettings, StageSettings } from "../../definition/stage.ts";
import type { Node } from "../node.ts";
import {
  addCertificates,
  attribute,
  certificateRef,
  propertiesFrom,
  ref,
  secretVariablesOf,
  type TemplateCertificates,
  type TemplateWriter,
  tagPairs,
  templateWriter,
  withApiId,
  withoutUndefined,
} from "./template-writer.ts";

/** What a template of a REST API is made of. */
export type RestTemplateInput = {
  definition: RestApiDefinition;
  tags: Readonly<Record<string, string>>;
  stages: readonly { name: string; settings: StageSettings; tags: Readonly<Record<string, string>> }[];
  documentationParts: readonly { location: object; properties: string }[];
  /** Resources have no words for what a version kept: in the stack of the template each keeps the parts of the draft. */
  documentationVersions: readonly { name: string; description?: string | undefined }[];
  certificates: TemplateCertificates;
  /** Names of models that a new API has, and that this one has unchanged. */
  defaultModels: ReadonlySet<string>;
  /** Whether the API lacks a model that a new one has, or has another one of its name. */
  lacksDefaults: boolean;
  /** The document of the API, where its definition has what resources cannot say. */
  body?: Node;
};

/** As many resources as a template may have, with some for what is added to it. */
const resourcesMax = 480;

/** Whether only a document says all of an API: resources have no word for this setting, and a template a limited number of them. */
export function needsDocument({ resources }: RestApiDefinition): boolean {
  const methods = resources.flatMap((resource) => Object.values(resource.resourceMethods));
  return (
    resources.length + methods.length > resourcesMax || methods.some(({ methodIntegration }) => methodIntegration?.tlsConfig !== undefined)
  );
}

const apiType = "AWS::ApiGateway::RestApi";

/** The resources of a REST API: its definition, and a stage with a deployment of it for each stage. */
export function exportRestTemplate(input: RestTemplateInput): Node {
  const writer = templateWriter();
  const api = writer.idFor("Api");
  const { settings } = input.definition;
  const { apiKeySource, policy, ...members } = settings;
  const shared = {
    ...propertiesFrom(apiType, members),
    ApiKeySourceType: apiKeySource,
    Policy: policy === undefined ? undefined : parsed(policy),
    Tags: tagPairs(input.tags),
  };
  const methods = input.body === undefined ? addDefinition(writer, api, input) : [];
  const body = input.body ?? (input.lacksDefaults ? emptyDocument(settings) : undefined);
  const mode = input.body === undefined && body !== undefined ? "merge" : undefined;
  writer.resources[api] = { Type: apiType, Properties: withoutUndefined({ ...shared, Body: body, Mode: mode }) };
  addReleases(writer, api, { ...input, methods, versions: addDocumentationVersions(writer, api, input.documentationVersions) });
  // The API first, for readers.
  const { [api]: own = {}, ...others } = writer.resources;
  return templateOf(settings.name, { ...writer, resources: { [api]: own, ...others } }, api);
}

/** A new API of a document has no models but the document's. */
function emptyDocument({ name, version }: RestApiDefinition["settings"]): Node {
  return { swagger: "2.0", info: withoutUndefined({ title: name, version }), paths: {} };
}

export function templateOf(name: string, { resources, parameters }: Pick<TemplateWriter, "resources" | "parameters">, api: string): Node {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `API ${name}`.slice(0, 1_024),
    ...(Object.keys(parameters).length === 0 ? {} : { Parameters: parameters }),
    Resources: resources,
    Outputs: { ApiId: { Value: ref(api) } },
  };
}

function parsed(policy: string): unknown {
  return JSON.parse(policy);
}

type Names = { api: string; models: Map<string, string>; validators: Map<string, string>; authorizers: Map<string, string> };

/** Adds everything of the definition; the logical ids of its methods, or undefined when it cannot be deployed. */
function addDefinition(writer: TemplateWriter, api: string, input: RestTemplateInput): string[] | undefined {
  const { definition } = input;
  const RestApiId = ref(api);
  const names: Names = { api, models: addModels(writer, api, input), validators: new Map(), authorizers: new Map() };
  for (const { id, ...validator } of definition.requestValidators) {
    const logicalId = writer.idFor("Validator", validator.name ?? id);
    names.validators.set(id, logicalId);
    const type = "AWS::ApiGateway::RequestValidator";
    writer.add(logicalId, type, { RestApiId, ...propertiesFrom(type, validator) });
  }
  for (const { id, ...authorizer } of definition.authorizers) {
    const logicalId = writer.idFor("Authorizer", authorizer.name);
    names.authorizers.set(id, logicalId);
    const type = "AWS::ApiGateway::Authorizer";
    writer.add(logicalId, type, { RestApiId, ...propertiesFrom(type, authorizer) });
  }
  const methods = addResources(writer, names, definition);
  for (const response of definition.gatewayResponses) {
    const type = "AWS::ApiGateway::GatewayResponse";
    writer.add(writer.idFor("Response", response.responseType.toLowerCase()), type, { RestApiId, ...propertiesFrom(type, response) });
  }
  for (const { location, properties } of input.documentationParts) {
    const type = "AWS::ApiGateway::DocumentationPart";
    writer.add(writer.idFor("Documentation"), type, { RestApiId, ...propertiesFrom(type, { location, properties }) });
  }
  return methods;
}

function addModels(
  writer: TemplateWriter,
  api: string,
  { definition, defaultModels, lacksDefaults }: RestTemplateInput,
): Map<string, string> {
  const made = definition.models.filter(({ name }) => lacksDefaults || !defaultModels.has(name));
  const ids = new Map(made.map(({ name }) => [name, writer.idFor("Model", name)]));
  for (const { id: _, schema, ...model } of made) {
    const type = "AWS::ApiGateway::Model";
    const used = [...(schema ?? "").matchAll(/\/models\/([A-Za-z0-9]+)/g)].map(([, name = ""]) => name);
    const needs = [...new Set(used)].flatMap((name) => (name === model.name ? [] : (ids.get(name) ?? [])));
    const properties = { RestApiId: ref(api), ...propertiesFrom(type, model), Schema: schemaOf(schema, { apiId: definition.apiId, api }) };
    writer.add(ids.get(model.name) ?? model.name, type, properties, needs);
  }
  return ids;
}

/** Schemas name other models by the id of their API. */
function schemaOf(schema: string | undefined, { apiId, api }: { apiId: string; api: string }): unknown {
  return schema === undefined ? undefined : withApiId(schema, apiId, api);
}

function addResources(writer: TemplateWriter, names: Names, { resources }: RestApiDefinition): string[] | undefined {
  const RestApiId = ref(names.api);
  const ids = new Map<string, string>();
  const methods: string[] = [];
  let isWhole = true;
  // Sorted by path, so that parents come first.
  for (const { id, parentId, pathPart, path, resourceMethods } of resources) {
    const logicalId = parentId === undefined ? undefined : writer.idFor("Resource", path);
    if (logicalId !== undefined) {
      ids.set(id, logicalId);
      const parent = ids.get(parentId ?? "");
      const ParentId = parent === undefined ? attribute(names.api, "RootResourceId") : ref(parent);
      writer.add(logicalId, "AWS::ApiGateway::Resource", { RestApiId, ParentId, PathPart: pathPart });
    }
    const ResourceId = logicalId === undefined ? attribute(names.api, "RootResourceId") : ref(logicalId);
    for (const method of Object.values(resourceMethods)) {
      const methodId = writer.idFor(method.httpMethod.toLowerCase(), path);
      methods.push(methodId);
      isWhole &&= method.methodIntegration !== undefined;
      writer.add(methodId, "AWS::ApiGateway::Method", { RestApiId, ResourceId, ...methodProperties(method, names, id) });
    }
  }
  return isWhole && methods.length > 0 ? methods : undefined;
}

const methodType = "AWS::ApiGateway::Method";

function methodProperties(method: Method, names: Names, resourceId: string): Node {
  const { methodIntegration: integration, methodResponses = {}, authorizerId, requestValidatorId, requestModels, ...members } = method;
  const modelsOf = (models: Readonly<Record<string, string>> | undefined) =>
    models === undefined
      ? undefined
      : Object.fromEntries(
          Object.entries(models).map(([type, name]) => {
            const logicalId = names.models.get(name);
            return [type, logicalId === undefined ? name : ref(logicalId)];
          }),
        );
  const responses = Object.values(methodResponses).map(({ responseModels, ...response }) =>
    withoutUndefined({ ...capitalResponse(response), ResponseModels: modelsOf(responseModels) }),
  );
  return {
    ...propertiesFrom(methodType, members),
    AuthorizerId: known(names.authorizers, authorizerId),
    RequestValidatorId: known(names.validators, requestValidatorId),
    RequestModels: modelsOf(requestModels),
    MethodResponses: responses.length === 0 ? undefined : responses,
    Integration: integration === undefined ? undefined : integrationProperties(integration, resourceId),
  };
}

function capitalResponse({ statusCode, responseParameters }: { statusCode: string; responseParameters?: object | undefined }): Node {
  return { StatusCode: statusCode, ResponseParameters: responseParameters };
}

/** An id that names nothing stays as it is only where something else made it. */
function known(ids: ReadonlyMap<string, string>, id: string | undefined): Node | undefined {
  const logicalId = id === undefined ? undefined : ids.get(id);
  return logicalId === undefined ? undefined : ref(logicalId);
}

function integrationProperties(given: Integration, resourceId: string): Node {
  const { httpMethod, integrationResponses = {}, cacheNamespace, cacheKeyParameters, ...members } = given;
  const integration = {
    ...members,
    ...(httpMethod === undefined ? {} : { integrationHttpMethod: httpMethod }),
    // The resource's own id is what an integration has when it is not told.
    ...(cacheNamespace === resourceId ? {} : { cacheNamespace }),
    ...(cacheKeyParameters.length === 0 ? {} : { cacheKeyParameters }),
    ...(Object.keys(integrationResponses).length === 0 ? {} : { integrationResponses: Object.values(integrationResponses) }),
  };
  return propertiesFrom(methodType, { integration }).Integration as Node;
}

/** The logical ids of the versions by their names. */
function addDocumentationVersions(
  writer: TemplateWriter,
  api: string,
  versions: RestTemplateInput["documentationVersions"],
): Map<string, string> {
  const type = "AWS::ApiGateway::DocumentationVersion";
  const parts = Object.keys(writer.resources).filter((id) => writer.resources[id]?.Type === "AWS::ApiGateway::DocumentationPart");
  return new Map(
    versions.map(({ name, description }) => {
      const logicalId = writer.idFor("DocumentationVersion", name);
      writer.add(logicalId, type, { RestApiId: ref(api), DocumentationVersion: name, Description: description }, parts);
      return [name, logicalId];
    }),
  );
}

type Releases = Pick<RestTemplateInput, "stages" | "certificates"> & {
  methods: string[] | undefined;
  versions: ReadonlyMap<string, string>;
};

/** A deployment of the draft, which stages and their canaries serve. */
function addReleases(writer: TemplateWriter, api: string, { stages, certificates, methods, versions }: Releases): void {
  if (methods === undefined || stages.length === 0) return;
  const RestApiId = ref(api);
  const deployment = writer.idFor("Deployment");
  const responses = Object.keys(writer.resources).filter((id) => writer.resources[id]?.Type === "AWS::ApiGateway::GatewayResponse");
  writer.add(deployment, "AWS::ApiGateway::Deployment", { RestApiId }, [...methods, ...responses]);
  const certificateIds = addCertificates(writer, certificates);
  const type = "AWS::ApiGateway::Stage";
  for (const { name, settings, tags } of stages) {
    const { methodSettings, canarySettings, clientCertificateId, documentationVersion = "", accessLogSettings, ...members } = settings;
    const version = versions.get(documentationVersion);
    const AccessLogSetting =
      accessLogSettings === undefined
        ? undefined
        : withoutUndefined({ DestinationArn: accessLogSettings.destinationArn, Format: accessLogSettings.format });
    const list = Object.entries(methodSettings).map(([key, setting]) => ({ ...settingPlace(key), ...setting }));
    const own = propertiesFrom(type, { ...members, ...(list.length === 0 ? {} : { methodSettings: list }) });
    const variables = secretVariablesOf(writer, name, settings);
    const properties = {
      RestApiId,
      DeploymentId: ref(deployment),
      StageName: name,
      ...own,
      ...(variables && { Variables: variables }),
      AccessLogSetting,
      CanarySetting: canarySettings === undefined ? undefined : canaryProperties(writer, { name, deployment, canary: canarySettings }),
      ClientCertificateId: certificateRef(certificateIds, { clientCertificateId }),
      DocumentationVersion: version === undefined ? undefined : documentationVersion,
      Tags: tagPairs(tags),
    };
    writer.add(writer.idFor("Stage", name), type, properties, version === undefined ? [] : [version]);
  }
}

type StageCanary = { name: string; deployment: string; canary: CanarySettings };

function canaryProperties(writer: TemplateWriter, { name, deployment, canary }: StageCanary): Node {
  const { percentTraffic, useStageCache, stageVariableOverrides, secretOverrides } = canary;
  const given = { variables: stageVariableOverrides, secretVariables: secretOverrides };
  const StageVariableOverrides = secretVariablesOf(writer, `${name}-canary`, given) ?? stageVariableOverrides;
  return withoutUndefined({
    DeploymentId: ref(deployment),
    PercentTraffic: percentTraffic,
    UseStageCache: useStageCache,
    StageVariableOverrides,
  });
}

function settingPlace(key: string): { resourcePath: string; httpMethod: string } {
  if (key === allMethodsKey) return { resourcePath: "/*", httpMethod: "*" };
  const at = key.lastIndexOf("/");
  const path = key.slice(0, at);
  return { resourcePath: path === "~1" || path === "/" ? "/" : `/~1${path.replace(/^~1/, "")}`, httpMethod: key.slice(at + 1) };
}
