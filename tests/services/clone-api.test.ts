import { expect, test } from "vitest";
import { secretMask } from "@/lib/definition/secret-variables.ts";
import { cloneApi } from "@/lib/services/clone-api.ts";
import { getApiDefinition, getSnapshotDefinition } from "@/lib/services/definitions.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { createDocumentationPart, getDocumentationParts } from "@/lib/services/documentation-parts.ts";
import { createDocumentationVersion, getDocumentationVersions } from "@/lib/services/documentation-versions.ts";
import { diff, lastRevisionOf } from "@/lib/services/draft-state.ts";
import { createExampleApi } from "@/lib/services/example-api.ts";
import { getExport } from "@/lib/services/get-export.ts";
import { deleteMethod } from "@/lib/services/methods.ts";
import { createModel } from "@/lib/services/models.ts";
import { createRestApi, getRestApi, getRestApis, updateRestApi } from "@/lib/services/rest-apis.ts";
import { undoRevision } from "@/lib/services/revisions.ts";
import { createSavedRequest, listSavedRequests } from "@/lib/services/saved-requests.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { loadStageSecrets } from "@/lib/services/stage-variables.ts";
import { getStage, getStages, updateStage } from "@/lib/services/stages.ts";
import { createSuite, listSuites } from "@/lib/services/suites.ts";
import { tagResource } from "@/lib/services/tags.ts";
import { createV2Example } from "@/lib/services/v2/example-apis.ts";
import { exportV2Api } from "@/lib/services/v2/export-api.ts";
import { getV2Definition } from "@/lib/services/v2/get-definition.ts";
import { getV2Stages, updateV2Stage } from "@/lib/services/v2/stages.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

/** Everything that looks like an id of the service. */
const idsIn = (value: unknown): string[] => {
  const found: string[] = [];
  JSON.stringify(value, (name, member: unknown) => {
    if (typeof member === "string" && /^(?:id|.+Id)$/.test(name) && /^[a-z0-9]{5,10}$/.test(member)) found.push(member);
    return member;
  });
  return found;
};

async function exported(at: Scope, apiId: string, stageName: string): Promise<string> {
  const parameters = { extensions: "apigateway" };
  const { body } = await getExport(at, { restApiId: apiId, stageName, exportType: "oas30", parameters });
  return body.replaceAll(apiId, "API").replace(/"(?:title|version|createdDate)": *"[^"]*"/g, "");
}

