import { expect, test } from "vitest";
import { draftHash, getApiDefinition, getSnapshotDefinition } from "@/lib/services/definitions.ts";
import { createDeployment, getDeployments } from "@/lib/services/deployments.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { listApis } from "@/lib/services/list-apis.ts";
import { getMethod, putMethod, updateMethod } from "@/lib/services/methods.ts";
import { createResource, deleteResource, getResource, getResources, updateResource } from "@/lib/services/resources.ts";
import { createRestApi, deleteRestApi, getRestApi, updateRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { createStage, getStage, setStageDeployment, updateStage } from "@/lib/services/stages.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

async function mockApi(at: Scope) {
  const api = await createRestApi(at, { name: "pets" });
  const pets = await createResource(at, { restApiId: api.id, parentId: api.rootResourceId, pathPart: "pets" });
  const method = { restApiId: api.id, resourceId: pets.id, httpMethod: "GET" };
  await putMethod(at, { ...method, authorizationType: "NONE" });
  await putIntegration(at, { ...method, type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } });
  return { api, pets, method };
}

test("answers are streamed by proxies only, as mappings need the whole of them", async () => {
  const at = scope();
  const { method } = await mockApi(at);
  const stream = {
    ...method,
    httpMethod: "GET",
    integrationHttpMethod: "GET",
    uri: "http://backend.example/",
    responseTransferMode: "STREAM" as const,
  };

  await expect(putIntegration(at, { ...stream, type: "HTTP" })).rejects.toThrow("only supported for HTTP_PROXY and AWS_PROXY");
  expect(await putIntegration(at, { ...stream, type: "HTTP_PROXY" })).toMatchObject({ responseTransferMode: "STREAM" });
});

async function lastRevision(at: Scope, restApiId: string) {
  const [revision] = await listRevisions(at, { restApiId, limit: 1 });
  if (revision === undefined) throw new Error("no revision");
  return revision;
}

test("a deployment keeps the definition as it was when the draft changes", async () => {
  const at = scope();
  const { api, method } = await mockApi(at);
  const deployment = await createDeployment(at, { restApiId: api.id, stageName: "prod" });

  await updateMethod(at, method, (draft) => ({ ...draft, operationName: "listPets" }));

  const frozen = await getSnapshotDefinition(at, api.id, deployment.id);
  const draft = await getApiDefinition(at, api.id);
  expect(frozen.resources[1]?.resourceMethods.GET?.operationName).toBeUndefined();
  expect(draft.resources[1]?.resourceMethods.GET?.operationName).toBe("listPets");
});

test("equal definitions have equal hashes, so a change and its reverse leave the stage current", async () => {
  const at = scope({ accountId: "000000000001" });
  const { api, method } = await mockApi(at);
  const { snapshotHash } = await createDeployment(at, { restApiId: api.id, stageName: "prod" });
  const isCurrent = async () => (await listApis(at))[0]?.stages[0]?.isCurrent;

  const before = await isCurrent();
  await updateMethod(at, method, (draft) => ({ ...draft, apiKeyRequired: true }));
  const changed = await isCurrent();
  await updateMethod(at, method, (draft) => ({ ...draft, apiKeyRequired: false }));

  expect([before, changed, await isCurrent()]).toEqual([true, false, true]);
  expect(await draftHash(at, api.id)).toBe(snapshotHash);
});

test("undo restores a deleted subtree with its ids, and undoing the undo deletes it again", async () => {
  const at = scope();
  const { api, pets, method } = await mockApi(at);
  const child = await createResource(at, { restApiId: api.id, parentId: pets.id, pathPart: "{id}" });
  const before = await getApiDefinition(at, api.id);
  await deleteResource(at, { restApiId: api.id, resourceId: pets.id });

  const deletion = await lastRevision(at, api.id);
  await undoRevision(at, deletion.seq);

  expect(await getApiDefinition(at, api.id)).toEqual(before);
  expect((await getMethod(at, method)).methodIntegration?.type).toBe("MOCK");
  await undoRevision(at, (await lastRevision(at, api.id)).seq);
  await expect(getResource(at, { restApiId: api.id, resourceId: child.id })).rejects.toThrow("Invalid Resource identifier specified");
});

test("undo is refused when a row changed since", async () => {
  const at = scope();
  const { api, method } = await mockApi(at);
  await updateMethod(at, method, (draft) => ({ ...draft, apiKeyRequired: true }));
  const revision = await lastRevision(at, api.id);
  await updateMethod(at, method, (draft) => ({ ...draft, operationName: "later" }));

  const undo = undoRevision(at, revision.seq);

  await expect(undo).rejects.toMatchObject({ code: "ConflictException" });
});

test("undo of a creation is refused while something is below it", async () => {
  const at = scope();
  const api = await createRestApi(at, { name: "pets" });
  const pets = await createResource(at, { restApiId: api.id, parentId: api.rootResourceId, pathPart: "pets" });
  const creation = await lastRevision(at, api.id);
  await createResource(at, { restApiId: api.id, parentId: pets.id, pathPart: "{id}" });

  await expect(undoRevision(at, creation.seq)).rejects.toThrow("the resource /pets/{id} would lose what it needs");
});

test("undo brings a deleted API back with its stages", async () => {
  const at = scope();
  const { api } = await mockApi(at);
  await createDeployment(at, { restApiId: api.id, stageName: "prod" });
  const [definition, stage] = [await getApiDefinition(at, api.id), await getStage(at, { restApiId: api.id, stageName: "prod" })];
  await deleteRestApi(at, { restApiId: api.id });

  await undoRevision(at, (await lastRevision(at, api.id)).seq);

  expect(await getApiDefinition(at, api.id)).toEqual(definition);
  const { entityVersion: _, ...restored } = await getStage(at, { restApiId: api.id, stageName: "prod" });
  expect(stage).toMatchObject(restored);
});

