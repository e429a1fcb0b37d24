import { isNode, type Node, templateError } from "../../cloudformation/node.ts";
import { memberName, type Properties } from "../../cloudformation/read-properties.ts";
import { controlArn, v2ApiArn, vpcLinkArn } from "../arns.ts";
import { withoutEmpty } from "../check-shape.ts";
import {
  type CreateV2ApiInput,
  createV2Api,
  defaultApiSettings,
  deleteV2Api,
  type UpdateV2ApiInput,
  updateV2Api,
  type V2Api,
} from "../v2/apis.ts";
import { createV2Authorizer, deleteV2Authorizer, updateV2Authorizer } from "../v2/authorizers.ts";
import { createV2Deployment, deleteV2Deployment, updateV2Deployment } from "../v2/deployments.ts";
import { importV2Api, reimportV2Api } from "../v2/import-api.ts";
import {
  createV2Integration,
  createV2IntegrationResponse,
  deleteV2Integration,
  deleteV2IntegrationResponse,
  getV2Integrations,
  updateV2Integration,
  updateV2IntegrationResponse,
} from "../v2/integrations.ts";
import { createV2Model, deleteV2Model, updateV2Model } from "../v2/models.ts";
import {
  createRoute,
  createRouteResponse,
  deleteRoute,
  deleteRouteResponse,
  getRoutes,
  updateRoute,
  updateRouteResponse,
} from "../v2/routes.ts";
import { createV2Stage, defaultV2StageSettings, deleteV2Stage, updateV2Stage } from "../v2/stages.ts";
import { createV2VpcLink, deleteV2VpcLink, updateV2VpcLink } from "../v2/vpc-links.ts";
import { type Existing, inputOf, jsonText, type Made, type Making, type ResourceHandler, replaceTags, textIn } from "./resource-handler.ts";

const apiIn = (properties: Properties) => textIn(properties, "ApiId");

/** Members that an update takes away: the empty text does that, and entries of maps go the same way. */
function withRemoved<Input extends object>(existing: Existing, input: Input, defaults: Node = {}, maps: readonly string[] = []): Input {
  const shall: Record<string, unknown> = Object.fromEntries(Object.entries(input));
  for (const property of Object.keys(existing.before)) {
    const name = memberName(property);
    if (existing.properties[property] === undefined && name !== "tags")
      shall[name] = defaults[name] ?? emptied(existing.before[property], maps.includes(name));
    else if (maps.includes(name)) shall[name] = { ...emptyEntries(existing.before[property]), ...(shall[name] as object) };
  }
  // The services check the members.
  return shall as Input;
}

function emptied(before: unknown, isMap: boolean): unknown {
  return isMap ? emptyEntries(before) : "";
}

function emptyEntries(before: unknown): Record<string, string> {
  return Object.fromEntries(Object.keys(objectOf(before)).map((key) => [key, ""]));
}

/** An object, or the text of one. */
function objectOf(value: unknown): Node {
  const parsed: unknown = typeof value === "string" ? parseObject(value) : value;
  return isNode(parsed) ? parsed : {};
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw templateError("The text in place of an object is not valid JSON.", cause);
  }
}

export const v2Api: ResourceHandler = {
  create: async (making) => {
    const { scope, properties } = making;
    refuseS3(properties);
    if (properties.Body === undefined) return madeApi(making, await createV2Api(scope, apiInput(making)));
    const { apiId } = await importV2Api(scope, documentOf(properties));
    const { tags: _, protocolType: __, ...members } = apiInput(making);
    const api = await updateV2Api(scope, { ...withoutEmpty(members), apiId });
    await replaceTags({ ...making, physicalId: apiId, before: {} }, v2ApiArn(scope, apiId));
    return madeApi(making, api);
  },
  update: async (existing) => {
    const { scope, physicalId: apiId, properties } = existing;
    refuseS3(properties);
    if (properties.Body !== undefined) await reimportV2Api(scope, { ...documentOf(properties), apiId });
    const { tags: _, protocolType: __, ...members } = withRemoved(existing, apiInput(existing), defaultApiSettings);
    const { target: ___, routeKey: ____, credentialsArn: _____, ...own } = withoutImport(members);
    const api = await updateV2Api(scope, { ...own, apiId } as UpdateV2ApiInput);
    await replaceTags(existing, v2ApiArn(scope, apiId));
    return madeApi(existing, api);
  },
  remove: ({ scope, physicalId: apiId }) => deleteV2Api(scope, { apiId }),
};

function apiInput(making: Making): CreateV2ApiInput {
  return withoutImport(inputOf<CreateV2ApiInput>(making)) as CreateV2ApiInput;
}

