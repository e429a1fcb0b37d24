import type { RevisionDetail } from "@/lib/client/audit-operations";
import { fieldChanges } from "@/lib/definition/diff";

type Row = RevisionDetail["rows"][number];
export type RowChange = { entity: string; kind: "added" | "changed" | "removed"; label: string; fields: ReturnType<typeof fieldChanges> };

/** Columns that every write touches and nobody asks for. */
const quiet = new Set(["version", "id", "apiId", "workspaceId", "createdAt", "updatedAt"]);

/** The rows of a revision as changes of things, with the fields in which they differ. */
export function listRowChanges(rows: readonly Row[]): RowChange[] {
  return rows.map(({ model, key, label, before, after }) => ({
    entity: `${model} ${key}`,
    kind: before === undefined ? "added" : after === undefined ? "removed" : "changed",
    label,
    fields: fieldChanges(withoutQuiet(before), withoutQuiet(after)),
  }));
}

function withoutQuiet(row: unknown): unknown {
  if (typeof row !== "object" || row === null) return row;
  return Object.fromEntries(Object.entries(row).filter(([column]) => !quiet.has(column)));
}
