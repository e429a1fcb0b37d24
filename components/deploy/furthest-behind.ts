import type { StageState } from "@/lib/client/operations";

/** The stage that needs a deployment most: the one furthest behind, the first by name among equals. */
export function furthestBehind(stages: readonly StageState[]): StageState | undefined {
  return stages.reduce<StageState | undefined>(
    (worst, stage) => (worst === undefined || stage.changes > worst.changes ? stage : worst),
    undefined,
  );
}
