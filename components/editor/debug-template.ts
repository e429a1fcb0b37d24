import type { TemplateInput } from "@/lib/vtl/run";
import type { Span } from "@/lib/vtl/syntax";
import { compileTemplate } from "@/lib/vtl/template";
import { type TraceStep, traceTemplate, type VariableChanges } from "@/lib/vtl/trace-template";
import { locate, VtlError } from "@/lib/vtl/vtl-error";

type Place = { line: number; column: number };
export type DebugStep = Omit<TraceStep, "span"> & { start: Place; end: Place; source: string };

/** All steps of a render, as the page draws them. */
export type DebugTrace = {
  steps: readonly DebugStep[];
  /** Whether there were more steps than are kept. */
  isCut: boolean;
  changedLast: VariableChanges;
  output: string;
  error?: { message: string } & Place;
};

/** Enough to know a step by. */
const SOURCE_LENGTH_MAX = 80;

/** Renders a template step by step. One that does not parse has no steps. */
export function debugTemplate(text: string, input: TemplateInput): DebugTrace {
  try {
    const { steps, error, ...trace } = traceTemplate(compileTemplate(text), input);
    const place = makePlacer(text);
    return {
      ...trace,
      steps: steps.map(({ span, ...step }) => ({ ...step, ...place(span) })),
      ...(error === undefined ? {} : { error: describeError(error) }),
    };
  } catch (error) {
    if (error instanceof VtlError) return { steps: [], isCut: false, changedLast: {}, output: "", error: describeError(error) };
    throw error;
  }
}

function describeError({ message, line, column }: VtlError): NonNullable<DebugTrace["error"]> {
  return { message, line, column };
}

// A loop comes by the same places again and again; each is looked up once.
function makePlacer(text: string): (span: Span) => { start: Place; end: Place; source: string } {
  const known = new Map<Span, ReturnType<typeof placeOf>>();
  return (span) => {
    const found = known.get(span) ?? placeOf(text, span);
    known.set(span, found);
    return found;
  };
}

function placeOf(text: string, span: Span) {
  const [start, end] = [locate(text, span.start), locate(text, span.end)];
  const [line = ""] = text.slice(span.start, Math.min(span.end, span.start + SOURCE_LENGTH_MAX)).split("\n");
  return { start: { line: start.line, column: start.column }, end: { line: end.line, column: end.column }, source: line.trim() };
}
