import type { Method, MethodResponse } from "../../definition/rest-api.ts";

/** A method with what a document says of it laid over it: what the document does not name stays, the integration above all. */
export function mergeMethods(before: Method, document: Method): Method {
  const { authorizationType: _, authorizerId: __, authorizationScopes: ___, ...kept } = before;
  const { apiKeyRequired, methodResponses, operationName, requestValidatorId, methodIntegration } = document;
  return {
    ...kept,
    ...(operationName === undefined ? {} : { operationName }),
    ...(requestValidatorId === undefined ? {} : { requestValidatorId }),
    ...(methodIntegration === undefined ? {} : { methodIntegration }),
    ...securityOf(before, document),
    // A document that says nothing of keys is read as one that asks for none.
    apiKeyRequired: before.apiKeyRequired || apiKeyRequired,
    ...bothOf(before.requestParameters, document.requestParameters, (requestParameters) => ({ requestParameters })),
    ...bothOf(before.requestModels, document.requestModels, (requestModels) => ({ requestModels })),
    ...mergedResponses(before.methodResponses, methodResponses),
  };
}

function securityOf(before: Method, document: Method): Pick<Method, "authorizationType" | "authorizerId" | "authorizationScopes"> {
  const { authorizationType, authorizerId, authorizationScopes } = document.authorizationType === "NONE" ? before : document;
  return {
    authorizationType,
    ...(authorizerId === undefined ? {} : { authorizerId }),
    ...(authorizationScopes === undefined ? {} : { authorizationScopes }),
  };
}

type Members<Value> = Readonly<Record<string, Value>> | undefined;

/** The members of two maps, those of the document before the others; nothing when there is neither map. */
function bothOf<Value, Named extends object>(
  before: Members<Value>,
  document: Members<Value>,
  named: (members: Record<string, Value>) => Named,
): Named | Record<string, never> {
  return before === undefined && document === undefined ? {} : named({ ...before, ...document });
}

type Responses = Method["methodResponses"];

function mergedResponses(before: Responses, document: Responses): { methodResponses?: NonNullable<Responses> } {
  if (before === undefined && document === undefined) return {};
  const merged = { ...before };
  for (const [status, response] of Object.entries(document ?? {})) {
    const known = before?.[status];
    merged[status] = known === undefined ? response : mergedResponse(known, response);
  }
  return { methodResponses: merged };
}

function mergedResponse(before: MethodResponse, document: MethodResponse): MethodResponse {
  return {
    ...before,
    ...document,
    ...bothOf(before.responseParameters, document.responseParameters, (responseParameters) => ({ responseParameters })),
    ...bothOf(before.responseModels, document.responseModels, (responseModels) => ({ responseModels })),
  };
}