test("a REST API is cloned with its stages: the same document, new ids everywhere, one undo", async () => {
  const at = scope({ accountId: "000000000820" });
  const { apiId } = await createExampleApi(at, { demoPort: 1 });
  const schema = `{"$ref":"https://apigateway.amazonaws.com/restapis/${apiId}/models/Pet"}`;
  await createModel(at, { restApiId: apiId, name: "Alias", contentType: "application/json", schema });
  const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:000000000820:${apiId}/*"}]}`;
  await updateRestApi(at, { restApiId: apiId }, (draft) => ({ ...draft, policy }));
  await createDocumentationPart(at, { restApiId: apiId, location: { type: "API" }, properties: '{"description":"d"}' });
  await createDocumentationVersion(at, { restApiId: apiId, documentationVersion: "1" });
  const before = await getApiDefinition(at, apiId);
  const request = { name: "list", httpMethod: "GET", path: "/pets", pathParameters: {}, query: "", headers: "", body: "", assertions: [] };
  const { id: requestId } = await createSavedRequest(at, { restApiId: apiId, request });
  await createSuite(at, { restApiId: apiId, suite: { name: "s", requestIds: [requestId], runsBeforeDeploy: true } });
  const { id: deploymentId } = await createDeployment(at, { restApiId: apiId, stageName: "live", description: "first" });
  const { id: next } = await createDeployment(at, { restApiId: apiId });
  await updateStage(at, { restApiId: apiId, stageName: "live" }, (draft) => ({
    ...draft,
    documentationVersion: "1",
    variables: { color: "green", token: "a-long-secret" },
    secretVariables: { token: secretMask },
    canarySettings: { deploymentId: next, percentTraffic: 5, useStageCache: false, stageVariableOverrides: { token: "another-secret" } },
  }));
  await tagResource(at, { resourceArn: `arn:aws:apigateway:us-east-1::/restapis/${apiId}`, tags: { team: "a" } });
  await tagResource(at, { resourceArn: `arn:aws:apigateway:us-east-1::/restapis/${apiId}/stages/live`, tags: { on: "b" } });
  // The stage serves what the draft has no more.
  const gone = before.resources.find(({ path }) => path === "/pets");
  await deleteMethod(at, { restApiId: apiId, resourceId: gone?.id ?? "", httpMethod: "GET" });

  const { apiId: cloneId } = await cloneApi(at, { apiId, name: "twin", withStages: true });
  const revision = await lastRevisionOf(at);

  expect(await exported(at, cloneId, "live")).toBe(await exported(at, apiId, "live"));
  const clone = await getApiDefinition(at, cloneId);
  expect(JSON.stringify(clone)).not.toContain(apiId);
  expect(clone.settings.policy).toBe(policy.replace(apiId, cloneId));
  const old = new Set(idsIn(await getApiDefinition(at, apiId)));
  expect(old.size).toBeGreaterThan(10);
  expect(idsIn(clone).filter((id) => old.has(id))).toEqual([]);
  expect(idsIn(clone)).toHaveLength(idsIn(await getApiDefinition(at, apiId)).length);
  const stage = await getStage(at, { restApiId: cloneId, stageName: "live" });
  expect(stage).toMatchObject({ tags: { on: "b" }, documentationVersion: "1", variables: { color: "green" } });
  expect([deploymentId, next]).not.toContain(stage.deploymentId);
  expect(await loadStageSecrets(at, { apiId: cloneId, stageName: "live" })).toEqual({ token: "a-long-secret" });
  expect(stage.canarySettings).toMatchObject({ percentTraffic: 5, stageVariableOverrides: { token: "********" } });
  expect((await getSnapshotDefinition(at, cloneId, stage.canarySettings?.deploymentId ?? "")).apiId).toBe(cloneId);
  expect(await diff(at, { apiId: cloneId, from: { stageName: "live" }, to: { draft: true } })).toMatchObject([
    { kind: "removed", label: "GET /pets" },
  ]);
  expect(await getRestApi(at, { restApiId: cloneId })).toMatchObject({ name: "twin", tags: { team: "a" } });
  expect((await getDocumentationParts(at, { restApiId: cloneId, limit: 500 })).items).toMatchObject([{ location: { type: "API" } }]);
  expect((await getDocumentationVersions(at, { restApiId: cloneId })).items).toMatchObject([{ version: "1" }]);
  const [kept] = await listSavedRequests(at, { restApiId: cloneId });
  expect(kept?.name).toBe("list");
  expect(kept?.id).not.toBe(requestId);
  expect(await listSuites(at, { restApiId: cloneId })).toMatchObject([{ name: "s", requestIds: [kept?.id] }]);

  await undoRevision(at, revision);

  expect((await getRestApis(at)).items.map(({ id }) => id)).toEqual([apiId]);
});

test("a clone without stages, and the service's CloneFrom, have the definition only", async () => {
  const at = scope({ accountId: "000000000821" });
  const { apiId } = await createExampleApi(at, { demoPort: 1 });

  const { apiId: cloneId } = await cloneApi(at, { apiId, name: "bare", withStages: false });
  const { id: fromWire } = await createRestApi(at, { name: "wire", description: "other", cloneFrom: apiId });

  for (const id of [cloneId, fromWire]) {
    expect((await getStages(at, { restApiId: id })).item).toEqual([]);
    await createDeployment(at, { restApiId: id, stageName: "prod" });
  }
  expect(await exported(at, cloneId, "prod")).toBe(await exported(at, apiId, "prod"));
  const changes = await Promise.all(
    [apiId, fromWire].map(async (id) => (await getApiDefinition(at, id)).resources.map(({ path }) => path)),
  );
  expect(changes[1]).toEqual(changes[0]);
  expect(await getRestApi(at, { restApiId: fromWire })).toMatchObject({ name: "wire", description: "other" });
});

test.each(["HTTP", "WEBSOCKET"] as const)("a %s API is cloned with its stages", async (protocolType) => {
  const at = scope({ accountId: protocolType === "HTTP" ? "000000000822" : "000000000823" });
  const { apiId } = await createV2Example(at, { protocolType, demoPort: 1 });
  const [source] = (await getV2Stages(at, { apiId })).items;
  const stageName = source?.stageName ?? "";
  await updateV2Stage(at, { apiId, stageName, stageVariables: { key: "a-long-secret" }, secretVariables: { key: secretMask } });

  const { apiId: cloneId } = await cloneApi(at, { apiId, name: "twin", withStages: true });

  const [before, clone] = [await getV2Definition(at, apiId), await getV2Definition(at, cloneId)];
  const old = new Set(idsIn(before));
  expect(idsIn(clone).filter((id) => old.has(id))).toEqual([]);
  expect(clone.routes.map(({ routeKey }) => routeKey)).toEqual(before.routes.map(({ routeKey }) => routeKey));
  const targets = new Set(clone.integrations.map(({ integrationId }) => `integrations/${integrationId}`));
  expect(clone.routes.every(({ target = "" }) => targets.has(target))).toBe(true);
  const { items } = await getV2Stages(at, { apiId: cloneId });
  expect(items).toMatchObject([{ stageName, autoDeploy: true, deploymentId: expect.stringMatching(/^[a-z0-9]+$/) }]);
  expect(await diff(at, { apiId: cloneId, from: { stageName }, to: { draft: true } })).toEqual([]);
  expect(await loadStageSecrets(at, { apiId: cloneId, stageName })).toEqual({ key: "a-long-secret" });
  if (protocolType === "WEBSOCKET") return;
  const documentOf = async (id: string) => {
    const { body } = await exportV2Api(at, { apiId: id, specification: "OAS30", outputType: "JSON", includeExtensions: true });
    return body.replaceAll(id, "API").replace(/"(?:title|version)": *"[^"]*"/g, "");
  };
  expect(await documentOf(cloneId)).toBe(await documentOf(apiId));
});

test("an API of another workspace is not cloned", async () => {
  const at = scope({ accountId: "000000000824" });
  const { apiId } = await createExampleApi(at, { demoPort: 1 });
  const stranger = scope({ accountId: "000000000825" });

  await expect(cloneApi(stranger, { apiId, name: "x", withStages: false })).rejects.toThrow("Invalid API identifier specified");
  await expect(createRestApi(stranger, { name: "x", cloneFrom: apiId })).rejects.toThrow("Invalid API identifier specified");
  await expect(cloneApi(at, { apiId, name: " ", withStages: false })).rejects.toThrow("needs a name");
});
