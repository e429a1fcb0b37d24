import { newId } from "../../base/ids.ts";
import { type Route, type RouteResponse, routeResponseSchema, routeSchema } from "../../definition/v2-api.ts";
import { checkShape, type Loose, withoutEmpty } from "../check-shape.ts";
import { badRequest, conflict, notFound } from "../errors.ts";
import { type Rows, type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { demandVersion, read, type UpdateOptions } from "../write.ts";
import { changeV2Api, getV2ApiRow } from "./change-api.ts";
import { mergeMembers } from "./merge-members.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";
import { type V2Rows, v2Table } from "./v2-rows.ts";

export type RouteResult = Omit<Route, "routeResponses"> & { entityVersion: number };
export type RouteIdentity = { apiId: string; routeId: string };
type RouteMembers = Loose<Omit<Route, "routeId" | "routeResponses" | "apiGatewayManaged">>;

const routesMax = 10_000;

export async function createRoute(
  scope: Scope,
  { apiId, ...members }: RouteMembers & { apiId: string; routeKey: string },
): Promise<RouteResult> {
  return changeV2Api(scope, { action: "route:create", apiId, summary: `Create route ${members.routeKey}` }, async (tx, api) => {
    const draft = { apiKeyRequired: false, authorizationType: "NONE", ...withoutEmpty(members), routeId: newId(scope.random) };
    const { routeId, routeKey, ...settings } = await checkRoute(tx.source, api, draft);
    if ((await table(tx.source, "Route").count({ where: { apiId } })) >= routesMax)
      throw badRequest(`An API has at most ${routesMax} routes`);
    return routeOf(await tx.insert("Route", { id: routeId, apiId, routeKey, settings }));
  });
}

export async function getRoute(scope: Scope, key: RouteIdentity): Promise<RouteResult> {
  return read(scope, async (source) => routeOf(await getRouteRow(source, scope, key)));
}

export async function getRoutes(scope: Scope, input: { apiId: string } & V2PageInput): Promise<V2Page<RouteResult>> {
  return read(scope, async (source) => {
    await getV2ApiRow(source, scope, input.apiId);
    const rows = await table(source, "Route").findMany({ where: { apiId: input.apiId }, orderBy: [{ id: "asc" }] });
    const page = v2PageOf(rows, (row) => row.id, input);
    return { ...page, items: page.items.map(routeOf) };
  });
}

export async function updateRoute(
  scope: Scope,
  { apiId, routeId, ...members }: RouteIdentity & RouteMembers,
  { expectedVersion }: UpdateOptions = {},
): Promise<RouteResult> {
  return changeV2Api(scope, { action: "route:update", apiId, summary: "Change a route" }, async (tx, api) => {
    const row = await getRouteRow(tx.source, scope, { apiId, routeId });
    await demandVersion(tx.source, row, expectedVersion, `Route ${row.routeKey}`);
    const before = { ...row.settings, routeId, routeKey: row.routeKey };
    const { routeId: _, routeKey, ...settings } = await checkRoute(tx.source, api, mergeMembers(before, members, ["requestParameters"]));
    return routeOf(await tx.update("Route", row, { routeKey, settings }));
  });
}

export async function deleteRoute(scope: Scope, { apiId, routeId }: RouteIdentity): Promise<void> {
  await changeV2Api(scope, { action: "route:delete", apiId, summary: "Delete a route" }, async (tx) => {
    await getRouteRow(tx.source, scope, { apiId, routeId });
    await tx.remove("Route", { id: routeId });
  });
}

export async function deleteRouteRequestParameter(scope: Scope, key: RouteIdentity & { requestParameterKey: string }): Promise<void> {
  const { apiId, requestParameterKey: name } = key;
  await changeV2Api(scope, { action: "route:update", apiId, summary: `Remove request parameter ${name}` }, async (tx) => {
    const row = await getRouteRow(tx.source, scope, key);
    const { [name]: gone, ...requestParameters } = row.settings.requestParameters ?? {};
    if (gone === undefined) throw notFound("Invalid request parameter specified");
    await tx.update("Route", row, { settings: withoutEmpty({ ...row.settings, requestParameters }) });
  });
}

export type RouteResponseIdentity = RouteIdentity & { routeResponseId: string };
type ResponseMembers = Loose<Omit<RouteResponse, "routeResponseId">>;

export async function createRouteResponse(scope: Scope, input: RouteIdentity & ResponseMembers): Promise<RouteResponse> {
  const { apiId, routeId, ...members } = input;
  return changeV2Api(scope, { action: "route-response:create", apiId, summary: "Create a route response" }, async (tx, api) => {
    if (api.kind !== "WEBSOCKET") throw badRequest("Route responses are only supported for WebSocket APIs");
    const row = await getRouteRow(tx.source, scope, { apiId, routeId });
    const response = checkShape(routeResponseSchema, { ...withoutEmpty(members), routeResponseId: newId(scope.random) });
    const responses = row.settings.routeResponses ?? [];
    if (responses.some(({ routeResponseKey }) => routeResponseKey === response.routeResponseKey)) {
      throw conflict(`Route response with key ${response.routeResponseKey} already exists for this route`);
    }
    await tx.update("Route", row, { settings: { ...row.settings, routeResponses: [...responses, response] } });
    return response;
  });
}

export async function getRouteResponse(scope: Scope, key: RouteResponseIdentity): Promise<RouteResponse> {
  return read(scope, async (source) => findResponse(await getRouteRow(source, scope, key), key.routeResponseId));
}

export async function getRouteResponses(scope: Scope, input: RouteIdentity & V2PageInput): Promise<V2Page<RouteResponse>> {
  return read(scope, async (source) => {
    const row = await getRouteRow(source, scope, input);
    return v2PageOf(row.settings.routeResponses ?? [], (response) => response.routeResponseId, input);
  });
}

export async function updateRouteResponse(scope: Scope, input: RouteResponseIdentity & ResponseMembers): Promise<RouteResponse> {
  const { apiId, routeId, routeResponseId, ...members } = input;
  return changeV2Api(scope, { action: "route-response:update", apiId, summary: "Change a route response" }, async (tx) => {
    const row = await getRouteRow(tx.source, scope, { apiId, routeId });
    const after = checkShape(routeResponseSchema, mergeMembers(findResponse(row, routeResponseId), members));
    const routeResponses = (row.settings.routeResponses ?? []).map((each) => (each.routeResponseId === routeResponseId ? after : each));
    await tx.update("Route", row, { settings: { ...row.settings, routeResponses } });
    return after;
  });
}

export async function deleteRouteResponse(scope: Scope, key: RouteResponseIdentity): Promise<void> {
  await changeV2Api(scope, { action: "route-response:delete", apiId: key.apiId, summary: "Delete a route response" }, async (tx) => {
    const row = await getRouteRow(tx.source, scope, key);
    const gone = findResponse(row, key.routeResponseId);
    const routeResponses = (row.settings.routeResponses ?? []).filter((each) => each !== gone);
    await tx.update("Route", row, { settings: withoutEmpty({ ...row.settings, routeResponses }) });
  });
}

function findResponse(row: Rows["Route"], routeResponseId: string): RouteResponse {
  const response = row.settings.routeResponses?.find((each) => each.routeResponseId === routeResponseId);
  if (response === undefined) throw notFound("Invalid RouteResponse identifier specified");
  return response;
}

async function getRouteRow(source: Source, scope: Scope, key: RouteIdentity): Promise<Rows["Route"]> {
  await getV2ApiRow(source, scope, key.apiId);
  const row = await table(source, "Route").findUnique({ where: { id: key.routeId } });
  if (row?.apiId !== key.apiId) throw notFound("Invalid Route identifier specified");
  return row;
}

const httpKeyPattern = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) (\/.*)$/;

