import { mayRole } from "../base/roles.ts";
import { type ApiKey, getApiKey, getApiKeyRow, loadApiKeyRows, revealValue } from "./api-keys.ts";
import { apiKeyArn } from "./arns.ts";
import { type KeyStanding, loadKeyStandings } from "./key-use.ts";
import { contains, findPageIds, startsWith } from "./keyset-page.ts";
import type { PageInput } from "./page.ts";
import { type Rows, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { joinSql, type SqlText, sql } from "./sql-text.ts";
import { keyIdOf } from "./usage-plan-keys.ts";
import { read, write } from "./write.ts";

/** A key as a list shows it; the end of its value is for those who may reveal keys. */
export type ListedKey = KeyStanding & { id: string; name: string; enabled: boolean; createdDate: Date; ending?: string } & KeyEnds;
/** When the key ends, and until when the value works that it had before, as ISO texts. */
export type KeyEnds = { expiresAt?: string; formerUntil?: string };
export type ListKeysInput = PageInput & {
  /** Part of a name or a tag, in any case, or a whole id. */
  text?: string | undefined;
  planId?: string | undefined;
};

/** One page of keys with their plans and what they used. */
export async function listApiKeys(scope: Scope, input: ListKeysInput): Promise<{ items: ListedKey[]; total: number; position?: string }> {
  return read(scope, async (source) => {
    const { planId } = input;
    const { ids, ...page } = await findPageIds({ source, provider: scope.db.provider }, wantedKeys(scope, input), input);
    const rows = await loadApiKeyRows(source, planId === undefined ? ids : ids.map(keyIdOf));
    const standings = await loadKeyStandings(
      source,
      rows.map(({ id }) => id),
      scope.clock().getTime(),
    );
    const total =
      planId === undefined
        ? await table(source, "ApiKey").count({ where: { workspaceId: scope.workspace.id } })
        : await table(source, "UsagePlanKey").count({ where: { planId } });
    return { ...page, total, items: rows.map((row) => listedKey(scope, row, standings.get(row.id) ?? { plans: [] })) };
  });
}

/** Keys of a plan are found by their links: a plan may have all keys of the workspace, or three of them. */
function wantedKeys(scope: Scope, { text = "", planId }: ListKeysInput) {
  const key = planId === undefined ? "t" : "k";
  const part = text.trim();
  const named = contains(`${key}."name"`, part);
  const tagged = idsByTag(scope, part);
  const where = [
    sql(`${key}."workspaceId" = ?`, scope.workspace.id),
    ...(part === ""
      ? []
      : [sql(`(${named.text} OR ${key}."id" = ? OR ${key}."id" IN (${tagged.text}))`, ...[...named.values, part, ...tagged.values])]),
  ];
  if (planId === undefined) return { from: '"ApiKey" t', table: "ApiKey", where };
  const from = '"UsagePlanKey" t JOIN "ApiKey" k ON k."id" = t."keyId"';
  return { from, table: "UsagePlanKey", where: [...where, sql(`t."planId" = ?`, planId)] };
}

/** Ids of the keys that have a tag with a text in its name, its value, or `name=value`. */
function idsByTag(scope: Scope, part: string): SqlText {
  const prefix = apiKeyArn(scope, "");
  const conditions = [
    sql(`g."workspaceId" = ?`, scope.workspace.id),
    ...startsWith(`g."arn"`, prefix),
    contains(`g."name" || '=' || g."value"`, part),
  ];
  return joinSql([sql(`SELECT substr(g."arn", ?) FROM "Tag" g WHERE`, prefix.length + 1), joinSql(conditions, " AND ")], " ");
}

const shownSigns = 4;

function listedKey(scope: Scope, row: Rows["ApiKey"], standing: KeyStanding): ListedKey {
  // What another AUTH_SECRET sealed has no end that could be shown.
  const ending = mayRole(scope.actor.role, "reveal") ? scope.apiKeys.open(row.value, row.id)?.slice(-shownSigns) : undefined;
  return {
    ...standing,
    id: row.id,
    name: row.name,
    enabled: row.settings.enabled,
    createdDate: row.createdAt,
    ...endsOf(row),
    ...(ending === undefined ? {} : { ending }),
  };
}

function endsOf({ settings: { expiresAt, former } }: Rows["ApiKey"]): KeyEnds {
  return { ...(expiresAt === undefined ? {} : { expiresAt }), ...(former === undefined ? {} : { formerUntil: former.until }) };
}

export type KeyDetail = ApiKey & KeyStanding & KeyEnds & { ending?: string };

/** All about one key but its value. */
export async function getKeyDetail(scope: Scope, apiKey: string): Promise<KeyDetail> {
  const key = await getApiKey(scope, { apiKey });
  return read(scope, async (source) => {
    const row = await getApiKeyRow(source, scope, apiKey);
    const standings = await loadKeyStandings(source, [apiKey], scope.clock().getTime());
    const { ending } = listedKey(scope, row, { plans: [] });
    return { ...key, ...(standings.get(apiKey) ?? { plans: [] }), ...(ending === undefined ? {} : { ending }), ...endsOf(row) };
  });
}

/** The value of a key; the history says who saw it. */
export async function revealApiKey(scope: Scope, { apiKey }: { apiKey: string }): Promise<{ value: string }> {
  const { name } = await getApiKey(scope, { apiKey });
  const summary = `Reveal the API key ${name} (${apiKey})`;
  return write(scope, { action: "api-key:reveal", permission: "reveal", summary, isAlwaysKept: true }, async ({ source }) => ({
    value: revealValue(scope, await getApiKeyRow(source, scope, apiKey)),
  }));
}
