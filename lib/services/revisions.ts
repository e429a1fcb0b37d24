import { canonicalJson } from "../base/canonical-json.ts";
import { groupBy } from "../base/group-by.ts";
import { mayRole, type Permission } from "../base/roles.ts";
import type { StageSettings } from "../definition/stage.ts";
import { conflict, notFound } from "./errors.ts";
import { batchesOf, type JournalEntry, parseRow, rowText, type WriteTx } from "./journal.ts";
import { type RowModel, type Source, table, tableFacts, whereId } from "./rows.ts";
import type { Actor, Scope } from "./scope.ts";
import { demandOwnQuestions, demandUnprotected } from "./stage-protection.ts";
import { demandChildless, demandWhole, labelOf, loadRows } from "./undo-rules.ts";
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

/** `label`: what a person calls it. */
export type RevisionRow = { model: RowModel; key: string; label: string; before: unknown; after: unknown };

export type ListRevisionsInput = {
  restApiId?: string | undefined;
  /** Only revisions that touched this row. */
  entity?: { model: RowModel; key: string } | undefined;
  actorId?: string | undefined;
  /** The part of actions before the colon: `method`, `stage`. */
  kind?: string | undefined;
  via?: Actor["via"] | undefined;
  /** Not before the first, and before the second. */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Only revisions before this number: the next page. */
  before?: number | undefined;
  limit?: number | undefined;
};

const revisionsMax = 200;

/** The history, newest first. */
export async function listRevisions(scope: Scope, input: ListRevisionsInput = {}): Promise<Revision[]> {
  return read(scope, async (source) => {
    const { restApiId, entity, before, actorId, kind, via, from, to } = input;
    const rows = await source.revision.findMany({
      where: {
        workspaceId: scope.workspace.id,
        ...(restApiId === undefined ? {} : { apiId: restApiId }),
        ...(before === undefined ? {} : { seq: { lt: before } }),
        ...(entity === undefined ? {} : { rows: { some: { model: entity.model, rowKey: entity.key } } }),
        ...(actorId === undefined ? {} : { actorId }),
        ...(kind === undefined ? {} : { action: { startsWith: `${kind}:` } }),
        ...(via === undefined ? {} : { via }),
        at: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) },
      },
      orderBy: { seq: "desc" },
      take: Math.min(input.limit ?? 50, revisionsMax),
    });
    return rows.map(revisionOf);
  });
}

type StoredRevision = Omit<Revision, "apiId" | "undoes"> & { workspaceId: string; apiId: string | null; undoes: number | null };

function revisionOf({ workspaceId: _, apiId, undoes, ...row }: StoredRevision): Revision {
  return { ...row, ...(apiId === null ? {} : { apiId }), ...(undoes === null ? {} : { undoes }) };
}

/** What a revision changed, row by row; at most the first 1,000 rows. */
export async function getRevisionRows(scope: Scope, seq: number): Promise<RevisionRow[]> {
  return read(scope, async (source) => {
    await demandRevision(source, scope, seq);
    const rows = await source.revisionRow.findMany({ where: { seq }, orderBy: { position: "asc" }, take: 1_000 });
    const paths = await findPaths(source, rows);
    return rows.map(({ model, rowKey: key, before, after }) => ({
      model: modelOf(model),
      key,
      label: labelOf(modelOf(model), JSON.parse(after ?? before ?? "{}"), paths),
      before: shownRow(scope, model, before),
      after: shownRow(scope, model, after),
    }));
  });
}

type StoredRow = { model: string; rowKey: string; before: string | null; after: string | null };

/** Paths of the resources that methods are of: those that are there, and those that went or came with them. */
async function findPaths(source: Source, rows: readonly StoredRow[]): Promise<ReadonlyMap<string, string>> {
  const methods = rows.filter(({ model }) => model === "Method");
  const ids = [...new Set(methods.map(({ rowKey }) => rowKey.split("/")[0] ?? ""))];
  const there = [...(await loadRows(source, "Resource", ids)).values()].map(({ id, path }): [string, string] => [id, path]);
  const own = rows.flatMap(({ model, rowKey, before, after }): [string, string][] => {
    if (model !== "Resource") return [];
    const { path = "" }: { path?: string } = JSON.parse(after ?? before ?? "{}");
    return [[rowKey, path]];
  });
  return new Map([...there, ...own]);
}

