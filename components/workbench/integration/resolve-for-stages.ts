import type { StageDetail } from "@/lib/client/operations";
import { interpolate, listStageVariables, parseInterpolation } from "@/lib/expressions/interpolation";

export type Resolved = { stageName: string; address: string; missing: string[]; hasSecret: boolean };

/** The address with each stage's variables put in, and the ones that the stage lacks; a malformed one stays as it is. */
export function resolveForStages(uri: string, stages: readonly Pick<StageDetail, "stageName" | "settings">[]): Resolved[] {
  const parsed = parseInterpolation(uri);
  return stages.map(({ stageName, settings: { variables = {}, secretVariables = {} } }) => {
    if (!parsed.ok) return { stageName, address: uri, missing: [], hasSecret: false };
    const find = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
    const missing = listStageVariables(parsed.value).filter((name) => find(name) === undefined);
    const address = interpolate(parsed.value, (name) => find(name) ?? `\${stageVariables.${name}}`);
    const hasSecret = listStageVariables(parsed.value).some((name) => Object.hasOwn(secretVariables, name));
    return { stageName, address, missing, hasSecret };
  });
}
