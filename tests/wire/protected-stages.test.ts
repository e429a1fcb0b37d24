import { afterAll, beforeAll, expect, test } from "vitest";
import { setStageProtection } from "@/lib/services/approvals.ts";
import type { Scope } from "@/lib/services/scope.ts";
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

/** An API with a protected stage, and a deployment that no stage serves. */
async function protectedStage() {
  const { body: api } = await call("POST", "/restapis", { name: "pets" });
  const path = `/restapis/${api.id}`;
  await call("PUT", `${path}/resources/${api.rootResourceId}/methods/GET`, { authorizationType: "NONE" });
  await call("PUT", `${path}/resources/${api.rootResourceId}/methods/GET/integration`, { type: "MOCK" });
  const { body: first } = await call("POST", `${path}/deployments`, { stageName: "prod" });
  const { body: second } = await call("POST", `${path}/deployments`, {});
  await setStageProtection(scope, { restApiId: String(api.id), stageName: "prod" }, { isProtected: true });
  return { path, first: String(first.id), second: String(second.id) };
}

const replace = (path: string, value: string) => ({ patchOperations: [{ op: "replace", path, value }] });

test("an access key deploys nothing to a protected stage, and is told where to ask", async () => {
  const { path, first, second } = await protectedStage();

  const answers = [
    await call("POST", `${path}/deployments`, { stageName: "prod" }),
    await call("PATCH", `${path}/stages/prod`, replace("/deploymentId", second)),
    await call("PATCH", `${path}/stages/prod`, replace("/canarySettings/deploymentId", second)),
  ];

  const message =
    "The stage prod is protected: a deployment to it needs the approval of a second member. Ask for it by deploying in the console.";
  expect(answers.map(({ status, body }) => [status, body.message])).toEqual(answers.map(() => [403, message]));
  expect((await call("GET", `${path}/stages/prod`)).body.deploymentId).toBe(first);
  const { body: list } = await call("GET", `${path}/deployments`);
  expect(list.item).toHaveLength(2);
});

test("everything else of a protected stage works as the service's, which knows no protection", async () => {
  const { path } = await protectedStage();

  const described = await call("PATCH", `${path}/stages/prod`, replace("/description", "the real one"));
  const deleted = await call("DELETE", `${path}/stages/prod`);
  const frozen = await call("POST", `${path}/deployments`, {});

  expect([described.status, deleted.status, frozen.status]).toEqual([200, 400, 201]);
  expect(described.body.description).toBe("the real one");
  expect(Object.keys(described.body).filter((name) => /protect|approv/i.test(name))).toEqual([]);
});
