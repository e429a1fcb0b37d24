import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { secretMask } from "@/lib/definition/secret-variables.ts";
import { type FeedChanges, feedChangesSchema, feedPaths } from "@/lib/feed/protocol.ts";
import { openInGateway } from "@/lib/feed/seal-for-gateways.ts";
import { handleChanges } from "@/lib/feed/server/feed-door.ts";
import { RowNotes } from "@/lib/feed/server/row-notes.ts";
import { createPorts } from "@/lib/ports/real-ports.ts";
import { copyAs } from "@/lib/services/copy-as/copy-as.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { putIntegrationResponse } from "@/lib/services/integration-responses.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethodResponse } from "@/lib/services/method-responses.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { getRevisionRows, listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import { exportTemplate } from "@/lib/services/stacks/export-template.ts";
import { revealStageVariable } from "@/lib/services/stage-variables.ts";
import { getStage, promoteCanary, updateStage } from "@/lib/services/stages.ts";
import { testMethod } from "@/lib/services/test-method.ts";
import { createV2Api } from "@/lib/services/v2/apis.ts";
import { createV2Stage, getV2Stage, updateV2Stage } from "@/lib/services/v2/stages.ts";
import { create, idsOf, update } from "./stack-fixture.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const rowNotes = new RowNotes(() => undefined);
const sealer = makeSealer("the secret of the tests", "access-keys");
const feedToken = "the-feed-token";
const token = "token-1234567890";

