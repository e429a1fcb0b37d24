import { canonicalJson } from "../../base/canonical-json.ts";
import { batchesOf, type NewRow, type WriteTx } from "../journal.ts";
import { type Rows, whereId } from "../rows.ts";
import type { ApiRows, ImportModel } from "./memory-tx.ts";

/** Parents before what needs them. */
const order = ["Resource", "Method", "Model", "RequestValidator", "Authorizer", "GatewayResponse", "DocumentationPart"] as const;

/** Makes the stored rows of an API what they shall be. */
export async function writeDifference(tx: WriteTx, before: ApiRows, after: ApiRows): Promise<void> {
  for (const [id, row] of after.Api) {
    const old = before.Api.get(id);
    if (old !== undefined) await tx.update("Api", old, { name: row.name, settings: row.settings });
  }
  for (const model of [...order].reverse()) await removeGone(tx, model, before, after);
  for (const model of order) await writeRows(tx, model, before, after);
}

async function removeGone<M extends ImportModel>(tx: WriteTx, model: M, before: ApiRows, after: ApiRows): Promise<void> {
  const rows: ReadonlyMap<string, Rows[ImportModel]> = before[model];
  const gone = [...rows.values()].filter(({ id }) => !after[model].has(id));
  // What is below goes before what it is below of.
  const ids = gone.sort((a, b) => depthOf(b) - depthOf(a)).map(({ id }) => id);
  for (const batch of batchesOf(ids)) await tx.remove(model, whereId<M>(batch));
}

async function writeRows<M extends ImportModel>(tx: WriteTx, model: M, before: ApiRows, after: ApiRows): Promise<void> {
  const old = before[model] as ReadonlyMap<string, Rows[M]>;
  const added: NewRow<M>[] = [];
  for (const row of after[model].values() as Iterable<Rows[M]>) {
    const known = old.get(row.id);
    const content = contentOf(row);
    if (known === undefined) added.push(content);
    else if (canonicalJson(contentOf(known)) !== canonicalJson(content)) await tx.update(model, known, content as Partial<Rows[M]>);
  }
  added.sort((a, b) => depthOf(a) - depthOf(b));
  await tx.insertMany(model, added);
}

/** A row without its version, which the write gives. */
function contentOf<M extends ImportModel>(row: Rows[M]): NewRow<M> {
  const { version: _, draftVersion: __, ...content }: Record<string, unknown> = { ...row };
  return content as NewRow<M>;
}

function depthOf(row: object): number {
  return "path" in row && typeof row.path === "string" ? row.path.length : 0;
}
