import type { Diagnostic, DiagnosticCode } from "./diagnostic.ts";
import { findJsonMistakes } from "./find-json-mistakes.ts";
import { findUnknownReferences } from "./find-unknown-references.ts";
import type { TemplateApiKind } from "./reference.ts";
import type { TemplateInput } from "./run.ts";
import type { Span } from "./syntax.ts";
import { compileTemplate, parseTemplate } from "./template.ts";
import { locate, VtlError } from "./vtl-error.ts";

/** What diagnosis knows beside the text; checks that need more are left out. */
export type DiagnoseOptions = {
  /** Names below `$context` beside the known ones. */
  contextKeys?: readonly string[];
  /** The kind of API, which decides what `$context` has. */
  apiKind?: TemplateApiKind;
  /** The stage's variables. */
  stageVariables?: readonly string[];
  /** An input to render with. */
  sample?: TemplateInput;
  /** The template's content type; the JSON checks are for JSON only. */
  contentType?: string;
  /** The content type of what the template makes, when it is another one. */
  outputType?: string;
};

/** A remark before its place has lines. */
export type Finding = { code: DiagnosticCode; severity: "error" | "warning"; message: string; span: Span } & (
  | { fix: { title: string; edits: readonly { start: number; end: number; text: string }[] } }
  | { noFix: string }
);

/** All remarks on a template, in the order of their places. */
export function diagnoseTemplate(text: string, options: DiagnoseOptions = {}): Diagnostic[] {
  const parsed = parseTemplate(text);
  const findings = parsed.ok
    ? [...findUnknownReferences(parsed.template, options), ...findJsonFindings(text, options)]
    : [describeError(text, parsed.error)];
  return findings.sort((left, right) => left.span.start - right.span.start).map((finding) => toDiagnostic(text, finding));
}

function findJsonFindings(text: string, options: DiagnoseOptions): Finding[] {
  const parsed = parseTemplate(text);
  if (!isJsonType(options.contentType) || !parsed.ok) return [];
  return [
    ...findJsonMistakes(parsed.template, options.sample?.body),
    ...(isJsonType(options.outputType) ? checkOutput(text, options) : []),
  ];
}

function isJsonType(type = "application/json"): boolean {
  return /json/i.test(type);
}

function toDiagnostic(text: string, { span, ...finding }: Finding): Diagnostic {
  const [start, end] = [locate(text, span.start), locate(text, span.end)];
  return { ...finding, start: { line: start.line, column: start.column }, end: { line: end.line, column: end.column } };
}

function describeError(text: string, error: VtlError): Finding {
  const span = { start: error.offset, end: Math.min(text.length, error.offset + 1) };
  const isUnclosed = /#end/.test(error.message) && error.message.includes("the template ends");
  if (!isUnclosed)
    return { code: "SYNTAX", severity: "error", message: error.message, span, noFix: "What was meant here is not clear from the text." };
  const edits = [{ start: text.length, end: text.length, text: `${text.endsWith("\n") ? "" : "\n"}#end\n` }];
  return { code: "UNCLOSED_BLOCK", severity: "error", message: "A block has no #end.", span, fix: { title: "Add #end at the end", edits } };
}

function checkOutput(text: string, { sample }: DiagnoseOptions): Finding[] {
  if (sample === undefined) return [];
  const report = (message: string, offset: number, noFix: string): Finding[] => {
    const lineEnd = text.indexOf("\n", offset);
    return [
      { code: "OUTPUT_NOT_JSON", severity: "error", message, span: { start: offset, end: lineEnd < 0 ? text.length : lineEnd }, noFix },
    ];
  };
  try {
    const { output } = compileTemplate(text).render(sample);
    return describeOutput(output, report);
  } catch (error) {
    if (error instanceof VtlError)
      return report(`The template fails for the sample: ${error.message}`, error.offset, "It depends on the input.");
    throw error;
  }
}

function describeOutput(output: string, report: (message: string, offset: number, noFix: string) => Finding[]): Finding[] {
  // The service takes an empty output as it is.
  if (output.trim() === "") return [];
  try {
    JSON.parse(output);
    return [];
  } catch (error) {
    const detail = error instanceof Error ? error.message : "it cannot be read";
    return report(`The output for the sample is not valid JSON: ${detail}.`, 0, "The preview shows the place in the output.");
  }
}
