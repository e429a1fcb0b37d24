import { canonicalJson } from "../base/canonical-json.ts";
import { bulkInsert } from "../db/bulk-insert.ts";
import type { Provider, Transaction } from "../db/database.ts";
import { type RowModel, type Rows, type Source, table, tableFacts, type Where } from "./rows.ts";

/** What a service writes with: every row that changes is noted with its content before and after. */
export type WriteTx = {
  /** For reads; sees what this write did so far. */
  readonly source: Source;
  /** The number of the change, and the version of every row it touches. */
  readonly seq: number;
  readonly at: Date;
  /** Ends the history's sentence with what only the rows tell: the path of a resource. */
  tellOf(subject: string): void;
  insert<M extends RowModel>(model: M, row: NewRow<M>): Promise<Rows[M]>;
  insertMany<M extends RowModel>(model: M, rows: readonly NewRow<M>[]): Promise<void>;
  update<M extends RowModel>(model: M, before: Rows[M], changes: Partial<Rows[M]>): Promise<Rows[M]>;
  remove<M extends RowModel>(model: M, where: Where<Rows[M]>): Promise<Rows[M][]>;
};

/** A row without what the write fills in. */
export type NewRow<M extends RowModel> = Omit<Rows[M], "version" | "draftVersion">;

export type JournalEntry = { model: RowModel; key: string; before: string | null; after: string | null };

export type Journal = {
  isEmpty(): boolean;
  entries(): JournalEntry[];
  store(raw: Transaction, provider: Provider, seq: number): Promise<void>;
  note(entry: JournalEntry): void;
  /** What the write is about, as far as its intent did not know. */
  subject: string | undefined;
};

/** Rows that one statement takes; databases limit the parameters of a statement. */
const batchSize = 500;

/** A list in pieces of that size. */
export function batchesOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) => items.slice(index * batchSize, (index + 1) * batchSize));
}

/** As many rows are worth a statement of their own kind. */
const bulkMin = 100;

type Writing = { raw: Transaction; provider: Provider; seq: number; at: Date; journal: Journal };

export function writeTx({ raw, provider, seq, at, journal }: Writing): WriteTx {
  const versions = (model: RowModel) => ({
    ...(tableFacts[model].versioned ? { version: seq } : {}),
    ...(model === "Api" ? { draftVersion: seq } : {}),
  });
  return {
    source: raw,
    seq,
    at,
    tellOf: (subject) => {
      journal.subject = subject;
    },
    insert: async (model, row) => {
      const stored = await table(raw, model).create({ data: complete(row, versions(model)) });
      journal.note({ model, key: stored.id, before: null, after: rowText(model, stored) });
      return stored;
    },
    insertMany: async (model, rows) => {
      const full = rows.map((row) => complete(row, versions(model)));
      if (full.length >= bulkMin) await bulkInsert(raw, provider, { model, rows: full });
      else for (const data of batchesOf(full)) await table(raw, model).createMany({ data });
      for (const row of full) journal.note({ model, key: row.id, before: null, after: rowText(model, row) });
    },
    update: async (model, before, changes) => {
      if (isSame(before, { ...before, ...changes })) return before;
      const after = await table(raw, model).update({ where: { id: before.id }, data: { ...changes, ...versions(model) } });
      journal.note({ model, key: before.id, before: rowText(model, before), after: rowText(model, after) });
      return after;
    },
    remove: async (model, where) => {
      const rows = await table(raw, model).findMany({ where });
      await table(raw, model).deleteMany({ where });
      for (const row of rows) journal.note({ model, key: row.id, before: rowText(model, row), after: null });
      return rows;
    },
  };
}

/** The cast says what the facts of the table guarantee: the two version columns are all that `NewRow` lacks. */
function complete<M extends RowModel>(row: NewRow<M>, versions: object): Rows[M] {
  return { ...row, ...versions } as Rows[M];
}

function isSame(a: object, b: object): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

export function makeJournal(): Journal {
  const notes = new Map<string, JournalEntry>();
  const entries = () => [...notes.values()].filter((entry) => entry.before !== entry.after);
  return {
    subject: undefined,
    isEmpty: () => entries().length === 0,
    entries,
    note: (entry) => {
      const id = `${entry.model} ${entry.key}`;
      const earlier = notes.get(id);
      notes.set(id, earlier === undefined ? entry : { ...entry, before: earlier.before });
    },
    store: async (raw, provider, seq) => {
      const rows = entries().map(({ key, ...entry }, position) => ({ id: `${seq}/${position}`, seq, position, rowKey: key, ...entry }));
      if (rows.length >= bulkMin) await bulkInsert(raw, provider, { model: "RevisionRow", rows });
      else await raw.revisionRow.createMany({ data: rows });
    },
  };
}

/** A row as a revision keeps it. */
export function rowText<M extends RowModel>(model: M, row: Rows[M]): string {
  const volatile = tableFacts[model].volatile ?? [];
  return canonicalJson(Object.fromEntries(Object.entries(row).filter(([column]) => !volatile.includes(column))));
}

/** The row of a revision's text, without its version: a restored row is a new version. */
export function parseRow<M extends RowModel>(model: M, text: string): NewRow<M> & Partial<Rows[M]> {
  const { version: _, ...row }: Record<string, unknown> = JSON.parse(text);
  for (const column of tableFacts[model].dates) row[column] = new Date(String(row[column]));
  // The text was written by `rowText` from a row of this model.
  return row as NewRow<M> & Partial<Rows[M]>;
}
