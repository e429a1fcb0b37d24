"use client";
import { ShieldCheck, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { toast } from "sonner";
import { useWrite } from "@/components/data/use-operations";
import { useUndo } from "@/components/data/use-undo";
import type { MenuItem } from "@/components/ui/menu";
import { plural } from "@/lib/client/format";
import type { ResourceSummary } from "@/lib/client/operations";
import type { TreeDialog } from "./tree-dialog";
import { pickedOf } from "./tree-model";

type Options = {
  apiId: string;
  resources: readonly ResourceSummary[];
  picked: readonly string[];
  open: (dialog: TreeDialog) => void;
  onDeleted: () => void;
};

/** What can be done with all picked rows at once. */
export function useBulkItems({ apiId, resources, picked, open, onDeleted }: Options): MenuItem[] {
  const { mutate } = useWrite("bulkDelete");
  const { offer } = useUndo();
  return useMemo(() => {
    const { resources: tops, loose, methods } = pickedOf(resources, picked);
    const removable = tops.filter(({ parentId }) => parentId !== undefined);
    const what = [
      ...(removable.length > 0 ? [plural(removable.length, "resource")] : []),
      ...(loose.length > 0 ? [plural(loose.length, "method")] : []),
    ];
    const remove = () =>
      mutate(
        { apiId, resourceIds: removable.map(({ id }) => id), methods: loose },
        {
          onSuccess: ({ revision }) => {
            offer(`Deleted ${what.join(" and ")}`, revision);
            onDeleted();
          },
          onError: (error) => void toast.error("Nothing was deleted.", { description: error.message }),
        },
      );
    return [
      {
        label: `Change ${plural(methods.length, "method")} ...`,
        icon: <ShieldCheck />,
        disabled: methods.length === 0,
        onSelect: () => open({ kind: "bulk", methods }),
      },
      { kind: "separator", id: "danger" },
      {
        label: what.length > 0 ? `Delete ${what.join(" and ")}` : "Delete",
        icon: <Trash2 />,
        danger: true,
        // The root cannot go, and without it nothing is left of what was picked.
        disabled: what.length === 0 || removable.length < tops.length,
        onSelect: remove,
      },
    ];
  }, [apiId, resources, picked, mutate, offer, open, onDeleted]);
}
