import type { Provider } from "../db/database.ts";
import { badRequest } from "./errors.ts";
import { checkedLimit, decodePosition, encodePosition, type PageInput } from "./page.ts";
import type { Source } from "./rows.ts";
import { forProvider, joinSql, type SqlText, sql } from "./sql-text.ts";

type Wanted = {
  /** `"ApiKey" AS t`, with joins; the rows of `t` have an id and a moment of creation. */
  from: string;
  table: string;
  where: readonly SqlText[];
};

/** Ids of one page of a long table, newest first, found by the database: a page costs the same wherever it is. */
export async function findPageIds(
  { source, provider }: { source: Source; provider: Provider },
  { from, table, where }: Wanted,
  input: PageInput,
): Promise<{ ids: string[]; position?: string }> {
  const limit = checkedLimit(input.limit);
  const query = async (statement: SqlText) =>
    source.$queryRawUnsafe<{ id: string }[]>(forProvider(provider, statement), ...statement.values);
  const after = input.position === undefined ? undefined : decodePosition(input.position);
  if (after !== undefined && (await query(sql(`SELECT "id" FROM "${table}" WHERE "id" = ?`, after))).length === 0) {
    throw badRequest("Invalid position parameter specified");
  }
  const conditions = joinSql(after === undefined ? where : [...where, ...laterThan(table, after)], " AND ");
  const statement = joinSql(
    [sql(`SELECT t."id" AS "id" FROM ${from} WHERE`), conditions, sql(`ORDER BY t."createdAt" DESC, t."id" LIMIT ?`, limit + 1)],
    " ",
  );
  const ids = (await query(statement)).map(({ id }) => id);
  const last = ids[limit - 1];
  if (ids.length <= limit || last === undefined) return { ids };
  return { ids: ids.slice(0, limit), position: encodePosition(last) };
}

/** Two conditions, so that an index can begin at the moment of the row that was last. */
function laterThan(table: string, id: string): SqlText[] {
  const moment = `(SELECT "createdAt" FROM "${table}" WHERE "id" = ?)`;
  return [sql(`t."createdAt" <= ${moment}`, id), sql(`(t."createdAt" < ${moment} OR t."id" > ?)`, id, id)];
}

/** Names that begin with a text, in its case, whatever signs it has. */
export function startsWith(column: string, text: string): SqlText[] {
  return text === "" ? [] : [sql(`substr(${column}, 1, ?) = ?`, [...text].length, text)];
}

/** Texts that contain another, without regard to case. */
export function contains(column: string, text: string): SqlText {
  return sql(`lower(${column}) LIKE ? ESCAPE '!'`, `%${text.toLowerCase().replace(/[!%_]/g, (sign) => `!${sign}`)}%`);
}
