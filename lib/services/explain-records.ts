import { groupBy } from "../base/group-by.ts";
import type { Database } from "../db/database.ts";
import { previewStage } from "../definition/preview.ts";
import type { AccessRecord } from "../feed/protocol.ts";
import { Router } from "../gateway/router.ts";

/**
 * Looks up what nothing matched in the draft: a method that is only there is not deployed, which a gateway cannot know.
 * Drafts are read once for each of their versions.
 */
export async function explainRecords(db: Database, records: readonly AccessRecord[]): Promise<readonly AccessRecord[]> {
  const unrouted = groupBy(
    // Previews run the draft itself.
    records.filter((record) => record.reason === "NO_ROUTE" && record.stage !== previewStage),
    (record) => record.apiId,
  );
  if (unrouted.size === 0) return records;
  const apis = await db.reader.api.findMany({ where: { id: { in: [...unrouted.keys()] } }, select: { id: true, draftVersion: true } });
  const explained = new Map<AccessRecord, AccessRecord>();
  for (const api of apis) {
    const draft = await loadDraftRoutes(db, api);
    for (const record of unrouted.get(api.id) ?? []) {
      const found = draft.find(record.method, record.path);
      if (found === undefined) continue;
      const evidence = { ...record.evidence, stage: record.stage, resourcePath: found.path, ...(await revisionOf(db, draft, found.id)) };
      explained.set(record, { ...record, reason: "NOT_DEPLOYED", evidence });
    }
  }
  return records.map((record) => explained.get(record) ?? record);
}

type DraftMethod = { id: string; path: string };
type DraftRoutes = {
  draftVersion: number;
  find(verb: string, path: string): DraftMethod | undefined;
  /** Revisions that made methods, as far as they were asked for. */
  revisions: Map<string, number | undefined>;
};

const draftsKept = 50;
const drafts = new Map<string, DraftRoutes>();

async function loadDraftRoutes(
  { reader }: Database,
  { id: apiId, draftVersion }: { id: string; draftVersion: number },
): Promise<DraftRoutes> {
  const known = drafts.get(apiId);
  if (known?.draftVersion === draftVersion) return known;
  const [resources, methods] = await Promise.all([
    reader.resource.findMany({ where: { apiId }, select: { id: true, path: true } }),
    reader.method.findMany({ where: { apiId }, select: { id: true, resourceId: true, httpMethod: true } }),
  ]);
  const routes = routesOf(draftVersion, resources, methods);
  drafts.delete(apiId);
  drafts.set(apiId, routes);
  const [oldest] = drafts.keys();
  if (drafts.size > draftsKept && oldest !== undefined) drafts.delete(oldest);
  return routes;
}

function routesOf(
  draftVersion: number,
  resources: readonly DraftMethod[],
  methods: readonly { id: string; resourceId: string; httpMethod: string }[],
): DraftRoutes {
  const ofResource = groupBy(methods, (method) => method.resourceId);
  const router = new Router<{ path: string; verbs: ReadonlyMap<string, string> }>();
  for (const { id, path } of resources) {
    const own = ofResource.get(id);
    if (own !== undefined) router.add(path, { path, verbs: new Map(own.map((method) => [method.httpMethod, method.id])) });
  }
  return {
    draftVersion,
    revisions: new Map(),
    find: (verb, path) =>
      router.match(path, (resource) => {
        const id = resource.verbs.get(verb) ?? resource.verbs.get("ANY");
        return id === undefined ? undefined : { id, path: resource.path };
      })?.target,
  };
}

/** The revision that made a method; older ones are forgotten some day. */
async function revisionOf({ reader }: Database, draft: DraftRoutes, methodId: string): Promise<{ revision?: string }> {
  if (!draft.revisions.has(methodId)) {
    const row = await reader.revisionRow.findFirst({
      where: { model: "Method", rowKey: methodId, before: null },
      orderBy: { seq: "desc" },
      select: { seq: true },
    });
    draft.revisions.set(methodId, row?.seq);
  }
  const seq = draft.revisions.get(methodId);
  return seq === undefined ? {} : { revision: String(seq) };
}
