import type { V2ApiSettings, V2Authorizer, V2Model, V2StageSettings } from "../../definition/v2-api.ts";
import type { NewRow, WriteTx } from "../journal.ts";
import { type Rows, type Source, type Table, table } from "../rows.ts";

/** Rows that APIs of all kinds share, with the settings that HTTP and WebSocket APIs have in them. */
export type V2Rows = {
  Api: Omit<Rows["Api"], "settings"> & { settings: V2ApiSettings };
  Stage: Omit<Rows["Stage"], "settings"> & { settings: V2StageSettings };
  Authorizer: Omit<Rows["Authorizer"], "settings"> & { settings: Omit<V2Authorizer, "authorizerId" | "name"> };
  Model: Omit<Rows["Model"], "settings"> & { settings: Omit<V2Model, "modelId" | "name"> };
};
type Shared = keyof V2Rows;

/** The one cast: the kind of an API, which every caller looked at first, says what its rows hold. */
export function v2Table<M extends Shared>(source: Source, model: M): Table<V2Rows[M]> {
  return table(source, model) as unknown as Table<V2Rows[M]>;
}

export async function insertV2<M extends Shared>(
  tx: WriteTx,
  model: M,
  row: Omit<V2Rows[M], "version" | "draftVersion">,
): Promise<V2Rows[M]> {
  return (await tx.insert(model, row as unknown as NewRow<M>)) as unknown as V2Rows[M];
}

export async function updateV2<M extends Shared>(
  tx: WriteTx,
  model: M,
  before: V2Rows[M],
  changes: Partial<V2Rows[M]>,
): Promise<V2Rows[M]> {
  return (await tx.update(model, before as unknown as Rows[M], changes as unknown as Partial<Rows[M]>)) as unknown as V2Rows[M];
}

/** The row of an API that is not a REST API. */
export function v2ApiOf(row: Rows["Api"]): V2Rows["Api"] {
  return row as unknown as V2Rows["Api"];
}
