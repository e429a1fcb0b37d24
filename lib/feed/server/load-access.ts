import { z } from "zod";
import { arnNames } from "../../db/arn-names.ts";
import type { Database } from "../../db/database.ts";
import { type AccessChanges, type FeedAccessKey, type FeedApiKey, type FeedPlan, feedPlanSchema } from "../access.ts";
import type { KeySealer } from "./key-sealer.ts";
import { loadDomains } from "./load-domains.ts";
import { readRows, readValue } from "./read-rows.ts";
import type { RowListener } from "./row-notes.ts";

/** What opens the secrets that gateways need to check callers. */
export type AccessSecrets = {
  readonly hashKey: string;
  /** Hash of an API key that earlier versions stored without one. */
  hashStored(row: { id: string; workspaceId: string; value: string }): string | undefined;
  openAccessKey(sealed: string, id: string): string | undefined;
};

type Reader = Database["reader"];

// So many keys in a statement; beyond some thousand keys it is less work to send them all.
const keysPerQuery = 500;
const changedKeysMax = 5_000;

/** Keys, plans and domains that changed with the numbers after `after`; undefined when none did. */
export async function loadAccess(
  reader: Reader,
  secrets: AccessSecrets & KeySealer & { listener?: RowListener },
  range: { after: number; seq: number; reset: boolean },
): Promise<AccessChanges | undefined> {
  const changes = range.reset ? [] : await reader.change.findMany({ where: inRange(range), select: { seq: true } });
  if (!range.reset && changes.length === 0) return undefined;
  const changed = range.reset ? undefined : await changedKeys(reader, range);
  const keys = await loadKeys(reader, secrets, changed);
  const known = new Set([...keys.rows.map(({ id }) => id), ...keys.unreadIds]);
  const plans = await loadPlans(reader, secrets.listener);
  const domains = await loadDomains(reader, secrets);
  const kept = { keys: keys.unreadIds, plans: plans.unreadIds, domains: domains.unreadIds };
  return {
    reset: changed === undefined,
    hashKey: secrets.hashKey,
    keys: keys.rows,
    goneKeys: (changed ?? []).filter((id) => !known.has(id)),
    plans: plans.rows,
    accessKeys: await loadAccessKeys(reader, secrets),
    domains: domains.rows,
    ...(Object.values(kept).some((ids) => ids.length > 0) && { kept }),
  };
}

function inRange({ after, seq }: { after: number; seq: number }) {
  return { seq: { gt: after, lte: seq }, access: true };
}

/** Ids of the API keys that these changes touched; undefined when they are too many to be told apart. */
async function changedKeys(reader: Reader, range: { after: number; seq: number }): Promise<string[] | undefined> {
  const rows = await reader.revisionRow.findMany({
    where: { model: { in: ["ApiKey", "UsagePlanKey"] }, revision: { seq: { gt: range.after, lte: range.seq } } },
    select: { model: true, rowKey: true },
    take: changedKeysMax + 1,
  });
  if (rows.length > changedKeysMax) return undefined;
  return [...new Set(rows.map(({ model, rowKey }) => (model === "ApiKey" ? rowKey : (rowKey.split("/")[1] ?? ""))))];
}

type Loaded<Row> = { rows: Row[]; unreadIds: string[] };
type KeySource = AccessSecrets & { listener?: RowListener };

async function loadKeys(reader: Reader, secrets: KeySource, ids: readonly string[] | undefined): Promise<Loaded<FeedApiKey>> {
  if (ids === undefined) return readKeys(reader, secrets, {});
  const keys: Loaded<FeedApiKey> = { rows: [], unreadIds: [] };
  for (let start = 0; start < ids.length; start += keysPerQuery) {
    const some = await readKeys(reader, secrets, { id: { in: ids.slice(start, start + keysPerQuery) } });
    keys.rows.push(...some.rows);
    keys.unreadIds.push(...some.unreadIds);
  }
  return keys;
}

const moment = z.iso.datetime().transform((text) => new Date(text).getTime());
const keySettingsSchema = z.object({
  enabled: z.boolean().catch(false),
  expiresAt: moment.optional(),
  former: z.object({ hash: z.string(), until: moment }).optional(),
});

async function readKeys(reader: Reader, secrets: KeySource, where: { id?: { in: string[] } }): Promise<Loaded<FeedApiKey>> {
  const { listener } = secrets;
  const { rows, unreadIds } = await readRows({
    model: "ApiKey",
    find: (more) => reader.apiKey.findMany({ where: { ...where, ...more } }),
    findIds: () => reader.apiKey.findMany({ where, select: { id: true } }),
    listener,
  });
  const links = await reader.usagePlanKey.findMany({
    where: where.id === undefined ? {} : { keyId: where.id },
    orderBy: { createdAt: "asc" },
  });
  const plans = new Map<string, string[]>();
  for (const { keyId, planId } of links) plans.set(keyId, [...(plans.get(keyId) ?? []), planId]);
  const keys = rows.flatMap((row): FeedApiKey[] => {
    const settings = readValue(keySettingsSchema, row.settings, { model: "ApiKey", id: row.id, listener });
    if (settings === undefined) unreadIds.push(row.id);
    const hash = row.valueHash ?? secrets.hashStored(row);
    if (settings === undefined || hash === undefined) return [];
    const { enabled, expiresAt: expiresAtMs, former } = settings;
    return [
      {
        ...{ id: row.id, hash, enabled, planIds: plans.get(row.id) ?? [] },
        ...(expiresAtMs !== undefined && { expiresAtMs }),
        ...(former && { former: { hash: former.hash, untilMs: former.until } }),
      },
    ];
  });
  return { rows: keys, unreadIds };
}

async function loadPlans(reader: Reader, listener: RowListener | undefined): Promise<Loaded<FeedPlan>> {
  const { rows, unreadIds } = await readRows({
    model: "UsagePlan",
    find: (more) => reader.usagePlan.findMany({ where: more }),
    findIds: () => reader.usagePlan.findMany({ select: { id: true } }),
    listener,
  });
  const plans = rows.flatMap(({ id, settings }): FeedPlan[] => {
    const plan = readValue(planSettingsSchema, settings, { model: "UsagePlan", id, listener });
    if (plan === undefined) unreadIds.push(id);
    return plan === undefined ? [] : [{ ...plan, id }];
  });
  return { rows: plans, unreadIds };
}

const planSettingsSchema = feedPlanSchema.omit({ id: true });

async function loadAccessKeys(reader: Reader, secrets: AccessSecrets): Promise<FeedAccessKey[]> {
  const names = arnNames(await reader.user.findMany({ select: { id: true, name: true, createdAt: true } }));
  const rows = await reader.accessKey.findMany({
    where: { enabled: true },
    include: { policy: true, user: { include: { members: true } } },
  });
  return rows.flatMap(({ id, secret: sealed, accountId, userId, user, policy }) => {
    const secret = secrets.openAccessKey(sealed, id);
    const isMember = user.members.some((member) => member.accountId === accountId);
    const narrowed = policy === null ? {} : { policy: policy.policy };
    return secret === undefined || !isMember ? [] : [{ id, secret, accountId, userId, userName: names.get(userId) ?? userId, ...narrowed }];
  });
}
