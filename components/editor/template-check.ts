import { diagnoseTemplate } from "@/lib/vtl/diagnose-template";
import type { TemplateApiKind } from "@/lib/vtl/reference";
import type { TemplateInput, TemplateOverrides } from "@/lib/vtl/run";
import { type Expectation, runTemplateTest, type TemplateTestOutcome } from "@/lib/vtl/run-template-test";
import { parseSampleText, type SampleText } from "@/lib/vtl/sample-input";
import { compileTemplate } from "@/lib/vtl/template";
import { VtlError } from "@/lib/vtl/vtl-error";
import { type DebugTrace, debugTemplate } from "./debug-template";
import type { CheckedText } from "./editor-problem";

export type TemplateQuestion = {
  text: string;
  contentType: string;
  /** The content type of what the template makes, when it is another one. */
  outputType?: string;
  input: TemplateInput;
  apiKind: TemplateApiKind;
  /** Names that the stages of the API have; left out where nobody knows them. */
  stageVariables?: readonly string[];
  /** Whether every step is asked for. */
  withTrace?: boolean;
  tests?: readonly TestQuestion[];
};
export type TestQuestion = { id: string; input: SampleText; expected: Expectation };
export type TestAnswer = { id: string } & TemplateTestOutcome;

/** What the template makes of the input. */
export type Preview =
  | { kind: "output"; output: string; length: number; json: JsonState; overrides?: TemplateOverrides }
  | { kind: "error"; message: string; line: number; column: number };

/** Whether the output is JSON, for content types that are. */
export type JsonState = { state: "valid" } | { state: "empty" } | { state: "invalid"; message: string } | { state: "other" };

export type TemplateAnswer = CheckedText & { preview: Preview; trace?: DebugTrace; tests?: readonly TestAnswer[] };

/** Enough to read; more would only slow the page down. */
const OUTPUT_SHOWN_MAX = 100_000;

/** Everything the editor says about a template, made by the data plane's own engine. */
export function checkTemplate(question: TemplateQuestion): TemplateAnswer {
  const { text, contentType, outputType, input, apiKind, stageVariables, withTrace = false, tests } = question;
  return {
    text,
    problems: diagnoseTemplate(text, {
      contentType,
      apiKind,
      sample: input,
      ...(outputType === undefined ? {} : { outputType }),
      ...(stageVariables === undefined ? {} : { stageVariables }),
    }),
    preview: renderPreview(question),
    ...(withTrace ? { trace: debugTemplate(text, input) } : {}),
    ...(tests === undefined ? {} : { tests: tests.map((test) => answerTest(text, test)) }),
  };
}

function answerTest(text: string, { id, input, expected }: TestQuestion): TestAnswer {
  return { id, ...runTemplateTest(text, { input: parseSampleText(input).input, expected }) };
}

function renderPreview({ text, contentType, outputType = contentType, input }: TemplateQuestion): Preview {
  try {
    const { output, overrides } = compileTemplate(text).render(input);
    return {
      kind: "output",
      output: output.slice(0, OUTPUT_SHOWN_MAX),
      length: output.length,
      json: /json/i.test(outputType) ? readJson(output) : { state: "other" },
      ...(overrides === undefined ? {} : { overrides }),
    };
  } catch (error) {
    if (error instanceof VtlError) return { kind: "error", message: error.message, line: error.line, column: error.column };
    throw error;
  }
}

function readJson(output: string): JsonState {
  if (output.trim() === "") return { state: "empty" };
  try {
    JSON.parse(output);
    return { state: "valid" };
  } catch (error) {
    return { state: "invalid", message: error instanceof Error ? error.message : "It cannot be read." };
  }
}
