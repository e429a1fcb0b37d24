import { expect, test } from "vitest";
import { createAuthorizer, getAuthorizer } from "@/lib/services/authorizers.ts";
import { changeMethod, createMockMethod } from "@/lib/services/change-method.ts";
import { draftHash, getApiDefinition } from "@/lib/services/definitions.ts";
import { deployChecked } from "@/lib/services/deploy-checked.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { applyLintFix, lintRestApi, listMissingVariables, updateLintSettings } from "@/lib/services/lint.ts";
import { getMethod } from "@/lib/services/methods.ts";
import { createModel, getModels } from "@/lib/services/models.ts";
import { createRequestValidator, getRequestValidators } from "@/lib/services/request-validators.ts";
import { createResource, getResource } from "@/lib/services/resources.ts";
import { createRestApi, deleteRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { keepSeenPolicy } from "@/lib/services/seen-policies.ts";
import { updateStage } from "@/lib/services/stages.ts";
import { keepTestRun } from "@/lib/services/test-runs.ts";
import { owner, prepareDatabase } from "./test-scope.ts";
import { makeTools } from "./test-tools.ts";

const { scope } = prepareDatabase();
const tools = makeTools();

/** An API with one mock that anybody may call. */
async function openApi(at: Scope) {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "lint" });
  const key = { restApiId, resourceId, httpMethod: "GET" } as const;
  await createMockMethod(at, key);
  return { key, restApiId };
}

const rulesOf = async (at: Scope, restApiId: string) => (await lintRestApi(at, { restApiId })).findings.map(({ rule }) => rule);
const last = async (at: Scope) => {
  const [revision] = await listRevisions(at, { limit: 1 });
  if (revision === undefined) throw new Error("there is a revision");
  return revision;
};

test("a rule can be switched off and on again, by an undo too, and changes no draft", async () => {
  const at = scope();
  const { restApiId } = await openApi(at);
  const hash = await draftHash(at, restApiId);
  expect(await rulesOf(at, restApiId)).toEqual(["METHOD_WITHOUT_AUTH"]);

  await updateLintSettings(at, { restApiId }, () => ({ modes: { METHOD_WITHOUT_AUTH: "off" } }));

  expect(await rulesOf(at, restApiId)).toEqual([]);
  expect(await draftHash(at, restApiId)).toBe(hash);
  await undoRevision(at, (await last(at)).seq);
  expect(await rulesOf(at, restApiId)).toEqual(["METHOD_WITHOUT_AUTH"]);
  await deleteRestApi(at, { restApiId });
});

test("the rules are changed by those who write definitions, on what they saw", async () => {
  const at = scope();
  const { restApiId } = await openApi(at);
  const change = () => ({ modes: { METHOD_WITHOUT_AUTH: "off" } });
  const viewer = scope({ actor: { ...owner, role: "viewer" } });

  await expect(updateLintSettings(viewer, { restApiId }, change)).rejects.toMatchObject({ code: "AccessDeniedException" });
  await expect(updateLintSettings(at, { restApiId }, () => ({ modes: { NO_SUCH_RULE: "off" } }))).rejects.toMatchObject({
    code: "BadRequestException",
  });
  await updateLintSettings(at, { restApiId }, change, { expectedVersion: 0 });
  await expect(updateLintSettings(at, { restApiId }, change, { expectedVersion: 0 })).rejects.toMatchObject({ code: "ConflictException" });
});

test("what a blocking rule finds holds a deployment of the console up until there is a reason", async () => {
  const at = scope();
  const { restApiId } = await openApi(at);
  await updateLintSettings(at, { restApiId }, () => ({ modes: { METHOD_WITHOUT_AUTH: "block" } }));
  const input = { restApiId, stageName: "prod" };

  await expect(deployChecked(at, tools, input)).rejects.toMatchObject({
    message: "the lint found: method that anybody may call (GET /). Give a reason to deploy all the same.",
    fields: { overrideReason: expect.stringContaining("method that anybody may call") },
  });

  await deployChecked(at, tools, { ...input, overrideReason: "it is public" });
  expect((await last(at)).summary).toBe("Deploy to prod although the lint found: method that anybody may call (GET /): it is public");
  // The service has no lint: its own operation deploys as ever.
  await createDeployment(at, input);
});

test("a variable holds up deployments to the stage that lacks it only, also to one that is not there yet", async () => {
  const at = scope();
  const { key, restApiId } = await openApi(at);
  for (const stageName of ["prod", "dev"]) await createDeployment(at, { restApiId, stageName });
  await updateStage(at, { restApiId, stageName: "prod" }, (draft) => ({ ...draft, variables: { base: "example.com" } }));
  const template = { "application/json": "$stageVariables.base" };
  await changeMethod(at, key, { methodIntegration: { integrationResponses: { "200": { responseTemplates: template } } } });
  await updateLintSettings(at, { restApiId }, () => ({ modes: { STAGE_VARIABLE_MISSING: "block" } }));

  await deployChecked(at, tools, { restApiId, stageName: "prod" });
  await expect(deployChecked(at, tools, { restApiId, stageName: "dev" })).rejects.toThrow(/stage variable without a value \(stage dev\)/);
  await expect(deployChecked(at, tools, { restApiId, stageName: "new" })).rejects.toThrow(/stage variable without a value \(stage new\)/);
});

test("the variables that a frozen definition lacks on another stage are named", async () => {
  const at = scope();
  const { key, restApiId } = await openApi(at);
  const template = { "application/json": "$stageVariables.base" };
  await changeMethod(at, key, { methodIntegration: { integrationResponses: { "200": { responseTemplates: template } } } });
  await createDeployment(at, { restApiId, stageName: "prod" });
  const definition = await getApiDefinition(at, restApiId);

  expect(await listMissingVariables(at, { definition, stageName: "prod" })).toEqual([
    "prod has no value for base. It is missing in mappings of GET /.",
  ]);
});

