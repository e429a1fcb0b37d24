import type { Method } from "../definition/rest-api.ts";
import { badRequest, unknownMethod, unknownResource } from "./errors.ts";
import { batchesOf } from "./journal.ts";
import { checkMethod, methodRowId } from "./methods.ts";
import { loadBelow, removeResources } from "./resources.ts";
import { getApiRow } from "./rest-apis.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { write } from "./write.ts";

export type MethodRef = { resourceId: string; httpMethod: string };

/** What many methods get at once; absent members stay as they are, null unsets. */
export type BulkChange = {
  /** `authorizerId` goes with it: the types that need none lose theirs. */
  authorization?: { type: string; authorizerId?: string | undefined } | undefined;
  apiKeyRequired?: boolean | undefined;
  requestValidatorId?: string | null | undefined;
};

/** Changes many methods in one revision: all of them or none. */
export async function bulkChangeMethods(
  scope: Scope,
  input: { restApiId: string; methods: readonly MethodRef[]; change: BulkChange },
): Promise<{ changed: number }> {
  const { restApiId: apiId, methods, change } = input;
  if (methods.length === 0) throw badRequest("At least one method is needed");
  const intent = { action: "method:update", api: apiId, summary: `Change ${countOf(methods.length, "method")}` };
  return write(scope, intent, async (tx) => {
    await getApiRow(tx.source, scope, apiId, unknownResource);
    const rows = await loadMethods(tx.source, apiId, methods);
    let changed = 0;
    for (const row of rows) {
      const settings = await checkMethod(tx.source, apiId, applyChange(row.settings, change));
      const after = await tx.update("Method", row, { settings });
      if (after !== row) changed += 1;
    }
    return { changed };
  });
}

function applyChange(method: Method, { authorization, apiKeyRequired, requestValidatorId }: BulkChange): Method {
  const changed = { ...method };
  if (authorization !== undefined) {
    changed.authorizationType = authorization.type;
    // Scopes belong to the authorizer that reads them.
    if (authorization.authorizerId !== method.authorizerId) delete changed.authorizationScopes;
    delete changed.authorizerId;
    if (authorization.authorizerId !== undefined) changed.authorizerId = authorization.authorizerId;
  }
  if (apiKeyRequired !== undefined) changed.apiKeyRequired = apiKeyRequired;
  if (requestValidatorId === null) delete changed.requestValidatorId;
  else if (requestValidatorId !== undefined) changed.requestValidatorId = requestValidatorId;
  return changed;
}

/** Deletes resources with what is below them, and single methods, in one revision. */
export async function bulkDelete(
  scope: Scope,
  input: { restApiId: string; resourceIds: readonly string[]; methods: readonly MethodRef[] },
): Promise<void> {
  const { restApiId: apiId, resourceIds, methods } = input;
  if (resourceIds.length + methods.length === 0) throw badRequest("At least one resource or method is needed");
  const parts = [
    ...(resourceIds.length > 0 ? [countOf(resourceIds.length, "resource")] : []),
    ...(methods.length > 0 ? [countOf(methods.length, "method")] : []),
  ];
  await write(scope, { action: "resource:delete", api: apiId, summary: `Delete ${parts.join(" and ")}` }, async (tx) => {
    await getApiRow(tx.source, scope, apiId, unknownResource);
    const resources = await loadResources(tx.source, apiId, resourceIds);
    const rows = await loadMethods(tx.source, apiId, methods);
    if (resources.some((row) => row.parentId === null)) throw badRequest("Cannot delete the root resource");
    const gone = new Map(resources.map((row) => [row.id, row]));
    for (const row of resources) for (const below of await loadBelow(tx.source, row)) gone.set(below.id, below);
    // Children have longer paths than their parents, and a parent with children cannot go.
    const byDepth = [...gone.values()].sort((a, b) => b.path.length - a.path.length);
    for (const batch of batchesOf(rows.map(({ id }) => id))) await tx.remove("Method", { id: { in: batch } });
    await removeResources(
      tx,
      byDepth.map(({ id }) => id),
    );
  });
}

async function loadMethods(source: Source, apiId: string, refs: readonly MethodRef[]): Promise<Rows["Method"][]> {
  const ids = new Set(refs.map(({ resourceId, httpMethod }) => methodRowId(resourceId, httpMethod)));
  const rows: Rows["Method"][] = [];
  for (const batch of batchesOf([...ids])) rows.push(...(await table(source, "Method").findMany({ where: { apiId, id: { in: batch } } })));
  if (rows.length < ids.size) throw unknownMethod();
  return rows;
}

async function loadResources(source: Source, apiId: string, ids: readonly string[]): Promise<Rows["Resource"][]> {
  const wanted = new Set(ids);
  const rows: Rows["Resource"][] = [];
  for (const batch of batchesOf([...wanted]))
    rows.push(...(await table(source, "Resource").findMany({ where: { apiId, id: { in: batch } } })));
  if (rows.length < wanted.size) throw unknownResource();
  return rows;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