/** The rules of a route; what it names has to be there. */
export async function checkRoute(source: Source, api: V2Rows["Api"], draft: unknown): Promise<Route> {
  const route = checkShape(routeSchema, draft);
  if (api.kind === "HTTP") checkHttpRoute(route);
  const [other] = await table(source, "Route").findMany({ where: { apiId: api.id, routeKey: route.routeKey } });
  if (other !== undefined && other.id !== route.routeId) throw conflict(`Route with key ${route.routeKey} already exists for this API`);
  if (route.target !== undefined) await demandTarget(source, api.id, route.target);
  await checkAuthorization(source, api, route);
  return route;
}

function checkHttpRoute({ routeKey, requestModels, requestParameters, apiKeyRequired }: Route): void {
  const match = httpKeyPattern.exec(routeKey);
  if (routeKey !== "$default" && match === null) {
    throw badRequest(
      'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
    );
  }
  if (match !== null) checkPath(match[2] ?? "", routeKey);
  if (requestModels !== undefined) throw badRequest("Request models are not currently supported for HTTP APIs");
  if (requestParameters !== undefined) throw badRequest("Request parameters are not currently supported for HTTP APIs");
  if (apiKeyRequired) throw badRequest("ApiKeyRequired is not currently supported for HTTP APIs");
}

function checkPath(path: string, routeKey: string): void {
  const segments = path.slice(1).split("/");
  const names = new Set<string>();
  for (const [index, segment] of segments.entries()) {
    const variable = /^\{([\w.:-]+)(\+)?\}$/.exec(segment);
    if (variable === null) {
      if (/[{}]/.test(segment)) throw badRequest(`Invalid route key ${routeKey}: a path variable has to be a whole segment`);
      continue;
    }
    if (variable[2] !== undefined && index < segments.length - 1)
      throw badRequest(`Invalid route key ${routeKey}: a greedy variable has to be last`);
    if (names.has(variable[1] ?? "")) throw badRequest(`Invalid route key ${routeKey}: the variable ${variable[1]} is there twice`);
    names.add(variable[1] ?? "");
  }
}

async function demandTarget(source: Source, apiId: string, target: string): Promise<void> {
  const id = /^integrations\/(.+)$/.exec(target)?.[1];
  const row = id === undefined ? null : await table(source, "Integration").findUnique({ where: { id } });
  if (row?.apiId !== apiId) throw badRequest(`Invalid target specified: ${target}`);
}

async function checkAuthorization(source: Source, api: V2Rows["Api"], route: Route): Promise<void> {
  const { authorizationType, authorizerId } = route;
  if (authorizationType === "NONE" || authorizationType === "AWS_IAM") return;
  if (api.kind === "WEBSOCKET" && (authorizationType === "JWT" || route.routeKey !== "$connect")) {
    throw badRequest("Currently, authorization restriction is supported on the $connect route only");
  }
  const row = authorizerId === undefined ? null : await v2Table(source, "Authorizer").findUnique({ where: { id: authorizerId } });
  if (row?.apiId !== api.id) throw badRequest("Invalid authorizer id specified for route");
  const wanted = authorizationType === "JWT" ? "JWT" : "REQUEST";
  if (row.settings.authorizerType !== wanted) throw badRequest(`Authorizer ${row.name} is not of the type that ${authorizationType} needs`);
}

function routeOf({ id: routeId, routeKey, settings, version }: Rows["Route"]): RouteResult {
  const { routeResponses: _, ...members } = settings;
  return { ...members, routeId, routeKey, entityVersion: version };
}
