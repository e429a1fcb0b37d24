import { newId } from "../base/ids.ts";
import { overlapHours as offered, warnedUntil } from "../definition/key-expiry.ts";
import { getApiKeyRow, loadApiKeyRows, revealValue, storedValue, valueLength } from "./api-keys.ts";
import { badRequest } from "./errors.ts";
import type { Scope } from "./scope.ts";
import { forProvider, sql } from "./sql-text.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

const hourMs = 3_600_000;

/**
 * Gives a key another value; the one that it had works beside it for so many hours. Plans, quotas and counters are the key's, whichever of its
 * values a call has. A value that was replaced before ends now.
 */
export async function rotateApiKey(
  scope: Scope,
  { apiKey, overlapHours }: { apiKey: string; overlapHours: number },
  options: UpdateOptions = {},
): Promise<{ value: string }> {
  if (!(offered as readonly number[]).includes(overlapHours))
    throw badRequest(`The former value works for one of so many hours: ${offered.join(", ")}.`);
  return write(scope, { action: "api-key:rotate", summary: "Rotate an API key" }, async (tx) => {
    const row = await getApiKeyRow(tx.source, scope, apiKey);
    tx.tellOf(row.name || row.id);
    await demandVersion(tx.source, row, options.expectedVersion, `The API key ${row.name}`);
    const { former: _ended, ...settings } = row.settings;
    const hash = row.valueHash ?? storedValue(scope, row.id, revealValue(scope, row)).valueHash;
    const until = new Date(tx.at.getTime() + overlapHours * hourMs).toISOString();
    const value = newId(scope.random, valueLength.made);
    const former = overlapHours === 0 || hash === null ? {} : { former: { hash, until } };
    await tx.update("ApiKey", row, { ...storedValue(scope, row.id, value), settings: { ...settings, ...former }, updatedAt: tx.at });
    return { value };
  });
}

/** Ends the value that a rotation replaced, before its time. */
export async function endFormerValue(scope: Scope, { apiKey }: { apiKey: string }): Promise<void> {
  await write(scope, { action: "api-key:rotate", summary: "End the former value of an API key" }, async (tx) => {
    const row = await getApiKeyRow(tx.source, scope, apiKey);
    tx.tellOf(row.name || row.id);
    const { former, ...settings } = row.settings;
    if (former !== undefined) await tx.update("ApiKey", row, { settings, updatedAt: tx.at });
  });
}

export type ExpiringKey = { id: string; name: string; expiresAt: string };

// More would fill the page that they are told on; beyond so many nobody counts.
const [listedMax, countedMax] = [20, 1_000];

/** The keys that end soon or have ended, the first first, and how many they are. */
export async function listExpiringKeys(scope: Scope): Promise<{ keys: ExpiringKey[]; total: number }> {
  return read(scope, async (source) => {
    const end = `"settings" ->> 'expiresAt'`;
    // Few keys have one, and looking for the word costs less than reading the JSON of a hundred thousand.
    const hasEnd = `CAST("settings" AS TEXT) LIKE '%"expiresAt"%'`;
    const wanted = sql(
      `SELECT "id" FROM "ApiKey" WHERE "workspaceId" = ? AND ${hasEnd} AND ${end} <= ? ORDER BY ${end}, "id" LIMIT ?`,
      scope.workspace.id,
      warnedUntil(scope.clock().getTime()),
      countedMax,
    );
    const ids = await source.$queryRawUnsafe<{ id: string }[]>(forProvider(scope.db.provider, wanted), ...wanted.values);
    const rows = await loadApiKeyRows(
      source,
      ids.slice(0, listedMax).map(({ id }) => id),
    );
    const keys = rows.flatMap(({ id, name, settings: { expiresAt } }) => (expiresAt === undefined ? [] : [{ id, name, expiresAt }]));
    return { keys, total: ids.length };
  });
}
