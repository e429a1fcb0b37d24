import { type Integration, integrationSchema, type Method, passthroughBehaviors } from "../definition/rest-api.ts";
import { parseDestination, parseExpression } from "../expressions/parse-expression.ts";
import { checkShape } from "./check-shape.ts";
import { badRequest, notFound, validationResult } from "./errors.ts";
import { getMethodRow, type MethodKey, updateMethod } from "./methods.ts";
import type { Scope } from "./scope.ts";
import { read, type UpdateOptions } from "./write.ts";

export type PutIntegrationInput = MethodKey & { type: string; integrationHttpMethod?: string | undefined } & {
  [Member in Exclude<keyof Integration, "type" | "httpMethod" | "integrationResponses">]?: Integration[Member] | undefined;
};

/** Sets the integration of a method; one that was there before goes, its responses included. */
export async function putIntegration(scope: Scope, input: PutIntegrationInput): Promise<Integration> {
  const { restApiId: _api, resourceId, httpMethod, integrationHttpMethod, ...members } = input;
  const draft = {
    ...members,
    httpMethod: integrationHttpMethod,
    passthroughBehavior: members.passthroughBehavior ?? "WHEN_NO_MATCH",
    timeoutInMillis: members.timeoutInMillis ?? timeoutMaxMs,
    cacheNamespace: members.cacheNamespace ?? resourceId,
    cacheKeyParameters: members.cacheKeyParameters ?? [],
  };
  const options = { action: "integration:create", summary: `Set the integration of ${httpMethod}` };
  const method = await updateMethod(scope, input, (before) => ({ ...before, methodIntegration: checkIntegration(draft) }), options);
  return integrationIn(method);
}

export async function getIntegration(scope: Scope, input: MethodKey): Promise<Integration> {
  return read(scope, async (source) => integrationIn((await getMethodRow(source, scope, input)).settings));
}

export async function updateIntegration(
  scope: Scope,
  key: MethodKey,
  change: (draft: Integration) => Integration,
  options: UpdateOptions = {},
): Promise<Integration> {
  const intent = { ...options, action: "integration:update", summary: `Change the integration of ${key.httpMethod}` };
  const method = await updateMethod(
    scope,
    key,
    (draft) => ({ ...draft, methodIntegration: checkIntegration(change(integrationIn(draft))) }),
    intent,
  );
  return integrationIn(method);
}

export async function deleteIntegration(scope: Scope, input: MethodKey): Promise<void> {
  const remove = (draft: Method) => {
    integrationIn(draft);
    const { methodIntegration: _, ...rest } = draft;
    return rest;
  };
  await updateMethod(scope, input, remove, { action: "integration:delete", summary: `Delete the integration of ${input.httpMethod}` });
}

export function integrationIn(method: Method, unknown = "Invalid Integration identifier specified"): Integration {
  if (method.methodIntegration === undefined) throw notFound(unknown);
  return method.methodIntegration;
}

const timeoutMinMs = 50;
export const timeoutMaxMs = 29_000;
const streamTimeoutMaxMs = 900_000;
const templateBytesMax = 307_200;
const cacheKeysMax = 100;

/** The rules of an integration, without those that need its method. */
export function checkIntegration(draft: unknown): Integration {
  const integration = checkShape(integrationSchema, draft);
  checkEndpoint(integration);
  checkTransferMode(integration);
  checkTimeout(integration);
  if (!passthroughBehaviors.some((known) => known === integration.passthroughBehavior)) {
    throw badRequest(`Invalid passthrough behavior specified. Valid options are [${passthroughBehaviors.join(", ")}]`);
  }
  checkIntegrationParameters(integration.requestParameters);
  if (integration.cacheKeyParameters.length > cacheKeysMax) throw badRequest(`At most ${cacheKeysMax} cache key parameters are allowed`);
  const { uri, httpMethod, ...others } = integration;
  const isHttp = integration.type === "HTTP" || integration.type === "HTTP_PROXY";
  return {
    // A mock calls nobody: an address and a method that were given are forgotten.
    ...(integration.type === "MOCK" ? others : { ...others, uri, httpMethod }),
    ...(isHttp ? { connectionType: integration.connectionType ?? "INTERNET" } : {}),
    requestTemplates: storedTemplates(integration.requestTemplates),
  };
}

function checkEndpoint({ type, uri, httpMethod, connectionType, connectionId }: Integration): void {
  if (type === "MOCK") return;
  if (httpMethod === undefined || httpMethod === "") throw badRequest("Enumeration value for HttpMethod must be non-empty");
  if (connectionType === "VPC_LINK" && (connectionId === undefined || connectionId === "")) {
    throw badRequest("VPC Link id cannot be empty when connection type is VPC_LINK");
  }
  const isAws = type === "AWS" || type === "AWS_PROXY";
  if (isAws) checkArn(type, uri);
  else if (uri === undefined || !/^(https?:\/\/[^/\s]|\$\{stageVariables\.)/i.test(uri))
    throw badRequest("Invalid HTTP endpoint specified for URI");
}

function checkArn(type: string, uri: string | undefined): void {
  if (uri === undefined || !uri.startsWith("arn:")) throw badRequest("Invalid ARN specified in the request");
  if (!/^arn:[^:]*:apigateway:[^:]*:.+:(path|action)\/.+/s.test(uri))
    throw badRequest("AWS ARN for integration must contain path or action");
  if (type === "AWS_PROXY" && !/^arn:[^:]*:apigateway:[^:]*:(lambda:path|firehose:action)\//.test(uri)) {
    throw badRequest("Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.");
  }
}

/** Mappings and templates of other integrations need the whole answer. */
function checkTransferMode({ type, responseTransferMode }: Integration): void {
  if (responseTransferMode === "STREAM" && type !== "HTTP_PROXY" && type !== "AWS_PROXY")
    throw badRequest("Response transfer mode STREAM is only supported for HTTP_PROXY and AWS_PROXY integrations");
}

function checkTimeout({ timeoutInMillis, responseTransferMode }: Integration): void {
  const max = responseTransferMode === "STREAM" ? streamTimeoutMaxMs : timeoutMaxMs;
  if (timeoutInMillis < timeoutMinMs || timeoutInMillis > max)
    throw badRequest(`Timeout should be between ${timeoutMinMs} ms and ${max} ms`);
}

export function checkIntegrationParameters(parameters: Record<string, string> | undefined): void {
  for (const [to, from] of Object.entries(parameters ?? {})) {
    const destination = parseDestination(to);
    const source = parseExpression(from);
    const errors = [
      ...(destination.ok && destination.value.to === "integration.request" ? [] : [`Invalid mapping expression specified: ${to}`]),
      ...(source.ok && !readsAnswer(from) ? [] : [`Invalid mapping expression specified: ${from}`]),
    ];
    if (errors.length > 0) throw validationResult("Invalid mapping expression specified", errors);
  }
}

function readsAnswer(expression: string): boolean {
  return expression.startsWith("integration.response.");
}

/** Templates as they are stored: the empty text is null. */
export function storedTemplates(templates: Record<string, string | null> | undefined): Record<string, string | null> | undefined {
  if (templates === undefined) return undefined;
  const entries = Object.entries(templates).map(([type, template]) => {
    if (template !== null && Buffer.byteLength(template) > templateBytesMax) {
      throw badRequest(`Invalid mapping template specified: it is larger than ${templateBytesMax} bytes`);
    }
    return [type, template === "" ? null : template] as const;
  });
  return Object.fromEntries(entries);
}
