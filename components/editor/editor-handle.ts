import type { TextEdit } from "@/lib/vtl/diagnostic";

/** What others may ask of an open editor. */
export type EditorHandle = {
  /** Moves the cursor there and focuses the editor. */
  reveal: (place: { line: number; column: number }) => void;
  /** Marks the place that a debugger is at; without one, takes the mark away. */
  mark: (place: { line: number; column: number; endColumn: number } | undefined) => void;
  /** Changes the text as one step of undo. */
  apply: (edits: readonly TextEdit[]) => void;
};
