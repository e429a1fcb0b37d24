import { applyMergePatch } from "../base/merge-patch.ts";
import { type Integration, type IntegrationResponse, type Method, type MethodResponse, methodSchema } from "../definition/rest-api.ts";
import { checkShape } from "./check-shape.ts";
import { badRequest } from "./errors.ts";
import { checkResponseMappings } from "./integration-responses.ts";
import { checkIntegration, storedTemplates } from "./integrations.ts";
import { checkResponseParameters, checkStatusCode } from "./method-responses.ts";
import { type MethodKey, type MethodResult, putMethod, updateMethod } from "./methods.ts";
import type { Scope } from "./scope.ts";
import type { UpdateOptions } from "./write.ts";

/** Changes any part of a method at once, its integration and responses included, by a JSON merge patch; absent members stay. */
export function changeMethod(scope: Scope, key: MethodKey, patch: unknown, options: UpdateOptions = {}): Promise<MethodResult> {
  return updateMethod(scope, key, (draft) => checkParts(applyMergePatch(draft, patch), key), options);
}

/** A new method that answers at once: a mock with one response. */
export async function createMockMethod(scope: Scope, key: MethodKey): Promise<MethodResult> {
  await putMethod(scope, { ...key, authorizationType: "NONE" });
  return changeMethod(scope, key, {
    methodResponses: { "200": { statusCode: "200", responseModels: { "application/json": "Empty" } } },
    methodIntegration: {
      type: "MOCK",
      passthroughBehavior: "WHEN_NO_TEMPLATES",
      timeoutInMillis: 29_000,
      cacheNamespace: key.resourceId,
      cacheKeyParameters: [],
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      integrationResponses: { "200": { statusCode: "200", responseTemplates: { "application/json": '{"message": "Hello"}' } } },
    },
  });
}

/** The rules that the service applies to each part when it is put by itself. */
function checkParts(draft: unknown, key: MethodKey): Method {
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
