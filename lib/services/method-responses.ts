import type { Method, MethodResponse } from "../definition/rest-api.ts";
import { parseDestination } from "../expressions/parse-expression.ts";
import { badRequest, conflict, unknownResponse, validationResult } from "./errors.ts";
import { demandModels, getMethodRow, type MethodKey, updateMethod } from "./methods.ts";
import type { Scope } from "./scope.ts";
import { read, type UpdateOptions } from "./write.ts";

export type ResponseKey = MethodKey & { statusCode: string };
export type PutMethodResponseInput = ResponseKey & {
  responseParameters?: Record<string, boolean> | undefined;
  responseModels?: Record<string, string> | undefined;
};

export async function putMethodResponse(scope: Scope, input: PutMethodResponseInput): Promise<MethodResponse> {
  const { statusCode, responseParameters, responseModels } = input;
  const summary = `Create method response ${statusCode} of ${input.httpMethod}`;
  return storeResponse(scope, input, { action: "method-response:create", summary }, (known) => {
    if (known !== undefined) throw conflict("Response already exists for this resource");
    return { statusCode, responseParameters, responseModels };
  });
}

export async function getMethodResponse(scope: Scope, input: ResponseKey): Promise<MethodResponse> {
  return read(scope, async (source) => responseIn((await getMethodRow(source, scope, input)).settings, input.statusCode));
}

export async function updateMethodResponse(
  scope: Scope,
  key: ResponseKey,
  change: (draft: MethodResponse) => MethodResponse,
  options: UpdateOptions = {},
): Promise<MethodResponse> {
  const summary = `Change method response ${key.statusCode} of ${key.httpMethod}`;
  return storeResponse(scope, key, { ...options, action: "method-response:update", summary }, (known) => {
    if (known === undefined) throw unknownResponse();
    return change(known);
  });
}

export async function deleteMethodResponse(scope: Scope, input: ResponseKey): Promise<void> {
  const summary = `Delete method response ${input.statusCode} of ${input.httpMethod}`;
  await updateMethod(
    scope,
    input,
    (method) => {
      responseIn(method, input.statusCode);
      const { [input.statusCode]: _, ...rest } = method.methodResponses ?? {};
      return { ...method, methodResponses: rest };
    },
    { action: "method-response:delete", summary },
  );
}

function responseIn(method: Method, statusCode: string): MethodResponse {
  const response = findResponse(method.methodResponses, statusCode);
  if (response === undefined) throw unknownResponse();
  return response;
}

/** Status codes come from addresses, so only own members of the map count. */
export function findResponse<Response>(
  responses: Readonly<Record<string, Response>> | undefined,
  statusCode: string,
): Response | undefined {
  return responses !== undefined && Object.hasOwn(responses, statusCode) ? responses[statusCode] : undefined;
}

type Store = UpdateOptions & { action: string; summary: string };

async function storeResponse(
  scope: Scope,
  key: ResponseKey,
  options: Store,
  change: (known: MethodResponse | undefined) => MethodResponse,
): Promise<MethodResponse> {
  const { statusCode } = key;
  const method = await updateMethod(
    scope,
    key,
    (draft) => {
      const response = change(findResponse(draft.methodResponses, statusCode));
      checkStatusCode(statusCode);
      checkResponseParameters(response.responseParameters);
      return { ...draft, methodResponses: { ...draft.methodResponses, [statusCode]: response } };
    },
    { ...options, check: (source, apiId, draft) => demandModels(source, apiId, draft.methodResponses?.[statusCode]?.responseModels) },
  );
  return responseIn(method, statusCode);
}

export function checkStatusCode(statusCode: string): void {
  if (!/^[1-5]\d\d$/.test(statusCode)) throw badRequest("Invalid status code specified. Status code must be between 100 and 599.");
}

export function checkResponseParameters(parameters: Record<string, boolean> | undefined): void {
  for (const text of Object.keys(parameters ?? {})) {
    const parsed = parseDestination(text);
    const fits = parsed.ok && parsed.value.to === "method.response" && !parsed.value.multiple;
    if (!fits) throw validationResult("Invalid mapping expression specified", [`Invalid mapping expression specified: ${text}`]);
  }
}
