import { newId } from "../../base/ids.ts";
import type { ImportPlan } from "../../openapi/import-plan.ts";
import { applyImport } from "../apply-import.ts";
import type { ImportMode } from "../import-job.ts";
import { importedSettings, mergedSettings } from "../import-rest-api.ts";
import { type RowModel, type Rows, type Source, table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { type ApiRows, type ImportModel, importModels, memoryTx, noRows } from "./memory-tx.ts";

/** An API before an import, and as the import would leave it. */
export type Rehearsal = { before: ApiRows; after: ApiRows };

/** Runs the import of a REST API on rows in memory. */
export async function rehearseImport(scope: Scope, before: ApiRows, plan: ImportPlan, mode: ImportMode): Promise<Rehearsal> {
  const { tx, rows } = memoryTx(before, scope.clock());
  const [row] = before.Api.values();
  const isNew = row === undefined;
  const settings = isNew || mode === "overwrite" ? importedSettings(plan, row) : mergedSettings(plan, row);
  const api = isNew
    ? await tx.insert("Api", newApiRow(scope, { kind: "REST", settings }))
    : await tx.update("Api", row, { name: settings.name, settings });
  if (isNew) await tx.insert("Resource", { id: newId(scope.random), apiId: api.id, parentId: null, pathPart: null, path: "/" });
  await applyImport({ tx, scope, api, plan, mode });
  return { before, after: rows };
}

type NewApi = { kind: string; settings: Rows["Api"]["settings"] };

function newApiRow(scope: Scope, { kind, settings }: NewApi) {
  return { id: newApiId, workspaceId: scope.workspace.id, kind, name: settings.name, settings, createdAt: scope.clock() };
}

/** Stands for the id of an API that is not there yet. */
export const newApiId = "new";

/** What there is before an API is there. */
export const nothing: ApiRows = noRows();

/** The rows of an API that an import may change. */
export async function loadApiRows(source: Source, api: Rows["Api"]): Promise<ApiRows> {
  const rows = noRows();
  rows.Api.set(api.id, api);
  for (const model of importModels) if (model !== "Api") await fill(rows, source, model, api.id);
  return rows;
}

async function fill<M extends ImportModel>(rows: { [K in ImportModel]: Map<string, Rows[K]> }, source: Source, model: M, apiId: string) {
  // Every table but that of APIs itself has the column.
  const where = { apiId } as Parameters<ReturnType<typeof table<RowModel>>["findMany"]>[0]["where"] & object;
  for (const row of await table(source, model).findMany({ where: where as never })) (rows[model] as Map<string, Rows[M]>).set(row.id, row);
}
