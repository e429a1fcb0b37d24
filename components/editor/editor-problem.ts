import type { TextEdit } from "@/lib/vtl/diagnostic";

/** A remark on a place of an edited text; lines and columns count from 1. */
export type EditorProblem = {
  code: string;
  severity: "error" | "warning";
  message: string;
  start: { line: number; column: number };
  end: { line: number; column: number };
  fix?: { title: string; edits: readonly TextEdit[] };
  /** Why there is no fix. */
  noFix?: string;
};

/** Problems with the text that they are about: offsets of fixes mean this text and no other. */
export type CheckedText = { text: string; problems: readonly EditorProblem[] };

/** The fixes of the problems that touch the lines `from` to `to`; none when the text has moved on since the check. */
export function findFixes(checked: CheckedText | undefined, at: { text: string; from: number; to: number }): EditorProblem[] {
  if (checked === undefined || checked.text !== at.text) return [];
  return checked.problems.filter(({ fix, start, end }) => fix !== undefined && start.line <= at.to && end.line >= at.from);
}
