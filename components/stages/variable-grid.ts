import type { StageDetail } from "@/lib/client/operations";

/** Values of variables by stage and name; a name that a stage lacks is absent. */
export type Grid = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Stages = readonly Pick<StageDetail, "stageName" | "settings">[];

export function gridOf(stages: Stages): Grid {
  return Object.fromEntries(stages.map(({ stageName, settings }) => [stageName, settings.variables ?? {}]));
}

export function variableNames(grid: Grid): string[] {
  return [...new Set(Object.values(grid).flatMap((values) => Object.keys(values)))].sort();
}

/** The stages whose values differ from what is stored, each with the patch that makes the difference. */
export function changedStages<Stage extends Stages[number]>(
  stages: readonly Stage[],
  grid: Grid,
): { stage: Stage; variables: Record<string, string | null> }[] {
  return stages.flatMap((stage) => {
    const before = stage.settings.variables ?? {};
    const after = grid[stage.stageName] ?? {};
    const variables: Record<string, string | null> = {};
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (before[name] !== after[name]) variables[name] = after[name] ?? null;
    }
    return Object.keys(variables).length === 0 ? [] : [{ stage, variables }];
  });
}

const namePattern = /^[A-Za-z0-9_]{1,64}$/;
const valuePattern = /^[A-Za-z0-9\-._~:/?#&=,]{0,512}$/;

/** `name on stage` of what the service refuses. */
export function invalidCells(grid: Grid): string[] {
  return Object.entries(grid).flatMap(([stage, values]) =>
    Object.entries(values)
      .filter(([name, value]) => !namePattern.test(name) || !valuePattern.test(value))
      .map(([name]) => `${name} on ${stage}`),
  );
}
