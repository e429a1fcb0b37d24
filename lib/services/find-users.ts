import type { Method } from "../definition/rest-api.ts";
import { modelsIn, referencesIn } from "../definition/used-models.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read } from "./write.ts";

/** Something of an API that other parts of it name. */
export type Named =
  | { kind: "model"; name: string }
  | { kind: "requestValidator"; id: string }
  | { kind: "authorizer"; id: string }
  | { kind: "deployment"; id: string }
  | { kind: "stageVariable"; name: string };

export type User = { kind: "method" | "model" | "stage"; label: string; resourceId?: string; httpMethod?: string; name?: string };

/** Who uses a part of an API: what a deletion would break. */
export async function findUsersOf(scope: Scope, input: { restApiId: string; named: Named }): Promise<User[]> {
  const { restApiId: apiId, named } = input;
  return read(scope, async (source) => {
    await getApiRow(source, scope, apiId);
    if (named.kind === "deployment") return stageUsers(source, apiId, named.id);
    const users = await methodUsers(source, apiId, (method) => usesIn(method, named));
    return named.kind === "model" ? [...users, ...(await modelUsers(source, { apiId, name: named.name }))] : users;
  });
}

/** Who uses each model of an API, by the model's name; methods and models are read once. */
export async function findUsersOfModels(scope: Scope, restApiId: string): Promise<Map<string, string[]>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, restApiId);
    const where = { apiId: restApiId };
    const [models, methods, resources] = await Promise.all([
      table(source, "Model").findMany({ where }),
      table(source, "Method").findMany({ where }),
      source.resource.findMany({ where, select: { id: true, path: true } }),
    ]);
    const paths = new Map(resources.map((row) => [row.id, row.path]));
    const users = new Map<string, string[]>(models.map(({ name }) => [name, []]));
    for (const { settings, httpMethod, resourceId } of methods) {
      for (const name of modelsIn(settings)) users.get(name)?.push(`${httpMethod} ${paths.get(resourceId) ?? ""}`);
    }
    for (const { name, settings } of models) {
      for (const named of referencesIn(settings.schema)) if (named !== name) users.get(named)?.push(name);
    }
    return users;
  });
}

/** The methods that each authorizer of an API decides about, by its id. */
export async function findUsersOfAuthorizers(scope: Scope, restApiId: string): Promise<Map<string, string[]>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, restApiId);
    const users = new Map<string, string[]>();
    for (const { label, authorizerId } of await authorizedMethods(source, restApiId)) {
      users.set(authorizerId, [...(users.get(authorizerId) ?? []), label]);
    }
    return users;
  });
}

async function authorizedMethods(source: Source, apiId: string): Promise<{ label: string; authorizerId: string }[]> {
  const [methods, resources] = await Promise.all([
    table(source, "Method").findMany({ where: { apiId } }),
    source.resource.findMany({ where: { apiId }, select: { id: true, path: true } }),
  ]);
  const paths = new Map(resources.map((row) => [row.id, row.path]));
  return methods.flatMap(({ settings: { authorizerId }, httpMethod, resourceId }) =>
    authorizerId === undefined ? [] : [{ label: `${httpMethod} ${paths.get(resourceId) ?? ""}`, authorizerId }],
  );
}

/** Sentences that name the users of a model. */
export async function findModelUsers(source: Source, model: Rows["Model"]): Promise<string[]> {
  const { apiId, name } = model;
  const methods = await methodUsers(source, apiId, (method) => usesIn(method, { kind: "model", name }));
  return [...methods, ...(await modelUsers(source, { apiId, name }))].map((user) => `${user.kind}: ${user.label}`);
}

function usesIn(method: Method, named: Exclude<Named, { kind: "deployment" }>): boolean {
  switch (named.kind) {
    case "model":
      return modelsIn(method).has(named.name);
    case "requestValidator":
      return method.requestValidatorId === named.id;
    case "authorizer":
      return method.authorizerId === named.id;
    case "stageVariable":
      return new RegExp(`stageVariables\\W{1,4}${named.name.replace(/\W/g, "")}\\b`).test(JSON.stringify(method.methodIntegration ?? {}));
  }
}

export async function methodUsers(source: Source, apiId: string, uses: (method: Method) => boolean): Promise<User[]> {
  const methods = (await table(source, "Method").findMany({ where: { apiId } })).filter((row) => uses(row.settings));
  if (methods.length === 0) return [];
  const resources = await table(source, "Resource").findMany({ where: { id: { in: methods.map((row) => row.resourceId) } } });
  const paths = new Map(resources.map((row) => [row.id, row.path]));
  return methods.map(({ resourceId, httpMethod }) => ({
    kind: "method",
    label: `${httpMethod} ${paths.get(resourceId) ?? ""}`,
    resourceId,
    httpMethod,
  }));
}

async function modelUsers(source: Source, named: { apiId: string; name: string }): Promise<User[]> {
  const models = await table(source, "Model").findMany({ where: { apiId: named.apiId } });
  return models
    .filter((model) => model.name !== named.name && referencesIn(model.settings.schema).has(named.name))
    .map(({ name }) => ({ kind: "model", label: name, name }));
}

async function stageUsers(source: Source, apiId: string, deploymentId: string): Promise<User[]> {
  const stages = await table(source, "Stage").findMany({ where: { apiId } });
  return stages
    .filter((stage) => stage.deploymentId === deploymentId || stage.settings.canarySettings?.deploymentId === deploymentId)
    .map(({ name }) => ({ kind: "stage", label: name, name }));
}
