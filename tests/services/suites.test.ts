import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { SavedRequest } from "@/lib/definition/saved-request.ts";
import { changeMethod, createMockMethod } from "@/lib/services/change-method.ts";
import { deployChecked } from "@/lib/services/deploy-checked.ts";
import { getDeployments } from "@/lib/services/deployments.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { createResource } from "@/lib/services/resources.ts";
import { createRestApi, deleteRestApi, updateRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import { runSuite } from "@/lib/services/run-suite.ts";
import { createSavedRequest, deleteSavedRequest, listSavedRequests, updateSavedRequest } from "@/lib/services/saved-requests.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { updateStage } from "@/lib/services/stages.ts";
import { createSuite, listSuites, updateSuite } from "@/lib/services/suites.ts";
import { prepareDatabase } from "./test-scope.ts";
import { makeTools } from "./test-tools.ts";

const { scope } = prepareDatabase();
const tools = makeTools();

const getPet: SavedRequest = {
  name: "a pet",
  httpMethod: "GET",
  path: "/pets/{petId}",
  pathParameters: { petId: "{{pet}}" },
  query: "",
  headers: "",
  body: "",
  assertions: [
    { kind: "status", name: "", value: "200" },
    { kind: "json", name: "$.id", value: "7" },
    { kind: "json", name: "$.stage", value: "beta" },
  ],
};

/** An API whose mock answers with its path parameter and a stage variable; one request, in a suite. */
async function apiWithSuite(at: Scope, { runsBeforeDeploy = false, request = getPet } = {}) {
  const { id: restApiId, rootResourceId } = await createRestApi(at, { name: "suites" });
  const pets = await createResource(at, { restApiId, parentId: rootResourceId, pathPart: "pets" });
  const pet = await createResource(at, { restApiId, parentId: pets.id, pathPart: "{petId}" });
  const key = { restApiId, resourceId: pet.id, httpMethod: "GET" } as const;
  await createMockMethod(at, key);
  await answerWith(at, key, '{"id": $input.params("petId"), "stage": "$stageVariables.kind"}');
  await deployChecked(at, tools, { restApiId, stageName: "prod" });
  await updateStage(at, { restApiId, stageName: "prod" }, (draft) => ({ ...draft, variables: { pet: "7", kind: "beta" } }));
  const { id: requestId } = await createSavedRequest(at, { restApiId, request });
  const { id: suiteId } = await createSuite(at, { restApiId, suite: { name: "smoke", requestIds: [requestId], runsBeforeDeploy } });
  return { key, restApiId, requestId, suiteId };
}

function answerWith(at: Scope, key: Parameters<typeof createMockMethod>[1], text: string) {
  const responseTemplates = { "application/json": text };
  return changeMethod(at, key, { methodIntegration: { integrationResponses: { "200": { responseTemplates } } } });
}

const draftOf = (stageName?: string) => ({ kind: "draft" as const, ...(stageName === undefined ? {} : { stageName }) });
const lastRevision = async (at: Scope) => (await listRevisions(at, { limit: 1 }))[0];

test("a suite sends its requests to the draft with the variables of a stage and judges the answers", async () => {
  const at = scope();
  const { restApiId, requestId, suiteId, key } = await apiWithSuite(at);

  const { name, runs } = await runSuite(at, tools, { restApiId, suiteId, target: draftOf("prod") });

  expect(name).toBe("smoke");
  expect(runs).toEqual([
    {
      id: requestId,
      name: "a pet",
      passed: true,
      status: 200,
      ms: expect.any(Number),
      traceId: expect.any(String),
      failures: [],
      assertions: 3,
    },
  ]);
  await answerWith(at, key, '{"id": 8, "stage": "beta"}');
  const again = await runSuite(at, tools, { restApiId, suiteId, target: draftOf("prod") });
  expect(again.runs).toMatchObject([{ passed: false, failures: ["$.id is 8."] }]);
});

test("a request that cannot be sent says why, and the others go on", async () => {
  const at = scope();
  const { restApiId, suiteId, requestId } = await apiWithSuite(at);
  const gone = await createSavedRequest(at, { restApiId, request: { ...getPet, name: "gone", path: "/cats", pathParameters: {} } });
  await updateSuite(at, { restApiId, suiteId }, (draft) => ({ ...draft, requestIds: [gone.id, requestId] }));

  const { runs } = await runSuite(at, tools, { restApiId, suiteId, target: draftOf() });

  expect(runs).toEqual([
    { id: gone.id, name: "gone", passed: false, problem: "The draft has no resource /cats." },
    { id: requestId, name: "a pet", passed: false, problem: "{{pet}} is empty: No stage was chosen to take variables from." },
  ]);
});

test("without assertions any answer passes that is no error of the server", async () => {
  const at = scope();
  const { restApiId, suiteId, key } = await apiWithSuite(at, { request: { ...getPet, assertions: [] } });
  expect((await runSuite(at, tools, { restApiId, suiteId, target: draftOf("prod") })).runs).toMatchObject([{ passed: true }]);

  await changeMethod(at, key, { methodIntegration: { requestTemplates: { "application/json": '{"statusCode": 500}' } } });
  await changeMethod(at, key, { methodIntegration: { integrationResponses: { "200": { selectionPattern: "200" } } } });

  expect((await runSuite(at, tools, { restApiId, suiteId, target: draftOf("prod") })).runs).toMatchObject([{ passed: false, status: 500 }]);
});

test("a suite that is run before deployments holds one up when it fails", async () => {
  const at = scope();
  const { restApiId, key } = await apiWithSuite(at, { runsBeforeDeploy: true });
  await deployChecked(at, tools, { restApiId, stageName: "prod" });
  expect((await lastRevision(at))?.summary).toBe("Deploy to prod (passed: suite smoke)");
  await answerWith(at, key, "{}");

  await expect(deployChecked(at, tools, { restApiId, stageName: "prod" })).rejects.toMatchObject({
    message: "1 of 1 request of suite smoke failed (a pet). Give a reason to deploy all the same.",
    fields: { overrideReason: expect.stringContaining("suite smoke failed") },
  });
  await deployChecked(at, tools, { restApiId, stageName: "prod", overrideReason: "known" });

  expect((await lastRevision(at))?.summary).toBe("Deploy to prod although 1 of 1 request of suite smoke failed (a pet): known");
});

test("what is deployed is the draft that was checked", async () => {
  const at = scope();
  const request = { ...getPet, assertions: [] };
  const { restApiId, key } = await apiWithSuite(at, { runsBeforeDeploy: true, request });
  // Somebody saves while the suite waits for its backend.
  const backend = createServer(async (_, answer) => {
    await updateRestApi(at, { restApiId }, (draft) => ({ ...draft, description: "changed" }));
    answer.end("{}");
  });
  await new Promise<void>((done) => backend.listen(0, "127.0.0.1", done));
  onTestFinished(() => void backend.close());
  const { port } = backend.address() as AddressInfo;
  await putIntegration(at, { ...key, type: "HTTP_PROXY", integrationHttpMethod: "GET", uri: `http://127.0.0.1:${port}/` });
  const before = await getDeployments(at, { restApiId });

  await expect(deployChecked(at, tools, { restApiId, stageName: "prod" })).rejects.toThrow("The draft was changed while it was checked.");

  expect(await getDeployments(at, { restApiId })).toEqual(before);
});

test("a suite that hangs ends, and what was not sent has not passed", async () => {
  const at = scope();
  const { restApiId, suiteId } = await apiWithSuite(at);
  const input = { restApiId, suiteId, target: draftOf("prod") };

  expect((await runSuite(at, tools, { ...input, deadline: at.clock().getTime() - 1 })).runs).toMatchObject([
    { passed: false, problem: "It was not sent: the requests before took 120 s." },
  ]);
});

test("an undo takes no request out of a suite", async () => {
  const at = scope();
  const { restApiId, requestId, suiteId } = await apiWithSuite(at);
  const revisions = await listRevisions(at, { limit: 2 });
  const saved = revisions.find(({ summary }) => summary === "Save the request a pet");

  await expect(undoRevision(at, saved?.seq ?? 0)).rejects.toThrow("the suite smoke would lose what it needs");
  await updateSuite(at, { restApiId, suiteId }, (draft) => ({ ...draft, requestIds: [] }));
  const [emptied] = await listRevisions(at, { limit: 1 });
  await deleteSavedRequest(at, { restApiId, requestId });

  await expect(undoRevision(at, emptied?.seq ?? 0)).rejects.toThrow("the suite smoke would lose what it needs");
});

test("a request that a suite needs is not deleted, and one that is comes back with its id", async () => {
  const at = scope();
  const { restApiId, requestId, suiteId } = await apiWithSuite(at);
  await expect(deleteSavedRequest(at, { restApiId, requestId })).rejects.toThrow("The request a pet is part of smoke.");
  await updateSuite(at, { restApiId, suiteId }, (draft) => ({ ...draft, requestIds: [] }));
  await updateSavedRequest(at, { restApiId, requestId }, (draft) => ({ ...draft, name: "one pet" }));
  await deleteSavedRequest(at, { restApiId, requestId });
  const { seq = 0, summary } = (await lastRevision(at)) ?? {};
  expect(summary).toBe("Delete the saved request one pet");

  await undoRevision(at, seq);

  expect((await listSavedRequests(at, { restApiId })).map(({ id, name }) => [id, name])).toEqual([[requestId, "one pet"]]);
});

test("an API takes its requests and suites with it, and brings them back", async () => {
  const at = scope();
  const { restApiId, requestId, suiteId } = await apiWithSuite(at);
  await deleteRestApi(at, { restApiId });

  await undoRevision(at, (await lastRevision(at))?.seq ?? 0);

  expect((await listSavedRequests(at, { restApiId })).map(({ id }) => id)).toEqual([requestId]);
  expect((await listSuites(at, { restApiId })).map(({ id }) => id)).toEqual([suiteId]);
});

test("a suite names requests of its own API, each once", async () => {
  const at = scope();
  const [one, other] = [await apiWithSuite(at), await apiWithSuite(at)];
  const change = (requestIds: string[]) =>
    updateSuite(at, { restApiId: one.restApiId, suiteId: one.suiteId }, (draft) => ({ ...draft, requestIds }));

  await expect(change([other.requestId])).rejects.toThrow("a saved request that the API does not have");
  await expect(change([one.requestId, one.requestId])).rejects.toThrow("twice");
});

test("a deployer runs suites and changes none; a viewer does neither", async () => {
  const at = scope();
  const { restApiId, suiteId } = await apiWithSuite(at);
  const as = (role: "deployer" | "viewer") => ({ ...at, actor: { ...at.actor, role } });

  expect((await runSuite(as("deployer"), tools, { restApiId, suiteId, target: draftOf("prod") })).runs).toHaveLength(1);
  await expect(updateSuite(as("deployer"), { restApiId, suiteId }, (draft) => draft)).rejects.toThrow("not authorized");
  await expect(runSuite(as("viewer"), tools, { restApiId, suiteId, target: draftOf() })).rejects.toThrow("not authorized");
});
