import { type IntegrationResponse, integrationResponseSchema, type Method } from "../definition/rest-api.ts";
import { parseDestination, parseExpression } from "../expressions/parse-expression.ts";
import { checkShape } from "./check-shape.ts";
import { unknownResponse, validationResult } from "./errors.ts";
import { integrationIn, storedTemplates } from "./integrations.ts";
import { checkStatusCode, findResponse, type ResponseKey } from "./method-responses.ts";
import { getMethodRow, updateMethod } from "./methods.ts";
import type { Scope } from "./scope.ts";
import { read, type UpdateOptions } from "./write.ts";

export type PutIntegrationResponseInput = ResponseKey & {
  [Member in Exclude<keyof IntegrationResponse, "statusCode">]?: IntegrationResponse[Member] | undefined;
};

/** Sets the response for a status code; one that was there before is replaced as a whole. */
export async function putIntegrationResponse(scope: Scope, input: PutIntegrationResponseInput): Promise<IntegrationResponse> {
  const { restApiId: _api, resourceId: _resource, httpMethod, ...response } = input;
  const options = { action: "integration-response:create", summary: `Set integration response ${response.statusCode} of ${httpMethod}` };
  return store(scope, input, options, () => response);
}

export async function getIntegrationResponse(scope: Scope, input: ResponseKey): Promise<IntegrationResponse> {
  return read(scope, async (source) => {
    const { settings } = await getMethodRow(source, scope, input);
    return responseIn(settings, input.statusCode);
  });
}

export async function updateIntegrationResponse(
  scope: Scope,
  key: ResponseKey,
  change: (draft: IntegrationResponse) => IntegrationResponse,
  options: UpdateOptions = {},
): Promise<IntegrationResponse> {
  const summary = `Change integration response ${key.statusCode} of ${key.httpMethod}`;
  return store(scope, key, { ...options, action: "integration-response:update", summary }, (draft) =>
    change(responseIn(draft, key.statusCode)),
  );
}

export async function deleteIntegrationResponse(scope: Scope, input: ResponseKey): Promise<void> {
  const options = {
    action: "integration-response:delete",
    summary: `Delete integration response ${input.statusCode} of ${input.httpMethod}`,
  };
  const remove = (draft: Method) => {
    responseIn(draft, input.statusCode);
    const integration = integrationIn(draft);
    const { [input.statusCode]: _, ...integrationResponses } = integration.integrationResponses ?? {};
    return { ...draft, methodIntegration: { ...integration, integrationResponses } };
  };
  await updateMethod(scope, input, remove, options);
}

function responseIn(method: Method, statusCode: string): IntegrationResponse {
  const response = findResponse(method.methodIntegration?.integrationResponses, statusCode);
  if (response === undefined) throw unknownResponse();
  return response;
}

type Store = UpdateOptions & { action: string; summary: string };

async function store(
  scope: Scope,
  key: ResponseKey,
  options: Store,
  change: (draft: Method) => IntegrationResponse,
): Promise<IntegrationResponse> {
  const { statusCode } = key;
  const put = (draft: Method) => {
    const integration = integrationIn(draft, "No integration defined for method");
    const response = checkIntegrationResponse(change(draft), draft);
    return {
      ...draft,
      methodIntegration: { ...integration, integrationResponses: { ...integration.integrationResponses, [statusCode]: response } },
    };
  };
  return responseIn(await updateMethod(scope, key, put, options), statusCode);
}

function checkIntegrationResponse(draft: unknown, method: Method): IntegrationResponse {
  const response = checkShape(integrationResponseSchema, draft);
  checkStatusCode(response.statusCode);
  checkResponseMappings(response, method);
  return { ...response, responseTemplates: storedTemplates(response.responseTemplates) };
}

/** Every mapped header must be one that the method response of the same status declares. */
export function checkResponseMappings(response: IntegrationResponse, method: Method): void {
  const declared = findResponse(method.methodResponses, response.statusCode)?.responseParameters ?? {};
  const errors = Object.entries(response.responseParameters ?? {}).flatMap(([to, from]) => [
    ...(Object.hasOwn(declared, to) ? [] : [`Invalid mapping expression parameter specified: ${to}`]),
    ...(isDestination(to) ? [] : [`Invalid mapping expression specified: ${to}`]),
    ...(parseExpression(from).ok && !from.startsWith("method.request.") ? [] : [`Invalid mapping expression specified: ${from}`]),
  ]);
  if (errors.length > 0) throw validationResult("Invalid mapping expression specified", errors);
}

function isDestination(text: string): boolean {
  const parsed = parseDestination(text);
  return parsed.ok && parsed.value.to === "method.response";
}
