import type { DefinitionChange } from "../definition/diff.ts";
import type { Route, V2ApiDefinition, V2Authorizer, V2Integration } from "../definition/v2-api.ts";
import { editsBetween } from "../definition/v2-edits.ts";
import type { Command } from "./command.ts";
import type { Script } from "./render-aws-cli.ts";
import { createCommands, type MakeV2, nameV2, nothingOfV2, type V2Selection } from "./v2-commands.ts";

/** Two definitions of an HTTP or WebSocket API, and how the second differs. */
export type V2Diff = { from: V2ApiDefinition; to: V2ApiDefinition; changes: readonly DefinitionChange[] };

/** Commands that make an API, which is as `from` says, what `to` says. */
export function v2DiffScript({ from, to, changes }: V2Diff): Script {
  const { known, make } = nameV2(withGone(from, to));
  const commands = [
    ...settingCommands(from, to, make),
    ...missing(from.routes, to.routes, routeKeyOf).map(({ routeId }) => make("delete-route", { routeId })),
    ...createCommands(to, { ...selectionOfV2(changes, to, ["added"]), routes: new Set() }, make),
    ...changedModels(from, to, make),
    ...pairs(from.authorizers, to.authorizers, authorizerIdOf).flatMap((pair) => changedAuthorizer(pair, make)),
    ...pairs(from.integrations, to.integrations, integrationIdOf).flatMap((pair) => changedIntegration(pair, make)),
    ...createCommands(to, { ...nothingOfV2, routes: selectionOfV2(changes, to, ["added"]).routes }, make),
    ...pairs(from.routes, to.routes, routeKeyOf).flatMap((pair) => changedRoute(pair, make)),
    // Last, when no route leads to them or names them any more.
    ...missing(from.integrations, to.integrations, integrationIdOf).map(({ integrationId }) =>
      make("delete-integration", { integrationId }),
    ),
    ...missing(from.authorizers, to.authorizers, authorizerIdOf).map(({ authorizerId }) => make("delete-authorizer", { authorizerId })),
    ...missing(from.models, to.models, ({ name }) => name).map(({ modelId }) => make("delete-model", { modelId })),
  ];
  return { known, commands };
}

/** What of `to` was added, or changed as well. */
export function selectionOfV2(
  changes: readonly DefinitionChange[],
  to: V2ApiDefinition,
  kinds: readonly DefinitionChange["kind"][],
): V2Selection {
  const wanted = changes.filter(({ kind }) => kinds.includes(kind));
  const names = (entity: DefinitionChange["entity"]) =>
    new Set(wanted.flatMap((change) => (change.entity === entity ? [change.name ?? ""] : [])));
  const keys = names("route");
  return {
    // What is left of the settings when CORS is gone is a change of the API.
    api: changes.some(({ entity }) => entity === "settings" || entity === "cors"),
    models: names("model"),
    authorizers: names("authorizer"),
    integrations: names("integration"),
    routes: new Set(to.routes.filter(({ routeKey }) => keys.has(routeKey)).map(({ routeId }) => routeId)),
  };
}

const routeKeyOf = ({ routeKey }: Route) => routeKey;
const integrationIdOf = ({ integrationId }: V2Integration) => integrationId;
const authorizerIdOf = ({ authorizerId }: V2Authorizer) => authorizerId;

/** Names for both sides: what is gone is named by the first, and a route that was made again is the one that is there. */
function withGone(from: V2ApiDefinition, to: V2ApiDefinition): V2ApiDefinition {
  return {
    ...to,
    routes: [...from.routes, ...missing(to.routes, from.routes, routeKeyOf)],
    integrations: [...to.integrations, ...missing(from.integrations, to.integrations, integrationIdOf)],
    authorizers: [...to.authorizers, ...missing(from.authorizers, to.authorizers, authorizerIdOf)],
  };
}

/** The ones that the others lack. */
function missing<Item>(items: readonly Item[], others: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const keys = new Set(others.map(keyOf));
  return items.filter((item) => !keys.has(keyOf(item)));
}

type Pair<Item> = { before: Item; after: Item };

function pairs<Item>(from: readonly Item[], to: readonly Item[], keyOf: (item: Item) => string): Pair<Item>[] {
  const former = new Map(from.map((item) => [keyOf(item), item]));
  return to.flatMap((after) => {
    const before = former.get(keyOf(after));
    return before === undefined ? [] : [{ before, after }];
  });
}

/** What an update says of members: texts that are gone are empty, and so are maps and lists. */
function updateOf<T extends object>(before: T, after: T, mergedMaps: readonly (keyof T & string)[] = []): Record<string, unknown> {
  const entries = Object.entries(editsBetween(before, after, mergedMaps)).map(([name, value]) => {
    const old: unknown = Reflect.get(before, name);
    return [name, value === "" && typeof old !== "string" ? emptyOf(name, old, mergedMaps) : value];
  });
  return Object.fromEntries(entries);
}

/** A number that is gone is what the service takes it for. */
const defaultTtlSeconds = 300;

