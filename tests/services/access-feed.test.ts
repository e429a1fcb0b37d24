import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeApiKeyVault, sealApiKeys } from "@/lib/auth/api-key-vault.ts";
import { hashApiKey } from "@/lib/base/api-key-hash.ts";
import { AccessStore } from "@/lib/feed/client/access-store.ts";
import { loadAccess } from "@/lib/feed/server/load-access.ts";
import { reserveQuota } from "@/lib/feed/server/reserve-quota.ts";
import { storeUsage } from "@/lib/feed/server/store-usage.ts";
import { createApiKey, deleteApiKey, getApiKey, updateApiKey } from "@/lib/services/api-keys.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { getUsage, updateUsage } from "@/lib/services/usage.ts";
import { createUsagePlanKey } from "@/lib/services/usage-plan-keys.ts";
import { createUsagePlan, updateUsagePlan } from "@/lib/services/usage-plans.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const vault = makeApiKeyVault("the secret of the tests");
const secrets = {
  hashKey: vault.hashKey,
  hashStored: () => undefined,
  openAccessKey: () => undefined,
  sealAgain: (key: string) => key,
  sealVariableAgain: () => undefined,
};

async function lastSeq({ db }: Scope): Promise<number> {
  return (await db.reader.change.aggregate({ _max: { seq: true } }))._max.seq ?? 0;
}

/** What gateways are told about everything that `run` does. */
async function told(at: Scope, run: () => Promise<unknown>) {
  const after = await lastSeq(at);
  await run();
  return loadAccess(at.db.reader, secrets, { after, seq: await lastSeq(at), reset: false });
}

test("gateways hear of the keys that changed, by their hash, and of every plan", async () => {
  const at = scope({ accountId: "000000000061" });
  const value = "a-value-of-some-length";
  const { id: keyId } = await createApiKey(at, { name: "one", enabled: true, value });
  const other = await createApiKey(at, { name: "other", enabled: true });
  const plan = await createUsagePlan(at, { name: "plan", quota: { limit: 5, period: "DAY" } });
  const hash = hashApiKey(vault.hashKey, { accountId: "000000000061", region: "us-east-1", value });

  const joined = await told(at, () => createUsagePlanKey(at, { usagePlanId: plan.id, keyId, keyType: "API_KEY" }));
  expect(joined).toMatchObject({ reset: false, goneKeys: [], keys: [{ id: keyId, hash, enabled: true, planIds: [plan.id] }] });
  expect(joined?.plans).toContainEqual({ id: plan.id, apiStages: [], quota: { limit: 5, period: "DAY", offset: 0 } });

  const disabled = await told(at, () => updateApiKey(at, { apiKey: keyId }, (draft) => ({ ...draft, enabled: false })));
  expect(disabled?.keys).toMatchObject([{ id: keyId, enabled: false }]);

  const gone = await told(at, () => deleteApiKey(at, { apiKey: keyId }));
  expect(gone).toMatchObject({ keys: [], goneKeys: [keyId] });
  expect(await told(at, () => createRestApi(at, { name: "no key" }))).toBeUndefined();

  const whole = await loadAccess(at.db.reader, secrets, { after: 0, seq: 0, reset: true });
  expect(whole?.keys.map(({ id }) => id)).toContain(other.id);
  expect(JSON.stringify(whole)).not.toContain(value);
});

test("the database and its history have no value of a key in clear; who may see it gets it all the same", async () => {
  const at = scope({ accountId: "000000000062" });
  const value = "another-value-of-some-length";
  const { id } = await createApiKey(at, { name: "sealed", value });

  const row = await at.db.reader.apiKey.findUniqueOrThrow({ where: { id } });
  const history = await at.db.reader.revisionRow.findMany({ where: { rowKey: id } });

  expect(JSON.stringify([row, history])).not.toContain(value);
  expect((await getApiKey(at, { apiKey: id, includeValue: true })).value).toBe(value);
  await expect(createApiKey(at, { value })).rejects.toMatchObject({ code: "ConflictException" });
});

test("keys of earlier versions are sealed at the next start, and stay what they were", async () => {
  const at = scope({ accountId: "000000000063" });
  const workspaceId = at.workspace.id;
  const dates = { createdAt: new Date(), updatedAt: new Date() };
  const settings = { enabled: true };
  const row = { id: "oldkey", workspaceId, name: "old", value: "plain-value-of-long-ago", version: 1, settings, ...dates };
  await at.db.transaction((tx) => tx.apiKey.create({ data: row }));

  expect(await sealApiKeys(at.db, vault)).toBe(1);
  expect(await sealApiKeys(at.db, vault)).toBe(0);
  expect((await at.db.reader.apiKey.findUniqueOrThrow({ where: { id: "oldkey" } })).value).not.toContain("plain-value");
  expect((await getApiKey(at, { apiKey: "oldkey", includeValue: true })).value).toBe("plain-value-of-long-ago");
});

