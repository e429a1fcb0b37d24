import { httpVerbs } from "../definition/http-verbs.ts";
import { type HttpVerb, type Method, methodSchema } from "../definition/rest-api.ts";
import { parseMethodParameter } from "../expressions/parse-expression.ts";
import { checkShape, withoutEmpty } from "./check-shape.ts";
import { badRequest, conflict, unknownMethod, validationResult } from "./errors.ts";
import { getResourceRow, type ResourceKey } from "./resources.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type MethodKey = ResourceKey & { httpMethod: string };
export type MethodResult = Method & { entityVersion: number };

export type PutMethodInput = MethodKey & {
  authorizationType: string;
  authorizerId?: string | undefined;
  apiKeyRequired?: boolean | undefined;
  operationName?: string | undefined;
  requestParameters?: Record<string, boolean> | undefined;
  requestModels?: Record<string, string> | undefined;
  requestValidatorId?: string | undefined;
  authorizationScopes?: string[] | undefined;
};

export async function putMethod(scope: Scope, input: PutMethodInput): Promise<MethodResult> {
  return createMethod(scope, input, {});
}

/** Makes a method with its integration and responses, which were checked, in one revision. */
export async function createMethod(
  scope: Scope,
  input: PutMethodInput,
  parts: Pick<Method, "methodIntegration" | "methodResponses">,
): Promise<MethodResult> {
  const { restApiId: apiId, resourceId, httpMethod, ...members } = input;
  return write(scope, { action: "method:create", api: apiId, summary: `Create method ${httpMethod}` }, async (tx) => {
    const { path } = await getResourceRow(tx.source, scope, input);
    tx.tellOf(path);
    const verb = parseVerb(httpMethod);
    const id = methodRowId(resourceId, verb);
    if ((await table(tx.source, "Method").findUnique({ where: { id } })) !== null)
      throw conflict("Method already exists for this resource");
    const draft = { ...members, ...parts, httpMethod: verb, apiKeyRequired: members.apiKeyRequired ?? false };
    const settings = await checkMethod(tx.source, apiId, draft);
    return methodOf(await tx.insert("Method", { id, apiId, resourceId, httpMethod: verb, settings }));
  });
}

export async function getMethod(scope: Scope, input: MethodKey): Promise<MethodResult> {
  return read(scope, async (source) => methodOf(await getMethodRow(source, scope, input)));
}

/** How the history names the change of a part of a method, and what else must hold of the draft. */
type MethodIntent = { action: string; summary: string; check: (source: Source, apiId: string, draft: Method) => Promise<void> };

/** The one entry for changes of a method, its integration and its responses included. */
export async function updateMethod(
  scope: Scope,
  key: MethodKey,
  change: (draft: Method) => Method,
  options: UpdateOptions & Partial<MethodIntent> = {},
): Promise<MethodResult> {
  const { action = "method:update", summary = `Change method ${key.httpMethod}` } = options;
  return write(scope, { action, api: key.restApiId, summary }, async (tx) => {
    const { path } = await getResourceRow(tx.source, scope, key);
    const row = await methodRowOf(tx.source, key);
    tx.tellOf(path);
    await demandVersion(tx.source, row, options.expectedVersion, `The method ${row.httpMethod}`);
    const draft = change(structuredClone(row.settings));
    await options.check?.(tx.source, key.restApiId, draft);
    const settings = await checkMethod(tx.source, key.restApiId, draft);
    return methodOf(await tx.update("Method", row, { settings }));
  });
}

export async function deleteMethod(scope: Scope, input: MethodKey): Promise<void> {
  const intent = { action: "method:delete", api: input.restApiId, summary: `Delete method ${input.httpMethod}` };
  await write(scope, intent, async (tx) => {
    const { path } = await getResourceRow(tx.source, scope, input);
    const row = await methodRowOf(tx.source, input);
    tx.tellOf(path);
    await tx.remove("Method", { id: row.id });
  });
}

export function methodRowId(resourceId: string, verb: string): string {
  return `${resourceId}/${verb}`;
}

export function methodOf(row: Rows["Method"]): MethodResult {
  return { ...row.settings, entityVersion: row.version };
}