/** A row as the actor may see it: the value of a key is for those who may reveal keys. */
function shownRow(scope: Scope, model: string, text: string | null): unknown {
  if (text === null) return undefined;
  const row: Record<string, unknown> = JSON.parse(text);
  if (model === "Stack") return withoutTemplate(row);
  if (model === "Stage") return { ...row, settings: withoutSecrets(parseRow("Stage", text).settings) };
  if (typeof row.privateKey === "string") return { ...row, privateKey: sealedMark(row.privateKey) };
  return model === "ApiKey" && !mayRole(scope.actor.role, "reveal") ? { ...row, value: "" } : row;
}

/** A sealed text, which tells nobody anything. */
function withoutTemplate({ settings, ...row }: Record<string, unknown>): unknown {
  return { ...row, settings: { ...(typeof settings === "object" ? settings : {}), template: "" } };
}

/** A stage whose sealed variables can be told apart, and tell nothing. */
function withoutSecrets(settings: StageSettings): StageSettings {
  const short = (sealed: Record<string, string>) =>
    Object.fromEntries(Object.entries(sealed).map(([name, value]) => [name, sealedMark(value)]));
  const { secretVariables, canarySettings } = settings;
  return {
    ...settings,
    ...(secretVariables && { secretVariables: short(secretVariables) }),
    ...(canarySettings?.secretOverrides && {
      canarySettings: { ...canarySettings, secretOverrides: short(canarySettings.secretOverrides) },
    }),
  };
}

/** As many signs of the sealed text tell two of them apart. */
const sealedSigns = 6;

function sealedMark(sealed: string): string {
  return `sealed, ${sealed.slice(-sealedSigns)}`;
}

/** Restores every row of a revision as it was, ids included; refused when one of them changed since. */
export async function undoRevision(scope: Scope, seq: number): Promise<void> {
  const revision = await read(scope, (source) => demandRevision(source, scope, seq));
  const rows = await scope.db.reader.revisionRow.findMany({ where: { seq } });
  if (rows.length === 0) throw conflict("This revision changed no definition, so there is nothing to take back.");
  const changes = rows.map(({ model, rowKey, before, after }) => ({ model: modelOf(model), key: rowKey, before, after }));
  const intent = {
    action: "revision:undo",
    permission: permissionOf(changes, { isOwn: revision.actorId === scope.actor.userId }),
    ...(revision.apiId === null ? {} : { api: revision.apiId }),
    summary: `Undo: ${revision.summary}`,
    undoes: seq,
  } as const;
  await write(scope, intent, async (tx) => {
    await demandUnchanged(tx.source, scope, seq, changes);
    await demandChildless(tx.source, changes);
    await demandUnprotected(tx.source, changes);
    await demandOwnQuestions(tx.source, scope, changes);
    await restore(tx, changes);
    await demandWhole(tx.source, scope, changes);
  });
}

/** Taking something back needs the right that doing it needs. */
function permissionOf(changes: readonly JournalEntry[], { isOwn }: { isOwn: boolean }): Permission {
  if (changes.some(({ model }) => model === "Workspace")) return "administer";
  if (changes.some(({ model }) => model === "AccessKeyPolicy")) return isOwn ? "own" : "administer";
  // What guards a stage comes back with the API that was deleted with it, whoever deleted it.
  if (changes.some(({ model }) => model === "StageProtection") && !changes.some(({ model }) => model === "Api")) return "administer";
  return changes.every(({ model }) => released.has(model)) ? "release" : "write";
}

/** What those who deploy write. */
const released: ReadonlySet<RowModel> = new Set<RowModel>(["Stage", "Deployment", "Approval"]);

async function demandRevision(source: Source, scope: Scope, seq: number) {
  const revision = await source.revision.findUnique({ where: { seq } });
  if (revision === null || revision.workspaceId !== scope.workspace.id) throw notFound("Invalid revision identifier specified");
  return revision;
}

function modelOf(text: string): RowModel {
  if (Object.hasOwn(tableFacts, text)) return text as RowModel;
  throw notFound(`Revisions of ${text} cannot be read by this version`);
}

/** The later revisions that changed what a revision changed, newest first: they have to be taken back before it. */
export async function findBlockers(scope: Scope, seq: number): Promise<Revision[]> {
  return read(scope, async (source) => {
    await demandRevision(source, scope, seq);
    const rows = await source.revisionRow.findMany({ where: { seq } });
    const changed = await findChanged(
      source,
      rows.map(({ model, rowKey, before, after }) => ({ model: modelOf(model), key: rowKey, before, after })),
    );
    return changed.length === 0 ? [] : findLater(source, scope, seq, changed);
  });
}

