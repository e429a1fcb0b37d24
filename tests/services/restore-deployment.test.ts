import { expect, test } from "vitest";
import { createAuthorizer, deleteAuthorizer } from "@/lib/services/authorizers.ts";
import { changeMethod, createMockMethod } from "@/lib/services/change-method.ts";
import { draftHash, getApiDefinition, getSnapshotDefinition } from "@/lib/services/definitions.ts";
import { listDeploymentChanges } from "@/lib/services/deployment-changes.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { deleteMethod } from "@/lib/services/methods.ts";
import { createModel, deleteModel } from "@/lib/services/models.ts";
import { createResource, deleteResource, updateResource } from "@/lib/services/resources.ts";
import { createRestApi, deleteRestApi, updateRestApi } from "@/lib/services/rest-apis.ts";
import { restoreDeployment } from "@/lib/services/restore-deployment.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Actor, Scope } from "@/lib/services/scope.ts";
import { getStage } from "@/lib/services/stages.ts";
import { testMethod } from "@/lib/services/test-method.ts";
import { owner, prepareDatabase } from "./test-scope.ts";
import { makeTools } from "./test-tools.ts";

const { scope } = prepareDatabase();
const bob: Actor = { userId: "user-2", name: "Bob", role: "editor", via: "console" };

/** An API with /pets and /pets/{id}, a model and an authorizer, frozen by a deployment on prod. */
async function frozenApi(at: Scope) {
  const { id: restApiId, rootResourceId: parentId } = await createRestApi(at, { name: "pets" });
  const pets = await createResource(at, { restApiId, parentId, pathPart: "pets" });
  const pet = await createResource(at, { restApiId, parentId: pets.id, pathPart: "{id}" });
  const method = { restApiId, resourceId: pets.id, httpMethod: "GET" } as const;
  await createMockMethod(at, method);
  await createMockMethod(at, { ...method, resourceId: pet.id });
  await createModel(at, { restApiId, name: "Pet", contentType: "application/json", schema: "{}" });
  const authorizer = await createAuthorizer(at, {
    restApiId,
    name: "people",
    type: "COGNITO_USER_POOLS",
    providerARNs: ["arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_pets"],
    identitySource: "method.request.header.Authorization",
  });
  const { id: deploymentId } = await createDeployment(at, { restApiId, stageName: "prod" });
  return { restApiId, root: parentId, pets, pet, method, authorizer, deploymentId };
}

/** Changes, moves, deletes and makes things of every kind, some under the names that others had. */
async function changeEverything(at: Scope, { restApiId, root, pets, pet, method, authorizer }: Awaited<ReturnType<typeof frozenApi>>) {
  await updateRestApi(at, { restApiId }, (draft) => ({ ...draft, name: "other pets", description: "new" }));
  await changeMethod(at, method, { operationName: "listPets" });
  await deleteMethod(at, { ...method, resourceId: pet.id });
  await updateResource(at, { restApiId, resourceId: pet.id }, (draft) => ({ ...draft, parentId: root }));
  await updateResource(at, { restApiId, resourceId: pets.id }, (draft) => ({ ...draft, pathPart: "animals" }));
  const usurper = await createResource(at, { restApiId, parentId: root, pathPart: "pets" });
  await createMockMethod(at, { restApiId, resourceId: usurper.id, httpMethod: "POST" });
  await deleteModel(at, { restApiId, modelName: "Pet" });
  await createModel(at, { restApiId, name: "Pet", contentType: "application/json", schema: '{"type":"object"}' });
  await deleteAuthorizer(at, { restApiId, authorizerId: authorizer.id });
}

test("the draft becomes what a deployment froze, ids included, and one undo brings the other draft back", async () => {
  const at = scope();
  const api = await frozenApi(at);
  const { restApiId, deploymentId } = api;
  await changeEverything(at, api);
  const [changed, changedHash] = [await getApiDefinition(at, restApiId), await draftHash(at, restApiId)];

  await restoreDeployment(at, { restApiId, deploymentId });

  expect(await getApiDefinition(at, restApiId)).toEqual(await getSnapshotDefinition(at, restApiId, deploymentId));
  const [revision] = await listRevisions(at, { limit: 1 });
  expect(revision?.summary).toBe(`Restore deployment ${deploymentId} to the draft`);
  await undoRevision(at, revision?.seq ?? 0);
  expect(await getApiDefinition(at, restApiId)).toEqual(changed);
  expect(await draftHash(at, restApiId)).toBe(changedHash);
  expect((await getStage(at, { restApiId, stageName: "prod" })).deploymentId).toBe(deploymentId);
  await deleteRestApi(at, { restApiId });
});

