import { writeCsv } from "../base/csv.ts";
import { type ListRevisionsInput, listRevisions, type Revision } from "./revisions.ts";
import type { Source } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read } from "./write.ts";

/** What the history can be narrowed by: who is in it, what kinds of things, and of which APIs, those that are gone too. */
export type AuditFacets = { actors: AuditName[]; kinds: string[]; apis: AuditApi[] };
export type AuditName = { id: string; name: string };
export type AuditApi = AuditName & { isGone: boolean };

const facetsMax = 500;
/** An export of more would be read by a program, which can page through the history itself. */
const exportMax = 10_000;
const pageSize = 200;

export async function getAuditFacets(scope: Scope): Promise<AuditFacets> {
  return read(scope, async (source) => {
    const where = { workspaceId: scope.workspace.id };
    const actions = await source.revision.groupBy({ by: ["action"], where });
    return {
      actors: await findActors(source, scope.workspace.id),
      kinds: [...new Set(actions.map(({ action }) => action.split(":")[0] ?? action))].sort(),
      apis: await findApis(source, scope.workspace.id),
    };
  });
}

/** Everybody under the name of their last change, by name. */
async function findActors(source: Source, workspaceId: string): Promise<AuditName[]> {
  const groups = await source.revision.groupBy({
    by: ["actorId", "actorName"],
    where: { workspaceId },
    _max: { seq: true },
    orderBy: { _max: { seq: "asc" } },
  });
  const latest = new Map(groups.map(({ actorId, actorName }) => [actorId, actorName]));
  return byName([...latest].map(([id, name]) => ({ id, name })).slice(-facetsMax));
}

async function findApis(source: Source, workspaceId: string): Promise<AuditApi[]> {
  const groups = await source.revision.groupBy({ by: ["apiId"], where: { workspaceId, apiId: { not: null } }, _max: { seq: true } });
  const newest = groups.sort((a, b) => (b._max.seq ?? 0) - (a._max.seq ?? 0)).slice(0, facetsMax);
  const ids = newest.flatMap(({ apiId }) => apiId ?? []);
  const there = await source.api.findMany({ where: { workspaceId, id: { in: ids } }, select: { id: true, name: true } });
  const known = new Set(there.map(({ id }) => id));
  const gone = ids.filter((id) => !known.has(id));
  const last = await source.revisionRow.findMany({ where: { model: "Api", rowKey: { in: gone }, after: null }, orderBy: { seq: "asc" } });
  const names = new Map(last.map(({ rowKey, before }) => [rowKey, nameIn(before)]));
  return [
    ...byName(there.map((api) => ({ ...api, isGone: false }))),
    ...byName(gone.map((id) => ({ id, name: names.get(id) ?? id, isGone: true }))),
  ];
}

function nameIn(text: string | null): string | undefined {
  const { name }: { name?: string } = JSON.parse(text ?? "{}");
  return name;
}

function byName<T extends AuditName>(items: T[]): T[] {
  return items.sort((a, b) => a.name.localeCompare(b.name, "en"));
}

export type AuditFilter = Pick<ListRevisionsInput, "restApiId" | "actorId" | "kind" | "via" | "from" | "to">;
export type AuditFormat = "csv" | "json";

/** The newest entries that a filter finds, as a file; `isCut` when there are more. */
export async function exportAudit(scope: Scope, filter: AuditFilter, format: AuditFormat): Promise<{ text: string; isCut: boolean }> {
  const revisions: Revision[] = [];
  let page: Revision[];
  do {
    page = await listRevisions(scope, { ...filter, before: revisions.at(-1)?.seq, limit: pageSize });
    revisions.push(...page);
  } while (page.length === pageSize && revisions.length <= exportMax);
  const kept = revisions.slice(0, exportMax);
  return { text: format === "csv" ? csvOf(kept) : `${JSON.stringify(kept, null, 2)}\n`, isCut: revisions.length > kept.length };
}

const header = ["Number", "Time", "Who", "Who (id)", "Through", "Action", "Summary", "API", "Takes back", "Request id"];

function csvOf(revisions: readonly Revision[]): string {
  return writeCsv(
    header,
    revisions.map(({ seq, at, actorName, actorId, via, action, summary, apiId = "", undoes = "", requestId }) => [
      ...[seq, at.toISOString(), actorName, actorId, via, action, summary],
      ...[apiId, undoes, requestId],
    ]),
  );
}
