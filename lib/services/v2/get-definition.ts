import type { DefinitionRef } from "../../definition/copy-subject.ts";
import type { V2ApiDefinition } from "../../definition/v2-api.ts";
import { loadSnapshotText } from "../definitions.ts";
import { badRequest } from "../errors.ts";
import type { Scope } from "../scope.ts";
import { read } from "../write.ts";
import { getV2ApiRow } from "./change-api.ts";
import { getV2DeploymentRow } from "./deployments.ts";
import { loadV2Definition, parseV2Snapshot } from "./load-definition.ts";
import { getV2StageRow } from "./stages.ts";

/** The draft of an HTTP or WebSocket API, or what a deployment of it froze. */
export async function getV2Definition(scope: Scope, apiId: string, of: DefinitionRef = { draft: true }): Promise<V2ApiDefinition> {
  return read(scope, async (source) => {
    if ("draft" in of) return loadV2Definition(source, await getV2ApiRow(source, scope, apiId));
    const deploymentId =
      "deploymentId" in of ? of.deploymentId : (await getV2StageRow(source, scope, { apiId, stageName: of.stageName })).deploymentId;
    if (deploymentId === "") throw badRequest("The stage serves nothing yet.");
    const { snapshotHash } = await getV2DeploymentRow(source, scope, { apiId, deploymentId });
    return parseV2Snapshot((await loadSnapshotText(source, snapshotHash)) ?? "");
  });
}