test("the gateway's copy on disk is sealed with the feed token", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-access-"));
  const path = join(folder, "access");
  const accessKeys = [{ id: "AKID", secret: "a-very-secret-secret", accountId: "1", userId: "u", userName: "ann" }];
  const store = new AccessStore(path, "token");
  store.apply({ reset: true, hashKey: "h", keys: [], goneKeys: [], plans: [], accessKeys, domains: [] });
  await store.save();

  const again = new AccessStore(path, "token");
  expect(await again.load()).toBe(true);
  expect(again.whole().accessKeys).toEqual(accessKeys);
  expect(await new AccessStore(path, "another token").load()).toBe(false);
  expect((await readFile(path)).includes("a-very-secret-secret")).toBe(false);
  await rm(folder, { recursive: true });
});

async function keyWithQuota(at: Scope, limit: number) {
  const { id: planId } = await createUsagePlan(at, { name: "plan", quota: { limit, period: "MONTH" } });
  const { id: keyId } = await createApiKey(at, { enabled: true });
  await createUsagePlanKey(at, { usagePlanId: planId, keyId, keyType: "API_KEY" });
  return { planId, keyId };
}

test("all gateways together get as much of a quota as its limit, extensions included", async () => {
  const at = scope({ accountId: "000000000064", clock: () => new Date("2026-11-21T10:00:00Z") });
  const { planId, keyId } = await keyWithQuota(at, 10);
  const ask = (wanted: number, more: { borrowed?: number; returned?: number } = {}) =>
    reserveQuota(at.db, { planId, keyId, start: "2026-11-01", wanted, borrowed: 0, returned: 0, ...more });

  expect(await Promise.all([ask(6), ask(6), ask(6)])).toEqual([
    { granted: 6, remaining: 4 },
    { granted: 4, remaining: 0 },
    { granted: 0, remaining: 0 },
  ]);
  expect(await ask(0, { returned: 3 })).toEqual({ granted: 0, remaining: 3 });
  expect(await ask(5, { borrowed: 2 })).toEqual({ granted: 1, remaining: 0 });
  await at.db.transaction((tx) => storeUsage(tx, [{ planId, keyId, day: "2026-11-20", count: 10 }]));
  await updateUsage(at, { usagePlanId: planId, keyId }, { remaining: 2 });
  expect(await ask(5)).toEqual({ granted: 2, remaining: 0 });
  expect(await reserveQuota(at.db, { planId: "nowhere", keyId, start: "2026-11-01", wanted: 1, borrowed: 0, returned: 0 })).toEqual({
    granted: 0,
    remaining: 0,
  });
});

test("usage is told for each day, with what was left at its end", async () => {
  const at = scope({ accountId: "000000000065", clock: () => new Date("2026-11-21T10:00:00Z") });
  const { planId, keyId } = await keyWithQuota(at, 10);
  await at.db.transaction((tx) =>
    storeUsage(tx, [
      { planId, keyId, day: "2026-10-31", count: 9 },
      { planId, keyId, day: "2026-11-02", count: 3 },
      { planId, keyId, day: "2026-11-03", count: 4 },
    ]),
  );
  await at.db.transaction((tx) => storeUsage(tx, [{ planId, keyId, day: "2026-11-03", count: 1 }]));
  const ask = (startDate: string, endDate: string) => getUsage(at, { usagePlanId: planId, keyId, startDate, endDate });

  expect((await ask("2026-10-31", "2026-11-04")).items[keyId]).toEqual([
    [9, 1],
    [0, 10],
    [3, 7],
    [5, 2],
    [0, 2],
  ]);
  await expect(ask("2026-11-04", "2026-11-01")).rejects.toMatchObject({ code: "BadRequestException" });
  await expect(ask("2026-02-30", "2026-03-01")).rejects.toMatchObject({ code: "BadRequestException" });
});

test("a limit that is lowered below what was used grants nothing and remains nothing", async () => {
  const at = scope({ accountId: "000000000066", clock: () => new Date("2026-11-21T10:00:00Z") });
  const { planId, keyId } = await keyWithQuota(at, 10);
  await reserveQuota(at.db, { planId, keyId, start: "2026-11-01", wanted: 8, borrowed: 0, returned: 0 });
  await at.db.transaction((tx) => storeUsage(tx, [{ planId, keyId, day: "2026-11-21", count: 8 }]));
  await updateUsagePlan(at, { usagePlanId: planId }, (draft) => ({ ...draft, quota: { limit: 5, offset: 0, period: "MONTH" } }));

  expect(await reserveQuota(at.db, { planId, keyId, start: "2026-11-01", wanted: 1, borrowed: 0, returned: 0 })).toEqual({
    granted: 0,
    remaining: 0,
  });
  expect((await getUsage(at, { usagePlanId: planId, startDate: "2026-11-21", endDate: "2026-11-21" })).items[keyId]).toEqual([[8, 0]]);
});
