"use client";
import { ClipboardPaste, Copy, CopyPlus, FolderInput, Globe, ListChecks, Plus, Scissors, Stethoscope, Trash2 } from "lucide-react";
import { useCallback } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import type { MenuItem } from "@/components/ui/menu";
import { plural } from "@/lib/client/format";
import type { ResourceSummary } from "@/lib/client/operations";
import type { TreeDialog } from "./tree-dialog";
import { isBelow, isMovable, mayDrop, type TreeNode } from "./tree-model";
import { useBulkItems } from "./use-bulk-items";

type Options = {
  apiId: string;
  resources: readonly ResourceSummary[];
  open: (dialog: TreeDialog) => void;
  onDeleted: (resource: ResourceSummary, wholeResource: boolean) => void;
  picked: readonly string[];
  /** Begins picking with this row. */
  onPick: (node: TreeNode) => void;
  onPickedDeleted: () => void;
  cut: TreeNode | undefined;
  onCut: (node: TreeNode) => void;
};

/** What can be done with a row of the tree; deletes offer undo, which brings back the same ids. */
export function useTreeActions({ apiId, resources, open, onDeleted, picked, onPick, onPickedDeleted, cut, onCut }: Options) {
  const { canWrite } = useUser();
  const bulkItems = useBulkItems({ apiId, resources, picked, open, onDeleted: onPickedDeleted });
  const deleteResource = useWrite("deleteResource");
  const deleteMethod = useWrite("deleteMethod");
  const { offer } = useUndo();

  const remove = useCallback(
    (node: TreeNode) => {
      const resource = node.resource;
      const onError = (error: Error) => void toast.error("Could not delete.", { description: error.message });
      if (node.method) {
        const { httpMethod } = node.method;
        deleteMethod.mutate(
          { apiId, resourceId: resource.id, httpMethod },
          {
            onSuccess: ({ revision }) => {
              offer(`Deleted ${httpMethod} ${resource.path}`, revision);
              onDeleted(resource, false);
            },
            onError,
          },
        );
        return;
      }
      const count = resources.filter((each) => isBelow(each.path, resource.path)).length;
      deleteResource.mutate(
        { apiId, resourceId: resource.id },
        {
          onSuccess: ({ revision }) => {
            offer(
              count === 1 ? `Deleted ${resource.path}` : `Deleted ${resource.path} and ${plural(count - 1, "resource")} below`,
              revision,
            );
            onDeleted(resource, true);
          },
          onError,
        },
      );
    },
    [apiId, deleteMethod.mutate, deleteResource.mutate, offer, onDeleted, resources],
  );

  const actionsOf = useCallback(
    (node: TreeNode): MenuItem[] => {
      const { resource } = node;
      if (picked.length > 1 && picked.includes(node.id)) return bulkItems;
      const copy: MenuItem = {
        label: "Copy path",
        icon: <Copy />,
        onSelect: () =>
          void navigator.clipboard
            .writeText(resource.path)
            .catch(() => toast.error("The browser did not allow copying.", { description: resource.path })),
      };
      if (!canWrite) return [copy];
      const pick: MenuItem = { label: "Pick several", icon: <ListChecks />, onSelect: () => onPick(node) };
      const danger: MenuItem = {
        label: node.method ? `Delete ${node.method.httpMethod}` : "Delete",
        icon: <Trash2 />,
        danger: true,
        onSelect: () => remove(node),
      };
      if (node.method) return [copy, pick, separator("danger"), danger];
      const paste: MenuItem[] =
        cut && mayDrop(cut, node)
          ? [{ label: "Paste here", icon: <ClipboardPaste />, hint: "Ctrl V", onSelect: () => open(pasted(cut, resource)) }]
          : [];
      const moves: MenuItem[] = isMovable(node)
        ? [
            { label: "Rename or move ...", icon: <FolderInput />, onSelect: () => open({ kind: "place", how: "move", resource }) },
            { label: "Cut", icon: <Scissors />, hint: "Ctrl X", onSelect: () => onCut(node) },
            { label: "Duplicate ...", icon: <CopyPlus />, onSelect: () => open({ kind: "place", how: "duplicate", resource }) },
          ]
        : [];
      return [
        { label: "New resource", icon: <Plus />, hint: "N", onSelect: () => open({ kind: "resource", resource }) },
        { label: "New method", icon: <Plus />, hint: "⇧N", onSelect: () => open({ kind: "method", resource }) },
        { label: "Enable CORS ...", icon: <Globe />, onSelect: () => open({ kind: "cors", resource }) },
        { label: "CORS doctor ...", icon: <Stethoscope />, onSelect: () => open({ kind: "cors-doctor", resource }) },
        copy,
        separator("place"),
        ...moves,
        ...paste,
        pick,
        ...(isMovable(node) ? [separator("danger"), danger] : []),
      ];
    },
    [canWrite, open, remove, picked, bulkItems, onPick, cut, onCut],
  );
  return { actionsOf, bulkItems };
}

const separator = (id: string): MenuItem => ({ kind: "separator", id });

/** The dialog that shows the new paths of what was cut before it moves. */
export function pasted(cut: TreeNode, parent: ResourceSummary): TreeDialog {
  return { kind: "place", how: "move", resource: cut.resource, parentId: parent.id };
}
