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
        (!shortcut.inText && isInEditor(event.target)),
    },
    [run, enabled],
  );
}

/** Editors, trees and open dialogs keep their own letters. */
function isInEditor(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest(".monaco-editor, [role=tree], [role=menu], [role=dialog], [role=alertdialog]") !== null
  );
}