/** Without what only an import reads. */
function withoutImport(members: object): Omit<CreateV2ApiInput, "name" | "protocolType"> {
  const { basePath: _, body: __, bodyS3Location: ___, failOnWarnings: ____, ...others } = members as Record<string, unknown>;
  return others;
}

function refuseS3({ BodyS3Location: location }: Properties): void {
  if (location !== undefined)
    throw templateError("BodyS3Location is not supported: Gatehouse does not read from S3. Put the document into Body.");
}

const documentOf = ({ Body: body, BasePath: basepath, FailOnWarnings: failOnWarnings }: Properties) => ({
  body: jsonText(body) ?? "",
  failOnWarnings: failOnWarnings === true,
  ...(typeof basepath === "string" ? { basepath } : {}),
});

function madeApi({ scope }: Making, { apiId, apiEndpoint }: V2Api): Made {
  const { region, accountId } = scope.workspace;
  return {
    physicalId: apiId,
    attributes: { ApiId: apiId, ApiEndpoint: apiEndpoint, ExecuteApiArn: `arn:aws:execute-api:${region}:${accountId}:${apiId}` },
  };
}

export const v2Authorizer: ResourceHandler = {
  create: async (making) => {
    const { authorizerId } = await createV2Authorizer(making.scope, inputOf(making));
    return { physicalId: authorizerId, attributes: { AuthorizerId: authorizerId } };
  },
  update: async (existing) => {
    const input = inputOf<Parameters<typeof createV2Authorizer>[1]>(existing);
    const authorizerId = existing.physicalId;
    await updateV2Authorizer(existing.scope, { ...withRemoved(existing, input, { identitySource: [] }), authorizerId });
    return existing;
  },
  remove: ({ scope, physicalId: authorizerId, before }) => deleteV2Authorizer(scope, { apiId: apiIn(before), authorizerId }),
};

export const v2Deployment: ResourceHandler = {
  create: async (making) => {
    const { deploymentId } = await createV2Deployment(making.scope, inputOf(making));
    return { physicalId: deploymentId, attributes: { DeploymentId: deploymentId } };
  },
  update: async (existing) => {
    const { scope, physicalId: deploymentId, properties } = existing;
    const [apiId, stageName] = [apiIn(properties), textIn(properties, "StageName")];
    await updateV2Deployment(scope, { apiId, deploymentId, description: textIn(properties, "Description") });
    if (stageName !== "" && stageName !== textIn(existing.before, "StageName"))
      await updateV2Stage(scope, { apiId, stageName, deploymentId });
    return existing;
  },
  remove: ({ scope, physicalId: deploymentId, before }) => deleteV2Deployment(scope, { apiId: apiIn(before), deploymentId }),
};

type IntegrationInput = Parameters<typeof createV2Integration>[1];

export const v2Integration: ResourceHandler = {
  create: async (making) => {
    const { integrationId } = await createV2Integration(making.scope, integrationInput(making));
    return { physicalId: integrationId, attributes: { IntegrationId: integrationId } };
  },
  update: async (existing) => {
    const { scope, physicalId: integrationId } = existing;
    const input = withRemoved(existing, integrationInput(existing), integrationDefaults, ["requestParameters", "responseParameters"]);
    await updateV2Integration(scope, { ...input, integrationId });
    return existing;
  },
  remove: ({ scope, physicalId: integrationId, before }) => deleteV2Integration(scope, { apiId: apiIn(before), integrationId }),
};

const integrationDefaults = { connectionType: "INTERNET", payloadFormatVersion: "1.0", timeoutInMillis: 29_000 } as const;

/** The template lists sources and destinations; the service has a map of them. */
function integrationInput(making: Making): IntegrationInput {
  const { responseParameters, ...members } = inputOf<IntegrationInput>(making);
  if (responseParameters === undefined) return members;
  const mapped = Object.entries(responseParameters).map(([status, value]) => {
    const pairs: Node[] = Array.isArray(objectOf(value).responseParameters) ? (objectOf(value).responseParameters as Node[]) : [];
    return [status, Object.fromEntries(pairs.map(({ destination, source }) => [String(destination), String(source)]))] as const;
  });
  return { ...members, responseParameters: Object.fromEntries(mapped) };
}

type ResponseInput = Parameters<typeof createV2IntegrationResponse>[1];

