import { mayRole } from "../auth/roles.ts";
import { groupBy } from "../base/group-by.ts";
import { conflict, notFound } from "./errors.ts";
import { batchesOf, parseRow, rowText, type WriteTx } from "./journal.ts";
import { type RowModel, type Rows, type Source, table, tableFacts, whereId } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read, write } from "./write.ts";

export type Revision = {
  seq: number;
  apiId?: string;
  action: string;
  summary: string;
  actorId: string;
  actorName: string;
  via: string;
  requestId: string;
  at: Date;
  undoes?: number;
};

export type RevisionRow = { model: RowModel; key: string; before: unknown; after: unknown };

export type ListRevisionsInput = {
  restApiId?: string | undefined;
  /** Only revisions that touched this row. */
  entity?: { model: RowModel; key: string } | undefined;
  /** Only revisions before this number: the next page. */
  before?: number | undefined;
  limit?: number | undefined;
};

const revisionsMax = 200;

/** The history, newest first. */
export async function listRevisions(scope: Scope, input: ListRevisionsInput = {}): Promise<Revision[]> {
  return read(scope, async (source) => {
    const { restApiId, entity, before } = input;
    const rows = await source.revision.findMany({
      where: {
        workspaceId: scope.workspace.id,
        ...(restApiId === undefined ? {} : { apiId: restApiId }),
        ...(before === undefined ? {} : { seq: { lt: before } }),
        ...(entity === undefined ? {} : { rows: { some: { model: entity.model, rowKey: entity.key } } }),
      },
      orderBy: { seq: "desc" },
      take: Math.min(input.limit ?? 50, revisionsMax),
    });
    return rows.map(({ workspaceId: _, apiId, undoes, ...row }) => ({
      ...row,
      ...(apiId === null ? {} : { apiId }),
      ...(undoes === null ? {} : { undoes }),
    }));
  });
}

/** What a revision changed, row by row; at most the first 1,000 rows. */
export async function getRevisionRows(scope: Scope, seq: number): Promise<RevisionRow[]> {
  return read(scope, async (source) => {
    await demandRevision(source, scope, seq);
    const rows = await source.revisionRow.findMany({ where: { seq }, orderBy: { position: "asc" }, take: 1_000 });
    return rows.map(({ model, rowKey: key, before, after }) => ({
      model: modelOf(model),
      key,
      before: shownRow(scope, model, before),
      after: shownRow(scope, model, after),
    }));
  });
}

/** A row as the actor may see it: the value of a key is for those who may reveal keys. */
function shownRow(scope: Scope, model: string, text: string | null): unknown {
  if (text === null) return undefined;
  const row: Record<string, unknown> = JSON.parse(text);
  return model === "ApiKey" && !mayRole(scope.actor.role, "reveal") ? { ...row, value: "" } : row;
}

type Change = { model: RowModel; key: string; before: string | null; after: string | null };

/** Restores every row of a revision as it was, ids included; refused when one of them changed since. */
export async function undoRevision(scope: Scope, seq: number): Promise<void> {
  const revision = await read(scope, (source) => demandRevision(source, scope, seq));
  const rows = await scope.db.reader.revisionRow.findMany({ where: { seq } });
  const changes = rows.map(({ model, rowKey, before, after }) => ({ model: modelOf(model), key: rowKey, before, after }));
  const isRelease = changes.every(({ model }) => model === "Stage" || model === "Deployment");
  const intent = {
    action: "revision:undo",
    permission: isRelease ? "release" : "write",
    ...(revision.apiId === null ? {} : { api: revision.apiId }),
    summary: `Undo: ${revision.summary}`,
    undoes: seq,
  } as const;
  await write(scope, intent, async (tx) => {
    await demandUnchanged(tx.source, changes);
    await restore(tx, changes);
    await demandWhole(tx.source, changes);
  });
}

async function demandRevision(source: Source, scope: Scope, seq: number) {
  const revision = await source.revision.findUnique({ where: { seq } });
  if (revision === null || revision.workspaceId !== scope.workspace.id) throw notFound("Invalid revision identifier specified");
  return revision;
}

function modelOf(text: string): RowModel {
  if (Object.hasOwn(tableFacts, text)) return text as RowModel;
  throw notFound(`Revisions of ${text} cannot be read by this version`);
}

async function demandUnchanged(source: Source, changes: readonly Change[]): Promise<void> {
  for (const [model, own] of groupBy(changes, (change) => change.model)) {
    const current = await loadRows(
      source,
      model,
      own.map((change) => change.key),
    );
    for (const { key, after } of own) {
      const row = current.get(key);
      const text = row === undefined ? null : rowText(model, row);
      if (text !== after) throw conflict(`This cannot be undone: ${model} ${key} changed since. Undo the later change first.`);
    }
  }
}