const blockersMax = 20;
/** Rows that are looked up: an import changes thousands, and a few tell who came after it. */
const lookedMax = 200;

async function findLater(source: Source, scope: Scope, seq: number, changed: readonly JournalEntry[]): Promise<Revision[]> {
  const conditions = [...groupBy(changed.slice(0, lookedMax), ({ model }) => model)].map(([model, own]) => ({
    model,
    rowKey: { in: own.map(({ key }) => key) },
  }));
  const rows = await source.revision.findMany({
    where: { workspaceId: scope.workspace.id, seq: { gt: seq }, rows: { some: { OR: conditions } } },
    orderBy: { seq: "desc" },
    take: blockersMax,
  });
  return rows.map(revisionOf);
}

async function demandUnchanged(source: Source, scope: Scope, seq: number, changes: readonly JournalEntry[]): Promise<void> {
  const changed = await findChanged(source, changes);
  const [first] = changed;
  if (first === undefined) return;
  const [later] = await findLater(source, scope, seq, changed);
  const by = later === undefined ? "" : ` by ${later.actorName} (#${later.seq}: ${later.summary})`;
  throw conflict(`This cannot be undone: ${first.model} ${first.key} changed since${by}. Undo the later change first.`);
}

/** What is not as the revision left it. */
async function findChanged(source: Source, changes: readonly JournalEntry[]): Promise<JournalEntry[]> {
  const changed: JournalEntry[] = [];
  for (const [model, own] of groupBy(changes, (change) => change.model)) {
    const current = await loadRows(
      source,
      model,
      own.map((change) => change.key),
    );
    for (const change of own) {
      const row = current.get(change.key);
      const text = row === undefined ? null : rowText(model, row);
      if (contentOf(text) !== contentOf(change.after)) changed.push(change);
    }
  }
  return changed;
}

/** A row without its version: what was changed and changed back is as it was. */
function contentOf(text: string | null): string | null {
  if (text === null) return null;
  const { version: _, ...row }: Record<string, unknown> = JSON.parse(text);
  return canonicalJson(row);
}

async function restore(tx: WriteTx, changes: readonly JournalEntry[]): Promise<void> {
  const byRank = [...changes].sort((a, b) => tableFacts[a.model].rank - tableFacts[b.model].rank);
  const added = byRank.filter((change) => change.before === null).reverse();
  for (const [model, own] of groupBy(added, (change) => change.model)) {
    for (const batch of batchesOf(own.map((change) => change.key))) await tx.remove(model, whereId(batch));
  }
  const changed: ChangedRow[] = byRank.flatMap(({ before, after, ...row }) =>
    before === null || after === null ? [] : [{ ...row, before, after }],
  );
  await leavePlaces(tx, changed);
  for (const change of changed) await updateRow(tx, change);
  for (const [model, own] of groupBy(byRank, (change) => change.model)) {
    const gone = own.flatMap(({ before, after }) => (before !== null && after === null ? [parseRow(model, before)] : []));
    await tx.insertMany(model, gone);
  }
}

type ChangedRow = { model: RowModel; key: string; before: string; after: string };

/** What only one row of an API can have. */
const placeColumns: { [M in RowModel]?: string } = { Resource: "path", Model: "name", Authorizer: "name", Route: "routeKey" };

/** Rows that have the places which others go back to leave them first: two may have changed places. */
async function leavePlaces(tx: WriteTx, changes: readonly ChangedRow[]): Promise<void> {
  const wanted = new Set(changes.map(({ model, before }) => placeOf(model, before)));
  for (const { model, key, before, after } of changes) {
    const [column, place] = [placeColumns[model], placeOf(model, after)];
    if (column === undefined || place === placeOf(model, before) || !wanted.has(place)) continue;
    const row = await table(tx.source, model).findUnique({ where: { id: key } });
    // Free, as keys are: paths start with a slash, and names have no colon.
    if (row !== null) await tx.update(model, row, { [column]: `moves:${key}` });
  }
}

function placeOf(model: RowModel, text: string): string | undefined {
  const column = placeColumns[model];
  if (column === undefined) return undefined;
  const { apiId, [column]: place }: Record<string, unknown> = JSON.parse(text);
  return JSON.stringify([model, apiId, place]);
}

async function updateRow<M extends RowModel>(tx: WriteTx, change: { model: M; key: string; before: string }): Promise<void> {
  const row = await table(tx.source, change.model).findUnique({ where: { id: change.key } });
  if (row !== null) await tx.update(change.model, row, parseRow(change.model, change.before));
}