function integrationResponseInput(making: Making): ResponseInput {
  const { responseParameters, responseTemplates, ...members } = inputOf<ResponseInput>(making);
  // The schema of a response reads the maps.
  return {
    ...members,
    ...(responseParameters === undefined ? {} : { responseParameters: objectOf(responseParameters) as Record<string, string> }),
    ...(responseTemplates === undefined ? {} : { responseTemplates: objectOf(responseTemplates) as Record<string, string> }),
  };
}

export const v2IntegrationResponse: ResourceHandler = {
  create: async (making) => {
    const { integrationResponseId } = await createV2IntegrationResponse(making.scope, integrationResponseInput(making));
    return { physicalId: integrationResponseId, attributes: { IntegrationResponseId: integrationResponseId } };
  },
  update: async (existing) => {
    const { scope, physicalId: integrationResponseId } = existing;
    await updateV2IntegrationResponse(scope, { ...withRemoved(existing, integrationResponseInput(existing)), integrationResponseId });
    return existing;
  },
  remove: ({ scope, physicalId: integrationResponseId, before }) =>
    deleteV2IntegrationResponse(scope, {
      apiId: apiIn(before),
      integrationId: textIn(before, "IntegrationId"),
      integrationResponseId,
    }),
};

type ModelInput = Parameters<typeof createV2Model>[1];

const modelInput = (making: Making): ModelInput => ({
  ...inputOf<ModelInput>(making),
  schema: jsonText(making.properties.Schema),
});

export const v2Model: ResourceHandler = {
  create: async (making) => {
    const { modelId } = await createV2Model(making.scope, modelInput(making));
    return { physicalId: modelId, attributes: { ModelId: modelId } };
  },
  update: async (existing) => {
    await updateV2Model(existing.scope, { ...withRemoved(existing, modelInput(existing)), modelId: existing.physicalId });
    return existing;
  },
  remove: ({ scope, physicalId: modelId, before }) => deleteV2Model(scope, { apiId: apiIn(before), modelId }),
};

type RouteInput = Parameters<typeof createRoute>[1];

function routeInput(making: Making): RouteInput {
  const { requestModels, requestParameters, ...members } = inputOf<RouteInput>(making);
  return {
    ...members,
    // The schema of a route reads the map.
    ...(requestModels === undefined ? {} : { requestModels: objectOf(requestModels) as Record<string, string> }),
    ...(requestParameters === undefined ? {} : { requestParameters: constraintsOf(requestParameters) }),
  };
}

/** Names to whether they are required; flags are written with a capital letter, or alone. */
function constraintsOf(value: unknown): Record<string, { required: boolean }> {
  const entries = Object.entries(objectOf(value)).map(([name, constraint]) => {
    const flag = isNode(constraint) ? (constraint.Required ?? constraint.required) : constraint;
    return [name, { required: flag === true || flag === "true" }] as const;
  });
  return Object.fromEntries(entries);
}

const routeDefaults = { apiKeyRequired: false, authorizationType: "NONE" } as const;

export const v2Route: ResourceHandler = {
  create: async (making) => {
    const { routeId } = await createRoute(making.scope, routeInput(making));
    return { physicalId: routeId, attributes: { RouteId: routeId } };
  },
  update: async (existing) => {
    const input = withRemoved(existing, routeInput(existing), routeDefaults, ["requestParameters"]);
    await updateRoute(existing.scope, { ...input, routeId: existing.physicalId });
    return existing;
  },
  remove: ({ scope, physicalId: routeId, before }) => deleteRoute(scope, { apiId: apiIn(before), routeId }),
};

type RouteResponseInput = Parameters<typeof createRouteResponse>[1];

function routeResponseInput(making: Making): RouteResponseInput {
  const { responseModels, responseParameters, ...members } = inputOf<RouteResponseInput>(making);
  return {
    ...members,
    // The schema of a response reads the map.
    ...(responseModels === undefined ? {} : { responseModels: objectOf(responseModels) as Record<string, string> }),
    ...(responseParameters === undefined ? {} : { responseParameters: constraintsOf(responseParameters) }),
  };
}

export const v2RouteResponse: ResourceHandler = {
  create: async (making) => {
    const { routeResponseId } = await createRouteResponse(making.scope, routeResponseInput(making));
    return { physicalId: routeResponseId, attributes: { RouteResponseId: routeResponseId } };
  },
  update: async (existing) => {
    const { scope, physicalId: routeResponseId } = existing;
    await updateRouteResponse(scope, { ...withRemoved(existing, routeResponseInput(existing)), routeResponseId });
    return existing;
  },
  remove: ({ scope, physicalId: routeResponseId, before }) =>
    deleteRouteResponse(scope, { apiId: apiIn(before), routeId: textIn(before, "RouteId"), routeResponseId }),
};

