import { expect, test } from "vitest";
import { createApiKey } from "@/lib/services/api-keys.ts";
import { changeMethod, createMockMethod } from "@/lib/services/change-method.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { getMethod, putMethod, updateMethod } from "@/lib/services/methods.ts";
import { createResource, deleteResource, getResources, updateResource } from "@/lib/services/resources.ts";
import { createRestApi, updateRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { createStage, updateStage } from "@/lib/services/stages.ts";
import { tagResource } from "@/lib/services/tags.ts";
import { createUsagePlanKey } from "@/lib/services/usage-plan-keys.ts";
import { createUsagePlan, deleteUsagePlan, updateUsagePlan } from "@/lib/services/usage-plans.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

async function treeOf(at: Scope, paths: readonly string[]) {
  const { id: restApiId, rootResourceId } = await createRestApi(at, { name: "tree" });
  const ids = new Map([["", rootResourceId]]);
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    const { id } = await createResource(at, { restApiId, parentId: ids.get(path.slice(0, slash)) ?? "", pathPart: path.slice(slash + 1) });
    ids.set(path, id);
  }
  const pathsNow = async () => (await getResources(at, { restApiId })).items.map((item) => item.path);
  return { restApiId, rootResourceId, idOf: (path: string) => ids.get(path) ?? "", pathsNow };
}

async function deployedApi(at: Scope) {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "deployed" });
  await putMethod(at, { restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE" });
  await putIntegration(at, { restApiId, resourceId, httpMethod: "GET", type: "MOCK" });
  const { id: deploymentId } = await createDeployment(at, { restApiId });
  return { restApiId, resourceId, deploymentId };
}

async function lastSeq(at: Scope): Promise<number> {
  const [revision] = await listRevisions(at, { limit: 1 });
  return revision?.seq ?? 0;
}

test.each([
  { deleted: "/pets", spared: ["/Pets", "/Pets/b"] },
  { deleted: "/a_b", spared: ["/axb", "/axb/c"] },
  { deleted: "/a%b", spared: ["/a-c-b", "/a-c-b/d"] },
])("deleting $deleted spares what only looks like it", async ({ deleted, spared }) => {
  const at = scope();
  const { restApiId, idOf, pathsNow } = await treeOf(at, [deleted, `${deleted}/own`, ...spared]);

  await deleteResource(at, { restApiId, resourceId: idOf(deleted) });

  expect(await pathsNow()).toEqual(["/", ...spared]);
});

test("moving a resource leaves alone what only differs in case", async () => {
  const at = scope();
  const { restApiId, idOf, pathsNow } = await treeOf(at, ["/pets", "/pets/a", "/Pets", "/Pets/b"]);

  await updateResource(at, { restApiId, resourceId: idOf("/pets") }, (draft) => ({ ...draft, pathPart: "dogs" }));

  expect((await pathsNow()).sort()).toEqual(["/", "/Pets", "/Pets/b", "/dogs", "/dogs/a"]);
});

test("a resource cannot move below itself or beside one of its name", async () => {
  const at = scope();
  const { restApiId, idOf, pathsNow } = await treeOf(at, ["/a", "/a/b", "/a/b/c", "/b"]);
  const before = await pathsNow();
  const move = (path: string, parent: string) =>
    updateResource(at, { restApiId, resourceId: idOf(path) }, (draft) => ({ ...draft, parentId: idOf(parent) }));

  await expect(move("/a", "/a/b/c")).rejects.toThrow("Cannot move a resource below itself");
  await expect(move("/a", "/a")).rejects.toThrow("Cannot move a resource below itself");
  await expect(move("/a/b", "")).rejects.toMatchObject({ code: "ConflictException" });
  expect(await pathsNow()).toEqual(before);
});

test("undoing the creation of a resource is refused while it has a method", async () => {
  const at = scope();
  const { restApiId, idOf } = await treeOf(at, ["/a"]);
  const creation = await lastSeq(at);
  const method = { restApiId, resourceId: idOf("/a"), httpMethod: "GET" };
  await putMethod(at, { ...method, authorizationType: "NONE" });

  await expect(undoRevision(at, creation)).rejects.toMatchObject({ code: "ConflictException" });
  expect((await getMethod(at, method)).httpMethod).toBe("GET");
});

test("undoing the creation of an API is refused while something was added to it", async () => {
  const at = scope();
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "kept" });
  const creation = await lastSeq(at);
  await putMethod(at, { restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE" });

  await expect(undoRevision(at, creation)).rejects.toMatchObject({ code: "ConflictException" });
});

test("undoing the creation of a key is refused while it is in a plan", async () => {
  const at = scope();
  const { id: keyId } = await createApiKey(at, { name: "k" });
  const creation = await lastSeq(at);
  const { id: usagePlanId } = await createUsagePlan(at, { name: "plan" });
  await createUsagePlanKey(at, { usagePlanId, keyId, keyType: "API_KEY" });

  await expect(undoRevision(at, creation)).rejects.toMatchObject({ code: "ConflictException" });
});

test("undoing a deployment is refused while a canary serves it", async () => {
  const at = scope();
  const { restApiId, deploymentId } = await deployedApi(at);
  await createStage(at, { restApiId, stageName: "prod", deploymentId });
  const { id: next } = await createDeployment(at, { restApiId });
  const creation = await lastSeq(at);
  const canarySettings = { deploymentId: next, percentTraffic: 10, useStageCache: false };
  await updateStage(at, { restApiId, stageName: "prod" }, (draft) => ({ ...draft, canarySettings }));

  await expect(undoRevision(at, creation)).rejects.toThrow("the stage prod would lose what it needs");
});

test("undoing a stage is refused while a usage plan names it, and a plan does not come back without its stage", async () => {
  const at = scope({ accountId: "000000000031" });
  const { restApiId, deploymentId } = await deployedApi(at);
  await createStage(at, { restApiId, stageName: "prod", deploymentId });
  const creation = await lastSeq(at);
  const { id: usagePlanId } = await createUsagePlan(at, { name: "plan", apiStages: [{ apiId: restApiId, stage: "prod" }] });

  await expect(undoRevision(at, creation)).rejects.toThrow("usage plan plan");

  await updateUsagePlan(at, { usagePlanId }, (draft) => ({ ...draft, apiStages: [] }));
  const removal = await lastSeq(at);
  await undoRevision(at, creation);
  await expect(undoRevision(at, removal)).rejects.toThrow("usage plan plan");
  await deleteUsagePlan(at, { usagePlanId });
});

test.each([
  ["null", null],
  ["a number", 7],
])("a tag whose value is %s is refused", async (_name, value) => {
  const at = scope();
  const { id } = await createRestApi(at, { name: "tagged" });
  const tags = { a: value } as unknown as Record<string, string>;

  const attempt = tagResource(at, { resourceArn: `arn:aws:apigateway:us-east-1::/restapis/${id}`, tags });

  await expect(attempt).rejects.toThrow("Invalid tag value specified for key: a");
});

test("a policy has a size that the service can store", async () => {
  const at = scope();
  const { id: restApiId } = await createRestApi(at, { name: "policy" });
  const policy = JSON.stringify({ Statement: [{ Sid: "x".repeat(8_192) }] });

  const attempt = updateRestApi(at, { restApiId }, (draft) => ({ ...draft, policy }));

  await expect(attempt).rejects.toMatchObject({ code: "BadRequestException" });
});

test("a mock method is one revision", async () => {
  const at = scope();
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "mock" });
  const before = await lastSeq(at);

  await createMockMethod(at, { restApiId, resourceId, httpMethod: "GET" });

  const revisions = (await listRevisions(at, { restApiId })).filter(({ seq }) => seq > before);
  expect(revisions.map(({ action }) => action)).toEqual(["method:create"]);
  await undoRevision(at, revisions[0]?.seq ?? 0);
  await expect(getMethod(at, { restApiId, resourceId, httpMethod: "GET" })).rejects.toMatchObject({ code: "NotFoundException" });
});

