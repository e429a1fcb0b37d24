"use client";
import { Copy, FolderInput, Plus, Trash2 } from "lucide-react";
import { useCallback } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import { useUser } from "@/components/shell/user";
import type { MenuItem } from "@/components/ui/menu";
import { plural } from "@/lib/client/format";
import type { ResourceSummary } from "@/lib/client/operations";
import type { TreeNode } from "./tree-model";

export type TreeDialog = { kind: "resource" | "method" | "move"; resource: ResourceSummary };

type Options = {
  apiId: string;
  resources: readonly ResourceSummary[];
  open: (dialog: TreeDialog) => void;
  onDeleted: (resource: ResourceSummary, wholeResource: boolean) => void;
};

/** What can be done with a row of the tree; deletes offer undo, which brings back the same ids. */
export function useTreeActions({ apiId, resources, open, onDeleted }: Options): (node: TreeNode) => MenuItem[] {
  const { canWrite } = useUser();
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
      const count = resources.filter((each) => each.path === resource.path || each.path.startsWith(`${resource.path}/`)).length;
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
      const copy: MenuItem = {
        label: "Copy path",
        icon: <Copy />,
        onSelect: () =>
          void navigator.clipboard
            .writeText(resource.path)
            .catch(() => toast.error("The browser did not allow copying.", { description: resource.path })),
      };
      if (!canWrite) return [copy];
      const danger: MenuItem = {
        label: node.method ? `Delete ${node.method.httpMethod}` : "Delete",
        icon: <Trash2 />,
        danger: true,
        onSelect: () => remove(node),
      };
      if (node.method) return [copy, { kind: "separator", id: "danger" }, danger];
      return [
        { label: "New resource", icon: <Plus />, hint: "N", onSelect: () => open({ kind: "resource", resource }) },
        { label: "New method", icon: <Plus />, hint: "⇧N", onSelect: () => open({ kind: "method", resource }) },
        copy,
        ...(resource.parentId === undefined
          ? []
          : [
              { label: "Rename or move ...", icon: <FolderInput />, onSelect: () => open({ kind: "move", resource }) },
              { kind: "separator" as const, id: "danger" },
              danger,
            ]),
      ];
    },
    [canWrite, open, remove],
  );
  return actionsOf;
}
