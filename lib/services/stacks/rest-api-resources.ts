import { type Node, templateError } from "../../cloudformation/node.ts";
import type { Properties } from "../../cloudformation/read-properties.ts";
import type { Authorizer, GatewayResponse, Method, RestApiSettings } from "../../definition/rest-api.ts";
import { restApiArn } from "../arns.ts";
import { type CreateAuthorizerInput, createAuthorizer, deleteAuthorizer, updateAuthorizer } from "../authorizers.ts";
import { replaceMethod } from "../change-method.ts";
import { withoutEmpty } from "../check-shape.ts";
import { createDocumentationPart, deleteDocumentationPart, updateDocumentationPart } from "../documentation-parts.ts";
import { createDocumentationVersion, deleteDocumentationVersion, updateDocumentationVersion } from "../documentation-versions.ts";
import { deleteGatewayResponse, type GatewayResponseKey, type PutGatewayResponseInput, putGatewayResponse } from "../gateway-responses.ts";
import { importRestApi, putRestApi } from "../import-rest-api.ts";
import { timeoutMaxMs } from "../integrations.ts";
import { deleteMethod, type MethodKey, putMethod } from "../methods.ts";
import { type CreateModelInput, createModel, deleteModel, updateModel } from "../models.ts";
import {
  type CreateRequestValidatorInput,
  createRequestValidator,
  deleteRequestValidator,
  updateRequestValidator,
} from "../request-validators.ts";
import { createResource, deleteResource } from "../resources.ts";
import { type CreateRestApiInput, createRestApi, deleteRestApi, type RestApi, updateRestApi } from "../rest-apis.ts";
import {
  type Existing,
  inputOf,
  jsonText,
  type Made,
  type Making,
  type ResourceHandler,
  readTags,
  replaceTags,
  textIn,
} from "./resource-handler.ts";

export const restApi: ResourceHandler = {
  create: async (making) => {
    const { scope, properties } = making;
    refuseS3(making);
    if (properties.Body === undefined) {
      const input = { ...settingsOf(making), name: textIn(properties, "Name"), tags: readTags(properties.Tags) };
      return madeApi(await createRestApi(scope, input as CreateRestApiInput));
    }
    const { id } = await importRestApi(scope, documentOf(properties));
    const api = await updateRestApi(scope, { restApiId: id }, (draft) => ({ ...draft, ...settingsOf(making) }));
    await replaceTags({ ...making, physicalId: id, before: {} }, restApiArn(scope, id));
    return madeApi(api);
  },
  update: async (existing) => {
    const { scope, physicalId: restApiId, properties } = existing;
    refuseS3(existing);
    if (properties.Body !== undefined)
      await putRestApi(scope, { ...documentOf(properties), restApiId, mode: textIn(properties, "Mode") || "overwrite" });
    const api = await updateRestApi(scope, { restApiId }, (draft) => ({ ...resetSettings(draft, existing), ...settingsOf(existing) }));
    await replaceTags(existing, restApiArn(scope, restApiId));
    return madeApi(api);
  },
  remove: ({ scope, physicalId: restApiId }) => deleteRestApi(scope, { restApiId }),
};

const madeApi = ({ id, rootResourceId }: RestApi): Made => ({
  physicalId: id,
  attributes: { RestApiId: id, RootResourceId: rootResourceId },
});

function refuseS3({ properties }: Making): void {
  if (properties.BodyS3Location !== undefined)
    throw templateError("BodyS3Location is not supported: Gatehouse does not read from S3. Put the document into Body.");
}

function documentOf({ Body: body, FailOnWarnings: failOnWarnings, Parameters: parameters }: Properties) {
  const texts = Object.fromEntries(Object.entries(parameters ?? {}).map(([name, value]) => [name, String(value)]));
  return { body: new TextEncoder().encode(jsonText(body)), failOnWarnings: failOnWarnings === true, parameters: texts };
}

