import { type editor, Range } from "monaco-editor/editor";
import type { EditorHandle } from "./editor-handle";
import { editText } from "./monaco-model";

export function makeHandle(instance: editor.IStandaloneCodeEditor): EditorHandle {
  const marks = instance.createDecorationsCollection();
  return {
    mark: (place) => {
      if (place === undefined) return marks.clear();
      const { line, column, endColumn } = place;
      marks.set([
        { range: new Range(line, 1, line, 1), options: { isWholeLine: true, className: "debug-line" } },
        { range: new Range(line, column, line, endColumn), options: { inlineClassName: "debug-place" } },
      ]);
      instance.revealLineInCenterIfOutsideViewport(line);
    },
    reveal: ({ line, column }) => {
      instance.setPosition({ lineNumber: line, column });
      instance.revealPositionInCenterIfOutsideViewport({ lineNumber: line, column });
      instance.focus();
    },
    apply: (edits) => {
      const model = instance.getModel();
      if (model) editText(model, edits);
      instance.focus();
    },
  };
}
