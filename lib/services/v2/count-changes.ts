import { canonicalJson } from "../../base/canonical-json.ts";
import type { V2ApiDefinition } from "../../definition/v2-api.ts";
import { loadSnapshotText } from "../definitions.ts";
import type { Scope } from "../scope.ts";
import { read } from "../write.ts";
import { getV2ApiRow } from "./change-api.ts";
import { getV2DeploymentRow } from "./deployments.ts";
import { loadV2Definition, parseV2Snapshot } from "./load-definition.ts";

/** How many routes, integrations, authorizers and models, and whether the settings, differ between the draft and what a deployment froze. */
export async function countV2Changes(scope: Scope, { apiId, deploymentId }: { apiId: string; deploymentId: string }): Promise<number> {
  return read(scope, async (source) => {
    const draft = await loadV2Definition(source, await getV2ApiRow(source, scope, apiId));
    const { snapshotHash } = await getV2DeploymentRow(source, scope, { apiId, deploymentId });
    const before = partsOf(parseV2Snapshot((await loadSnapshotText(source, snapshotHash)) ?? ""));
    const after = partsOf(draft);
    return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key)).length;
  });
}

function partsOf({ settings, routes, integrations, authorizers, models }: V2ApiDefinition): Map<string, string> {
  const parts: [string, object][] = [
    ["settings", settings],
    ...routes.map((route): [string, object] => [`route ${route.routeId}`, route]),
    ...integrations.map((integration): [string, object] => [`integration ${integration.integrationId}`, integration]),
    ...authorizers.map((authorizer): [string, object] => [`authorizer ${authorizer.authorizerId}`, authorizer]),
    ...models.map((model): [string, object] => [`model ${model.modelId}`, model]),
  ];
  return new Map(parts.map(([key, part]) => [key, canonicalJson(part)]));
}
