import { assert } from "../../base/assert.ts";
import type { NewRow, WriteTx } from "../journal.ts";
import type { RowModel, Rows, Source, Where } from "../rows.ts";

/** Rows that an import may read or change. */
export const importModels = [
  "Api",
  "Resource",
  "Method",
  "Model",
  "RequestValidator",
  "Authorizer",
  "GatewayResponse",
  "DocumentationPart",
  "Route",
  "Integration",
] as const satisfies readonly RowModel[];
export type ImportModel = (typeof importModels)[number];

/** The rows of one API by model and id. */
export type ApiRows = { readonly [M in ImportModel]: ReadonlyMap<string, Rows[M]> };
type Tables = { [M in ImportModel]: Map<string, Rows[M]> };

export function noRows(): Tables {
  return Object.fromEntries(importModels.map((model) => [model, new Map()])) as unknown as Tables;
}

/** A write whose rows are in memory: services run on it as they do on the database, and nothing is stored. `rows` has what became of them. */
export function memoryTx(before: ApiRows, at: Date): { tx: WriteTx; rows: ApiRows } {
  const rows = copyOf(before);
  const insert = <M extends RowModel>(model: M, row: NewRow<M>): Rows[M] => {
    // The two version columns are all that a new row lacks; of rows in memory nobody asks for them.
    const full = { ...row, version: 0, draftVersion: 0 } as unknown as Rows[M];
    tableOf(rows, model).set(full.id, full);
    return full;
  };
  const tx: WriteTx = {
    source: sourceOf(rows),
    seq: 0,
    at,
    tellOf: () => undefined,
    insert: async (model, row) => insert(model, row),
    insertMany: async (model, list) => {
      for (const row of list) insert(model, row);
    },
    update: async (model, row, changes) => {
      const after = { ...row, ...changes };
      tableOf(rows, model).set(after.id, after);
      return after;
    },
    remove: async (model, where) => {
      const table = tableOf(rows, model);
      const gone = [...table.values()].filter((row) => isMatch(row, where));
      for (const row of gone) table.delete(row.id);
      return gone;
    },
  };
  return { tx, rows };
}

function copyOf(rows: ApiRows): Tables {
  return Object.fromEntries(importModels.map((model) => [model, new Map<string, object>(rows[model])])) as unknown as Tables;
}

/** The table of a model; an import that touches another one is a bug. */
function tableOf<M extends RowModel>(rows: Tables, model: M): Map<string, Rows[M]> {
  assert(Object.hasOwn(rows, model), `imports touch ${model}`);
  return (rows as unknown as Record<M, Map<string, Rows[M]>>)[model];
}

/** Reads by the conditions that imports ask with. */
function sourceOf(rows: Tables): Source {
  const delegates = importModels.map((model) => {
    const found = (where: object = {}) => [...(rows[model] as Map<string, object>).values()].filter((row) => isMatch(row, where));
    const delegate = {
      findMany: async ({ where }: { where?: object }) => found(where),
      findFirst: async ({ where }: { where?: object }) => found(where)[0] ?? null,
      findUnique: async ({ where }: { where: object }) => found(where)[0] ?? null,
      count: async ({ where }: { where: object }) => found(where).length,
    };
    return [model.charAt(0).toLowerCase() + model.slice(1), delegate];
  });
  // Only the reads of these tables are there: what else an import asked for would fail in its tests.
  return Object.fromEntries(delegates) as Source;
}

function isMatch(row: object, where: Where<never> | object): boolean {
  return Object.entries(where).every(([column, wanted]) => {
    const value: unknown = Reflect.get(row, column);
    if (typeof wanted !== "object" || wanted === null) return value === wanted;
    assert(Array.isArray(wanted.in), "imports ask for values and for lists of them");
    return wanted.in.includes(value);
  });
}