test("the undo brings resources back that had changed places since", async () => {
  const at = scope();
  const { restApiId, root: parentId, pets, deploymentId: first } = await frozenApi(at);
  const dogs = await createResource(at, { restApiId, parentId, pathPart: "dogs" });
  const { id: deploymentId } = await createDeployment(at, { restApiId });
  const rename = (resourceId: string, pathPart: string) =>
    updateResource(at, { restApiId, resourceId }, (draft) => ({ ...draft, pathPart }));
  await rename(pets.id, "free");
  await rename(dogs.id, "pets");
  await rename(pets.id, "dogs");
  const changed = await getApiDefinition(at, restApiId);

  for (const each of [deploymentId, first]) {
    await restoreDeployment(at, { restApiId, deploymentId: each });
    const [revision] = await listRevisions(at, { limit: 1 });
    await undoRevision(at, revision?.seq ?? 0);
    expect(await getApiDefinition(at, restApiId)).toEqual(changed);
  }
  await deleteRestApi(at, { restApiId });
});

test("a draft that is the same already is not changed, and another API's deployment is unknown", async () => {
  const at = scope();
  const { restApiId, deploymentId } = await frozenApi(at);
  const before = await listRevisions(at, { restApiId, limit: 1 });

  await restoreDeployment(at, { restApiId, deploymentId });

  expect(await listRevisions(at, { restApiId, limit: 1 })).toEqual(before);
  const { id: other } = await createRestApi(at, { name: "other" });
  await expect(restoreDeployment(at, { restApiId: other, deploymentId })).rejects.toThrow("Invalid Deployment identifier specified");
  const viewer = scope({ actor: { ...owner, role: "deployer" } });
  await expect(restoreDeployment(viewer, { restApiId, deploymentId })).rejects.toMatchObject({ code: "AccessDeniedException" });
  await deleteRestApi(at, { restApiId });
  await deleteRestApi(at, { restApiId: other });
});

test("a deployment is called without a stage, whatever became of the draft", async () => {
  const at = scope();
  const { restApiId, pets, deploymentId, method } = await frozenApi(at);
  await deleteResource(at, { restApiId, resourceId: pets.id });
  const call = { apiId: restApiId, resourceId: pets.id, httpMethod: method.httpMethod, pathWithQueryString: "/pets", headers: [] };
  const tools = makeTools();

  expect(await testMethod(at, tools, { ...call, deploymentId })).toMatchObject({ status: 200 });
  await expect(testMethod(at, tools, call)).rejects.toThrow("Invalid Resource identifier specified");
  await deleteRestApi(at, { restApiId });
});

test("a deployment knows the changes that it brought, and who made them", async () => {
  const at = scope();
  const { restApiId, method, deploymentId: first } = await frozenApi(at);
  await changeMethod(at, method, { operationName: "one" });
  await changeMethod(scope({ actor: bob }), method, { operationName: "two" });
  const { id: second } = await createDeployment(at, { restApiId });
  await changeMethod(at, method, { operationName: "three" });

  expect(await listDeploymentChanges(at, { restApiId, deploymentId: second })).toMatchObject({
    changes: [
      { summary: "Change method GET /pets", actorName: "Bob" },
      { summary: "Change method GET /pets", actorName: owner.name },
    ],
    count: 2,
    people: [owner.name, "Bob"].sort(),
  });
  expect((await listDeploymentChanges(at, { restApiId, deploymentId: first })).count).toBe(7);
  await expect(listDeploymentChanges(at, { restApiId, deploymentId: "nope" })).rejects.toThrow("Invalid Deployment identifier");
  await deleteRestApi(at, { restApiId });
});

test("a strict endpoint keeps its type, whichever deployment is restored", async () => {
  const at = scope();
  const { restApiId, deploymentId } = await frozenApi(at);
  expect((await getApiDefinition(at, restApiId)).settings.endpointConfiguration.types).toEqual(["EDGE"]);
  await updateRestApi(at, { restApiId }, (draft) => ({
    ...draft,
    endpointConfiguration: { types: ["REGIONAL"] },
    securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
    endpointAccessMode: "STRICT",
  }));
  const before = await getApiDefinition(at, restApiId);

  await expect(restoreDeployment(at, { restApiId, deploymentId })).rejects.toMatchObject({ code: "BadRequestException" });
  expect(await getApiDefinition(at, restApiId)).toEqual(before);
  await deleteRestApi(at, { restApiId });
});
