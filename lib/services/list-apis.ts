import { groupBy } from "../base/group-by.ts";
import type { CanarySettings } from "../definition/stage.ts";
import { countOpenApprovals } from "./approvals.ts";
import { restApiArn, v2ApiArn } from "./arns.ts";
import { loadDraftHash } from "./definitions.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { loadTagsOf, type Tags } from "./tags.ts";
import { read } from "./write.ts";

/** An API as the console lists it. */
export type ApiSummary = {
  id: string;
  kind: string;
  /** The state of its definition; every change makes another. */
  draftVersion: number;
  name: string;
  description?: string;
  createdDate: Date;
  /** When something of it changed last. */
  changedDate: Date;
  stages: StageSummary[];
  /** Deployments that wait for a second member. */
  openApprovals: number;
  tags: Tags;
};

export type StageSummary = {
  stageName: string;
  deploymentId: string;
  /** Whether the stage serves exactly the draft. */
  isCurrent: boolean;
  canary?: Pick<CanarySettings, "deploymentId" | "percentTraffic">;
  lastUpdatedDate: Date;
  /** Deployments to it need the approval of a second member. */
  isProtected: boolean;
};

/** Every API of the workspace, or the one that is named, with the state of its stages. */
export async function listApis(scope: Scope, only?: string): Promise<ApiSummary[]> {
  return read(scope, async (source) => {
    const apis = await table(source, "Api").findMany({
      where: { workspaceId: scope.workspace.id, ...(only === undefined ? {} : { id: only }) },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    });
    const ids = apis.map((api) => api.id);
    const stages = groupBy(await table(source, "Stage").findMany({ where: { apiId: { in: ids } } }), (stage) => stage.apiId);
    const hashes = await deployedHashes(source, ids);
    const changed = await lastChanges(source, ids);
    const open = await countOpenApprovals(source, ids);
    const arnOf = ({ id, kind }: Rows["Api"]) => (kind === "REST" ? restApiArn : v2ApiArn)(scope, id);
    const tags = await loadTagsOf(source, scope, apis.map(arnOf));
    const guarded = new Set((await table(source, "StageProtection").findMany({ where: { apiId: { in: ids } } })).map(({ id }) => id));
    const summaries: ApiSummary[] = [];
    // One after the other: a draft that nobody hashed yet is read as a whole.
    for (const api of apis) {
      const own = stages.get(api.id) ?? [];
      const draft = own.length === 0 ? "" : await loadDraftHash(source, api);
      const states = own.map((stage) => ({ ...stageSummary(stage, hashes, draft), isProtected: guarded.has(stage.id) }));
      const summary = summaryOf(api, changed.get(api.id) ?? api.createdAt, states);
      summaries.push({ ...summary, openApprovals: open.get(api.id) ?? 0, tags: tags.get(arnOf(api)) ?? {} });
    }
    return summaries;
  });
}

function summaryOf(api: Rows["Api"], changedDate: Date, stages: StageSummary[]): Omit<ApiSummary, "openApprovals" | "tags"> {
  const { description } = api.settings;
  const { id, kind, name, draftVersion, createdAt: createdDate } = api;
  return { id, kind, name, draftVersion, ...(description === undefined ? {} : { description }), createdDate, changedDate, stages };
}

function stageSummary(stage: Rows["Stage"], hashes: Map<string, string>, draft: string): Omit<StageSummary, "isProtected"> {
  const canary = stage.settings.canarySettings;
  return {
    stageName: stage.name,
    deploymentId: stage.deploymentId,
    isCurrent: hashes.get(stage.deploymentId) === draft,
    ...(canary === undefined ? {} : { canary: { deploymentId: canary.deploymentId, percentTraffic: canary.percentTraffic } }),
    lastUpdatedDate: stage.updatedAt,
  };
}

async function deployedHashes(source: Source, apiIds: string[]): Promise<Map<string, string>> {
  const rows = await source.deployment.findMany({ where: { apiId: { in: apiIds } }, select: { id: true, snapshotHash: true } });
  return new Map(rows.map((row) => [row.id, row.snapshotHash]));
}

async function lastChanges(source: Source, apiIds: string[]): Promise<Map<string, Date>> {
  const rows = await source.revision.groupBy({ by: ["apiId"], where: { apiId: { in: apiIds } }, _max: { at: true } });
  return new Map(rows.flatMap(({ apiId, _max }) => (apiId === null || _max.at === null ? [] : [[apiId, _max.at] as const])));
}
