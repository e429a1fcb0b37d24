"use client";
import { useHotkeys } from "react-hotkeys-hook";
import { type ShortcutName, shortcuts } from "./shortcuts";

/** Runs `run` on the keys of `name`; single letters are left alone while somebody types. */
export function useShortcut(name: ShortcutName, run: () => void, enabled = true): void {
  const shortcut: { keys: string; inText?: boolean; sign?: boolean } = shortcuts[name];
  useHotkeys(
    shortcut.keys,
    (event) => {
      event.preventDefault();
      run();
    },
    {
      enabled,
      enableOnFormTags: shortcut.inText === true,
      enableOnContentEditable: shortcut.inText === true,
      sequenceSplitKey: ">",
      useKey: shortcut.sign === true,
      // Shift is part of writing some signs; with any other modifier the key is not ours.
      ignoreModifiers: shortcut.sign === true,
      ignoreEventWhen: (event) =>
        (shortcut.sign === true && (event.ctrlKey || event.metaKey || event.altKey)) ||
        event.isComposing ||
        event.getModifierState("AltGraph") ||
        (!shortcut.inText && keepsKeys(event)),
    },
    [run, enabled],
  );
}

/** Editors, menus and open dialogs keep their own keys; trees keep letters, and leave us those with Ctrl. */
function keepsKeys({ target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return false;
  const isOwn = target.closest(".monaco-editor, [role=menu], [role=dialog], [role=alertdialog]") !== null;
  return isOwn || (target.closest("[role=tree]") !== null && !ctrlKey && !metaKey);
}