async function apiWithStage(): Promise<{ restApiId: string; resourceId: string; stageName: string }> {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(scope(), { name: "pets" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  const template = '{"token": "$stageVariables.token", "seen": "$input.params(\'token\')"}';
  await putMethod(scope(), { ...method, authorizationType: "NONE" });
  await putIntegration(scope(), { ...method, type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } });
  await putMethodResponse(scope(), { ...method, statusCode: "200" });
  await putIntegrationResponse(scope(), { ...method, statusCode: "200", responseTemplates: { "application/json": template } });
  await createDeployment(scope(), { restApiId, stageName: "prod" });
  return { restApiId, resourceId, stageName: "prod" };
}

/** A stage with a plain variable and a secret one, as the console makes it. */
async function stageWithSecret() {
  const key = await apiWithStage();
  const stage = await updateStage(scope(), key, (draft) => ({
    ...draft,
    variables: { host: "pets.example", token },
    secretVariables: { token: secretMask },
  }));
  return { key, stage };
}

const setVariable = (key: { restApiId: string; stageName: string }, value: string) =>
  updateStage(scope(), key, (draft) => ({ ...draft, variables: { ...draft.variables, token: value } }));

const reveal = ({ restApiId: apiId, stageName }: { restApiId: string; stageName: string }) =>
  revealStageVariable(scope(), { apiId, stageName, name: "token" });

async function release(apiId: string): Promise<FeedChanges["apis"][number]["stages"][number] | undefined> {
  const accessSecrets = { hashKey: "k", hashStored: () => undefined, openAccessKey: () => undefined };
  const { db, apiKeys } = scope();
  const request = new Request(`http://localhost:3000${feedPaths.changes(0)}`, { headers: { authorization: `Bearer ${feedToken}` } });
  const response = await handleChanges({ db, feedToken, clock: () => new Date(), accessSecrets, sealer, apiKeys, rowNotes }, request);
  return feedChangesSchema.parse(await response.json()).apis.find((api) => api.apiId === apiId)?.stages[0];
}

test("a secret variable is sealed in the database and in its history, and shown as a mask", async () => {
  const { key, stage } = await stageWithSecret();

  const stored = JSON.stringify([await scope().db.reader.stage.findMany(), await scope().db.reader.revisionRow.findMany()]);

  expect(stage).toMatchObject({ variables: { host: "pets.example", token: secretMask }, secretVariables: { token: secretMask } });
  expect(await getStage(scope(), key)).toMatchObject({ variables: { token: secretMask } });
  expect(stored).not.toContain(token);
  expect(stored).toContain("sealed:1:");
});

test("a mask that is written back leaves the secret as it is, and another value replaces it without being shown", async () => {
  const { key } = await stageWithSecret();

  await setVariable(key, secretMask);
  const kept = await reveal(key);
  const replaced = await setVariable(key, "another-token-99");

  expect(kept).toEqual({ value: token });
  expect(replaced.variables?.token).toBe(secretMask);
  expect(await reveal(key)).toEqual({ value: "another-token-99" });
});

test.each([
  { what: "a short value", variables: { token: "short" }, secretVariables: undefined, message: /needs at least 8 characters/ },
  {
    what: "a mask where nothing is stored",
    variables: { other: secretMask },
    secretVariables: { other: secretMask },
    message: /needs a value/,
  },
  { what: "a mask of a plain variable", variables: { host: secretMask }, secretVariables: {}, message: /needs a value/ },
  { what: "a secret that is made plain without a value", variables: { token: secretMask }, secretVariables: {}, message: /needs a value/ },
])("$what is refused", async ({ variables, secretVariables, message }) => {
  const { key } = await stageWithSecret();

  const change = updateStage(scope(), key, (draft) => ({ ...draft, variables, secretVariables: secretVariables ?? draft.secretVariables }));

  await expect(change).rejects.toThrow(message);
});

test("a refused value of a secret is in no error", async () => {
  const { key } = await stageWithSecret();

  await expect(setVariable(key, "not a value that the service takes")).rejects.toThrow(/value is invalid: \*{8}\./);
});

test("the history tells secrets apart without telling them, and undo brings the former one back", async () => {
  const { key } = await stageWithSecret();
  await setVariable(key, "another-token-99");
  const [change] = await listRevisions(scope(), { restApiId: key.restApiId, limit: 1 });

  const [row] = await getRevisionRows(scope(), change?.seq ?? 0);
  await undoRevision(scope(), change?.seq ?? 0);

  const secretIn = (side: unknown) => (side as { settings: { secretVariables: { token: string } } }).settings.secretVariables.token;
  expect(secretIn(row?.before)).toMatch(/^sealed, [\w-]{6}$/);
  expect(secretIn(row?.after)).not.toBe(secretIn(row?.before));
  expect(await reveal(key)).toEqual({ value: token });
});

test("revealing is for those who may reveal secrets, and the history keeps it", async () => {
  const { key } = await stageWithSecret();
  const deployer = scope({ actor: { ...owner, role: "deployer" } });

  await reveal(key);

  await expect(revealStageVariable(deployer, { apiId: key.restApiId, stageName: "prod", name: "token" })).rejects.toMatchObject({
    code: "AccessDeniedException",
  });
  const [shown] = await listRevisions(scope(), { restApiId: key.restApiId, limit: 1 });
  expect(shown).toMatchObject({ action: "stage:reveal-variable", summary: "Show the secret variable token of stage prod" });
});

test("gateways get it sealed under the feed's key only", async () => {
  const { key } = await stageWithSecret();

  const sent = await release(key.restApiId);

  expect(JSON.stringify(sent)).not.toContain(token);
  expect(sent?.settings.variables).toEqual({ host: "pets.example", token: secretMask });
  expect(openInGateway(sent?.settings.secretVariables?.token ?? "", feedToken)).toBe(token);
});

test("a canary's own value is secret too, and promotion takes it over", async () => {
  const { key } = await stageWithSecret();
  const { id: deploymentId } = await createDeployment(scope(), { restApiId: key.restApiId });
  const withCanary = await updateStage(scope(), key, (draft) => ({
    ...draft,
    canarySettings: { deploymentId, percentTraffic: 10, useStageCache: false, stageVariableOverrides: { token: "canary-token-42" } },
  }));

  const promoted = await promoteCanary(scope(), key);

  expect(withCanary.canarySettings).toMatchObject({
    stageVariableOverrides: { token: secretMask },
    secretOverrides: { token: secretMask },
  });
  expect(promoted).toMatchObject({ deploymentId, variables: { host: "pets.example", token: secretMask } });
  expect(promoted.canarySettings).toBeUndefined();
  expect(await reveal(key)).toEqual({ value: "canary-token-42" });
});

test("a deployment that writes the mask of a canary's own value back leaves it as it is", async () => {
  const { key } = await stageWithSecret();
  const canarySettings = (value: string) => ({ percentTraffic: 10, useStageCache: false, stageVariableOverrides: { token: value } });
  await createDeployment(scope(), { ...key, canarySettings: canarySettings("canary-token-42") });

  await createDeployment(scope(), { ...key, canarySettings: canarySettings(secretMask) });
  await promoteCanary(scope(), key);

  expect(await reveal(key)).toEqual({ value: "canary-token-42" });
});

test("an update of a stack leaves secret what somebody made so", async () => {
  const stackOf = (description: string, value: string) => `
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop}}
  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, Integration: {Type: MOCK}}}
  Deployment: {Type: AWS::ApiGateway::Deployment, DependsOn: Get, Properties: {RestApiId: !Ref Api}}
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties:
      {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: prod, Description: ${description}, Variables: {token: ${value}}}
`;
  const at = scope({ accountId: "000000000790" });
  await create(at, stackOf("first", token));
  const key = { restApiId: (await idsOf(at)).Api ?? "", stageName: "prod" };
  await updateStage(at, key, (draft) => ({ ...draft, secretVariables: { token: secretMask } }));

  await update(at, stackOf("second", "another-token-99"));

  expect(await getStage(at, key)).toMatchObject({ description: "second", variables: { token: secretMask } });
  const { restApiId: apiId, stageName } = key;
  expect(await revealStageVariable(at, { apiId, stageName, name: "token" })).toEqual({ value: "another-token-99" });
});

test("a test of the draft reads it, by its name in templates and requests, and shows it nowhere", async () => {
  const { key } = await stageWithSecret();
  const ports = createPorts({ integrationDeny: "", variables: {}, onTrouble: () => undefined });
  const request = {
    httpMethod: "GET",
    pathWithQueryString: "/?token={{token}}",
    headers: [["x-token", "{{token}}"]] as [string, string][],
  };
  const input = {
    apiId: key.restApiId,
    resourceId: key.resourceId,
    ...request,
    stageVariables: { token: secretMask },
    variablesOf: "prod",
  };

  const run = await testMethod(scope(), { ports, sealer }, input);
  await ports.close();

  expect(JSON.parse(run.body)).toEqual({ token: secretMask, seen: secretMask });
  expect(run.log).toContain(`x-token=${secretMask}`);
  expect(JSON.stringify(run)).not.toContain(token);
  expect(JSON.stringify(await scope().db.reader.testRun.findMany())).not.toContain(token);
});

test("copies and exports of the stage ask for it", async () => {
  const { key } = await stageWithSecret();
  const { restApiId: apiId, stageName } = key;

  const { awsCli, terraform } = await copyAs(scope(), { kind: "stage", apiId, stageName });
  const { body } = await exportTemplate(scope(), { apiId, format: "json" });

  expect(awsCli).toContain('"$SECRET_TOKEN"');
  expect(awsCli).toContain("set it to the stage variable token");
  expect(terraform).toContain('variable "secret_token"');
  expect(terraform).toContain('"token" = var.secret_token');
  expect(JSON.parse(body)).toMatchObject({
    Parameters: { SecretProdToken: { Type: "String", NoEcho: true } },
    Resources: { StageProd: { Properties: { Variables: { host: "pets.example", token: { Ref: "SecretProdToken" } } } } },
  });
});

test("stages of HTTP APIs have secret variables as well", async () => {
  const { apiId } = await createV2Api(scope(), { name: "pets", protocolType: "HTTP" });
  const key = { apiId, stageName: "prod" };
  await createV2Stage(scope(), { ...key, stageVariables: { host: "pets.example", token } });

  const made = await updateV2Stage(scope(), { ...key, secretVariables: { token: secretMask } });
  await updateV2Stage(scope(), { ...key, description: "as it was", stageVariables: { token: secretMask } });

  expect(made).toMatchObject({ stageVariables: { host: "pets.example", token: secretMask } });
  expect(await getV2Stage(scope(), key)).toMatchObject({ description: "as it was", stageVariables: { token: secretMask } });
  expect(await revealStageVariable(scope(), { ...key, name: "token" })).toEqual({ value: token });
});
