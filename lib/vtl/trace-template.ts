import { isJavaNumber } from "../jsonpath/values.ts";
import { JavaChar, LoopScope } from "./java-objects.ts";
import { printValue } from "./printing.ts";
import { Run, type TemplateInput, type TemplateOverrides } from "./run.ts";
import type { Span, Statement } from "./syntax.ts";
import type { CompiledTemplate } from "./template.ts";
import { VtlError } from "./vtl-error.ts";

/** One step of a render: a directive or reference about to run, and the state before it. */
export type TraceStep = {
  span: Span;
  kind: Statement["kind"];
  /** How much of the output there is; inside of a text that is put together apart, what there is outside of it. */
  outputLength: number;
  /** Which turn each loop around it is in, from 0, the outermost first. */
  turns: readonly number[];
  changed: VariableChanges;
};

/** Variables that changed since the step before, as texts; `null` where one is gone. */
export type VariableChanges = Readonly<Record<string, string | null>>;

/** All steps of a render, up to a limit, and how it ended. */
export type Trace = {
  steps: readonly TraceStep[];
  /** Whether there were more steps than the limit. */
  isCut: boolean;
  /** What the last step changed. */
  changedLast: VariableChanges;
  output: string;
  overrides?: TemplateOverrides;
  error?: VtlError;
};

/** As many steps as a person can look through, and then some. */
export const STEPS_MAX = 10_000;
const VALUE_LENGTH_MAX = 200;

/** Renders with the same evaluator as ever and writes down each step. */
export function traceTemplate(compiled: CompiledTemplate, input: TemplateInput, options: { maxSteps?: number } = {}): Trace {
  const limit = options.maxSteps ?? STEPS_MAX;
  const recorder = new Recorder(compiled, input, limit);
  try {
    const result = compiled.render(input, { observer: (statement, run) => recorder.record(statement, run) });
    return { ...recorder.finish(), ...result };
  } catch (error) {
    if (error instanceof VtlError) return { ...recorder.finish(), error };
    throw error;
  }
}

class Recorder {
  private readonly steps: TraceStep[] = [];
  private isCut = false;
  private output = "";
  private run: Run | undefined;
  private readonly before: unknown[] = [];
  private readonly shown: (string | undefined)[] = [];
  private readonly printer: Run;

  constructor(
    private readonly compiled: CompiledTemplate,
    input: TemplateInput,
    private readonly limit: number,
  ) {
    // Printing for the debugger is not part of the template's work, so it has a budget of its own.
    const budget = { steps: 50_000_000, outputLength: 1_000_000, loopTurns: 0, blockDepth: 0 };
    this.printer = new Run(0, input, budget, new Map(), undefined);
  }

  record(statement: Statement, run: Run): void {
    this.run = run;
    if (run.captureDepth === 0) this.output = run.output;
    if (this.steps.length >= this.limit) {
      this.isCut = true;
      return;
    }
    this.steps.push({
      span: statement.span,
      kind: statement.kind,
      outputLength: this.output.length,
      turns: this.readTurns(run),
      changed: this.findChanges(run),
    });
  }

  /** What was recorded, with the output as far as the last step saw it. */
  finish(): Pick<Trace, "steps" | "isCut" | "changedLast" | "output"> {
    const changedLast = this.run === undefined || this.isCut ? {} : this.findChanges(this.run);
    return { steps: this.steps, isCut: this.isCut, changedLast, output: this.output };
  }

  private readTurns(run: Run): number[] {
    const slot = this.compiled.variableNames.indexOf("foreach");
    const turns: number[] = [];
    for (let loop = slot < 0 ? undefined : run.variables[slot]; loop instanceof LoopScope; loop = loop.parent) turns.unshift(loop.index);
    return turns;
  }

  private findChanges(run: Run): Record<string, string | null> {
    const changed: Record<string, string | null> = {};
    this.compiled.variableNames.forEach((name, slot) => {
      if (BUILT_IN.has(name)) return;
      const value = run.variables[slot];
      // Lists and maps change inside, so their text tells; plain values are compared themselves.
      if (value === this.before[slot] && !isCompound(value)) return;
      this.before[slot] = value;
      const text = value === undefined ? undefined : this.show(value);
      if (text === this.shown[slot]) return;
      this.shown[slot] = text;
      changed[name] = text ?? null;
    });
    return changed;
  }

  private show(value: unknown): string {
    try {
      return (printValue(value, this.printer) ?? "").slice(0, VALUE_LENGTH_MAX);
    } catch {
      return "(too large to show)";
    }
  }
}

const BUILT_IN = new Set(["input", "util", "context", "stageVariables", "foreach", "velocityCount", "velocityHasNext"]);

function isCompound(value: unknown): boolean {
  return typeof value === "object" && value !== null && !isJavaNumber(value) && !(value instanceof JavaChar);
}
