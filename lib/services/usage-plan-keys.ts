import { mayRole } from "../base/roles.ts";
import { getApiKeyRow, loadApiKeyRows, revealValue } from "./api-keys.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { findPageIds, startsWith } from "./keyset-page.ts";
import type { Page, PageInput } from "./page.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { sql } from "./sql-text.ts";
import { getUsagePlanRow } from "./usage-plans.ts";
import { read, write } from "./write.ts";

/** The value is there for those who may reveal keys. */
export type UsagePlanKey = { id: string; type: "API_KEY"; name: string; value?: string };
export type UsagePlanKeyKey = { usagePlanId: string; keyId: string };

export async function createUsagePlanKey(scope: Scope, input: UsagePlanKeyKey & { keyType: string }): Promise<UsagePlanKey> {
  const { usagePlanId: planId, keyId, keyType } = input;
  return write(scope, { action: "usage-plan-key:create", summary: "Put an API key into a usage plan" }, async (tx) => {
    if (keyType !== "API_KEY") throw badRequest("Usage Plan key type must be API_KEY");
    await getUsagePlanRow(tx.source, scope, planId);
    const key = await getApiKeyRow(tx.source, scope, keyId);
    const id = `${planId}/${keyId}`;
    const known = await table(tx.source, "UsagePlanKey").count({ where: { id } });
    if (known > 0) throw conflict("Usage Plan Key already exists for this Usage Plan");
    await tx.insert("UsagePlanKey", { id, planId, keyId, createdAt: tx.at });
    return keyOf(scope, key);
  });
}

export async function getUsagePlanKey(scope: Scope, input: UsagePlanKeyKey): Promise<UsagePlanKey> {
  return read(scope, async (source) => {
    const link = await getLink(source, scope, input);
    return keyOf(scope, await getApiKeyRow(source, scope, link.keyId));
  });
}

/** The keys of a plan, newest first; an unknown plan has none. */
export async function getUsagePlanKeys(
  scope: Scope,
  input: { usagePlanId: string; nameQuery?: string | undefined } & PageInput,
): Promise<Page<UsagePlanKey>> {
  return read(scope, async (source) => {
    const where = [
      sql(`t."planId" = ?`, input.usagePlanId),
      sql(`k."workspaceId" = ?`, scope.workspace.id),
      ...startsWith(`k."name"`, input.nameQuery ?? ""),
    ];
    const wanted = { from: '"UsagePlanKey" t JOIN "ApiKey" k ON k."id" = t."keyId"', table: "UsagePlanKey", where };
    const { ids, ...page } = await findPageIds({ source, provider: scope.db.provider }, wanted, input);
    const rows = await loadApiKeyRows(source, ids.map(keyIdOf));
    return { ...page, items: rows.map((key) => keyOf(scope, key)) };
  });
}

/** The key of a link, whose id is `{planId}/{keyId}`. */
export function keyIdOf(linkId: string): string {
  return linkId.slice(linkId.indexOf("/") + 1);
}

export async function deleteUsagePlanKey(scope: Scope, input: UsagePlanKeyKey): Promise<void> {
  await write(scope, { action: "usage-plan-key:delete", summary: "Take an API key out of a usage plan" }, async (tx) => {
    const link = await getLink(tx.source, scope, input);
    await tx.remove("UsagePlanKey", { id: link.id });
  });
}

async function getLink(source: Source, scope: Scope, { usagePlanId, keyId }: UsagePlanKeyKey): Promise<Rows["UsagePlanKey"]> {
  await getUsagePlanRow(source, scope, usagePlanId);
  const link = await table(source, "UsagePlanKey").findUnique({ where: { id: `${usagePlanId}/${keyId}` } });
  if (link === null) throw notFound("Invalid Usage Plan Key identifier specified");
  return link;
}

function keyOf(scope: Scope, row: Rows["ApiKey"]): UsagePlanKey {
  return {
    id: row.id,
    type: "API_KEY",
    name: row.name,
    ...(mayRole(scope.actor.role, "reveal") ? { value: revealValue(scope, row) } : {}),
  };
}
