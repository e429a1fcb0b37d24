import type { Run } from "./run.ts";
import type { Expression, Statement } from "./syntax.ts";

/** Gives a value in a run. */
export type Evaluate = (run: Run) => unknown;

/** Answers a question in a run. */
export type Condition = (run: Run) => boolean;

/** Writes something in a run. */
export type Emit = (run: Run) => void;

/** What compilation knows: a slot for each variable's name, and how to compile blocks. */
export type Compiler = {
  slots: Map<string, number>;
  /** Both are given here because statements, expressions and references contain each other. */
  compileBlock: (statements: readonly Statement[], compiler: Compiler) => Emit;
  compileExpression: (expression: Expression, compiler: Compiler) => Evaluate;
};

/** The slot of a variable. */
export function slotOf(compiler: Compiler, name: string): number {
  const known = compiler.slots.get(name);
  if (known !== undefined) return known;
  const slot = compiler.slots.size;
  compiler.slots.set(name, slot);
  return slot;
}