type StageInput = Parameters<typeof createV2Stage>[1];

/** Settings of routes come with the service's names in them, whose keys are routes. */
function stageInput(making: Making): StageInput {
  const { routeSettings, stageVariables, ...members } = inputOf<StageInput>(making);
  return {
    ...members,
    ...(routeSettings === undefined ? {} : { routeSettings: routeSettingsOf(routeSettings) }),
    // The schema of a stage reads the map.
    ...(stageVariables === undefined ? {} : { stageVariables: objectOf(stageVariables) as Record<string, string> }),
  };
}

function routeSettingsOf(value: unknown): NonNullable<StageInput["routeSettings"]> {
  const entries = Object.entries(objectOf(value)).map(([key, settings]) => {
    const members = Object.entries(objectOf(settings)).map(([name, setting]) => [memberName(name), settingOf(setting)]);
    return [key, Object.fromEntries(members)];
  });
  return Object.fromEntries(entries);
}

/** Nothing tells the types of these settings apart but how they look. */
function settingOf(value: unknown): unknown {
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "string" && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}

const stageMaps = ["stageVariables", "routeSettings"] as const;

export const v2Stage: ResourceHandler = {
  create: async (making) => {
    const { stageName } = await createV2Stage(making.scope, stageInput(making));
    return { physicalId: stageName };
  },
  update: async (existing) => {
    const { scope, properties } = existing;
    const defaults = { ...defaultV2StageSettings, deploymentId: undefined };
    const { tags: _, ...input } = withRemoved(existing, stageInput(existing), withoutEmpty(defaults), stageMaps);
    await updateV2Stage(scope, input.deploymentId === "" ? { ...input, deploymentId: undefined } : input);
    const arn = controlArn(scope, `/apis/${apiIn(properties)}/stages/${existing.physicalId}`);
    await replaceTags(existing, arn);
    return existing;
  },
  remove: ({ scope, physicalId: stageName, before }) => deleteV2Stage(scope, { apiId: apiIn(before), stageName }),
};

export const v2VpcLink: ResourceHandler = {
  create: async (making) => {
    const { vpcLinkId } = await createV2VpcLink(making.scope, inputOf(making));
    return { physicalId: vpcLinkId, attributes: { VpcLinkId: vpcLinkId } };
  },
  update: async (existing) => {
    const { scope, physicalId: vpcLinkId, properties } = existing;
    await updateV2VpcLink(scope, { vpcLinkId, name: textIn(properties, "Name") });
    await replaceTags(existing, vpcLinkArn(scope, vpcLinkId));
    return existing;
  },
  remove: ({ scope, physicalId: vpcLinkId }) => deleteV2VpcLink(scope, { vpcLinkId }),
};

/** Settings of the integration, the route and the stage that quick create made. */
export const managedOverrides: ResourceHandler = {
  create: async (making) => {
    await override(making);
    const physicalId = making.makeName();
    return { physicalId, attributes: { Id: physicalId } };
  },
  update: async (existing) => {
    await override(existing);
    return existing;
  },
  // What was overridden stays with its API.
  remove: async () => {},
};

type Overrides = {
  apiId: string;
  integration?: object;
  route?: object;
  stage?: Omit<StageInput, "apiId" | "stageName">;
};

async function override(making: Making): Promise<void> {
  const { scope } = making;
  const { apiId, integration, route, stage } = inputOf<Overrides>(making);
  const managed = <Item extends { apiGatewayManaged?: boolean | undefined }>(items: readonly Item[]): Item => {
    const found = items.find((item) => item.apiGatewayManaged === true);
    if (found === undefined) throw templateError(`API ${apiId} has nothing that quick create made.`);
    return found;
  };
  if (integration !== undefined) {
    const { integrationId } = managed((await getV2Integrations(scope, { apiId })).items);
    await updateV2Integration(scope, { ...integration, apiId, integrationId });
  }
  if (route !== undefined) {
    const { routeId } = managed((await getRoutes(scope, { apiId })).items);
    await updateRoute(scope, { ...route, apiId, routeId });
  }
  if (stage === undefined) return;
  const { routeSettings, stageVariables, ...members } = stage;
  await updateV2Stage(scope, {
    ...members,
    ...(routeSettings === undefined ? {} : { routeSettings: routeSettingsOf(routeSettings) }),
    // The schema of a stage reads the map.
    ...(stageVariables === undefined ? {} : { stageVariables: objectOf(stageVariables) as Record<string, string> }),
    apiId,
    stageName: "$default",
  });
}
