import type { editor } from "monaco-editor/editor";
import type { EditorHandle } from "./editor-handle";
import { editText } from "./monaco-model";

export function makeHandle(instance: editor.IStandaloneCodeEditor): EditorHandle {
  return {
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
