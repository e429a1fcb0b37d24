import type { Provider } from "../db/database.ts";

/** Part of a statement with `?` for each value, as both databases can take it. */
export type SqlText = { text: string; values: (string | number)[] };

export function sql(text: string, ...values: (string | number)[]): SqlText {
  return { text, values };
}

export function joinSql(parts: readonly SqlText[], between: string): SqlText {
  return { text: parts.map(({ text }) => text).join(between), values: parts.flatMap(({ values }) => values) };
}

/** Equal to one of a list; to nothing when the list is empty. */
export function oneOf(column: string, values: readonly (string | number)[]): SqlText {
  if (values.length === 0) return sql("1 = 0");
  return sql(`"${column}" IN (${values.map(() => "?").join(", ")})`, ...values);
}

/** A text with `*` for any characters; letters count as they are written. */
export function matches(provider: Provider, column: string, pattern: string): SqlText {
  if (!pattern.includes("*")) return sql(`"${column}" = ?`, pattern);
  if (provider === "sqlite") return sql(`"${column}" GLOB ?`, pattern.replace(/[[?]/g, "[$&]"));
  return sql(`"${column}" LIKE ?`, pattern.replace(/[\\%_]/g, "\\$&").replaceAll("*", "%"));
}

/** The text as the database numbers its values. */
export function forProvider(provider: Provider, { text }: SqlText): string {
  let count = 0;
  return provider === "sqlite" ? text : text.replaceAll("?", () => `$${++count}`);
}
