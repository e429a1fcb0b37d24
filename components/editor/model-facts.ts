import type { editor } from "monaco-editor/editor";
import type { EditorHints } from "./editor-hints";
import type { CheckedText } from "./editor-problem";

type Facts = { checked: CheckedText | undefined; hints: EditorHints };

const facts = new WeakMap<editor.ITextModel, Facts>();

/** Keeps what the one completion, hover and fix provider of a language needs to know about one text. */
export function rememberFacts(model: editor.ITextModel, known: Facts): void {
  facts.set(model, known);
}

export function factsOf(model: editor.ITextModel): Facts {
  return facts.get(model) ?? { checked: undefined, hints: {} };
}
