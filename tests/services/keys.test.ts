import { expect, test } from "vitest";
import { createApiKey, getApiKeys, updateApiKey } from "@/lib/services/api-keys.ts";
import { checkKey } from "@/lib/services/check-key.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { editApiKey } from "@/lib/services/edit-api-key.ts";
import { exportUsage, getKeyUsage, getPlanUsage } from "@/lib/services/export-usage.ts";
import { importApiKeys } from "@/lib/services/import-api-keys.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { getKeyDetail, listApiKeys, revealApiKey } from "@/lib/services/list-api-keys.ts";
import { getListedPlan, listUsagePlans } from "@/lib/services/list-usage-plans.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { getUsage, updateUsage } from "@/lib/services/usage.ts";
import { createUsagePlanKey, getUsagePlanKeys } from "@/lib/services/usage-plan-keys.ts";
import { createUsagePlan, updateUsagePlan } from "@/lib/services/usage-plans.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const noon = () => new Date("2026-11-21T12:00:00Z");

async function keyInPlan(at: Scope) {
  const key = await createApiKey(at, { name: "mobile", enabled: true });
  const plan = await createUsagePlan(at, { name: "Gold", quota: { limit: 100, period: "MONTH" } });
  await createUsagePlanKey(at, { usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" });
  return { keyId: key.id, planId: plan.id, value: key.value ?? "" };
}

async function count(at: Scope, { planId, keyId, day, used }: { planId: string; keyId: string; day: string; used: number }) {
  await at.db.transaction((tx) => tx.usage.create({ data: { id: `${planId}/${keyId}/${day}`, planId, keyId, day, used: BigInt(used) } }));
}

test("pages of keys follow each other newest first and end", async () => {
  const at = scope({ accountId: "000000000101" });
  for (const [index, name] of ["a", "b", "c", "d", "e"].entries()) {
    await createApiKey({ ...at, clock: () => new Date(1_000 + Math.floor(index / 2)) }, { name });
  }

  const first = await getApiKeys(at, { limit: 2 });
  const second = await getApiKeys(at, { limit: 2, position: first.position });
  const third = await getApiKeys(at, { limit: 2, position: second.position });

  const names = [first, second, third].map(({ items }) => items.map(({ name }) => name));
  expect(names.map((page) => page.length)).toEqual([2, 2, 1]);
  expect(names.flat()[0]).toBe("e");
  expect(names.flat().sort()).toEqual(["a", "b", "c", "d", "e"]);
  expect(third.position).toBeUndefined();
  await expect(getApiKeys(at, { position: "bm9uZQ" })).rejects.toThrow("Invalid position parameter specified");
});

test("a name query is the beginning of a name in its case, signs of patterns included", async () => {
  const at = scope({ accountId: "000000000102" });
  for (const name of ["50%_off", "50 off", "Mobile", "mobile"]) await createApiKey(at, { name, customerId: name });

  const names = async (nameQuery: string) => (await getApiKeys(at, { nameQuery })).items.map(({ name }) => name);

  expect(await names("50%_")).toEqual(["50%_off"]);
  expect(await names("Mob")).toEqual(["Mobile"]);
  expect((await getApiKeys(at, { customerId: "mobile" })).items.map(({ name }) => name)).toEqual(["mobile"]);
});

test("the list finds keys by part of a name in any case, by id and by plan", async () => {
  const at = scope({ accountId: "000000000103" });
  const { keyId, planId } = await keyInPlan(at);
  await createApiKey(at, { name: "Partner 100%" });

  const ids = async (input: object) => (await listApiKeys(at, input)).items.map(({ id }) => id);

  expect(await ids({ text: "MOBI" })).toEqual([keyId]);
  expect(await ids({ text: keyId })).toEqual([keyId]);
  expect(await ids({ text: "0%" })).toHaveLength(1);
  expect(await ids({ planId })).toEqual([keyId]);
  expect((await getUsagePlanKeys(at, { usagePlanId: planId, nameQuery: "mob" })).items).toHaveLength(1);
  expect((await listApiKeys(at, {})).total).toBe(2);
});

test("a key shows what it used today, and of its quota since the period began", async () => {
  const at = scope({ accountId: "000000000104", clock: noon });
  const { keyId, planId } = await keyInPlan(at);
  await count(at, { planId, keyId, day: "2026-10-31", used: 7 });
  await count(at, { planId, keyId, day: "2026-11-02", used: 30 });
  await count(at, { planId, keyId, day: "2026-11-21", used: 12 });

  const key = await getKeyDetail(at, keyId);

  expect(key.lastUsedDay).toBe("2026-11-21");
  expect(key.plans).toEqual([
    { planId, planName: "Gold", today: 12, quota: { period: "MONTH", limit: 100, used: 42, remaining: 58, resetsOn: "2026-12-01" } },
  ]);
});

test("who extends a quota is in the history, and there is nothing to take back", async () => {
  const at = scope({ accountId: "000000000105", clock: noon });
  const { keyId, planId } = await keyInPlan(at);
  await count(at, { planId, keyId, day: "2026-11-21", used: 90 });

  await updateUsage(at, { usagePlanId: planId, keyId }, { remaining: 500 });

  const [entry] = await listRevisions(at, { limit: 1 });
  expect(entry).toMatchObject({
    actorName: "Ada",
    action: "usage:update",
    summary: "Give the API key mobile 500 requests for the rest of the period",
  });
  expect((await getKeyDetail(at, keyId)).plans[0]?.quota).toMatchObject({ limit: 590, used: 90, remaining: 500 });
  expect((await getUsage(at, { usagePlanId: planId, startDate: "2026-11-21", endDate: "2026-11-21" })).items).toEqual({
    [keyId]: [[90, 500]],
  });
  await expect(undoRevision(at, entry?.seq ?? 0)).rejects.toThrow("nothing to take back");
});

test("revealing a key is in the history with its name and without its value", async () => {
  const at = scope({ accountId: "000000000106" });
  const { keyId, value } = await keyInPlan(at);

  const revealed = await revealApiKey(at, { apiKey: keyId });

  expect(revealed).toEqual({ value });
  const [entry] = await listRevisions(at, { limit: 1 });
  expect(entry).toMatchObject({ action: "api-key:reveal", actorName: "Ada", summary: `Reveal the API key mobile (${keyId})` });
  expect(JSON.stringify(entry)).not.toContain(value);
});

test("a viewer sees keys without any part of their values and reveals none", async () => {
  const at = scope({ accountId: "000000000107" });
  const { keyId } = await keyInPlan(at);
  const viewer = { ...at, actor: { ...owner, role: "viewer" } } as const;

  const [listed] = (await listApiKeys(viewer, {})).items;

  expect(listed).toMatchObject({ id: keyId, name: "mobile" });
  expect(listed).not.toHaveProperty("ending");
  await expect(revealApiKey(viewer, { apiKey: keyId })).rejects.toMatchObject({ code: "AccessDeniedException" });
  await expect(importApiKeys(viewer, { text: "name,key\na,12345678901234567890" })).rejects.toMatchObject({
    code: "AccessDeniedException",
  });
});

async function keyedApi(at: Scope) {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "orders" });
  await putMethod(at, { restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE", apiKeyRequired: true });
  await putIntegration(at, { restApiId, resourceId, httpMethod: "GET", type: "MOCK" });
  await createDeployment(at, { restApiId, stageName: "prod" });
  return restApiId;
}

test("every gate says what it thinks of a key, and what repairs it", async () => {
  const at = scope({ accountId: "000000000108", clock: noon });
  const restApiId = await keyedApi(at);
  const { keyId, planId } = await keyInPlan(at);
  const ask = async () => {
    const gates = await checkKey(at, { apiKey: keyId, restApiId, stageName: "prod", resourcePath: "/", httpMethod: "GET" });
    return gates.map(({ name, verdict, reason, fix }) => [name, verdict, reason, fix?.kind]);
  };

  const unlinked = await ask();
  await updateUsagePlan(at, { usagePlanId: planId }, (draft) => ({
    ...draft,
    apiStages: [{ apiId: restApiId, stage: "prod", throttle: { "//GET": { rateLimit: 2, burstLimit: 4 } } }],
    throttle: { rateLimit: 10, burstLimit: 20 },
  }));
  await updateApiKey(at, { apiKey: keyId }, (draft) => ({ ...draft, enabled: false }));
  await count(at, { planId, keyId, day: "2026-11-21", used: 100 });
  const linked = await ask();

  expect(unlinked).toEqual([
    ["Key required", "passes", undefined, undefined],
    ["Key enabled", "passes", undefined, undefined],
    ["Usage plan", "refuses", "KEY_NOT_IN_PLAN", "link-stage"],
  ]);
  expect(linked).toEqual([
    ["Key required", "passes", undefined, undefined],
    ["Key enabled", "refuses", "KEY_DISABLED", "enable-key"],
    ["Usage plan", "passes", undefined, undefined],
    ["Rate of GET / in Gold", "limits", "THROTTLED_METHOD", "change-plan"],
    ["Rate of Gold", "limits", "THROTTLED_PLAN", "change-plan"],
    ["Quota of Gold", "refuses", "QUOTA_EXCEEDED", "extend-quota"],
  ]);
});

test("a key goes into its plan as it is made, and one undo takes both away", async () => {
  const at = scope({ accountId: "000000000109" });
  const { id: planId } = await createUsagePlan(at, { name: "Gold" });

  const { id } = await createApiKey(at, { name: "mobile", enabled: true, usagePlanIds: [planId] });

  expect((await listUsagePlans(at)).map(({ name, keyCount }) => [name, keyCount])).toEqual([["Gold", 1]]);
  const [revision] = await listRevisions(at, { limit: 1 });
  await undoRevision(at, revision?.seq ?? 0);
  expect((await getListedPlan(at, planId)).keyCount).toBe(0);
  await expect(getKeyDetail(at, id)).rejects.toMatchObject({ code: "NotFoundException" });
});

test("name and tags of a key change together, and tags that are not named go", async () => {
  const at = scope({ accountId: "000000000110" });
  const { id } = await createApiKey(at, { name: "mobile", enabled: true, tags: { team: "cats", old: "1" } });

  await editApiKey(at, { apiKey: id }, { name: "phone", description: "the app", tags: { team: "dogs" } });

  expect(await getKeyDetail(at, id)).toMatchObject({ name: "phone", description: "the app", enabled: true, tags: { team: "dogs" } });
  const [revision] = await listRevisions(at, { limit: 1 });
  await undoRevision(at, revision?.seq ?? 0);
  expect(await getKeyDetail(at, id)).toMatchObject({ name: "mobile", tags: { team: "cats", old: "1" } });
});

test("usage of a plan comes by day, and of each key as CSV without formulas", async () => {
  const at = scope({ accountId: "000000000115", clock: noon });
  const { keyId, planId } = await keyInPlan(at);
  const { id: other } = await createApiKey(at, { name: "=1+1", usagePlanIds: [planId] });
  await count(at, { planId, keyId, day: "2026-11-20", used: 3 });
  await count(at, { planId, keyId, day: "2026-11-21", used: 4 });
  await count(at, { planId, keyId: other, day: "2026-11-21", used: 5 });

  const { csv } = await exportUsage(at, { planId, days: 2 });

  expect(csv.trim().split("\n").sort()).toEqual(
    ["Key id,Name,2026-11-20,2026-11-21,Total", `${keyId},mobile,3,4,7`, `${other},"'=1+1",0,5,5`].sort(),
  );
  expect(await getPlanUsage(at, { planId, days: 3 })).toEqual({ days: ["2026-11-19", "2026-11-20", "2026-11-21"], used: [0, 3, 9] });
  expect(await getKeyUsage(at, { planId, keyId, days: 2 })).toEqual({
    days: ["2026-11-20", "2026-11-21"],
    used: [3, 4],
    remaining: [97, 93],
  });
});
