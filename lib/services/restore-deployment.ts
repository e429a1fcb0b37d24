import type { RestApiDefinition } from "../definition/rest-api.ts";
import { loadDeployment } from "./definitions.ts";
import { gatewayResponseRowId } from "./gateway-responses.ts";
import { batchesOf, type NewRow, type WriteTx } from "./journal.ts";
import { methodRowId } from "./methods.ts";
import { demandSameEndpoint, getApiRow } from "./rest-apis.ts";
import { type Rows, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { write } from "./write.ts";

/**
 * The draft becomes what a deployment froze, with the ids that everything had then: one change, which an undo takes back. Stages serve on
 * what they serve, and tests, saved requests and documentation stay.
 */
export async function restoreDeployment(scope: Scope, input: { restApiId: string; deploymentId: string }): Promise<void> {
  const { restApiId: apiId, deploymentId } = input;
  await write(scope, { action: "api:restore", api: apiId, summary: `Restore deployment ${deploymentId} to the draft` }, async (tx) => {
    const api = await getApiRow(tx.source, scope, apiId);
    const definition = await loadDeployment(tx.source, apiId, deploymentId);
    demandSameEndpoint(api.settings, definition.settings);
    await tx.update("Api", api, { name: definition.settings.name, settings: definition.settings });
    const { models, requestValidators, authorizers, gatewayResponses } = definition;
    await replace(
      tx,
      "Model",
      apiId,
      models.map(({ id, name, ...settings }) => ({ id, apiId, name, settings })),
    );
    await replace(
      tx,
      "RequestValidator",
      apiId,
      requestValidators.map(({ id, ...settings }) => ({ id, apiId, settings })),
    );
    await replace(
      tx,
      "Authorizer",
      apiId,
      authorizers.map(({ id, name, ...settings }) => ({ id, apiId, name, settings })),
    );
    await replace(
      tx,
      "GatewayResponse",
      apiId,
      gatewayResponses.map((settings) => {
        const { responseType } = settings;
        return { id: gatewayResponseRowId({ restApiId: apiId, responseType }), apiId, responseType, settings };
      }),
    );
    await replaceTree(tx, apiId, definition.resources);
  });
}

type NamedModel = "Model" | "RequestValidator" | "Authorizer" | "GatewayResponse";

/** Puts rows in the places of those that an API has; those whose name another one takes go first. */
async function replace<M extends NamedModel>(tx: WriteTx, model: M, apiId: string, wanted: readonly NewRow<M>[]): Promise<void> {
  const known = await table(tx.source, model).findMany({ where: { apiId } as never });
  const byId = new Map(wanted.map((row) => [row.id, row]));
  const stays = new Map<string, Rows[M]>();
  for (const row of known) {
    const next = byId.get(row.id);
    if (next !== undefined && nameOf(next) === nameOf(row)) stays.set(row.id, row);
  }
  await removeAll(
    tx,
    model,
    known.filter(({ id }) => !stays.has(id)).map(({ id }) => id),
  );
  for (const row of wanted) {
    const before = stays.get(row.id);
    if (before === undefined) await tx.insert(model, row);
    // The settings are of this model's rows.
    else await tx.update(model, before, { settings: row.settings } as Partial<Rows[M]>);
  }
}

const nameOf = (row: object) => ("name" in row ? row.name : undefined);

/** The same for resources and their methods: what moves goes and comes back, as a path is free for another one only then. */
async function replaceTree(tx: WriteTx, apiId: string, wanted: RestApiDefinition["resources"]): Promise<void> {
  const where = { apiId };
  const [resources, methods] = await Promise.all([
    table(tx.source, "Resource").findMany({ where }),
    table(tx.source, "Method").findMany({ where }),
  ]);
  const byId = new Map(wanted.map((resource) => [resource.id, resource]));
  const stays = new Set(
    resources
      .filter(({ id, path, parentId }) => byId.get(id)?.path === path && (byId.get(id)?.parentId ?? null) === parentId)
      .map(({ id }) => id),
  );
  const wantedMethods = new Map(
    wanted.flatMap(({ id: resourceId, resourceMethods }) =>
      Object.values(resourceMethods).map((settings) => {
        const { httpMethod } = settings;
        const id = methodRowId(resourceId, httpMethod);
        return [id, { id, apiId, resourceId, httpMethod, settings }] as const;
      }),
    ),
  );
  const staying = new Map(
    methods.filter(({ id, resourceId }) => stays.has(resourceId) && wantedMethods.has(id)).map((row) => [row.id, row]),
  );
  await removeAll(
    tx,
    "Method",
    methods.filter(({ id }) => !staying.has(id)).map(({ id }) => id),
  );
  await removeAll(
    tx,
    "Resource",
    resources.filter(({ id }) => !stays.has(id)).map(({ id }) => id),
  );
  const fresh = wanted
    .filter(({ id }) => !stays.has(id))
    .map(({ id, parentId, pathPart, path }) => ({ id, apiId, parentId: parentId ?? null, pathPart: pathPart ?? null, path }));
  if (fresh.length > 0) await tx.insertMany("Resource", fresh);
  const freshMethods = [...wantedMethods.values()].filter(({ id }) => !staying.has(id));
  if (freshMethods.length > 0) await tx.insertMany("Method", freshMethods);
  for (const [id, before] of staying) {
    const next = wantedMethods.get(id);
    if (next !== undefined) await tx.update("Method", before, { settings: next.settings });
  }
}

async function removeAll(tx: WriteTx, model: NamedModel | "Resource" | "Method", ids: readonly string[]): Promise<void> {
  for (const batch of batchesOf(ids)) await tx.remove(model, { id: { in: batch } } as never);
}
