import type { StageRelease } from "../definition/stage.ts";
import type { CacheSpace } from "./ports.ts";

const bytesPerGigabyte = 1024 ** 3;

// What authorizers say is small; a stage with more callers than fit asks for some of them again.
const authorizersMaxBytes = 32 * 1024 ** 2;

/** Where a stage keeps what its authorizers said; a flush makes a new one. */
export function authorizerSpaceOf({ apiId, stageName, settings }: StageRelease): CacheSpace {
  return { id: `${apiId}/${stageName}/authorizers/${settings.authorizerCacheGeneration ?? 0}`, maxBytes: authorizersMaxBytes };
}

/** The cache of a stage, if it has one. A flush makes a new one, and so does another size. */
export function cacheSpaceOf({ apiId, stageName, settings }: StageRelease): CacheSpace | undefined {
  if (!settings.cacheClusterEnabled) return undefined;
  const size = settings.cacheClusterSize ?? "0.5";
  return { id: `${apiId}/${stageName}/${size}/${settings.cacheGeneration ?? 0}`, maxBytes: Number(size) * bytesPerGigabyte };
}
