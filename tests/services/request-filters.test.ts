import { expect, test } from "vitest";
import type { RequestFilter } from "@/lib/definition/request-filter.ts";
import { askedFilterBytesMax, newRequestFilter } from "@/lib/definition/request-filter-values.ts";
import { loadChanges } from "@/lib/feed/server/load-changes.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import {
  createRequestFilter,
  deleteRequestFilter,
  getRequestFilter,
  listRequestFilters,
  updateRequestFilter,
} from "@/lib/services/request-filters.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { updateStage } from "@/lib/services/stages.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const secrets = {
  hashKey: "",
  hashStored: () => undefined,
  openAccessKey: () => undefined,
  sealAgain: () => undefined,
  sealVariableAgain: () => undefined,
};

async function deployedApi(at: Scope): Promise<string> {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "pets" });
  await putMethod(at, { restApiId, resourceId, httpMethod: "GET", authorizationType: "NONE" });
  await putIntegration(at, { restApiId, resourceId, httpMethod: "GET", type: "MOCK" });
  await createDeployment(at, { restApiId, stageName: "prod" });
  return restApiId;
}

const choose = (at: Scope, restApiId: string, webAclArn: string | undefined) =>
  updateStage(at, { restApiId, stageName: "prod" }, ({ webAclArn: _old, ...draft }) => ({ ...draft, ...(webAclArn && { webAclArn }) }));
const latest = async (at: Scope) => (await listRevisions(at, { limit: 1 }))[0]?.seq ?? 0;

/** The filter that gateways get with the stage. */
async function served(at: Scope, apiId: string, after = 0) {
  const { apis, seq } = await loadChanges(at.db.reader, secrets, after);
  return { filter: apis.find((api) => api.apiId === apiId)?.stages[0]?.filter, seq };
}

test("a stage that names a filter gets its rules, and every change of them", async () => {
  const at = scope({ accountId: "000000000401" });
  const apiId = await deployedApi(at);
  const { id, arn } = await createRequestFilter(at, { name: "guard", filter: newRequestFilter });

  expect(arn).toBe(`arn:aws:wafv2:us-east-1:000000000401:regional/webacl/guard/${id}`);
  await choose(at, apiId, arn);
  const first = await served(at, apiId);
  await updateRequestFilter(at, { id, filter: { ...newRequestFilter, defaultAction: "BLOCK" } });
  const second = await served(at, apiId, first.seq);

  expect(first.filter).toEqual({ ...newRequestFilter, id, name: "guard" });
  expect(second.filter).toMatchObject({ defaultAction: "BLOCK" });
  expect((await getRequestFilter(at, id)).stages).toEqual([{ apiId, apiName: "pets", stageName: "prod" }]);
  await undoRevision(at, await latest(at));
  expect((await served(at, apiId)).filter).toMatchObject({ defaultAction: "ALLOW" });
});

test("an ARN of another place is kept and filters nothing", async () => {
  const at = scope({ accountId: "000000000402" });
  const apiId = await deployedApi(at);

  await choose(at, apiId, "arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/theirs/1234");

  expect((await served(at, apiId)).filter).toBeUndefined();
});

test("a stage does not take a filter that is gone", async () => {
  const at = scope({ accountId: "000000000406" });
  const apiId = await deployedApi(at);
  const { id, arn } = await createRequestFilter(at, { name: "guard", filter: newRequestFilter });
  await deleteRequestFilter(at, { id });

  await expect(choose(at, apiId, arn)).rejects.toMatchObject({ code: "BadRequestException" });
});

test("a filter that a stage names is neither deleted nor undone, and no undo leads a stage to one that is gone", async () => {
  const at = scope({ accountId: "000000000403" });
  const apiId = await deployedApi(at);
  const { id, arn } = await createRequestFilter(at, { name: "guard", filter: newRequestFilter });
  const created = await latest(at);
  await choose(at, apiId, arn);

  await expect(deleteRequestFilter(at, { id })).rejects.toMatchObject({ code: "ConflictException" });
  await expect(undoRevision(at, created)).rejects.toMatchObject({ code: "ConflictException" });
  await choose(at, apiId, undefined);
  const left = await latest(at);
  await deleteRequestFilter(at, { id });
  await expect(undoRevision(at, left)).rejects.toMatchObject({ code: "ConflictException" });
  expect(await listRequestFilters(at)).toEqual([]);
});

