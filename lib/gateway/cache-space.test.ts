import { expect, test } from "vitest";
import { authorizerSpaceOf, cacheSpaceOf } from "./cache-space.ts";

const release = {
  ...{ accountId: "1", region: "us-east-1", apiId: "a", stageName: "test", deploymentId: "d", snapshotHash: "h", createdAtMs: 1 },
  settings: { variables: {}, methodSettings: {}, cacheClusterEnabled: true, tracingEnabled: false },
};

test.each([
  { name: "made anew under its name", later: { ...release, createdAtMs: 2 } },
  { name: "that was flushed", later: { ...release, settings: { ...release.settings, cacheGeneration: 1, authorizerCacheGeneration: 1 } } },
])("a stage $name has nothing of what was kept before", ({ later }) => {
  expect(cacheSpaceOf(later)?.id).not.toBe(cacheSpaceOf(release)?.id);
  expect(authorizerSpaceOf(later).id).not.toBe(authorizerSpaceOf(release).id);
});

test("another deployment goes on with what is kept", () => {
  expect(cacheSpaceOf({ ...release, deploymentId: "e", snapshotHash: "i" })).toEqual(cacheSpaceOf(release));
});
