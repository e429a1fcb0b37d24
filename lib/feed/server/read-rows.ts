import type { z } from "zod";
import type { RowListener, RowRef } from "./row-notes.ts";

type Finder<Row> = (where: { id?: { in: string[] } }) => Promise<Row[]>;

export type Reading<Row> = {
  model: RowRef["model"];
  /** Reads the rows that a condition adds to; it holds no list of ids of its own. */
  find: Finder<Row>;
  /** The ids of the same rows in the same order. */
  findIds: () => Promise<{ id: string }[]>;
  listener: RowListener | undefined;
};

// So many ids in a statement.
const idsPerQuery = 500;

/**
 * The rows of a table, and the ids of those whose values are no JSON at all. SQLite stores JSON as text, and one text that is none fails
 * the whole query: then the rows are read in ever smaller parts, so that only the faulty one is left out.
 */
export async function readRows<Row>({ model, find, findIds, listener }: Reading<Row>): Promise<{ rows: Row[]; unreadIds: string[] }> {
  try {
    return { rows: await find({}), unreadIds: [] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const ids = (await findIds()).map(({ id }) => id);
  const [rows, unreadIds]: [Row[], string[]] = [[], []];
  const readPart = async (part: string[]): Promise<void> => {
    try {
      rows.push(...(await find({ id: { in: part } })));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      if (part.length > 1) {
        const middle = Math.ceil(part.length / 2);
        await readPart(part.slice(0, middle));
        await readPart(part.slice(middle));
        return;
      }
      for (const id of part) {
        unreadIds.push(id);
        listener?.onUnread({ model, id, problem: "its text is no JSON" });
      }
    }
  };
  for (let start = 0; start < ids.length; start += idsPerQuery) await readPart(ids.slice(start, start + idsPerQuery));
  return { rows, unreadIds };
}

/** What a row holds as its schema reads it; undefined, and told, when it does not fit. */
export function readValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  { listener, ...row }: RowRef & { listener: RowListener | undefined },
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    listener?.onRead(row);
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  listener?.onUnread({ ...row, problem: `${issue?.path.join(".") || "its value"}: ${issue?.message ?? "does not fit"}` });
  return undefined;
}
