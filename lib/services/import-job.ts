import type { ImportPlan } from "../openapi/import-plan.ts";
import type { WriteTx } from "./journal.ts";
import type { Rows } from "./rows.ts";
import type { Scope } from "./scope.ts";

/** `overwrite` drops what the document does not have, `merge` keeps it. */
export type ImportMode = "overwrite" | "merge";
/** An import as it is applied: what to, what of, and how. */
export type Import = { tx: WriteTx; scope: Scope; api: Rows["Api"]; plan: ImportPlan; mode: ImportMode };