export async function getMethodRow(source: Source, scope: Scope, key: MethodKey): Promise<Rows["Method"]> {
  await getResourceRow(source, scope, key);
  return methodRowOf(source, key);
}

/** The row of a method of a resource that was found. */
async function methodRowOf(source: Source, key: MethodKey): Promise<Rows["Method"]> {
  const row = await table(source, "Method").findUnique({ where: { id: methodRowId(key.resourceId, key.httpMethod) } });
  if (row === null) throw unknownMethod();
  return row;
}

export function parseVerb(text: string): HttpVerb {
  const verb = httpVerbs.find((known) => known === text);
  if (verb !== undefined) return verb;
  throw badRequest("Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
}

const authorizationTypes = ["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS", "JWT"];

/** The rules of a method, in the order in which the service checks them. */
export async function checkMethod(source: Source, apiId: string, draft: unknown): Promise<Method> {
  const parsed = checkShape(methodSchema, draft);
  const method = { ...parsed, authorizationType: parsed.authorizationType.toUpperCase() };
  await checkAuthorization(source, apiId, method);
  if (method.requestValidatorId !== undefined) {
    const validator = await table(source, "RequestValidator").findUnique({ where: { id: method.requestValidatorId } });
    if (validator?.apiId !== apiId) throw badRequest("Invalid Request Validator identifier specified");
  }
  await demandModels(source, apiId, method.requestModels);
  checkRequestParameters(method.requestParameters);
  return cleanMethod(method);
}

async function checkAuthorization(source: Source, apiId: string, method: Method): Promise<void> {
  const { authorizationType: type, authorizerId } = method;
  if (!authorizationTypes.includes(type)) {
    throw badRequest(`Invalid Authorization Type specified. Valid options are [${authorizationTypes.join(", ")}]`);
  }
  if (type === "NONE" || type === "AWS_IAM") return;
  const authorizer = authorizerId === undefined ? null : await table(source, "Authorizer").findUnique({ where: { id: authorizerId } });
  if (authorizer?.apiId === apiId) return;
  throw badRequest(
    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
  );
}

/** Every model that content types name must be a model of the API. */
export async function demandModels(source: Source, apiId: string, models: Record<string, string> | undefined): Promise<void> {
  for (const name of new Set(Object.values(models ?? {}))) {
    const known = await table(source, "Model").count({ where: { apiId, name } });
    if (known === 0) throw badRequest(`Invalid model identifier specified: ${name}`);
  }
}

export function checkRequestParameters(parameters: Record<string, boolean> | undefined): void {
  const names = new Set<string>();
  for (const text of Object.keys(parameters ?? {})) {
    const parsed = parseMethodParameter(text);
    if (!parsed.ok) throw validationResult("Invalid mapping expression specified", [parsed.error]);
    if (names.has(parsed.value.name)) throw badRequest("Parameter names must be unique across querystring, header and path");
    names.add(parsed.value.name);
  }
}

/** Without empty members; a `requestValidatorId` or `authorizerId` that does not apply stays as it was given. */
export function cleanMethod(method: Method): Method {
  const { methodResponses, methodIntegration, ...members } = method;
  const responses = Object.entries(methodResponses ?? {}).map(([status, response]) => [status, withoutEmpty(response)] as const);
  return withoutEmpty({
    ...members,
    ...(responses.length === 0 ? {} : { methodResponses: Object.fromEntries(responses) }),
    ...(methodIntegration === undefined ? {} : { methodIntegration: cleanIntegration(methodIntegration) }),
  });
}

function cleanIntegration(integration: NonNullable<Method["methodIntegration"]>): NonNullable<Method["methodIntegration"]> {
  const { cacheKeyParameters, integrationResponses, ...members } = integration;
  const responses = Object.entries(integrationResponses ?? {}).map(([status, response]) => {
    // Templates that were given stay, also when there are none of them.
    const { responseTemplates } = response;
    return [status, { ...withoutEmpty(response), ...(responseTemplates === undefined ? {} : { responseTemplates }) }] as const;
  });
  const clean = withoutEmpty({ ...members, ...(responses.length === 0 ? {} : { integrationResponses: Object.fromEntries(responses) }) });
  // The service always shows the list, also when it is empty.
  return { ...clean, cacheKeyParameters };
}
