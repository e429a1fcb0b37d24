import { assert } from "../base/assert.ts";
import type { Provider, Transaction } from "./database.ts";

/** Rows that one statement takes. */
const rowsMax = 1_000;

/**
 * Inserts many rows of one table, each with the same columns and none of them a date: the rows go as one JSON parameter, which
 * costs a third of what as many rows of parameters do.
 */
export async function bulkInsert(tx: Transaction, provider: Provider, target: { model: string; rows: readonly object[] }): Promise<void> {
  const { model, rows } = target;
  const columns = Object.keys(rows[0] ?? {});
  assert(
    [model, ...columns].every((name) => /^\w+$/.test(name)),
    "tables and columns have plain names",
  );
  const sql = statements[provider](model, columns);
  for (let start = 0; start < rows.length; start += rowsMax) {
    await tx.$executeRawUnsafe(sql, JSON.stringify(rows.slice(start, start + rowsMax)));
  }
}

const quote = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

const statements: Readonly<Record<Provider, (model: string, columns: readonly string[]) => string>> = {
  sqlite: (model, columns) => {
    const values = columns.map((column) => `value ->> '$.${column}'`).join(", ");
    return `INSERT INTO "${model}" (${quote(columns)}) SELECT ${values} FROM json_each(?)`;
  },
  postgresql: (model, columns) =>
    `INSERT INTO "${model}" (${quote(columns)}) SELECT ${quote(columns)} FROM jsonb_populate_recordset(NULL::"${model}", $1::jsonb)`,
};
