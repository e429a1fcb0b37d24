"use client";
import { dragAndDropFeature, hotkeysCoreFeature, type ItemInstance, selectionFeature, syncDataLoaderFeature } from "@headless-tree/core";
import { useTree } from "@headless-tree/react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { useMeasuredRows, useRowHeight } from "@/components/ui/density";
import { ContextMenu, type MenuItem } from "@/components/ui/menu";
import type { ResourceSummary } from "@/lib/client/operations";
import { buildTree, filterTree, hiddenRoot, isMovable, mayDrop, nameOfNode, type RowState, type TreeNode } from "./tree-model";
import { TreeRow } from "./tree-row";
import { useExpanded, useReveal } from "./use-expanded";
import { useTreeKeys } from "./use-tree-keys";

const compactRow = 28;

type Props = {
  resources: readonly ResourceSummary[];
  filter: string;
  selectedId: string | undefined;
  dirtyIds: ReadonlySet<string>;
  /** How rows differ from the stage that is compared with. */
  states: ReadonlyMap<string, RowState>;
  onSelect: (node: TreeNode) => void;
  actionsOf: (node: TreeNode) => readonly MenuItem[];
  /** Rows chosen for one action on all of them; none while only one row is looked at. */
  picked: readonly string[];
  onPick: (ids: string[]) => void;
  /** Whether rows have boxes to tick, so that no key has to be held. */
  picking: boolean;
  cutId: string | undefined;
  onCut: (node: TreeNode | undefined) => void;
  onPaste: (node: TreeNode) => void;
  /** A resource was dropped on another one; absent for who may not write. */
  onDropped: ((resource: ResourceSummary, parent: ResourceSummary) => void) | undefined;
};

/** Where a range with Shift begins; the package keeps it so. */
type Anchor = { selectUpToAnchorId?: string };

const missing: TreeNode = { id: hiddenRoot, kind: "resource", resource: { id: "", path: "", methods: [] }, children: [] };

