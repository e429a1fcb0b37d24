import { newId } from "../base/ids.ts";
import { badRequest } from "./errors.ts";
import type { Import, ImportErrors } from "./import-job.ts";
import type { NewRow } from "./journal.ts";
import { checkPathPart, childPath, isGreedy, isVariable, removeResources } from "./resources.ts";
import { type Rows, table } from "./rows.ts";

/** Makes the resources of every path of the plan, parents included; paths to ids, without paths that are wrong. */
export async function placeResources({ tx, scope, api, plan, mode }: Import, errors: ImportErrors): Promise<Map<string, string>> {
  const rows = await table(tx.source, "Resource").findMany({ where: { apiId: api.id } });
  const wanted = withParents(plan.paths);
  if (mode === "overwrite") {
    await removeResources(
      tx,
      rows.filter((row) => !wanted.has(row.path)).map((row) => row.id),
    );
  }
  const kept = rows.filter((row) => mode === "merge" || wanted.has(row.path));
  const tree = makeTree(kept);
  const added: NewRow<"Resource">[] = [];
  // In the document's order, parents before what is below them.
  for (const path of wanted) {
    if (tree.ids.has(path)) continue;
    const { parentPath, pathPart } = splitPath(path);
    const parentId = tree.ids.get(parentPath);
    // Below a wrong path there is nothing more to say.
    if (parentId === undefined) continue;
    const place = errors.collect(`Unable to create resource at path '${path}'`, () => demandPlace(tree, { path, parentPath, pathPart }));
    if (place === undefined) continue;
    const row = { id: newId(scope.random), apiId: api.id, parentId, pathPart, path };
    tree.ids.set(path, row.id);
    added.push(row);
  }
  await tx.insertMany("Resource", added);
  return tree.ids;
}

function withParents(paths: readonly string[]): Set<string> {
  const all = new Set(["/"]);
  for (const path of paths) {
    let current = "";
    for (const part of path.split("/").filter((text) => text !== "")) {
      current = childPath(current === "" ? "/" : current, part);
      all.add(current);
    }
  }
  return all;
}

type Tree = { ids: Map<string, string>; variables: Map<string, string> };

function makeTree(rows: readonly Rows["Resource"][]): Tree {
  const variables = new Map<string, string>();
  for (const { path, pathPart } of rows) {
    if (pathPart !== null && isVariable(pathPart)) variables.set(splitPath(path).parentPath, pathPart);
  }
  return { ids: new Map(rows.map((row) => [row.path, row.id])), variables };
}

function splitPath(path: string): { parentPath: string; pathPart: string } {
  const slash = path.lastIndexOf("/");
  return { parentPath: slash === 0 ? "/" : path.slice(0, slash), pathPart: path.slice(slash + 1) };
}

type Place = { path: string; parentPath: string; pathPart: string };

function demandPlace(tree: Tree, place: Place): Place {
  const { parentPath, pathPart } = place;
  checkPathPart(pathPart);
  const parentPart = splitPath(parentPath).pathPart;
  if (isGreedy(parentPart)) throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parentPart}`);
  if (!isVariable(pathPart)) return place;
  const sibling = tree.variables.get(parentPath);
  if (sibling !== undefined) {
    throw badRequest(`A sibling (${sibling}) of this resource already has a variable path part -- only one is allowed`);
  }
  tree.variables.set(parentPath, pathPart);
  return place;
}
