import type { RestApiDefinition } from "../definition/rest-api.ts";
import type { Route, V2ApiDefinition, V2Integration } from "../definition/v2-api.ts";
import { type CloneIds, cloneIds } from "./clone-ids.ts";
import type { NewRow, WriteTx } from "./journal.ts";
import { type RowModel, type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";

/** What belongs to the definition of an API and its tests; stages and deployments do not. Parents come before children. */
const definitionModels = [
  "Resource",
  "Method",
  "Model",
  "RequestValidator",
  "Authorizer",
  "GatewayResponse",
  "Route",
  "Integration",
  "DocumentationPart",
  "DocumentationVersion",
  "TemplateTest",
  "SavedRequest",
  "Suite",
  "LintSettings",
] as const satisfies readonly RowModel[];

type DefinitionModel = (typeof definitionModels)[number];
type AnyRow = Rows[DefinitionModel];

type Copied = {
  from: Rows["Api"];
  toId: string;
  /** Of the copy. */
  settings: Rows["Api"]["settings"];
  /** What was deployed may have parts that the draft has not; they get ids too. */
  definitions?: readonly (RestApiDefinition | V2ApiDefinition)[];
};

/** Copies an API without its stages and its deployments; the ids that its parts have got. */
export async function cloneDefinition(tx: WriteTx, scope: Scope, { from, toId, settings, definitions = [] }: Copied): Promise<CloneIds> {
  const { workspaceId, kind } = from;
  // The API's own policy names it.
  const own = JSON.parse(JSON.stringify(settings).replaceAll(from.id, toId)) as Rows["Api"]["settings"];
  await tx.insert("Api", { id: toId, workspaceId, kind, name: settings.name, settings: own, createdAt: tx.at });
  const loaded: [DefinitionModel, AnyRow[]][] = [];
  for (const model of definitionModels) loaded.push([model, await rowsOf(tx.source, model, from.id)]);
  const ids = [...loaded.flatMap(([model, rows]) => idsOfRows(model, rows)), ...definitions.flatMap(idsOfDefinition)];
  const clone = cloneIds(scope, from.id, toId, ids);
  for (const [model, rows] of loaded) await insertAll(tx, model, clone.remap(rows));
  return clone;
}

async function rowsOf(source: Source, model: DefinitionModel, apiId: string): Promise<AnyRow[]> {
  const rows = await table(source, model).findMany({ where: { apiId }, orderBy: [{ id: "asc" }] });
  // Resources below others go in after those.
  return model === "Resource" ? [...(rows as Rows["Resource"][])].sort((a, b) => (a.path < b.path ? -1 : 1)) : rows;
}

async function insertAll(tx: WriteTx, model: DefinitionModel, rows: readonly AnyRow[]): Promise<void> {
  // The rows are of this model's table; what the write fills in goes.
  const fresh = rows.map(({ version: _, ...row }) => row) as NewRow<DefinitionModel>[];
  if (fresh.length > 0) await tx.insertMany(model, fresh);
}

/** Rows whose ids are made of those of others and of names. */
const composed: ReadonlySet<DefinitionModel> = new Set(["Method", "GatewayResponse", "DocumentationVersion", "LintSettings"]);

function idsOfRows(model: DefinitionModel, rows: readonly AnyRow[]): string[] {
  if (composed.has(model)) return [];
  const own = rows.map(({ id }) => id);
  if (model === "Route") return [...own, ...(rows as Rows["Route"][]).flatMap(({ settings }) => routeResponseIds(settings))];
  if (model !== "Integration") return own;
  return [...own, ...(rows as Rows["Integration"][]).flatMap(({ settings }) => integrationResponseIds(settings))];
}

function routeResponseIds({ routeResponses = [] }: Pick<Route, "routeResponses">): string[] {
  return routeResponses.map(({ routeResponseId }) => routeResponseId);
}

function integrationResponseIds({ integrationResponses = [] }: Pick<V2Integration, "integrationResponses">): string[] {
  return integrationResponses.map(({ integrationResponseId }) => integrationResponseId);
}

function idsOfDefinition(definition: RestApiDefinition | V2ApiDefinition): string[] {
  if (definition.kind === "REST") {
    const { resources, models, requestValidators, authorizers } = definition;
    return [...resources, ...models, ...requestValidators, ...authorizers].map(({ id }) => id);
  }
  const { routes, integrations, authorizers, models } = definition;
  return [
    ...routes.flatMap((route) => [route.routeId, ...routeResponseIds(route)]),
    ...integrations.flatMap((integration) => [integration.integrationId, ...integrationResponseIds(integration)]),
    ...authorizers.map(({ authorizerId }) => authorizerId),
    ...models.map(({ modelId }) => modelId),
  ];
}