async function loadRows<M extends RowModel>(source: Source, model: M, keys: string[]): Promise<Map<string, Rows[M]>> {
  const rows = new Map<string, Rows[M]>();
  for (const batch of batchesOf(keys)) {
    for (const row of await table(source, model).findMany({ where: whereId<M>(batch) })) rows.set(row.id, row);
  }
  return rows;
}

async function restore(tx: WriteTx, changes: readonly Change[]): Promise<void> {
  const byRank = [...changes].sort((a, b) => tableFacts[a.model].rank - tableFacts[b.model].rank);
  const added = byRank.filter((change) => change.before === null).reverse();
  for (const [model, own] of groupBy(added, (change) => change.model)) {
    for (const batch of batchesOf(own.map((change) => change.key))) await tx.remove(model, whereId(batch));
  }
  for (const { model, key, before, after } of byRank) if (before !== null && after !== null) await updateRow(tx, { model, key, before });
  for (const [model, own] of groupBy(byRank, (change) => change.model)) {
    const gone = own.flatMap(({ before, after }) => (before !== null && after === null ? [parseRow(model, before)] : []));
    await tx.insertMany(model, gone);
  }
}

async function updateRow<M extends RowModel>(tx: WriteTx, change: { model: M; key: string; before: string }): Promise<void> {
  const row = await table(tx.source, change.model).findUnique({ where: { id: change.key } });
  if (row !== null) await tx.update(change.model, row, parseRow(change.model, change.before));
}

/** Nothing may point to a row that is not there after the undo. */
async function demandWhole(source: Source, changes: readonly Change[]): Promise<void> {
  const keys = (model: RowModel, side: "before" | "after") =>
    changes.filter((change) => change.model === model && change[side] === null).map(({ key }) => key);
  const orphans = [
    ...(await table(source, "Resource").findMany({ where: { parentId: { in: keys("Resource", "before") } } })),
    ...(await orphanedResources(source, keys("Resource", "after"))),
  ].map((row) => `resource ${row.path}`);
  const [orphan] = [...orphans, ...(await orphanedStages(source, changes))];
  if (orphan !== undefined) throw conflict(`This cannot be undone: the ${orphan} would lose what it needs.`);
  await demandMethodsWhole(source, changes);
}

async function orphanedResources(source: Source, restored: string[]): Promise<Rows["Resource"][]> {
  const rows = [...(await loadRows(source, "Resource", restored)).values()];
  const parents = await loadRows(source, "Resource", [...new Set(rows.flatMap((row) => row.parentId ?? []))]);
  return rows.filter((row) => row.parentId !== null && !parents.has(row.parentId));
}

async function orphanedStages(source: Source, changes: readonly Change[]): Promise<string[]> {
  const touched = changes.filter(({ model }) => model === "Stage" || model === "Deployment");
  if (touched.length === 0) return [];
  const apiIds = [...new Set(touched.map(({ before, after }) => apiOf(before ?? after)))];
  const stages = await table(source, "Stage").findMany({ where: { apiId: { in: apiIds } } });
  const needed = stages.flatMap(({ deploymentId, settings }) => [deploymentId, settings.canarySettings?.deploymentId ?? deploymentId]);
  const known = await loadRows(source, "Deployment", [...new Set(needed)]);
  return stages.filter((stage) => !known.has(stage.deploymentId)).map((stage) => `stage ${stage.name}`);
}

async function demandMethodsWhole(source: Source, changes: readonly Change[]): Promise<void> {
  const named = changes.filter(({ model, before }) => before === null && isNamedByMethods(model));
  if (named.length === 0) return;
  const gone = new Set(named.map(({ key, after }) => nameOf(after) ?? key));
  const apiIds = [...new Set(named.map(({ after }) => apiOf(after)))];
  for (const { settings, httpMethod } of await table(source, "Method").findMany({ where: { apiId: { in: apiIds } } })) {
    const responses = Object.values(settings.methodResponses ?? {}).flatMap((response) => Object.values(response.responseModels ?? {}));
    const uses = [settings.requestValidatorId, settings.authorizerId, ...Object.values(settings.requestModels ?? {}), ...responses];
    if (uses.some((use) => use !== undefined && gone.has(use))) {
      throw conflict(`This cannot be undone: a method ${httpMethod} needs what it would remove.`);
    }
  }
}

function isNamedByMethods(model: RowModel): boolean {
  return model === "RequestValidator" || model === "Authorizer" || model === "Model";
}

/** Methods name models by their name, everything else by its id. */
function nameOf(text: string | null): string | undefined {
  const { name, settings }: { name?: string; settings?: { contentType?: string } } = JSON.parse(text ?? "{}");
  return settings?.contentType === undefined ? undefined : name;
}

function apiOf(text: string | null): string {
  const { apiId = "" }: { apiId?: string } = JSON.parse(text ?? "{}");
  return apiId;
}
