import { groupBy } from "../../base/group-by.ts";
import type { Database } from "../../db/database.ts";
import { type StageRelease, stageSettingsSchema } from "../../definition/stage.ts";
import type { FeedChanges } from "../protocol.ts";

type Reader = Database["reader"];

/** The stages of every API that changed after a number; everything when the number says nothing about this database. */
export async function loadChanges(reader: Reader, after: number): Promise<FeedChanges> {
  const bounds = await reader.change.aggregate({ _min: { seq: true }, _max: { seq: true } });
  const [first, seq] = [bounds._min.seq ?? 0, bounds._max.seq ?? 0];
  // Changes before the first one that is left are forgotten.
  const isKnown = after >= first - 1 && after <= seq;
  if (after === 0 || !isKnown) return { seq, reset: true, apis: await loadStages(reader, undefined) };
  if (after === seq) return { seq, reset: false, apis: [] };
  const changed = await reader.change.findMany({
    where: { seq: { gt: after, lte: seq }, release: true, apiId: { not: null } },
    select: { apiId: true },
    distinct: ["apiId"],
  });
  const apiIds = changed.flatMap(({ apiId }) => (apiId === null ? [] : [apiId]));
  const known = new Map((await loadStages(reader, apiIds)).map((api) => [api.apiId, api]));
  // An API that is gone has no stages.
  return { seq, reset: false, apis: apiIds.map((apiId) => known.get(apiId) ?? { apiId, stages: [] }) };
}

async function loadStages(reader: Reader, apiIds: string[] | undefined): Promise<FeedChanges["apis"]> {
  const where = apiIds === undefined ? {} : { apiId: { in: apiIds } };
  const stages = await reader.stage.findMany({ where, include: { api: true } });
  const workspaces = new Map((await reader.workspace.findMany()).map((workspace) => [workspace.id, workspace]));
  const hashes = await loadHashes(reader, where);
  const releases = stages.flatMap((stage): StageRelease[] => {
    const workspace = workspaces.get(stage.api.workspaceId);
    const snapshotHash = hashes.get(stage.deploymentId);
    if (workspace === undefined || snapshotHash === undefined) return [];
    const settings = stageSettingsSchema.parse(stage.settings);
    const canarySnapshotHash = settings.canarySettings && hashes.get(settings.canarySettings.deploymentId);
    const { accountId, region } = workspace;
    const { apiId, name: stageName, deploymentId } = stage;
    return [
      { accountId, region, apiId, stageName, deploymentId, snapshotHash, ...(canarySnapshotHash ? { canarySnapshotHash } : {}), settings },
    ];
  });
  return [...groupBy(releases, (release) => release.apiId)].map(([apiId, own]) => ({ apiId, stages: own }));
}

async function loadHashes(reader: Reader, where: { apiId?: { in: string[] } }): Promise<Map<string, string>> {
  const rows = await reader.deployment.findMany({ where, select: { id: true, snapshotHash: true } });
  return new Map(rows.map((row) => [row.id, row.snapshotHash]));
}
