import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { newRequestFilter } from "@/lib/definition/request-filter-values.ts";
import { loadChanges } from "@/lib/feed/server/load-changes.ts";
import { RowNotes } from "@/lib/feed/server/row-notes.ts";
import { createApiKey } from "@/lib/services/api-keys.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { createDomainName } from "@/lib/services/domain-names.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRequestFilter, getRequestFilter, updateRequestFilter } from "@/lib/services/request-filters.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { createStage, updateStage } from "@/lib/services/stages.ts";
import { listUnreadThings } from "@/lib/services/unread-rows.ts";
import { createUsagePlan } from "@/lib/services/usage-plans.ts";
import { createVpcLink } from "@/lib/services/vpc-links.ts";
import { openSqliteFile, openTestDatabase, scopeOn } from "./test-scope.ts";

const noSecrets = {
  hashKey: "",
  hashStored: () => "a hash",
  openAccessKey: () => undefined,
  sealAgain: () => undefined,
  sealVariableAgain: () => undefined,
};

/** An installation with one of everything that gateways are told. */
async function furnish(scope: Scope) {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(scope, { name: "pets" });
  await putMethod(scope, { restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE" });
  await putIntegration(scope, { restApiId, resourceId, httpMethod: "GET", type: "MOCK" });
  const { id: deploymentId } = await createDeployment(scope, { restApiId, stageName: "prod" });
  await createStage(scope, { restApiId, stageName: "test", deploymentId });
  const { id: filterId, arn } = await createRequestFilter(scope, { name: "guard", filter: newRequestFilter });
  await updateStage(scope, { restApiId, stageName: "prod" }, (draft) => ({ ...draft, webAclArn: arn }));
  const { id: planId } = await createUsagePlan(scope, { name: "gold" });
  const { id: keyId } = await createApiKey(scope, { name: "mobile", enabled: true });
  const { id: otherKeyId } = await createApiKey(scope, { name: "web", enabled: true });
  const { id: linkId } = await createVpcLink(scope, { name: "orders", targetArns: ["10.0.0.5:80"] });
  await createDomainName(scope, { sealer: makeSealer("a secret", "access-keys") }, { domainName: "api.example.com" });
  const stageId = (await scope.db.reader.stage.findFirstOrThrow({ where: { name: "test" } })).id;
  const domainId = (await scope.db.reader.domain.findFirstOrThrow()).id;
  return { restApiId, filterId, planId, keyId, otherKeyId, linkId, stageId, domainId };
}

const damage = (scope: Scope, { model, id, text = '{"not":"this"}' }: { model: string; id: string; text?: string }) =>
  scope.db.reader.$executeRawUnsafe(`UPDATE "${model}" SET settings = '${text}' WHERE id = '${id}'`);

test("rows that cannot be read stop no change of others, and are told in the log and in the console", async () => {
  const { db, close } = await openTestDatabase();
  const scope = scopeOn(db);
  const { restApiId, filterId, planId, linkId, stageId, domainId } = await furnish(scope);
  const logged: string[] = [];
  const listener = new RowNotes((message) => logged.push(message));
  const load = () => loadChanges(db.reader, { ...noSecrets, listener }, 0);
  const damaged = [
    { model: "RequestFilter", id: filterId },
    { model: "Stage", id: stageId },
    { model: "UsagePlan", id: planId },
    { model: "VpcLink", id: linkId },
    { model: "Domain", id: domainId },
  ];
  for (const row of damaged) await damage(scope, row);

  const { apis, access } = await load();
  await load();

  expect(apis).toMatchObject([
    { apiId: restApiId, stages: [{ stageName: "prod", unread: ["filter", "vpcLinks"], vpcLinks: {} }], kept: ["test"] },
  ]);
  expect(apis[0]?.stages[0]?.filter).toEqual({ defaultAction: "BLOCK", rules: [], inspectedBodyBytes: 8_192, id: filterId, name: "guard" });
  expect(access).toMatchObject({ plans: [], domains: [], kept: { keys: [], plans: [planId], domains: [domainId] } });
  expect(access?.keys).toHaveLength(2);
  expect(logged).toHaveLength(5);
  expect((await listUnreadThings(scope, listener)).map(({ what }) => what).sort()).toEqual([
    "the VPC link orders",
    "the domain name api.example.com",
    "the filter guard",
    "the stage test of pets",
    "the usage plan gold",
  ]);
  expect(await listUnreadThings(scopeOn(db, { accountId: "000000000777" }), listener)).toEqual([]);
  expect(await getRequestFilter(scope, filterId)).toMatchObject({
    problem: expect.stringContaining("defaultAction"),
    filter: { defaultAction: "BLOCK" },
  });

  await updateRequestFilter(scope, { id: filterId, filter: newRequestFilter });
  expect((await load()).apis[0]?.stages[0]).toMatchObject({ unread: ["vpcLinks"], filter: { defaultAction: "ALLOW" } });
  expect((await listUnreadThings(scope, listener)).map(({ what }) => what)).not.toContain("the filter guard");
  await close();
});

test("text that is no JSON at all leaves out its own row only", async () => {
  const { db, close } = await openSqliteFile();
  const scope = scopeOn(db);
  const { filterId, planId, keyId, otherKeyId, linkId, stageId, domainId } = await furnish(scope);
  const text = '{"cut off';
  await damage(scope, { model: "RequestFilter", id: filterId, text });
  await damage(scope, { model: "Stage", id: stageId, text });
  await damage(scope, { model: "UsagePlan", id: planId, text });
  await damage(scope, { model: "VpcLink", id: linkId, text });
  await damage(scope, { model: "Domain", id: domainId, text });
  await damage(scope, { model: "ApiKey", id: keyId, text });
  await damage(scope, { model: "Workspace", id: scope.workspace.id, text });
  const listener = new RowNotes(() => undefined);

  const { apis, access } = await loadChanges(db.reader, { ...noSecrets, listener }, 0);

  expect(apis).toMatchObject([{ stages: [{ stageName: "prod", unread: ["filter", "vpcLinks", "accountThrottle"] }], kept: ["test"] }]);
  expect(apis[0]?.stages[0]?.filter?.defaultAction).toBe("BLOCK");
  expect(access?.kept).toEqual({ keys: [keyId], plans: [planId], domains: [domainId] });
  expect(access?.keys.map(({ id }) => id)).toEqual([otherKeyId]);
  expect(await listUnreadThings(scope, listener)).toHaveLength(7);
  await close();
});
