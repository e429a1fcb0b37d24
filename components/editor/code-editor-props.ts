import type { EditorHandle } from "./editor-handle";
import type { EditorHints } from "./editor-hints";
import type { CheckedText } from "./editor-problem";

export type EditorLanguage = "json" | "vtl" | "text";

export type CodeEditorProps = {
  language: EditorLanguage;
  /** The accessible name; the editor adds how Tab leaves it. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  readOnly?: boolean;
  /** Pixels to start with, growing with the text up to twice that; or all of a flex column. */
  height?: number | "fill";
  /** Problems to mark, with their fixes. */
  checked?: CheckedText | undefined;
  hints?: EditorHints;
  /** Keeps text, undo and view between two places of one editor; whoever sets it calls `forgetModel`. */
  modelId?: string;
  /** JSON that is a draft-04 schema: keywords complete and explain themselves. */
  isSchema?: boolean;
  /** Inside of a dialog, floating parts stay in the editor's own box. */
  isInDialog?: boolean;
  onHandle?: (handle: EditorHandle | undefined) => void;
};
