import type { editor } from "monaco-editor/editor";

const models = new Map<string, editor.ITextModel>();

/** Remembers the text of an editor that may be drawn again at another place. */
export function keepModel(id: string, model: editor.ITextModel): void {
  models.set(id, model);
}

/** Lets a kept text go, with its history of undo. */
export function forgetModel(id: string): void {
  const model = models.get(id);
  // React may draw the editor again at once, as its strict mode does; only what nobody shows goes.
  setTimeout(() => {
    if (model === undefined || model.isAttachedToEditor()) return;
    models.delete(id);
    model.dispose();
  });
}
