import { z } from "zod";
import { newId } from "../base/ids.ts";
import { apiKeyArn } from "./arns.ts";
import { checkShape, withoutEmpty } from "./check-shape.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { findPageIds, startsWith } from "./keyset-page.ts";
import type { Page, PageInput } from "./page.ts";
import { type Rows, type Source, table } from "./rows.ts";
import { demand, type Scope } from "./scope.ts";
import { sql } from "./sql-text.ts";
import { loadTags, loadTagsOf, putTags, removeTags, type Tags } from "./tags.ts";
import { getUsagePlanRow } from "./usage-plans.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

export type ApiKey = {
  id: string;
  name: string;
  description?: string;
  enabled: boolean;
  customerId?: string;
  createdDate: Date;
  lastUpdatedDate: Date;
  stageKeys: string[];
  value?: string;
  tags?: Tags;
  entityVersion: number;
};

export type CreateApiKeyInput = {
  name?: string | undefined;
  description?: string | undefined;
  enabled?: boolean | undefined;
  generateDistinctId?: boolean | undefined;
  value?: string | undefined;
  customerId?: string | undefined;
  /** Plans that the key is put into at once. */
  usagePlanIds?: readonly string[] | undefined;
  stageKeys?: { restApiId?: string | undefined; stageName?: string | undefined }[] | undefined;
  tags?: Tags | undefined;
};

const apiKeyDraftSchema = z.object({
  name: z.string().max(1_024),
  description: z.string().max(1_024).optional(),
  enabled: z.boolean(),
  customerId: z.string().max(1_024).optional(),
  /** As ISO text; from then on calls with the key are refused. */
  expiresAt: z.iso.datetime().optional(),
  /** The hash of the value that was replaced last, and until when it works. */
  former: z.object({ hash: z.string(), until: z.iso.datetime() }).optional(),
});
export type ApiKeyDraft = z.infer<typeof apiKeyDraftSchema>;

export const valueLength = { min: 20, max: 128, made: 40 };

/** Makes a key; its value is in the answer, and later only for those who may reveal it. */
export async function createApiKey(scope: Scope, input: CreateApiKeyInput): Promise<ApiKey> {
  const { name = "", value, tags } = input;
  return write(scope, { action: "api-key:create", summary: `Create API key ${name}`.trim() }, async (tx) => {
    const draft = { name, description: input.description, enabled: input.enabled ?? false, customerId: input.customerId };
    const id = newId(scope.random);
    const row = await tx.insert("ApiKey", {
      id,
      workspaceId: scope.workspace.id,
      ...columnsOf(draft),
      ...(await freeValue(tx.source, scope, { id, wanted: value })),
      createdAt: tx.at,
      updatedAt: tx.at,
    });
    for (const planId of new Set(input.usagePlanIds)) {
      await getUsagePlanRow(tx.source, scope, planId);
      await tx.insert("UsagePlanKey", { id: `${planId}/${id}`, planId, keyId: id, createdAt: tx.at });
    }
    await putTags(tx, scope, apiKeyArn(scope, row.id), tags);
    return apiKeyOf(scope, row, { tags, isRevealed: true });
  });
}

export async function getApiKey(scope: Scope, input: { apiKey: string; includeValue?: boolean | undefined }): Promise<ApiKey> {
  const isRevealed = input.includeValue ?? false;
  if (isRevealed) demand(scope, "reveal", "api-key:reveal");
  return read(scope, async (source) => {
    const row = await getApiKeyRow(source, scope, input.apiKey);
    return apiKeyOf(scope, row, { tags: await loadTags(source, scope, apiKeyArn(scope, row.id)), isRevealed });
  });
}

export type GetApiKeysInput = PageInput & {
  nameQuery?: string | undefined;
  customerId?: string | undefined;
  includeValues?: boolean | undefined;
};

/** Newest first; `nameQuery` is the beginning of a name, in its case. */
export async function getApiKeys(scope: Scope, input: GetApiKeysInput = {}): Promise<Page<ApiKey>> {
  const isRevealed = input.includeValues ?? false;
  if (isRevealed) demand(scope, "reveal", "api-key:reveal");
  return read(scope, async (source) => {
    const where = [
      sql(`t."workspaceId" = ?`, scope.workspace.id),
      ...startsWith(`t."name"`, input.nameQuery ?? ""),
      ...(input.customerId === undefined ? [] : [sql(`t."settings" ->> 'customerId' = ?`, input.customerId)]),
    ];
    const wanted = { from: '"ApiKey" t', table: "ApiKey", where };
    const { ids, ...page } = await findPageIds({ source, provider: scope.db.provider }, wanted, input);
    const rows = await loadApiKeyRows(source, ids);
    const tags = await loadTagsOf(
      source,
      scope,
      rows.map((row) => apiKeyArn(scope, row.id)),
    );
    return { ...page, items: rows.map((row) => apiKeyOf(scope, row, { tags: tags.get(apiKeyArn(scope, row.id)), isRevealed })) };
  });
}

