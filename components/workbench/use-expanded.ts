"use client";
import { useEffect, useMemo } from "react";
import type { ResourceSummary } from "@/lib/client/operations";
import { ancestorsOf, type TreeNode } from "./tree-model";

const openByDefaultMax = 300;
// More than anybody looks through; the next letter finds less.
const openFoundMax = 2_000;

/** Small trees start open; large ones open to the first level, and a filter opens what it found unless that is nearly everything. */
export function useExpanded(
  nodes: ReadonlyMap<string, TreeNode>,
  closed: ReadonlySet<string>,
  opened: readonly string[],
  filtered: boolean,
): string[] {
  return useMemo(() => {
    const folders = [...nodes.values()].filter((node) => node.children.length > 0);
    if ((filtered && nodes.size <= openFoundMax) || folders.length <= openByDefaultMax)
      return folders.map((node) => node.id).filter((id) => !closed.has(id));
    const root = folders.find((node) => node.resource.parentId === undefined);
    return [...new Set([...(root && !closed.has(root.id) ? [root.id] : []), ...opened])];
  }, [nodes, closed, opened, filtered]);
}

type Reveal = {
  resources: readonly ResourceSummary[];
  selectedId: string | undefined;
  setOpened: (update: (old: string[]) => string[]) => void;
  setClosed: (update: (old: ReadonlySet<string>) => ReadonlySet<string>) => void;
};

/** Opens the way to what the address names. */
export function useReveal({ resources, selectedId, setOpened, setClosed }: Reveal) {
  useEffect(() => {
    if (selectedId === undefined) return;
    const resourceId = selectedId.split(":")[1] ?? "";
    const way = ancestorsOf(resources, resourceId);
    const open = selectedId.startsWith("r:") ? way.slice(1) : way;
    setOpened((old) => [...new Set([...old, ...open])]);
    setClosed((old) => (open.some((id) => old.has(id)) ? new Set([...old].filter((id) => !open.includes(id))) : old));
  }, [resources, selectedId, setOpened, setClosed]);
}
