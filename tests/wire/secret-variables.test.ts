import { afterAll, beforeAll, expect, test } from "vitest";
import { secretMask } from "@/lib/definition/secret-variables.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { revealStageVariable } from "@/lib/services/stage-variables.ts";
import { updateStage } from "@/lib/services/stages.ts";
import { updateV2Stage } from "@/lib/services/v2/stages.ts";
import { openTestDatabase, scopeOn } from "../services/test-scope.ts";
import { type Call, caller, testRuntime } from "./aws-client.ts";

let call: Call;
let scope: Scope;
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  close = open.close;
  scope = scopeOn(open.db);
  call = caller(await testRuntime(open.db));
});
afterAll(() => close());

async function stageWithSecret(): Promise<{ restApiId: string; path: string }> {
  const { body: api } = await call("POST", "/restapis", { name: "pets" });
  const [restApiId, resourceId] = [String(api.id), String(api.rootResourceId)];
  await call("PUT", `/restapis/${restApiId}/resources/${resourceId}/methods/GET`, { authorizationType: "NONE" });
  await call("PUT", `/restapis/${restApiId}/resources/${resourceId}/methods/GET/integration`, { type: "MOCK" });
  await call("POST", `/restapis/${restApiId}/deployments`, { stageName: "prod", variables: { token: "token-1234567890", host: "a" } });
  const key = { restApiId, stageName: "prod" };
  await updateStage(scope, key, (draft) => ({ ...draft, secretVariables: { token: secretMask } }));
  return { restApiId, path: `/restapis/${restApiId}/stages/prod` };
}

const patch = (op: string, path: string, value?: string) => ({
  patchOperations: [{ op, path, ...(value === undefined ? {} : { value }) }],
});

const reveal = (apiId: string) => revealStageVariable(scope, { apiId, stageName: "prod", name: "token" });

test("tools see a mask, and no member that the service does not have", async () => {
  const { path } = await stageWithSecret();

  const { body } = await call("GET", path);

  expect(body.variables).toEqual({ token: secretMask, host: "a" });
  expect(Object.keys(body)).not.toContain("secretVariables");
});

test("a tool that writes what it read changes nothing, another value replaces the secret", async () => {
  const { restApiId, path } = await stageWithSecret();

  const same = await call("PATCH", path, patch("replace", "/variables/token", secretMask));
  const kept = await reveal(restApiId);
  const other = await call("PATCH", path, patch("replace", "/variables/token", "another-token-99"));

  expect([same.status, kept]).toEqual([200, { value: "token-1234567890" }]);
  expect(other.body.variables).toEqual({ token: secretMask, host: "a" });
  expect(await reveal(restApiId)).toEqual({ value: "another-token-99" });
});

test("what is removed and set again is plain", async () => {
  const { path } = await stageWithSecret();

  await call("PATCH", path, patch("remove", "/variables/token"));
  const { body } = await call("PATCH", path, patch("replace", "/variables/token", "shown"));

  expect(body.variables).toEqual({ token: "shown", host: "a" });
});

test("promotion by copy takes over what the canary has as a secret", async () => {
  const { restApiId, path } = await stageWithSecret();
  await call("PATCH", path, patch("replace", "/canarySettings/percentTraffic", "10"));
  const overridden = await call("PATCH", path, patch("replace", "/canarySettings/stageVariableOverrides/token", "canary-token-42"));

  const copy = { op: "copy", path: "/variables", from: "/canarySettings/stageVariableOverrides" };
  const promoted = await call("PATCH", path, { patchOperations: [copy] });

  expect(overridden.body.canarySettings).toEqual(expect.objectContaining({ stageVariableOverrides: { token: secretMask } }));
  expect(Object.keys(Object(overridden.body.canarySettings))).not.toContain("secretOverrides");
  expect(promoted.body.variables).toEqual({ token: secretMask, host: "a" });
  expect(await reveal(restApiId)).toEqual({ value: "canary-token-42" });
});

test("so it is with the second API", async () => {
  const { body: api } = await call("POST", "/v2/apis", { name: "pets", protocolType: "HTTP" });
  const apiId = String(api.apiId);
  await call("POST", `/v2/apis/${apiId}/stages`, { stageName: "prod", stageVariables: { token: "token-1234567890" } });
  await updateV2Stage(scope, { apiId, stageName: "prod", secretVariables: { token: secretMask } });

  const { body } = await call("PATCH", `/v2/apis/${apiId}/stages/prod`, { stageVariables: { token: secretMask, other: "x" } });

  expect(body.stageVariables).toEqual({ token: secretMask, other: "x" });
  expect(Object.keys(body)).not.toContain("secretVariables");
  expect(await reveal(apiId)).toEqual({ value: "token-1234567890" });
});
