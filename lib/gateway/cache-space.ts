import type { StageRelease } from "../definition/stage.ts";
import type { CacheSpace } from "./ports.ts";

const bytesPerGigabyte = 1024 ** 3;

// What authorizers say is small; a stage with more callers than fit asks for some of them again.
const authorizersMaxBytes = 32 * 1024 ** 2;

/** Where a stage keeps what its authorizers said; a flush makes a new one. */
export function authorizerSpaceOf(release: StageRelease): CacheSpace {
  return { id: `${ownerOf(release)}/authorizers/${release.settings.authorizerCacheGeneration ?? 0}`, maxBytes: authorizersMaxBytes };
}

/** The cache of a stage, if it has one. A flush makes a new one, and so does another size. */
export function cacheSpaceOf(release: StageRelease): CacheSpace | undefined {
  const { settings } = release;
  if (!settings.cacheClusterEnabled) return undefined;
  const size = settings.cacheClusterSize ?? "0.5";
  return { id: `${ownerOf(release)}/${size}/${settings.cacheGeneration ?? 0}`, maxBytes: Number(size) * bytesPerGigabyte };
}

// What gateways share outlives a stage that is deleted: one of the same name that is made later has nothing of it.
function ownerOf({ apiId, stageName, createdAtMs }: StageRelease): string {
  return `${apiId}/${stageName}/${createdAtMs ?? 0}`;
}