test("each repair is one write that leaves nothing to repair and can be undone", async () => {
  const at = scope();
  const { key, restApiId } = await openApi(at);
  const pets = await createResource(at, { restApiId, parentId: key.resourceId, pathPart: "myPets" });
  const pet = await createResource(at, { restApiId, parentId: pets.id, pathPart: "{petId}" });
  const petKey = { restApiId, resourceId: pet.id, httpMethod: "GET" } as const;
  await createMockMethod(at, petKey);
  await changeMethod(at, petKey, {
    methodIntegration: { type: "HTTP_PROXY", httpMethod: "GET", uri: "https://example.com/{petId}" },
  });
  await createModel(at, { restApiId, name: "Left", contentType: "application/json", schema: "{}" });
  await createModel(at, { restApiId, name: "Pet", contentType: "application/json", schema: "{}" });
  await createRequestValidator(at, { restApiId, name: "bodies", validateRequestBody: true });
  await createAuthorizer(at, {
    restApiId,
    name: "left",
    type: "COGNITO_USER_POOLS",
    providerARNs: ["arn:aws:cognito-idp:us-east-1:1:userpool/p"],
  });
  await changeMethod(at, key, { requestModels: { "application/json": "Pet" }, methodResponses: { "200": null } });

  const kinds: string[] = [];
  for (;;) {
    const before = (await lintRestApi(at, { restApiId })).findings;
    const fix = before.find((each) => each.fix !== undefined)?.fix?.change;
    if (fix === undefined) break;
    kinds.push(fix.kind);
    await applyLintFix(at, { restApiId, fix });
    const after = (await lintRestApi(at, { restApiId })).findings;
    expect(after).not.toContainEqual(expect.objectContaining({ fix: expect.objectContaining({ change: fix }) }));
    await undoRevision(at, (await last(at)).seq);
    expect((await lintRestApi(at, { restApiId })).findings).toEqual(before);
    await applyLintFix(at, { restApiId, fix });
  }

  expect(kinds.sort()).toEqual([
    "add-method-response",
    "delete-authorizer",
    "delete-model",
    "map-path-parameter",
    "rename-resource",
    "set-validator",
  ]);
  expect((await getResource(at, { restApiId, resourceId: pet.id })).path).toBe("/my-pets/{petId}");
  expect((await getModels(at, { restApiId })).items.map(({ name }) => name)).toEqual(["Empty", "Error", "Pet"]);
  expect((await getRequestValidators(at, { restApiId })).items).toHaveLength(1);
  expect((await getMethod(at, petKey)).methodIntegration?.requestParameters).toEqual({
    "integration.request.path.petId": "method.request.path.petId",
  });
});

test("a repair that nobody offers any more is refused", async () => {
  const at = scope();
  const { restApiId } = await openApi(at);

  await expect(applyLintFix(at, { restApiId, fix: { kind: "delete-model", name: "Error" } })).rejects.toMatchObject({
    code: "ConflictException",
  });
  expect((await getModels(at, { restApiId })).items).toHaveLength(2);
});

const document = (at: Scope, restApiId: string, stage: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: "execute-api:Invoke",
      Resource: `arn:aws:execute-api:us-east-1:${at.workspace.accountId}:${restApiId}/${stage}/GET/`,
    },
  ],
});

/** The API with a Lambda authorizer that keeps policies. */
async function guardedApi(at: Scope) {
  const { key, restApiId } = await openApi(at);
  const authorizerUri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations";
  const identitySource = "method.request.header.Authorization";
  const made = await createAuthorizer(at, { restApiId, name: "tokens", type: "TOKEN", authorizerUri, identitySource });
  await changeMethod(at, key, { authorizationType: "CUSTOM", authorizerId: made.id });
  return { restApiId, authorizerId: made.id };
}

test("the policy of an authorizer's last test raises the trap, and its repair ends the cache", async () => {
  const at = scope();
  const { restApiId, authorizerId } = await guardedApi(at);
  expect(await rulesOf(at, restApiId)).toEqual([]);

  const policy = JSON.stringify(document(at, restApiId, "ESTestInvoke-stage"));
  await keepSeenPolicy(at, { restApiId, authorizerId, principalId: "ada", policy });

  const { findings } = await lintRestApi(at, { restApiId });
  expect(findings).toMatchObject([{ rule: "CACHED_POLICY", place: { kind: "authorizer", id: authorizerId } }]);
  await applyLintFix(at, { restApiId, fix: { kind: "stop-policy-cache", authorizerId } });
  expect((await getAuthorizer(at, { restApiId, authorizerId })).authorizerResultTtlInSeconds).toBe(0);
  expect(await rulesOf(at, restApiId)).toEqual([]);
});

test("the policy that a traced request got raises the trap too", async () => {
  const at = scope();
  const { restApiId, authorizerId } = await guardedApi(at);
  const answer = JSON.stringify({ principalId: "ada", policyDocument: document(at, restApiId, "prod") });
  const step = { id: "authorizer", kind: "authorizer", state: "passed", at: 0, ms: 1 } as const;
  const steps = [{ ...step, out: { body: answer }, config: { entity: "authorizer", id: authorizerId } }];
  const trace = { requestId: `run-${restApiId}`, apiId: restApiId, stage: "prod", canary: false, startedAt: 0, ms: 1, status: 200, steps };
  await keepTestRun(at, restApiId, { status: 200, ms: 1, headers: [], body: "", bodyIsBase64: false, bodyBytes: 0, trace });

  expect(await rulesOf(at, restApiId)).toEqual(["CACHED_POLICY"]);
});
