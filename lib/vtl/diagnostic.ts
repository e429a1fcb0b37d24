/** What the editor can say about a template. */
export type DiagnosticCode =
  | "SYNTAX"
  | "UNKNOWN_REFERENCE"
  | "UNCLOSED_BLOCK"
  | "TRAILING_COMMA"
  | "UNESCAPED_IN_JSON"
  | "JSON_VALUE_QUOTED"
  | "MAP_PRINTED"
  | "OUTPUT_NOT_JSON";

/** A change of the text between two offsets. */
export type TextEdit = { start: number; end: number; text: string };

/** A remark on a place of a template, with its quick fix or the reason why there is none. */
export type Diagnostic = {
  code: DiagnosticCode;
  severity: "error" | "warning";
  message: string;
  start: { line: number; column: number };
  end: { line: number; column: number };
} & ({ fix: { title: string; edits: readonly TextEdit[] } } | { noFix: string });
