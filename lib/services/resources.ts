import { groupBy } from "../base/group-by.ts";
import { newId } from "../base/ids.ts";
import type { HttpVerb, Method, Resource } from "../definition/rest-api.ts";
import { badRequest, conflict, unknownResource } from "./errors.ts";
import { batchesOf, type WriteTx } from "./journal.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type ResourceResult = {
  id: string;
  parentId?: string;
  pathPart?: string;
  path: string;
  /** Methods by verb; empty objects unless they were asked for with `embed`. */
  resourceMethods?: { [Verb in HttpVerb]?: Method | Record<string, never> };
  entityVersion: number;
};

export type ResourceKey = { restApiId: string; resourceId: string };
/** Where a resource is; changing it renames or moves the subtree. */
export type ResourceDraft = { parentId?: string | undefined; pathPart?: string | undefined };
type Embed = { embed?: readonly string[] | undefined };

export async function createResource(
  scope: Scope,
  input: { restApiId: string; parentId: string; pathPart: string },
): Promise<ResourceResult> {
  const { restApiId: apiId, parentId, pathPart } = input;
  return write(scope, { action: "resource:create", api: apiId, summary: `Create resource ${pathPart}` }, async (tx) => {
    await getApiRow(tx.source, scope, apiId, unknownResource);
    const parent = await findResource(tx.source, apiId, parentId);
    if (parent === undefined) throw unknownResource();
    await checkPlace(tx.source, { parent, pathPart });
    const path = childPath(parent.path, pathPart);
    return resourceOf(await tx.insert("Resource", { id: newId(scope.random), apiId, parentId, pathPart, path }), []);
  });
}

export async function getResource(scope: Scope, input: ResourceKey & Embed): Promise<ResourceResult> {
  return read(scope, async (source) => {
    const row = await getResourceRow(source, scope, input);
    const methods = await table(source, "Method").findMany({ where: { resourceId: row.id } });
    return resourceOf(row, methods, input);
  });
}

export async function getResources(scope: Scope, input: { restApiId: string } & Embed & PageInput): Promise<Page<ResourceResult>> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, input.restApiId);
    const rows = await table(source, "Resource").findMany({ where: { apiId: input.restApiId }, orderBy: [{ path: "asc" }] });
    const page = pageOf(rows, (row) => row.id, input);
    const methods = await table(source, "Method").findMany({ where: { resourceId: { in: page.items.map((row) => row.id) } } });
    const ofResource = groupBy(methods, (method) => method.resourceId);
    return { ...page, items: page.items.map((row) => resourceOf(row, ofResource.get(row.id) ?? [], input)) };
  });
}

/** Every resource of an API with its methods, by path: what the console's tree shows, in one look. */
export async function listResources(scope: Scope, restApiId: string): Promise<(ResourceResult & { methods: Method[] })[]> {
  return read(scope, async (source) => {
    await getApiRow(source, scope, restApiId);
    const where = { apiId: restApiId };
    const [rows, methods] = await Promise.all([
      table(source, "Resource").findMany({ where, orderBy: [{ path: "asc" }] }),
      table(source, "Method").findMany({ where, orderBy: [{ httpMethod: "asc" }] }),
    ]);
    const ofResource = groupBy(methods, (method) => method.resourceId);
    return rows.map((row) => ({ ...resourceOf(row, []), methods: (ofResource.get(row.id) ?? []).map(({ settings }) => settings) }));
  });
}

/** Renames or moves a resource; the paths of its subtree follow. */
export async function updateResource(
  scope: Scope,
  key: ResourceKey,
  change: (draft: ResourceDraft) => ResourceDraft,
  options: UpdateOptions = {},
): Promise<ResourceResult> {
  return write(scope, { action: "resource:update", api: key.restApiId, summary: "Move resource" }, async (tx) => {
    const row = await getResourceRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, `The resource ${row.path}`);
    const before = { parentId: row.parentId ?? undefined, pathPart: row.pathPart ?? undefined };
    const draft = change({ ...before });
    const methods = await table(tx.source, "Method").findMany({ where: { resourceId: row.id } });
    if (draft.parentId === before.parentId && draft.pathPart === before.pathPart) return resourceOf(row, methods);
    const after = await moveSubtree(tx, row, draft);
    tx.tellOf(`${row.path} to ${after.path}`);
    return resourceOf(after, methods);
  });
}

async function moveSubtree(tx: WriteTx, row: Rows["Resource"], draft: ResourceDraft): Promise<Rows["Resource"]> {
  if (row.parentId === null) throw badRequest("Cannot update the root resource");
  const { parentId, pathPart } = draft;
  const parent = parentId === undefined ? undefined : await findResource(tx.source, row.apiId, parentId);
  if (parent === undefined || pathPart === undefined) throw unknownResource();
  const isInside = parent.path === row.path || parent.path.startsWith(`${row.path}/`);
  if (isInside) throw badRequest("Cannot move a resource below itself");
  await checkPlace(tx.source, { parent, pathPart, self: row.id });
  const path = childPath(parent.path, pathPart);
  const below = await loadBelow(tx.source, row);
  if (below.length > 0 && isGreedy(pathPart)) throw greedyParent(pathPart);
  const after = await tx.update("Resource", row, { parentId: parent.id, pathPart, path });
  for (const child of below) await tx.update("Resource", child, { path: `${path}${child.path.slice(row.path.length)}` });
  return after;
}

