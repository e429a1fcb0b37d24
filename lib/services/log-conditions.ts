import type { Provider } from "../db/database.ts";
import type { LogField, LogTerm, TimeRange } from "../definition/log-filter.ts";
import { table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { joinSql, matches, oneOf, type SqlText, sql } from "./sql-text.ts";

/** What a name in a filter can mean in the workspace. */
type Names = { apis: readonly { id: string; name: string }[]; keys: readonly { id: string; name: string }[] };

/** The condition of a filter on the log of the workspace; nothing of other workspaces is ever seen. */
export async function logCondition(scope: Scope, terms: readonly LogTerm[], { fromMs, toMs }: TimeRange): Promise<SqlText> {
  const names = await loadNames(scope, terms);
  const own = oneOf(
    "apiId",
    names.apis.map(({ id }) => id),
  );
  const time = sql(`"atMs" >= ? AND "atMs" <= ?`, fromMs, toMs);
  const wanted = terms.flatMap((term) => {
    const condition = conditionOf(scope.db.provider, names, term);
    if (condition === undefined) return [];
    return [term.isNegated ? { ...condition, text: `NOT COALESCE((${condition.text}), FALSE)` } : condition];
  });
  return joinSql([own, time, ...wanted.map((part) => ({ ...part, text: `(${part.text})` }))], " AND ");
}

async function loadNames(scope: Scope, terms: readonly LogTerm[]): Promise<Names> {
  const where = { workspaceId: scope.workspace.id };
  const select = { id: true, name: true };
  const apis = await scope.db.reader.api.findMany({ where, select });
  const keys = terms.some(({ field }) => field === "key") ? await table(scope.db.reader, "ApiKey").findMany({ where }) : [];
  return { apis, keys };
}

function conditionOf(provider: Provider, { apis, keys }: Names, { field, values }: LogTerm): SqlText | undefined {
  const any = (read: (value: string) => SqlText) => joinSql(values.map(read), " OR ");
  const conditions: Record<LogField, () => SqlText | undefined> = {
    status: () => any(statusCondition),
    reason: () => any((value) => matches(provider, "reason", value.toUpperCase())),
    path: () => any((value) => matches(provider, "path", value)),
    method: () =>
      oneOf(
        "method",
        values.map((value) => value.toUpperCase()),
      ),
    route: () => any(routeCondition),
    api: () => oneOf("apiId", idsOf(apis, values)),
    stage: () => any((value) => matches(provider, "stage", value)),
    arm: () => any((value) => sql(`"canary" = ${value === "canary" ? "TRUE" : "FALSE"}`)),
    key: () => oneOf("apiKeyId", idsOf(keys, values)),
    id: () => oneOf("id", values),
    since: () => undefined,
    from: () => undefined,
    to: () => undefined,
  };
  return conditions[field]();
}

function statusCondition(value: string): SqlText {
  if (!/xx$/i.test(value)) return sql(`"status" = ?`, Number(value));
  const hundred = Number(value[0]) * 100;
  return sql(`"status" >= ? AND "status" < ?`, hundred, hundred + 100);
}

/** `GET /pets/{id}`: the path of the resource with the verb of the request. */
function routeCondition(value: string): SqlText {
  const blank = value.indexOf(" ");
  const [verb, path] = blank < 0 ? ["ANY", value] : [value.slice(0, blank), value.slice(blank + 1)];
  if (verb === "ANY") return sql(`"resourcePath" = ?`, path);
  return sql(`"resourcePath" = ? AND "method" = ?`, path, verb.toUpperCase());
}

/** The rows that a value names: by id, or by name in any case. */
function idsOf(rows: readonly { id: string; name: string }[], values: readonly string[]): string[] {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  return rows.filter(({ id, name }) => wanted.has(id) || wanted.has(name.toLowerCase())).map(({ id }) => id);
}
