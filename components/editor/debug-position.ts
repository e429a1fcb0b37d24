import type { VariableChanges } from "@/lib/vtl/trace-template";
import type { DebugStep, DebugTrace } from "./debug-template";

/** What the debugger shows before a step, or behind the last one. */
export type DebugPosition = {
  /** Missing behind the last step. */
  step: DebugStep | undefined;
  output: string;
  /** Where the part begins that the step before wrote. */
  newFrom: number;
  variables: readonly { name: string; value: string; isChanged: boolean }[];
};

/** The number of places to stand at: before each step, and behind the last one unless there were more than are kept. */
export function countPositions({ steps, isCut }: DebugTrace): number {
  return isCut ? steps.length : steps.length + 1;
}

/** The state before step `at`, from 0. */
export function findPosition(trace: DebugTrace, at: number): DebugPosition {
  const step = trace.steps[at];
  const changes = step?.changed ?? trace.changedLast;
  const length = step?.outputLength ?? trace.output.length;
  return {
    step,
    output: trace.output.slice(0, length),
    newFrom: Math.min(trace.steps[at - 1]?.outputLength ?? 0, length),
    variables: collectVariables([...trace.steps.slice(0, at).map(({ changed }) => changed), changes]).map((variable) => ({
      ...variable,
      isChanged: Object.hasOwn(changes, variable.name),
    })),
  };
}

function collectVariables(changes: readonly VariableChanges[]): { name: string; value: string }[] {
  const values = new Map<string, string>();
  for (const each of changes) {
    for (const [name, value] of Object.entries(each)) {
      if (value === null) values.delete(name);
      else values.set(name, value);
    }
  }
  return [...values].map(([name, value]) => ({ name, value }));
}