export async function deleteResource(scope: Scope, input: ResourceKey): Promise<void> {
  const { restApiId: apiId } = input;
  await write(scope, { action: "resource:delete", api: apiId, summary: "Delete resource" }, async (tx) => {
    const row = await getResourceRow(tx.source, scope, input);
    if (row.parentId === null) throw badRequest("Cannot delete the root resource");
    const below = await loadBelow(tx.source, row);
    tx.tellOf(below.length > 0 ? `${row.path} and what is below it` : row.path);
    await removeResources(
      tx,
      [...below, row].map(({ id }) => id),
    );
  });
}

/** What is below a resource. A database's prefixes ignore case or have wildcards, so what it finds is compared once more. */
export async function loadBelow(source: Source, { apiId, path }: Rows["Resource"]): Promise<Rows["Resource"][]> {
  const rows = await table(source, "Resource").findMany({ where: { apiId, path: { startsWith: `${path}/` } } });
  return rows.filter((row) => row.path.startsWith(`${path}/`));
}

/** Resources and their methods; what is below them is the caller's. */
export async function removeResources(tx: WriteTx, ids: readonly string[]): Promise<void> {
  for (const batch of batchesOf(ids)) {
    await tx.remove("Method", { resourceId: { in: batch } });
    await tx.remove("Resource", { id: { in: batch } });
  }
}

export async function findResource(source: Source, apiId: string, id: string): Promise<Rows["Resource"] | undefined> {
  const row = await table(source, "Resource").findUnique({ where: { id } });
  return row === null || row.apiId !== apiId ? undefined : row;
}

/** The row of a resource; an unknown API is an unknown resource, as the service words it. */
export async function getResourceRow(source: Source, scope: Scope, key: ResourceKey): Promise<Rows["Resource"]> {
  await getApiRow(source, scope, key.restApiId, unknownResource);
  const row = await findResource(source, key.restApiId, key.resourceId);
  if (row === undefined) throw unknownResource();
  return row;
}

export function childPath(parentPath: string, pathPart: string): string {
  return parentPath === "/" ? `/${pathPart}` : `${parentPath}/${pathPart}`;
}

export function isVariable(pathPart: string): boolean {
  return pathPart.startsWith("{");
}

export function isGreedy(pathPart: string | null): boolean {
  return pathPart?.endsWith("+}") ?? false;
}

const pathPartPattern = /^(?:[a-zA-Z0-9._:$@&=~!*'(),;%+-]+|\{[a-zA-Z0-9._:-]+\+?\})$/;
const pathPartLengthMax = 1_024;

export function checkPathPart(pathPart: string): void {
  if (pathPartPattern.test(pathPart) && pathPart.length <= pathPartLengthMax) return;
  throw badRequest(
    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
  );
}

export async function checkPlace(source: Source, place: Place): Promise<void> {
  const { parent, pathPart } = place;
  if (isGreedy(parent.pathPart)) throw greedyParent(parent.pathPart ?? "");
  checkPathPart(pathPart);
  const [same, variable] = await Promise.all([
    findSibling(source, place, pathPart),
    isVariable(pathPart) ? findSibling(source, place, { startsWith: "{" }) : undefined,
  ]);
  if (same !== undefined) throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  if (variable !== undefined) {
    throw badRequest(`A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`);
  }
}

type Place = { parent: Rows["Resource"]; pathPart: string; self?: string };

async function findSibling(source: Source, { parent, self = "" }: Place, pathPart: string | { startsWith: string }) {
  const where = { parentId: parent.id, pathPart, id: { not: self } };
  return (await table(source, "Resource").findFirst({ where })) ?? undefined;
}

export function greedyParent(pathPart: string): Error {
  return badRequest(`Cannot create a child of a resource with a greedy path variable: ${pathPart}`);
}

export function resourceOf(row: Rows["Resource"], methods: readonly Rows["Method"][], { embed }: Embed = {}): ResourceResult {
  const isEmbedded = embed?.includes("methods") ?? false;
  const sorted = [...methods].sort((a, b) => (a.httpMethod < b.httpMethod ? -1 : 1));
  const resourceMethods = Object.fromEntries(sorted.map((method) => [method.httpMethod, isEmbedded ? method.settings : {}]));
  return {
    id: row.id,
    ...(row.parentId === null ? {} : { parentId: row.parentId }),
    ...(row.pathPart === null ? {} : { pathPart: row.pathPart }),
    path: row.path,
    ...(sorted.length === 0 ? {} : { resourceMethods }),
    entityVersion: row.version,
  };
}

/** A resource of the definition. */
export function toResource(row: Rows["Resource"], methods: readonly Rows["Method"][]): Resource {
  const { entityVersion: _, resourceMethods, ...place } = resourceOf(row, methods, { embed: ["methods"] });
  // With `embed` every method is whole.
  return { ...place, resourceMethods: (resourceMethods ?? {}) as Resource["resourceMethods"] };
}
