import { expect, test } from "vitest";
import { createApiKey, deleteApiKey, getApiKey, getApiKeys, updateApiKey } from "@/lib/services/api-keys.ts";
import { createModel } from "@/lib/services/models.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { getRevisionRows, listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import { createUsagePlanKey, getUsagePlanKeys } from "@/lib/services/usage-plan-keys.ts";
import { createUsagePlan, updateUsagePlan } from "@/lib/services/usage-plans.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

test("those who may not reveal keys never see a value", async () => {
  const at = scope({ accountId: "000000000021" });
  const viewer = { ...at, actor: { ...owner, role: "viewer" } } as const;
  const key = await createApiKey(at, { name: "secret", enabled: true });
  const { id: usagePlanId } = await createUsagePlan(at, { name: "plan" });
  await createUsagePlanKey(at, { usagePlanId, keyId: key.id, keyType: "API_KEY" });

  const [listed] = (await getUsagePlanKeys(viewer, { usagePlanId })).items;
  const revisions = await listRevisions(viewer);
  const rows = await Promise.all(revisions.map((revision) => getRevisionRows(viewer, revision.seq)));

  expect(key.value).toHaveLength(40);
  expect(listed).toEqual({ id: key.id, type: "API_KEY", name: "secret" });
  expect(JSON.stringify(rows)).not.toContain(key.value);
  await expect(getApiKey(viewer, { apiKey: key.id, includeValue: true })).rejects.toMatchObject({ code: "AccessDeniedException" });
  await expect(getApiKeys(viewer, { includeValues: true })).rejects.toMatchObject({ code: "AccessDeniedException" });
});

test("a deleted key comes back with its value and its plans", async () => {
  const at = scope({ accountId: "000000000022" });
  const key = await createApiKey(at, { name: "k" });
  const { id: usagePlanId } = await createUsagePlan(at, { name: "plan" });
  await createUsagePlanKey(at, { usagePlanId, keyId: key.id, keyType: "API_KEY" });
  await deleteApiKey(at, { apiKey: key.id });

  const [deletion] = await listRevisions(at, { limit: 1 });
  await undoRevision(at, deletion?.seq ?? 0);

  expect((await getApiKey(at, { apiKey: key.id, includeValue: true })).value).toBe(key.value);
  expect((await getUsagePlanKeys(at, { usagePlanId })).items).toHaveLength(1);
});

test("a change of a key moves its last update", async () => {
  const at = scope({ accountId: "000000000023" });
  const key = await createApiKey({ ...at, clock: () => new Date(1_000_000) }, { name: "k" });

  const changed = await updateApiKey({ ...at, clock: () => new Date(2_000_000) }, { apiKey: key.id }, (draft) => ({
    ...draft,
    enabled: true,
  }));

  expect([changed.enabled, changed.createdDate.getTime(), changed.lastUpdatedDate.getTime()]).toEqual([true, 1_000_000, 2_000_000]);
});

test("a usage plan names stages that exist only", async () => {
  const at = scope({ accountId: "000000000024" });
  const { id: usagePlanId } = await createUsagePlan(at, { name: "plan" });

  const attempt = updateUsagePlan(at, { usagePlanId }, (draft) => ({ ...draft, apiStages: [{ apiId: "none", stage: "prod" }] }));

  await expect(attempt).rejects.toMatchObject({ code: "NotFoundException", message: "API Stage not found: none:prod" });
});

test.each([
  { schema: "", says: "Model schema must have at least 1 property or array items defined" },
  { schema: "[]", says: "Invalid model schema specified: The schema must be a JSON object." },
  { schema: '{"type":"nothing"}', says: "Invalid model schema specified: /type" },
  { schema: '{"title":"\u0000"}', says: "U+0000" },
])("a model with the schema $schema is refused", async ({ schema, says }) => {
  const at = scope();
  const { id: restApiId } = await createRestApi(at, { name: "models" });

  const attempt = createModel(at, { restApiId, name: "M", contentType: "application/json", schema });

  await expect(attempt).rejects.toThrow(says);
});
