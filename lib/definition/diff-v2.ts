import { type DefinitionChange, diffEntries, type Entry } from "./diff.ts";
import { httpVerbs } from "./http-verbs.ts";
import type { Route, V2ApiDefinition, V2Integration } from "./v2-api.ts";

/**
 * What `to` changes against `from` of an HTTP or WebSocket API. Routes and models are the same one by their names, integrations and
 * authorizers by their ids; responses are part of their route or integration. Equal content gives an empty list.
 */
export function diffV2Definitions(from: V2ApiDefinition, to: V2ApiDefinition): DefinitionChange[] {
  return diffEntries(entriesOf(from), entriesOf(to));
}

function entriesOf({ settings, routes, integrations, authorizers, models }: V2ApiDefinition): Map<string, Entry> {
  const { corsConfiguration, ...others } = settings;
  const entries = new Map<string, Entry>([["settings", { entity: "settings", label: "API settings", value: others }]]);
  if (corsConfiguration !== undefined) entries.set("cors", { entity: "cors", label: "CORS", value: corsConfiguration });
  for (const route of routes) entries.set(`route ${route.routeKey}`, routeEntry(route));
  for (const integration of integrations) {
    entries.set(`integration ${integration.integrationId}`, integrationEntry(integration, routes));
  }
  for (const { modelId: _, ...model } of models) {
    entries.set(`model ${model.name}`, { entity: "model", label: `model ${model.name}`, name: model.name, value: model });
  }
  for (const { authorizerId, ...authorizer } of authorizers) {
    const label = `authorizer ${authorizer.name}`;
    entries.set(`authorizer ${authorizerId}`, { entity: "authorizer", label, name: authorizerId, value: authorizer });
  }
  return entries;
}

function routeEntry({ routeId: _, routeKey, routeResponses = [], ...route }: Route): Entry {
  const responses = routeResponses.map(({ routeResponseId: __, routeResponseKey, ...response }) => [routeResponseKey, response] as const);
  const value = { ...route, ...(responses.length === 0 ? {} : { routeResponses: keyed(responses) }) };
  const [first = "", path] = routeKey.split(" ");
  const verb = httpVerbs.find((each) => each === first);
  const place = path !== undefined && verb !== undefined ? { verb, path } : {};
  return { entity: "route", label: `route ${routeKey}`, name: routeKey, value, ...place };
}

/** Integrations have no names of their own: they are called after the routes that lead to them. */
function integrationEntry(
  { integrationId: id, integrationResponses = [], ...integration }: V2Integration,
  routes: readonly Route[],
): Entry {
  const responses = integrationResponses.map(
    ({ integrationResponseId: _, integrationResponseKey, ...response }) => [integrationResponseKey, response] as const,
  );
  const value = { ...integration, ...(responses.length === 0 ? {} : { integrationResponses: keyed(responses) }) };
  const users = routes.filter(({ target }) => target === `integrations/${id}`).map(({ routeKey }) => routeKey);
  const label = `integration ${id}${users.length === 0 ? "" : ` of ${users.join(", ")}`}`;
  return { entity: "integration", label, name: id, value };
}

/** Responses by their keys. One without settings counts as well. */
function keyed(responses: readonly (readonly [string, object])[]): Record<string, unknown> {
  return Object.fromEntries(responses.map(([key, response]) => [key, Object.keys(response).length === 0 ? "no settings" : response]));
}
