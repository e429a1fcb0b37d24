import { sampleAccessLine } from "../gateway/sample-access-line.ts";
import { getDefinition } from "./draft-state.ts";
import type { Runtime } from "./runtime.ts";
import type { Scope } from "./scope.ts";
import { getStage } from "./stages.ts";

/** What a stage would write of a request in this format, made by the code that writes it. */
export async function sampleAccessLineOf(
  scope: Scope,
  runtime: Runtime,
  input: { restApiId: string; stageName: string; format: string },
): Promise<string> {
  const { restApiId, stageName, format } = input;
  const { deploymentId } = await getStage(scope, { restApiId, stageName });
  const definition = await getDefinition(scope, restApiId, { stageName });
  const { accountId, region } = scope.workspace;
  return sampleAccessLine(definition, { format, stage: { stageName, deploymentId } }, runtime.ports, { accountId, region });
}
