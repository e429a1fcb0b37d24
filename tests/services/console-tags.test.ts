import { expect, test } from "vitest";
import type { TaggedThing } from "@/lib/definition/tagged-thing.ts";
import { createApiKey } from "@/lib/services/api-keys.ts";
import { generateClientCertificate } from "@/lib/services/client-certificates.ts";
import { createDomainName } from "@/lib/services/domain-names.ts";
import { lastRevisionOf, listApisWithChanges } from "@/lib/services/draft-state.ts";
import { createExampleApi } from "@/lib/services/example-api.ts";
import { listApiKeys } from "@/lib/services/list-api-keys.ts";
import { undoRevision } from "@/lib/services/revisions.ts";
import { getTagsOf, setTags } from "@/lib/services/set-tags.ts";
import { getTags, tagResource } from "@/lib/services/tags.ts";
import { createUsagePlanKey } from "@/lib/services/usage-plan-keys.ts";
import { createUsagePlan } from "@/lib/services/usage-plans.ts";
import { createV2Example } from "@/lib/services/v2/example-apis.ts";
import { getV2Stages } from "@/lib/services/v2/stages.ts";
import { createVpcLink } from "@/lib/services/vpc-links.ts";
import { testRuntime } from "../wire/aws-client.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

test("tags that tools give and those of the console are the same ones, of APIs of both families", async () => {
  const at = scope({ accountId: "000000000840" });
  const { apiId } = await createExampleApi(at, { demoPort: 1 });
  const http = await createV2Example(at, { protocolType: "HTTP", demoPort: 1 });
  const arns = {
    [apiId]: `arn:aws:apigateway:us-east-1::/restapis/${apiId}`,
    [http.apiId]: `arn:aws:apigateway:us-east-1::/apis/${http.apiId}`,
  };
  const listed = async () => Object.fromEntries((await listApisWithChanges(at)).map(({ id, tags }) => [id, tags]));
  expect(await listed()).toEqual({ [apiId]: {}, [http.apiId]: {} });

  for (const [id, resourceArn] of Object.entries(arns)) {
    await tagResource(at, { resourceArn, tags: { team: "a", old: "x" } });
    expect((await listed())[id]).toEqual({ team: "a", old: "x" });
    await setTags(at, { thing: { kind: "api", apiId: id }, tags: { team: "b", cost: "" } });
    expect((await getTags(at, { resourceArn })).tags).toEqual({ team: "b", cost: "" });
  }

  await undoRevision(at, await lastRevisionOf(at));
  expect(await listed()).toEqual({ [apiId]: { team: "b", cost: "" }, [http.apiId]: { team: "a", old: "x" } });
  const viewer = scope({ accountId: "000000000840", actor: { ...owner, role: "viewer" } });
  await expect(setTags(viewer, { thing: { kind: "api", apiId }, tags: {} })).rejects.toMatchObject({ code: "AccessDeniedException" });
  await expect(setTags(scope({ accountId: "000000000841" }), { thing: { kind: "api", apiId }, tags: {} })).rejects.toThrow(
    "Invalid API identifier",
  );
  await expect(setTags(at, { thing: { kind: "api", apiId }, tags: { "aws:x": "1" } })).rejects.toThrow("Invalid tag key");
});

test("stages, plans, keys, domains, links and certificates have the tags that tools give them, and keys are found by theirs", async () => {
  const at = scope({ accountId: "000000000842" });
  const { apiId } = await createExampleApi(at, { demoPort: 1 });
  const http = await createV2Example(at, { protocolType: "HTTP", demoPort: 1 });
  const { items } = await getV2Stages(at, { apiId: http.apiId });
  const v2Stage = items[0]?.stageName ?? "";
  const plan = await createUsagePlan(at, { name: "gold" });
  const key = await createApiKey(at, { name: "caller" });
  const other = await createApiKey(at, { name: "other" });
  const tools = await testRuntime(at.db);
  const domain = await createDomainName(at, tools, { domainName: "tags.example.com", endpointConfiguration: { types: ["REGIONAL"] } });
  const hidden = await createDomainName(at, tools, { domainName: "in.example.com", endpointConfiguration: { types: ["PRIVATE"] } });
  const link = await createVpcLink(at, { name: "inner", targetArns: ["10.0.0.5:80"] });
  const certificate = await generateClientCertificate(at, tools, {});
  const control = "arn:aws:apigateway:us-east-1::";
  const things: [TaggedThing, string][] = [
    [{ kind: "stage", apiId, stageName: "prod" }, `${control}/restapis/${apiId}/stages/prod`],
    [{ kind: "stage", apiId: http.apiId, stageName: v2Stage }, `${control}/apis/${http.apiId}/stages/${v2Stage}`],
    [{ kind: "plan", planId: plan.id }, `${control}/usageplans/${plan.id}`],
    [{ kind: "key", keyId: key.id }, `${control}/apikeys/${key.id}`],
    [{ kind: "domain", domainName: "tags.example.com" }, domain.domainNameArn],
    [{ kind: "domain", domainName: "in.example.com", domainNameId: hidden.domainNameId }, hidden.domainNameArn],
    [{ kind: "vpcLink", vpcLinkId: link.id }, `${control}/vpclinks/${link.id}`],
    [
      { kind: "clientCertificate", clientCertificateId: certificate.clientCertificateId },
      `${control}/clientcertificates/${certificate.clientCertificateId}`,
    ],
  ];

  for (const [thing, resourceArn] of things) {
    await tagResource(at, { resourceArn, tags: { old: "x", "Cost-Center": "R&D_1" } });
    expect(await getTagsOf(at, thing)).toEqual({ old: "x", "Cost-Center": "R&D_1" });
    await setTags(at, { thing, tags: { "Cost-Center": "R&D_1" } });
    expect((await getTags(at, { resourceArn })).tags).toEqual({ "Cost-Center": "R&D_1" });
  }

  const found = async (text: string) => (await listApiKeys(at, { text })).items.map(({ id }) => id);
  for (const text of ["cost-center=r&d", "R&D_1", other.id]) expect(await found(text)).toEqual([text === other.id ? other.id : key.id]);
  expect(await found("R&D%1")).toEqual([]);
  await createUsagePlanKey(at, { usagePlanId: plan.id, keyId: key.id, keyType: "API_KEY" });
  const ofPlan = await listApiKeys(at, { planId: plan.id, text: "cost-center" });
  expect(ofPlan.items.map(({ id }) => id)).toEqual([key.id]);
  expect(await setTags(at, { thing: { kind: "plan", planId: "nothing" }, tags: {} }).catch(({ code }) => code)).toBe("NotFoundException");
});
