import type { StageDetail } from "@/lib/client/operations";
import { secretLengthMin, secretMask } from "@/lib/definition/secret-variables";

/** Values of variables by stage and name; a name that a stage lacks is absent, a secret that is stored is a mask. */
export type Grid = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Variables that were made secret, or that shall be secret no longer. */
export type Flags = Readonly<Record<string, boolean>>;

type Stages = readonly Pick<StageDetail, "stageName" | "settings">[];
type Edited<Stage extends Stages[number]> = { stages: readonly Stage[]; grid: Grid; flags: Flags };

export function gridOf(stages: Stages): Grid {
  return Object.fromEntries(stages.map(({ stageName, settings }) => [stageName, settings.variables ?? {}]));
}

export function variableNames(grid: Grid): string[] {
  return [...new Set(Object.values(grid).flatMap((values) => Object.keys(values)))].sort();
}

/** Whether the stage has a secret value of this name. */
export function isStored({ settings }: Stages[number], name: string): boolean {
  return Object.hasOwn(settings.secretVariables ?? {}, name);
}

/** Whether a variable is secret on some stage, or was made so. */
export function isSecretRow(stages: Stages, flags: Flags, name: string): boolean {
  return flags[name] ?? stages.some((stage) => isStored(stage, name));
}

/** Whether the value of a cell is secret. One that a stage gets anew is as those of the other stages. */
export function isSecretCell(stage: Stages[number], { stages, flags }: { stages: Stages; flags: Flags }, name: string): boolean {
  const isNew = !Object.hasOwn(stage.settings.variables ?? {}, name);
  return flags[name] ?? (isStored(stage, name) || (isNew && isSecretRow(stages, flags, name)));
}

export type VariablesPatch = { variables?: Record<string, string | null>; secretVariables?: Record<string, string | null> };

/** The stages whose values differ from what is stored, each with the patch that makes the difference. */
export function changedStages<Stage extends Stages[number]>({
  stages,
  grid,
  flags,
}: Edited<Stage>): { stage: Stage; patch: VariablesPatch }[] {
  return stages.flatMap((stage) => {
    const before = stage.settings.variables ?? {};
    const after = grid[stage.stageName] ?? {};
    const variables: Record<string, string | null> = {};
    const secretVariables: Record<string, string | null> = {};
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (before[name] !== after[name]) variables[name] = after[name] ?? null;
      const isSecret = after[name] !== undefined && isSecretCell(stage, { stages, flags }, name);
      if (isSecret !== isStored(stage, name)) secretVariables[name] = isSecret ? secretMask : null;
    }
    const patch = {
      ...(Object.keys(variables).length === 0 ? {} : { variables }),
      ...(Object.keys(secretVariables).length === 0 ? {} : { secretVariables }),
    };
    return Object.keys(patch).length === 0 ? [] : [{ stage, patch }];
  });
}

const namePattern = /^[A-Za-z0-9_]{1,64}$/;
const valuePattern = /^[A-Za-z0-9\-._~:/?#&=,]{0,512}$/;

/** What the service refuses of a cell, in words; undefined where it takes it. */
export function problemOf(stage: Stages[number], { stages, grid, flags }: Edited<Stages[number]>, name: string): string | undefined {
  const value = grid[stage.stageName]?.[name];
  if (value === undefined) return undefined;
  const isSecret = isSecretCell(stage, { stages, flags }, name);
  if (value === secretMask) {
    if (!isSecret) return "give it a value again: what is stored stays hidden";
    return isStored(stage, name) ? undefined : "give it a value";
  }
  if (!namePattern.test(name)) return "names take letters, digits and _";
  if (!valuePattern.test(value)) return "values take letters, digits and -._~:/?#&=,";
  if (isSecret && value.length < secretLengthMin) return `a secret has at least ${secretLengthMin} characters`;
  return undefined;
}

/** `name on stage: what is wrong`, of all cells. */
export function problemsOf(edited: Edited<Stages[number]>): string[] {
  return edited.stages.flatMap((stage) =>
    Object.keys(edited.grid[stage.stageName] ?? {}).flatMap((name) => {
      const problem = problemOf(stage, edited, name);
      return problem === undefined ? [] : [`${name} on ${stage.stageName}: ${problem}`];
    }),
  );
}
