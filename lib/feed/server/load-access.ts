import type { Database } from "../../db/database.ts";
import { type AccessChanges, type FeedAccessKey, type FeedApiKey, type FeedPlan, feedPlanSchema } from "../access.ts";
import type { KeySealer } from "./key-sealer.ts";
import { loadDomains } from "./load-domains.ts";

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
  secrets: AccessSecrets & KeySealer,
  range: { after: number; seq: number; reset: boolean },
): Promise<AccessChanges | undefined> {
  const changes = range.reset ? [] : await reader.change.findMany({ where: inRange(range), select: { seq: true } });
  if (!range.reset && changes.length === 0) return undefined;
  const changed = range.reset ? undefined : await changedKeys(reader, range);
  const keys = await loadKeys(reader, secrets, changed);
  const known = new Set(keys.map(({ id }) => id));
  return {
    reset: changed === undefined,
    hashKey: secrets.hashKey,
    keys,
    goneKeys: (changed ?? []).filter((id) => !known.has(id)),
    plans: await loadPlans(reader),
    accessKeys: await loadAccessKeys(reader, secrets),
    domains: await loadDomains(reader, secrets),
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

async function loadKeys(reader: Reader, secrets: AccessSecrets, ids: readonly string[] | undefined): Promise<FeedApiKey[]> {
  if (ids === undefined) return readKeys(reader, secrets, {});
  const keys: FeedApiKey[] = [];
  for (let start = 0; start < ids.length; start += keysPerQuery) {
    keys.push(...(await readKeys(reader, secrets, { id: { in: ids.slice(start, start + keysPerQuery) } })));
  }
  return keys;
}

async function readKeys(reader: Reader, secrets: AccessSecrets, where: { id?: { in: string[] } }): Promise<FeedApiKey[]> {
  const rows = await reader.apiKey.findMany({ where });
  const links = await reader.usagePlanKey.findMany({
    where: where.id === undefined ? {} : { keyId: where.id },
    orderBy: { createdAt: "asc" },
  });
  const plans = new Map<string, string[]>();
  for (const { keyId, planId } of links) plans.set(keyId, [...(plans.get(keyId) ?? []), planId]);
  return rows.flatMap((row) => {
    const hash = row.valueHash ?? secrets.hashStored(row);
    const isEnabled = typeof row.settings === "object" && row.settings !== null && Reflect.get(row.settings, "enabled") === true;
    return hash === undefined ? [] : [{ id: row.id, hash, enabled: isEnabled, planIds: plans.get(row.id) ?? [] }];
  });
}

async function loadPlans(reader: Reader): Promise<FeedPlan[]> {
  const rows = await reader.usagePlan.findMany();
  return rows.map(({ id, settings }) => feedPlanSchema.parse({ ...(settings as object), id }));
}

async function loadAccessKeys(reader: Reader, secrets: AccessSecrets): Promise<FeedAccessKey[]> {
  const rows = await reader.accessKey.findMany({
    where: { enabled: true },
    include: { policy: true, user: { include: { members: true } } },
  });
  return rows.flatMap(({ id, secret: sealed, accountId, userId, user, policy }) => {
    const secret = secrets.openAccessKey(sealed, id);
    const isMember = user.members.some((member) => member.accountId === accountId);
    const narrowed = policy === null ? {} : { policy: policy.policy };
    return secret === undefined || !isMember ? [] : [{ id, secret, accountId, userId, userName: user.name, ...narrowed }];
  });
}
