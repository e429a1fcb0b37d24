import { toDouble } from "../jsonpath/java-number.ts";
import type { Path } from "../jsonpath/path.ts";
import { isJavaNumber, JavaDouble, JavaList, JavaLong, JavaMap } from "../jsonpath/values.ts";
import { compileExpression } from "./compile-expression.ts";
import { compileBlock } from "./compile-statement.ts";
import type { Compiler, Emit } from "./compiler.ts";
import { parseSyntax, type TemplateSyntax } from "./parser.ts";
import { printValue } from "./printing.ts";
import {
  BreakSignal,
  DEFAULT_BUDGET,
  InputValue,
  Run,
  type StepObserver,
  StopSignal,
  stepsOver,
  type TemplateBudget,
  type TemplateInput,
  type TemplateOverrides,
  UtilValue,
} from "./run.ts";
import { Failure, locate, VtlError } from "./vtl-error.ts";

/** What a render gives; `overrides` only when the template changed them. */
export type TemplateResult = { output: string; overrides?: TemplateOverrides };

/** A template made ready; it holds no state of a render. */
export interface CompiledTemplate {
  readonly text: string;
  readonly syntax: TemplateSyntax;
  /** Variable names by slot, for the debugger. */
  readonly variableNames: readonly string[];
  /** Renders anew; throws VtlError. */
  render(input: TemplateInput, options?: RenderOptions): TemplateResult;
}

/** Limits other than the usual ones, and an observer of the steps. */
export type RenderOptions = { budget?: Partial<TemplateBudget>; observer?: StepObserver };

const INPUT_SLOT = 0;
const UTIL_SLOT = 1;
const CONTEXT_SLOT = 2;
const STAGE_VARIABLES_SLOT = 3;

/** Parses a template without compiling it. */
export function parseTemplate(text: string): { ok: true; template: TemplateSyntax } | { ok: false; error: VtlError } {
  try {
    return { ok: true, template: parseSyntax(text) };
  } catch (error) {
    if (error instanceof VtlError) return { ok: false, error };
    throw error;
  }
}

/** Parses and compiles a template; throws VtlError of kind `parse`. */
export function compileTemplate(text: string): CompiledTemplate {
  const syntax = parseSyntax(text);
  const slots = new Map([
    ["input", INPUT_SLOT],
    ["util", UTIL_SLOT],
    ["context", CONTEXT_SLOT],
    ["stageVariables", STAGE_VARIABLES_SLOT],
  ]);
  const compiler: Compiler = { slots, compileBlock, compileExpression };
  const emit = compileBlock(syntax.body, compiler);
  const variableNames = [...slots.keys()];
  const paths = new Map<string, Path>();
  return {
    text,
    syntax,
    variableNames,
    render: (input, options = {}) => {
      const budget = { ...DEFAULT_BUDGET, steps: stepsOver(input.body), ...options.budget };
      const run = new Run(variableNames.length, input, budget, paths, options.observer);
      const context = fillVariables(run);
      write(emit, run, text);
      const overrides = collectOverrides(context, run);
      return overrides === undefined ? { output: run.output } : { output: run.output, overrides };
    },
  };
}

function fillVariables(run: Run): JavaMap {
  const { input, variables } = run;
  // The order in which the service fills its hash maps; it shows where two keys share a bucket.
  const record = {
    requestOverride: { header: {}, path: {}, querystring: {} },
    responseOverride: { header: {} },
    ...input.context,
    ...input.overrides,
  };
  const context = new JavaMap("context", { record, convert: toContextValue });
  variables[INPUT_SLOT] = new InputValue(input);
  variables[UTIL_SLOT] = new UtilValue();
  variables[CONTEXT_SLOT] = context;
  variables[STAGE_VARIABLES_SLOT] = new JavaMap("linked", { record: input.stageVariables, convert: (value) => value });
  return context;
}

function toContextValue(value: unknown): unknown {
  if (typeof value === "number") {
    if (value === (value | 0)) return value;
    return Number.isSafeInteger(value) ? new JavaLong(BigInt(value)) : new JavaDouble(value);
  }
  if (Array.isArray(value)) return new JavaList(value.map(toContextValue));
  if (typeof value !== "object" || value === null) return value;
  return new JavaMap("context", { record: { ...value }, convert: toContextValue });
}

function write(emit: Emit, run: Run, text: string): void {
  try {
    emit(run);
  } catch (error) {
    if (error instanceof StopSignal || error instanceof BreakSignal) return;
    if (error instanceof Failure) throw new VtlError(error.kind, error.message, locate(text, run.at));
    // The machine's own stack ran out.
    if (error instanceof RangeError) throw new VtlError("budget", "The template is nested too deeply.", locate(text, run.at));
    throw error;
  }
}

function collectOverrides(context: JavaMap, run: Run): TemplateOverrides | undefined {
  const [request, response] = [context.get("requestOverride"), context.get("responseOverride")];
  const isTouched = (value: unknown) => !(value instanceof JavaMap) || value.isLoaded;
  if (!context.isLoaded || (!isTouched(request) && !isTouched(response))) return undefined;
  const overrides = { requestOverride: toRecord(request, run), responseOverride: toRecord(response, run) };
  const initial = run.input.overrides ?? { requestOverride: { header: {}, path: {}, querystring: {} }, responseOverride: { header: {} } };
  return isSameJson(overrides, initial) ? undefined : overrides;
}

function toRecord(value: unknown, run: Run): Record<string, unknown> {
  const plain = toPlain(value, run, 0);
  return typeof plain === "object" && plain !== null && !Array.isArray(plain) ? { ...plain } : {};
}

// The order of keys is no change.
function isSameJson(left: unknown, right: unknown): boolean {
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return left === right;
  const [own, other] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  return own.size === other.size && [...own].every(([key, value]) => other.has(key) && isSameJson(value, other.get(key)));
}

const PLAIN_DEPTH_MAX = 20;

// Overrides leave the engine as JSON values.
function toPlain(value: unknown, run: Run, depth: number): unknown {
  if (depth > PLAIN_DEPTH_MAX) return null;
  if (typeof value === "string" || typeof value === "boolean" || value === null || value === undefined) return value;
  if (isJavaNumber(value)) return toDouble(value);
  if (value instanceof JavaList) return value.items.map((item) => toPlain(item, run, depth + 1));
  if (!(value instanceof JavaMap)) return printValue(value, run) ?? "";
  return Object.fromEntries(value.keys().map((key) => [printValue(key, run) ?? "", toPlain(value.get(key), run, depth + 1)]));
}