/** Resources nested by path with their methods; only the rows in view are in the page. */
export function ResourceTree({ resources, filter, selectedId, dirtyIds, states, onSelect, actionsOf, ...bulk }: Props) {
  const { picked, onPick, picking, cutId, onCut, onPaste, onDropped } = bulk;
  const whole = useMemo(() => buildTree(resources), [resources]);
  // Typing comes first: the rows follow when there is time.
  const shown = useDeferredValue(filter);
  const model = useMemo(() => filterTree(whole, shown, states), [whole, shown, states]);
  const [opened, setOpened] = useState<string[]>([]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string | null>(null);
  const [menuFor, setMenuFor] = useState<string>();
  const expanded = useExpanded(model.nodes, closed, opened, shown !== "");
  const scroller = useRef<HTMLDivElement>(null);
  const isPicking = picking || picked.length > 0;
  const marked = isPicking ? [...picked] : selectedId ? [selectedId] : [];

  const tree = useTree<TreeNode>({
    rootItemId: hiddenRoot,
    getItemName: (item) => nameOfNode(item.getItemData()),
    isItemFolder: (item) => item.getItemData().children.length > 0,
    dataLoader: {
      getItem: (id) => model.nodes.get(id) ?? missing,
      getChildren: (id) =>
        id === hiddenRoot ? (model.nodes.has(model.rootId) ? [model.rootId] : []) : (model.nodes.get(id)?.children ?? []),
    },
    // A row that the filter took away cannot be where Tab leads to; the first one is then.
    state: { expandedItems: expanded, focusedItem: focused !== null && model.nodes.has(focused) ? focused : null, selectedItems: marked },
    setExpandedItems: (next) => {
      const ids = new Set(typeof next === "function" ? next(expanded) : next);
      setOpened([...ids]);
      setClosed(new Set([...model.nodes.values()].filter((node) => node.children.length > 0 && !ids.has(node.id)).map((node) => node.id)));
    },
    setFocusedItem: (next) => setFocused((old) => (typeof next === "function" ? next(old) : next)),
    setSelectedItems: (next) => onPick(typeof next === "function" ? next(marked) : next),
    onPrimaryAction: (item) => onSelect(item.getItemData()),
    scrollToItem: (item) => virtual.scrollToIndex(item.getItemMeta().index),
    hotkeys: { customActions: { hotkey: "Period", handler: (_event, instance) => setMenuFor(instance.getFocusedItem().getId()) } },
    canReorder: false,
    // A drag moves the row that it began on; what is picked stays picked.
    draggedItemOverwritesSelection: false,
    indent: 14,
    canDrag: () => onDropped !== undefined,
    canDrop: (_items, { item }) => mayDrop(dragged.current, item.getItemData()),
    onDrop: (_items, { item }) => {
      if (dragged.current) onDropped?.(dragged.current.resource, item.getItemData().resource);
    },
    features: [syncDataLoaderFeature, selectionFeature, hotkeysCoreFeature, dragAndDropFeature],
  });
  const dragged = useRef<TreeNode>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tree keeps its own flat list and must be told that its data changed.
  useEffect(() => {
    tree.rebuildTree();
  }, [model, expanded]);

  const items = tree.getItems();
  const rowHeight = useRowHeight(compactRow);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useMeasuredRows(virtual, rowHeight);
  useReveal({ resources, selectedId, setOpened, setClosed });
  useTreeKeys({
    scroller,
    items,
    focus: (id) => {
      setFocused(id);
      tree.updateDomFocus();
    },
    onCut,
    onPaste,
    onEscape: () => {
      onCut(undefined);
      onPick([]);
    },
  });

  function click(event: MouseEvent, item: ItemInstance<TreeNode>, onClick: (event: MouseEvent) => void) {
    const node = item.getItemData();
    if (event.shiftKey || event.ctrlKey || event.metaKey || picking) {
      item.setFocused();
      const anchor = tree.getDataRef<Anchor>().current;
      if (event.shiftKey) {
        anchor.selectUpToAnchorId ??= selectedId ?? node.id;
        item.selectUpTo(event.ctrlKey || event.metaKey);
        return;
      }
      anchor.selectUpToAnchorId = node.id;
      item.toggleSelect();
      return;
    }
    if (!selectedOrLeaf(node, selectedId) && item.isExpanded()) item.setFocused();
    else onClick(event);
    onPick([]);
    tree.getDataRef<Anchor>().current.selectUpToAnchorId = node.id;
    onSelect(node);
  }

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto" data-testid="tree-scroller">
      <div
        {...tree.getContainerProps("Resources")}
        role="tree"
        aria-multiselectable
        className="relative outline-none"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (!item) return null;
          const node = item.getItemData();
          const { onClick, onDragStart, ...props } = item.getProps();
          return (
            <ContextMenu key={item.getKey()} items={actionsOf(node)}>
              <button
                {...props}
                type="button"
                data-node={node.id}
                draggable={onDropped !== undefined && isMovable(node)}
                onDragStart={(event) => {
                  dragged.current = node;
                  onDragStart?.(event);
                }}
                onClick={(event) => click(event, item, onClick)}
                className={cn(
                  "absolute inset-x-0 flex items-center gap-1.5 pr-2 text-left outline-offset-[-2px]",
                  item.isSelected() ? "bg-selected" : "hover:bg-hover",
                  item.isDragTarget() && "bg-accent-bg outline-2 outline-accent",
                  node.id === cutId && "opacity-50",
                )}
                style={{ top: row.start, height: rowHeight, paddingLeft: 8 + item.getItemMeta().level * 14 }}
              >
                <TreeRow
                  node={node}
                  expanded={item.isExpanded()}
                  isFolder={item.isFolder()}
                  checked={picking ? item.isSelected() : undefined}
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
