import { expect, test } from "vitest";
import { hashApiKey } from "@/lib/base/api-key-hash.ts";
import { loadAccess } from "@/lib/feed/server/load-access.ts";
import { createApiKey, getApiKey, updateApiKey } from "@/lib/services/api-keys.ts";
import { checkKey } from "@/lib/services/check-key.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { editApiKey } from "@/lib/services/edit-api-key.ts";
import { importApiKeys } from "@/lib/services/import-api-keys.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { getKeyDetail, listApiKeys, revealApiKey } from "@/lib/services/list-api-keys.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import { endFormerValue, listExpiringKeys, rotateApiKey } from "@/lib/services/rotate-api-key.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const now = new Date("2030-01-01T12:00:00.000Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

async function keyOf(accountId: string) {
  const at = scope({ accountId, clock: () => now });
  const { id, value = "" } = await createApiKey(at, { name: "mobile", enabled: true });
  return { at, id, value };
}

/** The key as gateways are told of it. */
async function told(at: Scope, id: string) {
  const { hashKey } = at.apiKeys;
  const secrets = {
    hashKey,
    hashStored: () => undefined,
    openAccessKey: () => undefined,
    sealAgain: () => undefined,
    sealVariableAgain: () => undefined,
  };
  return (await loadAccess(at.db.reader, secrets, { after: 0, seq: 0, reset: true }))?.keys.find((key) => key.id === id);
}

const hashOf = ({ apiKeys, workspace: { accountId, region } }: Scope, value: string) =>
  hashApiKey(apiKeys.hashKey, { accountId, region, value });

test("a rotated key has two values until the former one's end, and an undo takes the new one back", async () => {
  const { at, id, value: first } = await keyOf("000000000901");

  const { value: second } = await rotateApiKey(at, { apiKey: id, overlapHours: 24 });

  expect(second).toMatch(/^[\w]{40}$/);
  expect(await told(at, id)).toMatchObject({
    hash: hashOf(at, second),
    former: { hash: hashOf(at, first), untilMs: inHours(24).getTime() },
  });
  expect((await revealApiKey(at, { apiKey: id })).value).toBe(second);
  expect(await getKeyDetail(at, id)).toMatchObject({ formerUntil: inHours(24).toISOString() });
  expect((await listApiKeys(at, {})).items[0]).toMatchObject({ id, formerUntil: inHours(24).toISOString() });
  expect(Object.keys(await getApiKey(at, { apiKey: id }))).not.toContain("former");

  await updateApiKey(at, { apiKey: id }, (draft) => ({ ...draft, description: "after" }));
  expect((await told(at, id))?.former).toBeDefined();
  await endFormerValue(at, { apiKey: id });
  expect((await told(at, id))?.former).toBeUndefined();

  for (const { seq } of (await listRevisions(at, { limit: 10 })).filter(({ action }) => action !== "api-key:reveal").slice(0, 3))
    await undoRevision(at, seq);
  expect((await told(at, id))?.hash).toBe(hashOf(at, first));
});

test("a value that leaked ends at once, a second rotation ends the first one's former value, and only offered overlaps are taken", async () => {
  const { at, id, value: first } = await keyOf("000000000902");
  const viewer = { ...at, actor: { ...owner, role: "viewer" } as const };

  await rotateApiKey(at, { apiKey: id, overlapHours: 168 });
  const { value: third } = await rotateApiKey(at, { apiKey: id, overlapHours: 0 });

  expect(await told(at, id)).toEqual({ id, hash: hashOf(at, third), enabled: true, planIds: [] });
  expect(JSON.stringify(await told(at, id))).not.toContain(hashOf(at, first));
  await expect(rotateApiKey(at, { apiKey: id, overlapHours: 5 })).rejects.toMatchObject({ code: "BadRequestException" });
  await expect(rotateApiKey(viewer, { apiKey: id, overlapHours: 0 })).rejects.toMatchObject({ code: "AccessDeniedException" });
});

test("the end of a key reaches gateways, and keys that end within 14 days are listed, the nearest first", async () => {
  const { at, id } = await keyOf("000000000903");
  const ends = { over: -1, soon: 20, later: 13 * 24, far: 15 * 24 };
  const ids: Record<string, string> = {};
  for (const [name, hours] of Object.entries(ends)) {
    ids[name] = (await createApiKey(at, { name, enabled: true })).id;
    await editApiKey(at, { apiKey: ids[name] ?? "" }, { expiresAt: inHours(hours).toISOString() });
  }

  expect(await told(at, ids.soon ?? "")).toMatchObject({ expiresAtMs: inHours(20).getTime() });
  expect((await told(at, id))?.expiresAtMs).toBeUndefined();
  const { keys, total } = await listExpiringKeys(at);
  expect([keys.map(({ name }) => name), total]).toEqual([["over", "soon", "later"], 3]);

  await editApiKey(at, { apiKey: ids.over ?? "" }, { expiresAt: null });
  await editApiKey(at, { apiKey: ids.soon ?? "" }, { name: "renamed" });
  expect((await listExpiringKeys(at)).keys.map(({ name }) => name)).toEqual(["renamed", "later"]);
  await expect(editApiKey(at, { apiKey: id }, { expiresAt: "tomorrow" })).rejects.toMatchObject({ code: "BadRequestException" });
});

test("an import of a key that is there keeps its end and its former value", async () => {
  const { at, id } = await keyOf("000000000905");
  const { value } = await rotateApiKey(at, { apiKey: id, overlapHours: 24 });
  await editApiKey(at, { apiKey: id }, { expiresAt: inHours(48).toISOString() });

  await importApiKeys(at, { text: `Name,Key,Enabled\nrenamed,${value},true\n` });

  const { name, expiresAt, formerUntil } = await getKeyDetail(at, id);
  expect([name, expiresAt, formerUntil]).toEqual(["renamed", inHours(48).toISOString(), inHours(24).toISOString()]);
});

test("Check key says that a key has ended", async () => {
  const { at, id: apiKey } = await keyOf("000000000904");
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "orders" });
  await putMethod(at, { restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE", apiKeyRequired: true });
  await putIntegration(at, { restApiId, resourceId, httpMethod: "GET", type: "MOCK" });
  await createDeployment(at, { restApiId, stageName: "prod" });
  const gate = async () => {
    const gates = await checkKey(at, { apiKey, restApiId, stageName: "prod", resourcePath: "/", httpMethod: "GET" });
    return gates.find(({ name }) => name === "Key not expired");
  };

  expect(await gate()).toBeUndefined();
  await editApiKey(at, { apiKey }, { expiresAt: inHours(1).toISOString() });
  expect(await gate()).toMatchObject({ verdict: "passes" });
  await editApiKey(at, { apiKey }, { expiresAt: inHours(-1).toISOString() });
  expect(await gate()).toMatchObject({ verdict: "refuses", reason: "KEY_EXPIRED", fix: { kind: "extend-key" } });
});
