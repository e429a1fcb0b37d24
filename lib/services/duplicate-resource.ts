import { newId } from "../base/ids.ts";
import type { Method } from "../definition/rest-api.ts";
import { badRequest, unknownResource } from "./errors.ts";
import { batchesOf, type NewRow } from "./journal.ts";
import { methodRowId } from "./methods.ts";
import { checkPlace, childPath, findResource, getResourceRow, greedyParent, isGreedy, loadBelow, type ResourceKey } from "./resources.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { write } from "./write.ts";

/** Copies a resource, everything below it and all methods to another place, as one revision. */
export async function duplicateResource(
  scope: Scope,
  input: ResourceKey & { parentId: string; pathPart: string },
): Promise<{ resourceId: string; path: string }> {
  const { restApiId: apiId, parentId, pathPart } = input;
  return write(scope, { action: "resource:create", api: apiId, summary: `Duplicate a resource as ${pathPart}` }, async (tx) => {
    const row = await getResourceRow(tx.source, scope, input);
    if (row.parentId === null) throw badRequest("Cannot duplicate the root resource");
    const parent = await findResource(tx.source, apiId, parentId);
    if (parent === undefined) throw unknownResource();
    await checkPlace(tx.source, { parent, pathPart });
    const below = await loadBelow(tx.source, row);
    if (below.length > 0 && isGreedy(pathPart)) throw greedyParent(pathPart);
    // Parents are shorter than what is below them.
    const originals = [row, ...below.sort((a, b) => a.path.length - b.path.length)];
    const path = childPath(parent.path, pathPart);
    const copies = copyResources(originals, { id: () => newId(scope.random), parentId: parent.id, pathPart, path });
    const methods = await loadMethodsOf(tx.source, originals);
    await tx.insertMany("Resource", [...copies.values()]);
    await tx.insertMany(
      "Method",
      methods.map((method) => copyMethod(method, copies.get(method.resourceId)?.id ?? "")),
    );
    return { resourceId: copies.get(row.id)?.id ?? "", path };
  });
}

type Target = { id: () => string; parentId: string; pathPart: string; path: string };

/** The copies by the id of their original. */
function copyResources([top, ...below]: readonly Rows["Resource"][], target: Target): Map<string, NewRow<"Resource">> {
  const copies = new Map<string, NewRow<"Resource">>();
  if (top === undefined) return copies;
  const { apiId } = top;
  copies.set(top.id, { id: target.id(), apiId, parentId: target.parentId, pathPart: target.pathPart, path: target.path });
  for (const row of below) {
    const parentId = copies.get(row.parentId ?? "")?.id ?? null;
    copies.set(row.id, { id: target.id(), apiId, parentId, pathPart: row.pathPart, path: target.path + row.path.slice(top.path.length) });
  }
  return copies;
}

async function loadMethodsOf(source: Source, resources: readonly Rows["Resource"][]): Promise<Rows["Method"][]> {
  const methods: Rows["Method"][] = [];
  for (const batch of batchesOf(resources.map(({ id }) => id))) {
    methods.push(...(await table(source, "Method").findMany({ where: { resourceId: { in: batch } } })));
  }
  return methods;
}

function copyMethod(row: Rows["Method"], resourceId: string): NewRow<"Method"> {
  const { apiId, httpMethod } = row;
  return { id: methodRowId(resourceId, httpMethod), apiId, resourceId, httpMethod, settings: withOwnCache(row, resourceId) };
}

/** A cache namespace that nobody chose is the id of the resource. */
function withOwnCache({ settings, resourceId: original }: Rows["Method"], resourceId: string): Method {
  const { methodIntegration } = settings;
  if (methodIntegration === undefined || methodIntegration.cacheNamespace !== original) return settings;
  return { ...settings, methodIntegration: { ...methodIntegration, cacheNamespace: resourceId } };
}
