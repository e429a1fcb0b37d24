"use client";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { nameOfNode, type TreeNode } from "./tree-model";

type Item = { getId: () => string; getItemData: () => TreeNode };

type Options = {
  scroller: RefObject<HTMLDivElement | null>;
  items: readonly Item[];
  /** Moves the focus to a row, which may be out of view. */
  focus: (id: string) => void;
  onCut: (node: TreeNode) => void;
  onPaste: (node: TreeNode) => void;
  onEscape: () => void;
};

const typeaheadPauseMs = 700;

/** Keys of the tree besides those of its package: letters typed in quick succession move the focus to the next row that starts with them; Ctrl X, Ctrl V and Escape. */
export function useTreeKeys({ scroller, items, focus, onCut, onPaste, onEscape }: Options) {
  const typed = useRef({ text: "", at: 0 });
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      const row = event.target instanceof Element ? event.target.closest("[data-node]") : null;
      const node = items.find((item) => item.getId() === row?.getAttribute("data-node"))?.getItemData();
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && node) {
        const key = event.key.toLowerCase();
        if (key !== "x" && key !== "v") return;
        event.preventDefault();
        if (key === "x") onCut(node);
        else onPaste(node);
        return;
      }
      if (event.key === "Escape") return onEscape();
      if (event.key.length !== 1 || event.key === "." || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
      const now = event.timeStamp;
      typed.current = { text: now - typed.current.at > typeaheadPauseMs ? event.key : typed.current.text + event.key, at: now };
      const wanted = withoutSlash(typed.current.text);
      const item = items.find((each) => withoutSlash(nameOfNode(each.getItemData())).startsWith(wanted));
      if (!item) return;
      event.stopPropagation();
      focus(item.getId());
    },
    [items, focus, onCut, onPaste, onEscape],
  );
  useEffect(() => {
    const element = scroller.current;
    element?.addEventListener("keydown", onKey);
    return () => element?.removeEventListener("keydown", onKey);
  }, [scroller, onKey]);
}

function withoutSlash(text: string): string {
  return text.toLowerCase().replace(/^\//, "");
}
