import type { V2ApiDefinition } from "../../definition/v2-api.ts";
import { type Source, table } from "../rows.ts";
import { type V2Rows, v2Table } from "./v2-rows.ts";

/** The draft: everything that the next deployment would freeze. */
export async function loadV2Definition(source: Source, api: V2Rows["Api"]): Promise<V2ApiDefinition> {
  const where = { apiId: api.id };
  const [routes, integrations, authorizers, models] = await Promise.all([
    table(source, "Route").findMany({ where }),
    table(source, "Integration").findMany({ where }),
    v2Table(source, "Authorizer").findMany({ where }),
    v2Table(source, "Model").findMany({ where }),
  ]);
  return {
    kind: api.settings.protocolType,
    apiId: api.id,
    settings: api.settings,
    routes: sortBy(
      routes.map(({ id: routeId, routeKey, settings }) => ({ ...settings, routeId, routeKey })),
      (route) => route.routeKey,
    ),
    integrations: sortBy(
      integrations.map(({ id: integrationId, settings }) => ({ ...settings, integrationId })),
      (integration) => integration.integrationId,
    ),
    authorizers: sortBy(
      authorizers.map(({ id: authorizerId, name, settings }) => ({ ...settings, authorizerId, name })),
      (authorizer) => authorizer.authorizerId,
    ),
    models: sortBy(
      models.map(({ id: modelId, name, settings }) => ({ ...settings, modelId, name })),
      (model) => model.name,
    ),
  };
}

function sortBy<Item>(items: Item[], keyOf: (item: Item) => string): Item[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ item }) => item);
}

/** The definition in a snapshot's text. */
export function parseV2Snapshot(body: string): V2ApiDefinition {
  // Written from a definition of this kind, which the caller looked at first.
  return (JSON.parse(body) as { definition: V2ApiDefinition }).definition;
}
