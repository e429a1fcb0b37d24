"use client";
import { hotkeysCoreFeature, selectionFeature, syncDataLoaderFeature } from "@headless-tree/core";
import { useTree } from "@headless-tree/react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { ContextMenu, type MenuItem } from "@/components/ui/menu";
import type { ResourceSummary } from "@/lib/client/operations";
import { ancestorsOf, buildTree, filterTree, hiddenRoot, type RowState, type TreeNode } from "./tree-model";
import { TreeRow } from "./tree-row";

const rowHeight = 28;

type Props = {
  resources: readonly ResourceSummary[];
  filter: string;
  selectedId: string | undefined;
  dirtyIds: ReadonlySet<string>;
  /** How rows differ from the stage that is compared with. */
  states: ReadonlyMap<string, RowState>;
  onSelect: (node: TreeNode) => void;
  actionsOf: (node: TreeNode) => readonly MenuItem[];
};

const missing: TreeNode = { id: hiddenRoot, kind: "resource", resource: { id: "", path: "", methods: [] }, children: [] };

/** Resources nested by path with their methods; only the rows in view are in the page. */
export function ResourceTree({ resources, filter, selectedId, dirtyIds, states, onSelect, actionsOf }: Props) {
  const whole = useMemo(() => buildTree(resources), [resources]);
  const model = useMemo(() => filterTree(whole, filter, states), [whole, filter, states]);
  const [opened, setOpened] = useState<string[]>([]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const [menuFor, setMenuFor] = useState<string>();
  const expanded = useExpanded(model.nodes, closed, opened, filter !== "");
  const scroller = useRef<HTMLDivElement>(null);

  const tree = useTree<TreeNode>({
    rootItemId: hiddenRoot,
    getItemName: (item) => nameOf(item.getItemData()),
    isItemFolder: (item) => item.getItemData().children.length > 0,
    dataLoader: {
      getItem: (id) => model.nodes.get(id) ?? missing,
      getChildren: (id) =>
        id === hiddenRoot ? (model.nodes.has(model.rootId) ? [model.rootId] : []) : (model.nodes.get(id)?.children ?? []),
    },
    state: { expandedItems: expanded, focusedItem: focused, selectedItems: selectedId ? [selectedId] : [] },
    setExpandedItems: (next) => {
      const ids = new Set(typeof next === "function" ? next(expanded) : next);
      setOpened([...ids]);
      setClosed(new Set([...model.nodes.values()].filter((node) => node.children.length > 0 && !ids.has(node.id)).map((node) => node.id)));
    },
    setFocusedItem: (next) => setFocused((old) => (typeof next === "function" ? next(old) : next)),
    setSelectedItems: () => undefined,
    onPrimaryAction: (item) => onSelect(item.getItemData()),
    scrollToItem: (item) => virtual.scrollToIndex(item.getItemMeta().index),
    hotkeys: { customActions: { hotkey: "Period", handler: (_event, instance) => setMenuFor(instance.getFocusedItem().getId()) } },
    features: [syncDataLoaderFeature, selectionFeature, hotkeysCoreFeature],
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tree keeps its own flat list and must be told that its data changed.
  useEffect(() => {
    tree.rebuildTree();
  }, [model, expanded]);

  const items = tree.getItems();
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useReveal({ resources, selectedId, setOpened, setClosed });
  useTypeahead(scroller, items, setFocused, (index) => virtual.scrollToIndex(index));

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto" data-testid="tree-scroller">
      <div {...tree.getContainerProps("Resources")} className="relative outline-none" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (!item) return null;
          const node = item.getItemData();
          const { onClick, ...props } = item.getProps();
          return (
            <ContextMenu key={item.getKey()} items={actionsOf(node)}>
              <button
                {...props}
                type="button"
                onClick={(event) => {
                  if (!selectedOrLeaf(node, selectedId) && item.isExpanded()) item.setFocused();
                  else onClick(event);
                  onSelect(node);
                }}
                className={cn(
                  "absolute inset-x-0 flex items-center gap-1.5 pr-2 text-left outline-offset-[-2px]",
                  node.id === selectedId ? "bg-selected" : "hover:bg-hover",
                )}
                style={{ top: row.start, height: rowHeight, paddingLeft: 8 + item.getItemMeta().level * 14 }}
              >
                <TreeRow
                  node={node}
                  expanded={item.isExpanded()}
                  isFolder={item.isFolder()}
                  dirty={dirtyIds.has(node.id)}
                  state={states.get(node.id)}
                  actions={actionsOf(node)}
                  menuOpen={menuFor === node.id}
                  onMenu={(open) => setMenuFor(open ? node.id : undefined)}
                />
              </button>
            </ContextMenu>
          );
        })}
      </div>
    </div>
  );
}

/** A first click on an open folder only chooses it; a second one closes it. */
function selectedOrLeaf(node: TreeNode, selectedId: string | undefined): boolean {
  return node.id === selectedId || node.children.length === 0;
}

function nameOf(node: TreeNode): string {
  if (node.kind === "method") return `${node.method?.httpMethod ?? ""} ${node.resource.path}`;
  return node.resource.pathPart === undefined ? "/" : `/${node.resource.pathPart}`;
}

const openByDefaultMax = 300;

/** Small trees start open; large ones open to the first level, and a filter opens what it found. */
function useExpanded(
  nodes: ReadonlyMap<string, TreeNode>,
  closed: ReadonlySet<string>,
  opened: readonly string[],
  filtered: boolean,
): string[] {
  return useMemo(() => {
    const folders = [...nodes.values()].filter((node) => node.children.length > 0);
    if (filtered || folders.length <= openByDefaultMax) return folders.map((node) => node.id).filter((id) => !closed.has(id));
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
function useReveal({ resources, selectedId, setOpened, setClosed }: Reveal) {
  useEffect(() => {
    if (selectedId === undefined) return;
    const resourceId = selectedId.split(":")[1] ?? "";
    const way = ancestorsOf(resources, resourceId);
    const open = selectedId.startsWith("r:") ? way.slice(1) : way;
    setOpened((old) => [...new Set([...old, ...open])]);
    setClosed((old) => (open.some((id) => old.has(id)) ? new Set([...old].filter((id) => !open.includes(id))) : old));
  }, [resources, selectedId, setOpened, setClosed]);
}

const typeaheadPauseMs = 700;

/** Letters typed in quick succession move the focus to the next row that starts with them. */
function useTypeahead(
  scroller: React.RefObject<HTMLDivElement | null>,
  items: readonly { getId: () => string; getItemData: () => TreeNode; setFocused: () => void }[],
  setFocused: (id: string) => void,
  scrollTo: (index: number) => void,
) {
  const typed = useRef({ text: "", at: 0 });
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      if (event.key.length !== 1 || event.key === "." || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
      const now = event.timeStamp;
      typed.current = { text: now - typed.current.at > typeaheadPauseMs ? event.key : typed.current.text + event.key, at: now };
      const wanted = typed.current.text.toLowerCase().replace(/^\//, "");
      const index = items.findIndex((item) => nameOf(item.getItemData()).toLowerCase().replace(/^\//, "").startsWith(wanted));
      const item = items[index];
      if (!item) return;
      event.stopPropagation();
      setFocused(item.getId());
      item.setFocused();
      scrollTo(index);
    },
    [items, setFocused, scrollTo],
  );
  useEffect(() => {
    const element = scroller.current;
    element?.addEventListener("keydown", onKey);
    return () => element?.removeEventListener("keydown", onKey);
  }, [scroller, onKey]);
}