function emptyOf(name: string, old: unknown, mergedMaps: readonly string[]): unknown {
  if (typeof old === "number") return defaultTtlSeconds;
  if (typeof old === "boolean") return false;
  if (Array.isArray(old)) return [];
  if (!mergedMaps.includes(name)) return {};
  return Object.fromEntries(Object.entries(old ?? {}).map(([key, value]) => [key, typeof value === "object" ? {} : ""]));
}

const isNothing = (update: Record<string, unknown>) => Object.keys(update).length === 0;

function settingCommands(from: V2ApiDefinition, to: V2ApiDefinition, make: MakeV2): Command[] {
  const { corsConfiguration: before, ...old } = from.settings;
  const { corsConfiguration: after, ...shall } = to.settings;
  const update = {
    ...updateOf(old, shall),
    ...(after === undefined ? {} : updateOf({ corsConfiguration: before }, { corsConfiguration: after })),
  };
  return [
    ...(isNothing(update) ? [] : [make("update-api", update)]),
    ...(before !== undefined && after === undefined ? [make("delete-cors-configuration", {})] : []),
  ];
}

function changedModels(from: V2ApiDefinition, to: V2ApiDefinition, make: MakeV2): Command[] {
  return pairs(from.models, to.models, ({ name }) => name).flatMap(
    ({ before: { modelId, ...before }, after: { modelId: _, ...after } }) => {
      const update = updateOf(before, after);
      return isNothing(update) ? [] : [make("update-model", { modelId, ...update })];
    },
  );
}

function changedAuthorizer({ before, after }: Pair<V2Authorizer>, make: MakeV2): Command[] {
  const update = updateOf(before, after);
  return isNothing(update) ? [] : [make("update-authorizer", { authorizerId: after.authorizerId, ...update })];
}

function changedIntegration({ before, after }: Pair<V2Integration>, make: MakeV2): Command[] {
  const { integrationId } = after;
  const update = updateOf(ownOfIntegration(before), ownOfIntegration(after), ["requestParameters", "responseParameters"]);
  const [old, shall] = [before.integrationResponses ?? [], after.integrationResponses ?? []];
  const keyOf = ({ integrationResponseKey }: { integrationResponseKey: string }) => integrationResponseKey;
  return [
    ...(isNothing(update) ? [] : [make("update-integration", { integrationId, ...update })]),
    ...missing(old, shall, keyOf).map(({ integrationResponseId }) =>
      make("delete-integration-response", { integrationId, integrationResponseId }),
    ),
    ...missing(shall, old, keyOf).map(({ integrationResponseId: _, ...response }) =>
      make("create-integration-response", { integrationId, ...response }),
    ),
    ...pairs(old, shall, keyOf).flatMap(({ before: { integrationResponseId, ...one }, after: { integrationResponseId: _, ...other } }) => {
      const changed = updateOf(one, other);
      return isNothing(changed) ? [] : [make("update-integration-response", { integrationId, integrationResponseId, ...changed })];
    }),
  ];
}

/** Without what other commands change, and the expression that the service chooses by itself. */
function ownOfIntegration(integration: V2Integration): Partial<V2Integration> {
  const {
    integrationId: _,
    apiGatewayManaged: __,
    integrationResponses: ___,
    integrationResponseSelectionExpression: ____,
    ...own
  } = integration;
  return own;
}

function changedRoute({ before, after }: Pair<Route>, make: MakeV2): Command[] {
  const { routeId } = before;
  const update = updateOf(ownOfRoute(before), ownOfRoute(after));
  const [old, shall] = [before.routeResponses ?? [], after.routeResponses ?? []];
  const keyOf = ({ routeResponseKey }: { routeResponseKey: string }) => routeResponseKey;
  const parameters = after.requestParameters ?? {};
  const gone = Object.keys(before.requestParameters ?? {}).filter((name) => !Object.hasOwn(parameters, name));
  const asked = updateOf({ requestParameters: before.requestParameters ?? {} }, { requestParameters: parameters });
  const isAsked = !isNothing(asked) && Object.keys(parameters).length > 0;
  return [
    ...(isNothing(update) && !isAsked ? [] : [make("update-route", { routeId, ...update, ...(isAsked ? asked : {}) })]),
    ...gone.map((requestParameterKey) => make("delete-route-request-parameter", { routeId, requestParameterKey })),
    ...missing(old, shall, keyOf).map(({ routeResponseId }) => make("delete-route-response", { routeId, routeResponseId })),
    ...missing(shall, old, keyOf).map(({ routeResponseId: _, ...response }) => make("create-route-response", { routeId, ...response })),
    ...pairs(old, shall, keyOf).flatMap(({ before: { routeResponseId, ...one }, after: { routeResponseId: _, ...other } }) => {
      const changed = updateOf(one, other);
      return isNothing(changed) ? [] : [make("update-route-response", { routeId, routeResponseId, ...changed })];
    }),
  ];
}

function ownOfRoute(route: Route): Partial<Route> {
  const { routeId: _, apiGatewayManaged: __, routeResponses: ___, requestParameters: ____, ...own } = route;
  return own;
}