const ipSet = (index: number, count: number, prefix = "") =>
  ({
    ...{ name: `set-${index}`, kind: "IP_SET", action: "BLOCK", isNegated: false },
    addresses: Array.from({ length: count }, (_, at) =>
      prefix === "" ? `10.${index}.${at >> 8}.${at & 255}/32` : `${prefix}${index}:${at.toString(16)}:1/128`,
    ),
  }) as const;

const rule = { name: "a", kind: "SQL_INJECTION", action: "BLOCK" } as const;

test.each([
  { name: "two rules of one name", filter: { ...newRequestFilter, rules: [rule, rule] } },
  {
    name: "an address that is none",
    filter: { ...newRequestFilter, rules: [{ ...rule, kind: "IP_SET", addresses: ["10.0.0.0/33"], isNegated: false }] },
  },
  { name: "a window that is none", filter: { ...newRequestFilter, rules: [{ ...rule, kind: "RATE", limit: 100, windowSeconds: 61 }] } },
  {
    name: "more than 10,000 addresses in all rules",
    filter: { ...newRequestFilter, rules: [1, 2, 3, 4, 5, 6].map((index) => ipSet(index, index === 6 ? 1 : 2_000)) },
  },
  {
    name: "more than 256 KB",
    filter: { ...newRequestFilter, rules: [1, 2, 3, 4, 5].map((index) => ipSet(index, 2_000, "2001:db8:1111:2222:3333:")) },
  },
  { name: "51 rules", filter: { ...newRequestFilter, rules: Array.from({ length: 51 }, (_, index) => ({ ...rule, name: `r${index}` })) } },
])("$name are refused", async ({ filter }) => {
  const at = scope({ accountId: "000000000404" });

  await expect(createRequestFilter(at, { name: "guard", filter: filter as RequestFilter })).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:BadRequest|Validation)Exception$/),
  });
});

test("viewers read filters and change none; names are there once", async () => {
  const at = scope({ accountId: "000000000405" });
  const viewer = { ...at, actor: { ...owner, role: "viewer" } as const };
  const { id } = await createRequestFilter(at, { name: "guard", filter: newRequestFilter });

  expect((await listRequestFilters(viewer)).map(({ name }) => name)).toEqual(["guard"]);
  await expect(deleteRequestFilter(viewer, { id })).rejects.toMatchObject({ code: "AccessDeniedException" });
  await expect(createRequestFilter(at, { name: "guard", filter: newRequestFilter })).rejects.toMatchObject({ code: "ConflictException" });
});

test("the filters of all stages of a workspace together are bounded, with a sentence", async () => {
  const at = scope({ accountId: "000000000407" });
  const large = { ...newRequestFilter, rules: [1, 2, 3, 4].map((index) => ipSet(index, 2_000)) } as unknown as RequestFilter;
  const stagesMax = Math.floor(askedFilterBytesMax / Buffer.byteLength(JSON.stringify(large)));
  const { id, arn } = await createRequestFilter(at, { name: "guard", filter: large });
  const apiId = await deployedApi(at);
  const [deployment] = await at.db.reader.deployment.findMany({ where: { apiId } });
  const [first] = await at.db.reader.stage.findMany({ where: { apiId } });
  // Stages that ask it already, made without the services because they are many.
  await at.db.reader.stage.createMany({
    data: Array.from({ length: stagesMax }, (_, index) => ({
      ...{ id: `many-${index}`, apiId, name: `s${index}`, deploymentId: deployment?.id ?? "", version: 1 },
      ...{ createdAt: new Date(), updatedAt: new Date(), settings: { ...(first?.settings as object), webAclArn: arn } },
    })),
  });

  await expect(choose(at, apiId, arn)).rejects.toThrow(/16777216 bytes together/);
  const larger = { ...large, rules: [...large.rules, ...[5].map((index) => ipSet(index, 2_000))] } as unknown as RequestFilter;
  await expect(updateRequestFilter(at, { id, filter: larger })).rejects.toThrow(/16777216 bytes together/);
  await updateRequestFilter(at, { id, filter: newRequestFilter });
  await choose(at, apiId, arn);
});