test("a patch of a method names models that exist only", async () => {
  const at = scope();
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "models" });
  const key = { restApiId, resourceId, httpMethod: "GET" };
  await createMockMethod(at, key);

  const attempt = changeMethod(at, key, { methodResponses: { "200": { responseModels: { "application/json": "Nothing" } } } });

  await expect(attempt).rejects.toThrow("Invalid model identifier specified: Nothing");
});

test("a member named __proto__ in a patch changes nothing else", async () => {
  const at = scope();
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "hostile" });
  const key = { restApiId, resourceId, httpMethod: "GET" };
  const before = await createMockMethod(at, key);

  const after = await changeMethod(at, key, JSON.parse('{"__proto__":{"apiKeyRequired":true,"operationName":"x"}}'));

  expect(after).toEqual(before);
  expect(({} as Record<string, unknown>).operationName).toBeUndefined();
});

test("of two editors the second is told, and nothing is lost", async () => {
  const at = scope();
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "two" });
  const key = { restApiId, resourceId, httpMethod: "GET" };
  const { entityVersion: expectedVersion } = await createMockMethod(at, key);
  const change = (operationName: string) => updateMethod(at, key, (draft) => ({ ...draft, operationName }), { expectedVersion });

  const outcomes = await Promise.allSettled([change("one"), change("two")]);

  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect((await getMethod(at, key)).operationName).toBe("one");
});

test.each([
  { name: "without a principal", statement: { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" } },
  { name: "without an effect", statement: { Principal: "*", Action: "execute-api:Invoke", Resource: "*" } },
  { name: "without an action", statement: { Effect: "Allow", Principal: "*", Resource: "*" } },
])("a resource policy with a statement $name is refused in the service's words", async ({ statement }) => {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

  await expect(createRestApi(scope(), { name: "closed", policy })).rejects.toMatchObject({
    code: "BadRequestException",
    message: "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.",
  });
});
