import { expect, test } from "vitest";
import { loadChanges } from "@/lib/feed/server/load-changes.ts";
import { getAccount, getAccountThrottle, setAccountThrottle } from "@/lib/services/account.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const secrets = {
  hashKey: "",
  hashStored: () => undefined,
  openAccessKey: () => undefined,
  sealAgain: () => undefined,
  sealVariableAgain: () => undefined,
};

async function deployedApi(at: Scope): Promise<string> {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "pets" });
  await putMethod(at, { restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE" });
  await putIntegration(at, { restApiId, resourceId, httpMethod: "GET", type: "MOCK" });
  await createDeployment(at, { restApiId, stageName: "prod" });
  return restApiId;
}

/** What gateways hear of the stage's account. */
async function served(at: Scope, apiId: string) {
  const { apis } = await loadChanges(at.db.reader, secrets, 0);
  return apis.find((api) => api.apiId === apiId)?.stages[0]?.accountThrottle;
}

test("an owner's throttle is what the wire shows and gateways get; without one nothing limits the account", async () => {
  const at = scope({ accountId: "000000000201" });
  const apiId = await deployedApi(at);

  expect(await served(at, apiId)).toBeUndefined();
  expect((await getAccount(at)).throttleSettings).toEqual({ rateLimit: 10_000, burstLimit: 5_000 });
  await setAccountThrottle(at, { rateLimit: 100, burstLimit: 200 });

  expect(await served(at, apiId)).toEqual({ rateLimit: 100, burstLimit: 200 });
  expect((await getAccount(at)).throttleSettings).toEqual({ rateLimit: 100, burstLimit: 200 });
  const [revision] = await listRevisions(at, { limit: 1 });
  await undoRevision(at, revision?.seq ?? 0);
  expect(await getAccountThrottle(at)).toBeUndefined();
  expect(await served(at, apiId)).toBeUndefined();
});

test("gateways that know all else hear of a new throttle", async () => {
  const at = scope({ accountId: "000000000202" });
  const apiId = await deployedApi(at);
  const { seq } = await loadChanges(at.db.reader, secrets, 0);

  await setAccountThrottle(at, { rateLimit: 1, burstLimit: 1 });

  const { apis } = await loadChanges(at.db.reader, secrets, seq);
  expect(apis.find((api) => api.apiId === apiId)?.stages[0]?.accountThrottle).toEqual({ rateLimit: 1, burstLimit: 1 });
});

test("editors neither set the throttle nor take it back", async () => {
  const at = scope({ accountId: "000000000203" });
  const editor = { ...at, actor: { ...owner, role: "editor" } as const };
  await deployedApi(at);
  await setAccountThrottle(at, { rateLimit: 1, burstLimit: 1 });
  const [revision] = await listRevisions(at, { limit: 1 });

  await expect(setAccountThrottle(editor, undefined)).rejects.toMatchObject({ code: "AccessDeniedException" });
  await expect(undoRevision(editor, revision?.seq ?? 0)).rejects.toMatchObject({ code: "AccessDeniedException" });
});

test.each([
  { rateLimit: -1, burstLimit: 1 },
  { rateLimit: Number.POSITIVE_INFINITY, burstLimit: 1 },
  { rateLimit: 1, burstLimit: 0.5 },
  { rateLimit: 1, burstLimit: 1e12 },
])("a throttle of %j is refused", async (throttle) => {
  const at = scope({ accountId: "000000000204" });
  await deployedApi(at);

  await expect(setAccountThrottle(at, throttle)).rejects.toMatchObject({ code: "BadRequestException" });
});