/** The settings that the template gives; a document gives others. */
function settingsOf(making: Making): Partial<RestApiSettings> {
  const { apiKeySourceType, policy, ...members } = inputOf<Record<string, unknown>>(making);
  const settings: Record<string, unknown> = { ...members, apiKeySource: apiKeySourceType, policy: jsonText(policy) };
  for (const other of ["body", "bodyS3Location", "failOnWarnings", "mode", "parameters", "tags"]) delete settings[other];
  return withoutEmpty(settings) as Partial<RestApiSettings>;
}

/** Settings that the template gave before and no more go back to what a new API has. */
function resetSettings(draft: RestApiSettings, { properties, before }: Existing): RestApiSettings {
  const initial = {
    apiKeySource: "HEADER",
    disableExecuteApiEndpoint: false,
    endpointConfiguration: { types: ["EDGE" as const] },
  } as const;
  const { name } = draft;
  if (properties.Body === undefined) return { name, ...initial, endpointConfiguration: { types: ["EDGE"] } };
  // A document that is imported again says everything but these two.
  const isGone = (property: string) => before[property] !== undefined && properties[property] === undefined;
  return {
    ...draft,
    ...(isGone("EndpointConfiguration") ? { endpointConfiguration: { types: ["EDGE"] } } : {}),
    ...(isGone("DisableExecuteApiEndpoint") ? { disableExecuteApiEndpoint: false } : {}),
  };
}

const apiIn = (properties: Properties) => textIn(properties, "RestApiId");

export const resource: ResourceHandler = {
  create: async (making) => {
    const { id } = await createResource(making.scope, inputOf(making));
    return { physicalId: id, attributes: { ResourceId: id } };
  },
  remove: ({ scope, physicalId: resourceId, before }) => deleteResource(scope, { restApiId: apiIn(before), resourceId }),
};

export const method: ResourceHandler = {
  create: async (making) => {
    const key = methodKey(making.properties);
    await putMethod(making.scope, { ...key, authorizationType: "NONE" });
    await replaceMethod(making.scope, key, methodDraft(making));
    return { physicalId: making.makeName() };
  },
  update: async (existing) => {
    await replaceMethod(existing.scope, methodKey(existing.properties), methodDraft(existing));
    return existing;
  },
  remove: ({ scope, before }) => deleteMethod(scope, methodKey(before)),
};

function methodKey(properties: Properties): MethodKey {
  const [resourceId, httpMethod] = [textIn(properties, "ResourceId"), textIn(properties, "HttpMethod")];
  return { restApiId: apiIn(properties), resourceId, httpMethod };
}

type MethodMembers = Record<string, unknown> & {
  httpMethod: string;
  integration?: Node & { integrationResponses?: Node[] };
  methodResponses?: Node[];
};

function methodDraft(making: Making): Record<keyof Method, unknown> | Node {
  const { restApiId: _, resourceId, integration, methodResponses, ...members } = inputOf<MethodMembers>(making);
  return {
    apiKeyRequired: false,
    authorizationType: "NONE",
    ...members,
    ...(methodResponses === undefined ? {} : { methodResponses: byStatus(methodResponses) }),
    ...(integration === undefined ? {} : { methodIntegration: integrationDraft(integration, String(resourceId)) }),
  };
}

function integrationDraft(given: Node & { integrationResponses?: Node[] }, resourceId: string): Node {
  const { integrationHttpMethod: httpMethod, integrationResponses, ...members } = given;
  return {
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: timeoutMaxMs,
    cacheNamespace: resourceId,
    cacheKeyParameters: [],
    ...members,
    ...(httpMethod === undefined ? {} : { httpMethod }),
    ...(integrationResponses === undefined ? {} : { integrationResponses: byStatus(integrationResponses) }),
  };
}

function byStatus(responses: readonly Node[]): Record<string, Node> {
  return Object.fromEntries(responses.map((response) => [String(response.statusCode), response]));
}

