import { expect, test } from "vitest";
import type { TemplateTest } from "@/lib/definition/template-test.ts";
import { changeMethod, createMockMethod } from "@/lib/services/change-method.ts";
import { draftHash } from "@/lib/services/definitions.ts";
import { deployChecked } from "@/lib/services/deploy-checked.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { deleteMethod } from "@/lib/services/methods.ts";
import { createRestApi, deleteRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import {
  createTemplateTest,
  deleteTemplateTest,
  listTemplateTests,
  runTemplateTests,
  updateTemplateTest,
} from "@/lib/services/template-tests.ts";
import { cpuMs } from "../support/cpu-ms.ts";
import { prepareDatabase } from "./test-scope.ts";
import { makeTools } from "./test-tools.ts";

const { scope } = prepareDatabase();
const tools = makeTools();
const sample = { body: '{"name": "Rex"}', params: "{}", context: "{}", stageVariables: "{}" };

/** An API whose one mock answers with the name it reads, and a test of that template. */
async function apiWithTest(at: Scope) {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "templates" });
  const key = { restApiId, resourceId, httpMethod: "GET" } as const;
  await createMockMethod(at, key);
  await writeTemplate(at, key, '{"hello": $input.json("$.name")}');
  const place = { kind: "response", resourceId, httpMethod: "GET", statusCode: "200", contentType: "application/json" } as const;
  const made: TemplateTest = { place, name: "says hello", input: sample, expected: { kind: "json", text: '{"hello":"Rex"}' } };
  const { id: testId } = await createTemplateTest(at, { restApiId, test: made });
  return { key, restApiId, testId };
}

async function writeTemplate(at: Scope, key: Parameters<typeof createMockMethod>[1], text: string): Promise<void> {
  const responseTemplates = { "application/json": text };
  await changeMethod(at, key, { methodIntegration: { integrationResponses: { "200": { responseTemplates } } } });
}

const lastSummary = async (at: Scope) => (await listRevisions(at, { limit: 1 }))[0];

test("a test runs against the draft and says how it went", async () => {
  const at = scope();
  const { key, restApiId, testId } = await apiWithTest(at);
  const label = "GET /, response 200, application/json";

  expect(await runTemplateTests(at, { restApiId })).toEqual([{ id: testId, name: "says hello", label, passed: true }]);

  await writeTemplate(at, key, '{"bye": 1}');
  expect(await runTemplateTests(at, { restApiId })).toEqual([
    { id: testId, name: "says hello", label, passed: false, message: "The output is another JSON value.", output: '{"bye": 1}' },
  ]);
});

test("a failing test holds up a deployment of the console until there is a reason, which the history keeps", async () => {
  const at = scope();
  const { key, restApiId } = await apiWithTest(at);
  await deployChecked(at, tools, { restApiId, stageName: "prod" });
  expect((await lastSummary(at))?.summary).toBe("Deploy to prod (passed: 1 template test)");
  await writeTemplate(at, key, "{}");

  await expect(deployChecked(at, tools, { restApiId, stageName: "prod" })).rejects.toThrow(
    "1 template test failed (says hello). Give a reason to deploy all the same.",
  );
  await expect(deployChecked(at, tools, { restApiId, stageName: "prod", overrideReason: "  " })).rejects.toThrow("Give a reason");
  await deployChecked(at, tools, { restApiId, stageName: "prod", overrideReason: "hotfix" });

  expect(await lastSummary(at)).toMatchObject({
    summary: "Deploy to prod although 1 template test failed (says hello): hotfix",
    actorName: "Ada",
  });
});

test("CreateDeployment itself runs no tests, as the service has none", async () => {
  const at = scope();
  const { key, restApiId } = await apiWithTest(at);
  await writeTemplate(at, key, "{}");

  expect(await createDeployment(at, { restApiId, stageName: "prod" })).toMatchObject({ snapshotHash: expect.any(String) });
});

test("tests are no part of the definition", async () => {
  const at = scope();
  const { restApiId, testId } = await apiWithTest(at);
  const before = await draftHash(at, restApiId);

  await deleteTemplateTest(at, { restApiId, testId });

  expect(await draftHash(at, restApiId)).toBe(before);
});

test("every change of a test has a revision and is taken back with its id", async () => {
  const at = scope();
  const { restApiId, testId } = await apiWithTest(at);
  await updateTemplateTest(at, { restApiId, testId }, (draft) => ({ ...draft, name: "greets" }));
  await deleteTemplateTest(at, { restApiId, testId });
  const deleted = await lastSummary(at);
  expect(deleted).toMatchObject({ summary: "Delete the template test greets", action: "template-test:delete", apiId: restApiId });

  await undoRevision(at, deleted?.seq ?? 0);

  expect((await listTemplateTests(at, { restApiId })).map(({ id, name }) => [id, name])).toEqual([[testId, "greets"]]);
});

test("a test without its template is not run and holds up nothing, and comes back with it", async () => {
  const at = scope();
  const { key, restApiId, testId } = await apiWithTest(at);
  await createMockMethod(at, { ...key, httpMethod: "POST" });
  await deleteMethod(at, key);
  const { seq = 0 } = (await lastSummary(at)) ?? {};

  expect(await runTemplateTests(at, { restApiId })).toEqual([{ id: testId, name: "says hello", isMissing: true }]);
  await deployChecked(at, tools, { restApiId, stageName: "prod" });
  await undoRevision(at, seq);

  expect(await runTemplateTests(at, { restApiId })).toMatchObject([{ passed: true }]);
});

test("an API takes its tests with it, and brings them back", async () => {
  const at = scope();
  const { restApiId, testId } = await apiWithTest(at);
  await deleteRestApi(at, { restApiId });
  const { seq = 0 } = (await lastSummary(at)) ?? {};

  await undoRevision(at, seq);

  expect((await listTemplateTests(at, { restApiId })).map(({ id }) => id)).toEqual([testId]);
});

test("viewers may run tests and change none; other workspaces see none", async () => {
  const at = scope();
  const { restApiId, testId } = await apiWithTest(at);
  const viewer = { ...at, actor: { ...at.actor, role: "viewer" as const } };

  expect(await runTemplateTests(viewer, { restApiId })).toHaveLength(1);
  await expect(deleteTemplateTest(viewer, { restApiId, testId })).rejects.toThrow("not authorized");
  await expect(deployChecked(viewer, tools, { restApiId, stageName: "prod" })).rejects.toThrow("not authorized");
  await expect(listTemplateTests(scope({ accountId: "111111111111" }), { restApiId })).rejects.toThrow("Invalid");
});

test("500 tests run within a second", async () => {
  const at = scope();
  const { restApiId } = await apiWithTest(at);
  const [first] = await listTemplateTests(at, { restApiId });
  if (first === undefined) throw new Error("the API has no test");
  const { id: _id, entityVersion: _version, ...copied } = first;
  for (let copy = 1; copy < 500; copy++) await createTemplateTest(at, { restApiId, test: copied });

  const startedAt = cpuMs();
  const runs = await runTemplateTests(at, { restApiId });

  expect(runs.filter((run) => "passed" in run && run.passed)).toHaveLength(500);
  expect(cpuMs() - startedAt).toBeLessThan(1_000);
  await expect(createTemplateTest(at, { restApiId, test: copied })).rejects.toThrow("500 template tests at most");
});
