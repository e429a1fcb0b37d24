import { applyMergePatch } from "../base/merge-patch.ts";
import { type Integration, type IntegrationResponse, type Method, type MethodResponse, methodSchema } from "../definition/rest-api.ts";
import { checkShape } from "./check-shape.ts";
import { badRequest } from "./errors.ts";
import { checkResponseMappings } from "./integration-responses.ts";
import { checkIntegration, storedTemplates, timeoutMaxMs } from "./integrations.ts";
import { checkResponseParameters, checkStatusCode } from "./method-responses.ts";
import { createMethod, demandModels, type MethodKey, type MethodResult, updateMethod } from "./methods.ts";
import { findModel } from "./models.ts";
import type { Source } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read, type UpdateOptions } from "./write.ts";

/** Changes any part of a method at once, its integration and responses included, by a JSON merge patch; absent members stay. */
export function changeMethod(scope: Scope, key: MethodKey, patch: unknown, options: UpdateOptions = {}): Promise<MethodResult> {
  return updateMethod(scope, key, (draft) => checkParts(applyMergePatch(draft, patch), key), { ...options, check: checkModels });
}

/** Makes a method what a draft says, as a whole. */
export function replaceMethod(scope: Scope, key: MethodKey, draft: unknown): Promise<MethodResult> {
  return updateMethod(scope, key, () => checkParts(draft, key), { check: checkModels });
}

function checkModels(source: Source, apiId: string, { methodResponses = {} }: Method): Promise<void> {
  return demandModels(source, apiId, modelsOf(Object.values(methodResponses)));
}

/** The models of all responses; only the names count. */
function modelsOf(responses: readonly MethodResponse[]): Record<string, string> {
  const names = responses.flatMap(({ responseModels = {} }) => Object.values(responseModels));
  return Object.fromEntries(names.map((name) => [name, name]));
}

/** A new method that answers at once: a mock with one response. */
export async function createMockMethod(scope: Scope, key: MethodKey): Promise<MethodResult> {
  const methodIntegration = checkIntegration({
    type: "MOCK",
    passthroughBehavior: "WHEN_NO_TEMPLATES",
    timeoutInMillis: timeoutMaxMs,
    cacheNamespace: key.resourceId,
    cacheKeyParameters: [],
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    integrationResponses: { "200": { statusCode: "200", responseTemplates: { "application/json": '{"message": "Hello"}' } } },
  });
  // Not every API still has the model that the service gives a new one.
  const empty = await read(scope, (source) => findModel(source, key.restApiId, "Empty"));
  const responseModels = empty === undefined ? {} : { responseModels: { "application/json": empty.name } };
  const methodResponses = { "200": { statusCode: "200", ...responseModels } };
  return createMethod(scope, { ...key, authorizationType: "NONE" }, { methodIntegration, methodResponses });
}

/** The rules that the service applies to each part when it is put by itself. */
export function checkParts(draft: unknown, key: MethodKey): Method {
  const { methodIntegration, ...method } = checkShape(methodSchema, draft);
  if (method.httpMethod !== key.httpMethod) throw badRequest("The verb of a method cannot be changed. Create another method instead.");
  for (const [status, response] of Object.entries(method.methodResponses ?? {})) checkMethodResponse(status, response);
  if (methodIntegration === undefined) return method;
  return { ...method, methodIntegration: checkWithResponses(methodIntegration, method, key) };
}

function checkMethodResponse(status: string, response: MethodResponse): void {
  if (status !== response.statusCode) throw badRequest(`The response under ${status} has the status ${response.statusCode}.`);
  checkStatusCode(status);
  checkResponseParameters(response.responseParameters);
}

function checkWithResponses(draft: Integration, method: Method, key: MethodKey): Integration {
  const { integrationResponses, ...rest } = draft;
  const integration = checkIntegration({ ...rest, cacheNamespace: rest.cacheNamespace || key.resourceId });
  const responses = Object.entries(integrationResponses ?? {}).map(
    ([status, response]) => [status, checkResponse(status, response, method)] as const,
  );
  return responses.length === 0 ? integration : { ...integration, integrationResponses: Object.fromEntries(responses) };
}

function checkResponse(status: string, response: IntegrationResponse, method: Method): IntegrationResponse {
  if (status !== response.statusCode) throw badRequest(`The response under ${status} has the status ${response.statusCode}.`);
  checkStatusCode(status);
  checkResponseMappings(response, method);
  const { responseTemplates, ...rest } = response;
  const templates = storedTemplates(responseTemplates);
  return templates === undefined ? rest : { ...rest, responseTemplates: templates };
}