export const model: ResourceHandler = {
  create: async (making) => {
    const { schema, ...members } = inputOf<Omit<CreateModelInput, "schema"> & { schema?: unknown }>(making);
    const defaults = { name: making.makeName(), contentType: "application/json" };
    const { name } = await createModel(making.scope, { ...defaults, ...members, schema: jsonText(schema) });
    return { physicalId: name };
  },
  update: async (existing) => {
    const { scope, physicalId: modelName, properties } = existing;
    const [description, schema] = [textIn(properties, "Description"), jsonText(properties.Schema)];
    await updateModel(scope, { restApiId: apiIn(properties), modelName }, ({ id, name, contentType }) =>
      withoutEmpty({ id, name, contentType, description: description === "" ? undefined : description, schema }),
    );
    return existing;
  },
  remove: ({ scope, physicalId: modelName, before }) => deleteModel(scope, { restApiId: apiIn(before), modelName }),
};

export const requestValidator: ResourceHandler = {
  create: async (making) => {
    const input = { name: making.makeName(), ...inputOf<CreateRequestValidatorInput>(making) };
    const { id } = await createRequestValidator(making.scope, input);
    return { physicalId: id, attributes: { RequestValidatorId: id } };
  },
  update: async (existing) => {
    const { scope, physicalId: requestValidatorId, properties } = existing;
    const key = { restApiId: apiIn(properties), requestValidatorId };
    await updateRequestValidator(scope, key, (draft) => ({
      ...draft,
      validateRequestBody: properties.ValidateRequestBody === true,
      validateRequestParameters: properties.ValidateRequestParameters === true,
    }));
    return existing;
  },
  remove: ({ scope, physicalId: requestValidatorId, before }) =>
    deleteRequestValidator(scope, { restApiId: apiIn(before), requestValidatorId }),
};

export const authorizer: ResourceHandler = {
  create: async (making) => {
    const { id } = await createAuthorizer(making.scope, inputOf<CreateAuthorizerInput>(making));
    return { physicalId: id, attributes: { AuthorizerId: id } };
  },
  update: async (existing) => {
    const { restApiId, ...members } = inputOf<Omit<Authorizer, "id"> & { restApiId: string }>(existing);
    await updateAuthorizer(existing.scope, { restApiId, authorizerId: existing.physicalId }, ({ id }) => ({ ...members, id }));
    return existing;
  },
  remove: ({ scope, physicalId: authorizerId, before }) => deleteAuthorizer(scope, { restApiId: apiIn(before), authorizerId }),
};

const responseKey = (properties: Properties) =>
  ({ restApiId: apiIn(properties), responseType: textIn(properties, "ResponseType") }) as GatewayResponseKey;

export const gatewayResponse: ResourceHandler = {
  create: async (making) => {
    await putGatewayResponse(making.scope, inputOf<PutGatewayResponseInput>(making));
    const physicalId = making.makeName();
    return { physicalId, attributes: { Id: physicalId } };
  },
  update: async (existing) => {
    await putGatewayResponse(existing.scope, inputOf<PutGatewayResponseInput & GatewayResponse>(existing));
    return existing;
  },
  remove: ({ scope, before }) => deleteGatewayResponse(scope, responseKey(before)),
};

export const documentationPart: ResourceHandler = {
  create: async (making) => {
    const { id } = await createDocumentationPart(making.scope, inputOf(making));
    return { physicalId: id, attributes: { DocumentationPartId: id } };
  },
  update: async (existing) => {
    const key = { restApiId: apiIn(existing.properties), documentationPartId: existing.physicalId };
    await updateDocumentationPart(existing.scope, key, () => ({ properties: textIn(existing.properties, "Properties") }));
    return existing;
  },
  remove: ({ scope, physicalId: documentationPartId, before }) =>
    deleteDocumentationPart(scope, { restApiId: apiIn(before), documentationPartId }),
};

const versionKey = (properties: Properties) => ({
  restApiId: apiIn(properties),
  documentationVersion: textIn(properties, "DocumentationVersion"),
});

export const documentationVersion: ResourceHandler = {
  create: async (making) => {
    const { version } = await createDocumentationVersion(making.scope, inputOf(making));
    return { physicalId: version };
  },
  update: async (existing) => {
    const description = textIn(existing.properties, "Description");
    await updateDocumentationVersion(existing.scope, versionKey(existing.properties), () => (description === "" ? {} : { description }));
    return existing;
  },
  remove: ({ scope, before }) => deleteDocumentationVersion(scope, versionKey(before)),
};
