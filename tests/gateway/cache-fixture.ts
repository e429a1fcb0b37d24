import type { RestApiDefinition } from "../../lib/definition/rest-api.ts";
import { type ApiDefinition, type Snapshot, snapshotFormat } from "../../lib/definition/snapshot.ts";
import type { StageRelease } from "../../lib/definition/stage.ts";
import { DiskCache } from "../../lib/feed/client/disk-cache.ts";
import { hashOf } from "../../lib/feed/client/feed-client.ts";

export function releaseOf(definition: ApiDefinition, more: Partial<StageRelease> = {}): { snapshot: Snapshot; release: StageRelease } {
  const snapshot = { format: snapshotFormat, definition } as const;
  return {
    snapshot,
    release: {
      accountId: "000000000000",
      region: "us-east-1",
      apiId: definition.apiId,
      stageName: "test",
      deploymentId: "d1",
      snapshotHash: hashOf(snapshot),
      settings: { cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false },
      ...more,
    },
  };
}

/** Puts a stage where a gateway finds it when it starts. */
export async function writeToCache(folder: string, definition: RestApiDefinition, more: Partial<StageRelease> = {}): Promise<void> {
  const { snapshot, release } = releaseOf(definition, more);
  const cache = new DiskCache(folder);
  await cache.writeSnapshot(release.snapshotHash, snapshot);
  await cache.writeReleases([release]);
}
