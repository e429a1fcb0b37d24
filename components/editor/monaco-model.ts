import { editor, MarkerSeverity, Range } from "monaco-editor/editor";
import type { TextEdit } from "@/lib/vtl/diagnostic";
import type { CheckedText, EditorProblem } from "./editor-problem";
import { findChange } from "./text-change";

export function rangeOf(model: editor.ITextModel, { start, end }: { start: number; end: number }): Range {
  return Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
}

/** Makes the text of the editor equal to a text from outside, as one step of undo. */
export function writeText(model: editor.ITextModel, text: string): void {
  const change = findChange(model.getValue(), text);
  if (change !== undefined) editText(model, [change]);
}

export function editText(model: editor.ITextModel, edits: readonly TextEdit[]): void {
  model.pushStackElement();
  model.pushEditOperations(
    null,
    edits.map((edit) => ({ range: rangeOf(model, edit), text: edit.text })),
    () => null,
  );
  model.pushStackElement();
}

/** Underlines the problems; those of an older text stay where they are until the next check. */
export function showMarkers(model: editor.ITextModel, checked: CheckedText | undefined): void {
  editor.setModelMarkers(model, "gatehouse", (checked?.problems ?? []).map(toMarker));
}

function toMarker({ code, severity, message, start, end, noFix }: EditorProblem): editor.IMarkerData {
  return {
    code,
    severity: severity === "error" ? MarkerSeverity.Error : MarkerSeverity.Warning,
    message: noFix === undefined ? message : `${message}\nNo quick fix: ${noFix}`,
    startLineNumber: start.line,
    startColumn: start.column,
    endLineNumber: end.line,
    // An empty place would draw nothing.
    endColumn: start.line === end.line && start.column === end.column ? end.column + 1 : end.column,
  };
}
