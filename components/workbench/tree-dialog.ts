import type { ResourceSummary } from "@/lib/client/operations";
import type { Picked } from "./tree-model";

/** What the tree opens a dialog for. */
export type TreeDialog =
  | { kind: "resource" | "method" | "cors" | "cors-doctor"; resource: ResourceSummary }
  | { kind: "place"; how: "move" | "duplicate"; resource: ResourceSummary; parentId?: string }
  | { kind: "bulk"; methods: Picked["methods"] };
