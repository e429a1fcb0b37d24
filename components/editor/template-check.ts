import { diagnoseTemplate } from "@/lib/vtl/diagnose-template";
import type { TemplateInput, TemplateOverrides } from "@/lib/vtl/run";
import { compileTemplate } from "@/lib/vtl/template";
import { VtlError } from "@/lib/vtl/vtl-error";
import type { CheckedText } from "./editor-problem";

export type TemplateQuestion = { text: string; contentType: string; input: TemplateInput };

/** What the template makes of the input. */
export type Preview =
  | { kind: "output"; output: string; length: number; json: JsonState; overrides?: TemplateOverrides }
  | { kind: "error"; message: string; line: number; column: number };

/** Whether the output is JSON, for content types that are. */
export type JsonState = { state: "valid" } | { state: "empty" } | { state: "invalid"; message: string } | { state: "other" };

export type TemplateAnswer = CheckedText & { preview: Preview };

/** Enough to read; more would only slow the page down. */
const OUTPUT_SHOWN_MAX = 100_000;

/** Everything the editor says about a template, made by the data plane's own engine. */
export function checkTemplate({ text, contentType, input }: TemplateQuestion): TemplateAnswer {
  return {
    text,
    problems: diagnoseTemplate(text, { contentType, sample: input }),
    preview: renderPreview({ text, contentType, input }),
  };
}

function renderPreview({ text, contentType, input }: TemplateQuestion): Preview {
  try {
    const { output, overrides } = compileTemplate(text).render(input);
    return {
      kind: "output",
      output: output.slice(0, OUTPUT_SHOWN_MAX),
      length: output.length,
      json: /json/i.test(contentType) ? readJson(output) : { state: "other" },
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