/** The rows of these keys, in their order. */
export async function loadApiKeyRows(source: Source, ids: readonly string[]): Promise<Rows["ApiKey"][]> {
  const rows = await table(source, "ApiKey").findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function updateApiKey(
  scope: Scope,
  key: { apiKey: string },
  change: (draft: ApiKeyDraft) => ApiKeyDraft,
  options: UpdateOptions = {},
): Promise<ApiKey> {
  return write(scope, { action: "api-key:update", summary: "Change an API key" }, (tx) => changeApiKey(tx, scope, key, change, options));
}

/** The same inside a write that does more. */
export async function changeApiKey(
  tx: WriteTx,
  scope: Scope,
  key: { apiKey: string },
  change: (draft: ApiKeyDraft) => ApiKeyDraft,
  options: UpdateOptions,
): Promise<ApiKey> {
  const row = await getApiKeyRow(tx.source, scope, key.apiKey);
  await demandVersion(tx.source, row, options.expectedVersion, `The API key ${row.name}`);
  const after = await tx.update("ApiKey", row, columnsOf(change({ ...row.settings, name: row.name })));
  const touched = after === row ? row : await tx.update("ApiKey", after, { updatedAt: tx.at });
  const tags = await loadTags(tx.source, scope, apiKeyArn(scope, row.id));
  // As recorded: this answer has tags, also when there are none.
  return { ...apiKeyOf(scope, touched, { tags, isRevealed: false }), tags };
}

export async function deleteApiKey(scope: Scope, input: { apiKey: string }): Promise<void> {
  await write(scope, { action: "api-key:delete", summary: "Delete an API key" }, async (tx) => {
    const row = await getApiKeyRow(tx.source, scope, input.apiKey);
    await tx.remove("UsagePlanKey", { keyId: row.id });
    await removeTags(tx, scope, apiKeyArn(scope, row.id));
    await tx.remove("ApiKey", { id: row.id });
  });
}

export async function getApiKeyRow(source: Source, scope: Scope, id: string): Promise<Rows["ApiKey"]> {
  const row = await table(source, "ApiKey").findUnique({ where: { id } });
  if (row?.workspaceId !== scope.workspace.id) throw notFound("Invalid API Key identifier specified");
  return row;
}

function columnsOf(draft: ApiKeyDraft): Pick<Rows["ApiKey"], "name" | "settings"> {
  const { name, ...settings } = checkShape(apiKeyDraftSchema, draft);
  const { description, customerId, enabled, expiresAt, former } = settings;
  return {
    name,
    settings: withoutEmpty({
      enabled,
      ...(description === undefined || description === "" ? {} : { description }),
      ...(customerId === undefined || customerId === "" ? {} : { customerId }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(former === undefined ? {} : { former }),
    }),
  };
}

type StoredValue = Pick<Rows["ApiKey"], "value" | "valueHash">;

async function freeValue(source: Source, scope: Scope, key: { id: string; wanted: string | undefined }): Promise<StoredValue> {
  const { id, wanted } = key;
  if (wanted === undefined || wanted === "") return storedValue(scope, id, newId(scope.random, valueLength.made));
  if (wanted.length < valueLength.min) throw badRequest(`API Key value should be at least ${valueLength.min} characters`);
  if (wanted.length > valueLength.max) throw badRequest(`API Key value exceeds maximum size of ${valueLength.max} characters`);
  const stored = storedValue(scope, id, wanted);
  const known = await table(source, "ApiKey").count({ where: { workspaceId: scope.workspace.id, valueHash: stored.valueHash } });
  if (known > 0) throw conflict("API Key already exists");
  return stored;
}

export function storedValue({ apiKeys, workspace }: Scope, id: string, value: string): StoredValue {
  return { value: apiKeys.seal(value, id), valueHash: apiKeys.hash({ accountId: workspace.accountId, region: workspace.region, value }) };
}

/** The value of a key, for those who may see it. */
export function revealValue({ apiKeys }: Scope, row: Rows["ApiKey"]): string {
  const value = apiKeys.open(row.value, row.id);
  if (value === undefined) throw badRequest("The value of this API key was sealed with another AUTH_SECRET and cannot be shown.");
  return value;
}

function apiKeyOf(scope: Scope, row: Rows["ApiKey"], shown: { tags: Tags | undefined; isRevealed: boolean }): ApiKey {
  // The service knows neither.
  const { expiresAt: _end, former: _former, ...settings } = row.settings;
  return {
    ...settings,
    id: row.id,
    name: row.name,
    createdDate: row.createdAt,
    lastUpdatedDate: row.updatedAt,
    stageKeys: [],
    ...(shown.isRevealed ? { value: revealValue(scope, row) } : {}),
    ...(shown.tags === undefined || Object.keys(shown.tags).length === 0 ? {} : { tags: shown.tags }),
    entityVersion: row.version,
  };
}