test("a write with an old version is refused and names who changed the entity", async () => {
  const at = scope();
  const { method } = await mockApi(at);
  const { entityVersion } = await getMethod(at, method);
  await updateMethod(at, method, (draft) => ({ ...draft, operationName: "mine" }));

  const late = updateMethod(at, method, (draft) => ({ ...draft, operationName: "yours" }), { expectedVersion: entityVersion });

  await expect(late).rejects.toThrow(/The method GET was changed by Ada at .* \(Change method GET \/pets\) after it was read/);
});

test("a change that changes nothing leaves no revision", async () => {
  const at = scope();
  const { api, method } = await mockApi(at);
  const { seq } = await lastRevision(at, api.id);

  await updateMethod(at, method, (draft) => draft);

  expect((await lastRevision(at, api.id)).seq).toBe(seq);
});

test("paths of a subtree follow when a resource is renamed or moved", async () => {
  const at = scope();
  const { id: restApiId, rootResourceId } = await createRestApi(at, { name: "tree" });
  const a = await createResource(at, { restApiId, parentId: rootResourceId, pathPart: "a" });
  const b = await createResource(at, { restApiId, parentId: a.id, pathPart: "b" });
  const c = await createResource(at, { restApiId, parentId: b.id, pathPart: "c" });

  await updateResource(at, { restApiId, resourceId: a.id }, (draft) => ({ ...draft, pathPart: "z" }));
  await updateResource(at, { restApiId, resourceId: b.id }, (draft) => ({ ...draft, parentId: rootResourceId }));

  const { items } = await getResources(at, { restApiId });
  expect(items.map((item) => item.path)).toEqual(["/", "/b", "/b/c", "/z"]);
  const cycle = updateResource(at, { restApiId, resourceId: b.id }, (draft) => ({ ...draft, parentId: c.id }));
  await expect(cycle).rejects.toThrow("Cannot move a resource below itself");
});

test("ten creations at once on one API all succeed", async () => {
  const at = scope();
  const { id: restApiId, rootResourceId } = await createRestApi(at, { name: "parallel" });

  const created = await Promise.all(
    Array.from({ length: 10 }, (_, index) => createResource(at, { restApiId, parentId: rootResourceId, pathPart: `r${index}` })),
  );

  expect(new Set(created.map((resource) => resource.path)).size).toBe(10);
});

test.each([
  { role: "viewer", may: [] },
  { role: "deployer", may: ["deploy", "stage"] },
  { role: "editor", may: ["api", "deploy", "stage"] },
] as const)("a $role may $may", async ({ role, may }) => {
  const at = scope();
  const { api } = await mockApi(at);
  await createDeployment(at, { restApiId: api.id, stageName: "prod" });
  const asRole = { ...at, actor: { ...at.actor, role } };
  const attempts = {
    api: () => updateRestApi(asRole, { restApiId: api.id }, (draft) => ({ ...draft, description: "new" })),
    deploy: () => createDeployment(asRole, { restApiId: api.id }),
    stage: () => updateStage(asRole, { restApiId: api.id, stageName: "prod" }, (draft) => ({ ...draft, description: "new" })),
  };

  const allowed: string[] = [];
  for (const [name, attempt] of Object.entries(attempts)) {
    const code = await attempt().then(
      () => undefined,
      (error: { code: string }) => error.code,
    );
    if (code === undefined) allowed.push(name);
    else expect(code).toBe("AccessDeniedException");
  }

  expect(allowed).toEqual(may);
});

test("another workspace does not see the API", async () => {
  const at = scope();
  const api = await createRestApi(at, { name: "pets" });
  const elsewhere = scope({ accountId: "000000000002" });

  await expect(getRestApi(elsewhere, { restApiId: api.id })).rejects.toMatchObject({ code: "NotFoundException" });
});

test("a stage serves a deployment and its settings act without one", async () => {
  const at = scope();
  const { api } = await mockApi(at);
  const deployment = await createDeployment(at, { restApiId: api.id });
  await createStage(at, { restApiId: api.id, stageName: "dev", deploymentId: deployment.id, variables: { host: "a.example.com" } });

  const stage = await updateStage(at, { restApiId: api.id, stageName: "dev" }, (draft) => ({
    ...draft,
    variables: { host: "b.example.com" },
  }));

  expect(stage).toMatchObject({ deploymentId: deployment.id, variables: { host: "b.example.com" }, cacheClusterStatus: "NOT_AVAILABLE" });
  expect((await getDeployments(at, { restApiId: api.id })).items).toHaveLength(1);
});

test("a deployment is promoted to the next stage as it is: nothing is frozen anew, and the stage keeps its variables", async () => {
  const at = scope();
  const { api } = await mockApi(at);
  const restApiId = api.id;
  const first = await createDeployment(at, { restApiId });
  const second = await createDeployment(at, { restApiId });
  await createStage(at, { restApiId, stageName: "dev", deploymentId: second.id, variables: { host: "dev.example.com" } });
  await createStage(at, { restApiId, stageName: "prod", deploymentId: first.id, variables: { host: "example.com" } });

  const prod = await setStageDeployment(at, { restApiId, stageName: "prod", deploymentId: second.id });

  expect(prod).toMatchObject({ deploymentId: second.id, variables: { host: "example.com" } });
  expect((await getDeployments(at, { restApiId })).items.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
});
