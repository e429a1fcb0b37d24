import { X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { ingest } from "@/lib/feed/server/ingest.ts";
import { loadDomains } from "@/lib/feed/server/load-domains.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { makeDomainUpload } from "@/lib/services/domain-certificates.ts";
import {
  deleteDomainMapping,
  getDomainDetail,
  listDomains,
  listDomainTargets,
  saveDomainMapping,
  setDomainCertificate,
  setTruststore,
} from "@/lib/services/domain-detail.ts";
import { createDomainName, deleteDomainName, updateDomainName } from "@/lib/services/domain-names.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { workspaceRef } from "@/lib/services/scope.ts";
import { createRoutingRule } from "@/lib/services/v2/routing-rules.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const sealer = makeSealer("the secret of the tests", "access-keys");
const open = { sealAgain: (sealed: string, owner: string) => sealer.open(sealed, owner) };
const regional = { endpointConfiguration: { types: ["REGIONAL"] } };

async function deployedApi(at: Scope): Promise<string> {
  const { id: restApiId, rootResourceId: resourceId } = await createRestApi(at, { name: "pets" });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await putMethod(at, { ...method, authorizationType: "NONE" });
  await putIntegration(at, { ...method, type: "MOCK" });
  await createDeployment(at, { restApiId, stageName: "prod" });
  return restApiId;
}

test("mappings of any depth are saved by the console, and listed with what they lead to", async () => {
  const at = scope({ accountId: "000000000071" });
  const apiId = await deployedApi(at);
  const key = { domainName: "shop.example.com" };
  await createDomainName(at, { sealer }, { ...key, ...regional, routingMode: "ROUTING_RULE_THEN_BASE_PATH_MAPPING" });

  await saveDomainMapping(at, key, { basePath: "/orders/v1/", apiId, stage: "prod" });
  const [first] = (await getDomainDetail(at, key)).mappings;
  await saveDomainMapping(at, { ...key, apiMappingId: first?.apiMappingId }, { basePath: "orders", apiId, stage: "" });
  await createRoutingRule(at, { ...key, priority: 5, conditions: [], actions: [{ invokeApi: { apiId, stage: "prod" } }] });

  expect(await listDomains(at)).toMatchObject([
    { row: { name: "shop.example.com" }, mappings: [{ basePath: "orders", stage: "" }], rules: [{ priority: 5, stripBasePath: false }] },
  ]);
  expect(await listDomainTargets(at)).toEqual([{ id: apiId, name: "pets", kind: "REST", stages: ["prod"] }]);
  await deleteDomainMapping(at, { ...key, apiMappingId: first?.apiMappingId ?? "" });
  expect((await getDomainDetail(at, key)).mappings).toEqual([]);
});

test("a certificate is uploaded or made, and gateways get its key under a seal of their own", async () => {
  const at = scope({ accountId: "000000000072" });
  const key = { domainName: "*.tls.example.com" };
  await createDomainName(at, { sealer }, { ...key, ...regional });
  expect((await getDomainDetail(at, key)).certificates).toEqual([]);

  await setDomainCertificate(at, { sealer }, key);
  const made = await getDomainDetail(at, key);
  expect(made.certificates).toMatchObject([{ names: ["*.tls.example.com"], isSelfSigned: true }]);

  const upload = await makeDomainUpload(at, key.domainName);
  await setDomainCertificate(at, { sealer }, { ...key, upload, expectedVersion: made.row.version });
  const [served] = (await loadDomains(at.db.reader, open)).rows.filter(({ name }) => name === key.domainName);
  expect(served?.certificate?.privateKey).toBe(upload.certificatePrivateKey);
  expect(new X509Certificate(served?.certificate?.pem ?? "").fingerprint).toBe(new X509Certificate(upload.certificateBody).fingerprint);
  await expect(setDomainCertificate(at, { sealer }, { ...key, upload, expectedVersion: made.row.version })).rejects.toThrow("was changed");
});

test("a truststore is uploaded for an address that tools gave, lost when the address changes, and switched off", async () => {
  const at = scope({ accountId: "000000000073" });
  const key = { domainName: "mutual.example.com" };
  const truststoreUri = "s3://bucket/ca.pem";
  await createDomainName(at, { sealer }, { ...key, ...regional, mutualTlsAuthentication: { truststoreUri } });
  const served = async () => (await loadDomains(at.db.reader, open)).rows.find(({ name }) => name === key.domainName)?.truststore;
  expect(await served()).toBe("");

  const { certificateBody: bundle } = await makeDomainUpload(at, "ca.example.com");
  await setTruststore(at, { ...key, bundle });
  expect(await served()).toBe(bundle);
  expect((await getDomainDetail(at, key)).row.settings.mutualTlsAuthentication).toEqual({ truststoreUri });

  const other = { truststoreUri: "s3://bucket/other.pem" };
  await updateDomainName(at, key, (draft) => ({ ...draft, mutualTlsAuthentication: other }));
  expect(await served()).toBe("");
  await setTruststore(at, { ...key, bundle: undefined });
  expect(await served()).toBeUndefined();
});

test("a deleted domain comes back by undo with all that leads from it", async () => {
  const at = scope({ accountId: "000000000074" });
  const apiId = await deployedApi(at);
  const key = { domainName: "back.example.com" };
  await createDomainName(at, { sealer }, { ...key, ...regional, tags: { a: "b" } });
  await saveDomainMapping(at, key, { basePath: "", apiId, stage: "prod" });
  const before = await getDomainDetail(at, key);

  await deleteDomainName(at, key);
  const [last] = await listRevisions(at, {});
  await undoRevision(at, last?.seq ?? 0);

  expect((await getDomainDetail(at, key)).mappings).toEqual(before.mappings);
  expect((await getDomainDetail(at, key)).row.id).toBe(before.row.id);
});

test("a stage that a domain leads to is not taken away by undo", async () => {
  const at = scope({ accountId: "000000000078" });
  const apiId = await deployedApi(at);
  const [deployment] = await listRevisions(at, {});
  const key = { domainName: "led.example.com" };
  await createDomainName(at, { sealer }, { ...key, ...regional });
  await saveDomainMapping(at, key, { basePath: "", apiId, stage: "prod" });

  await expect(undoRevision(at, deployment?.seq ?? 0)).rejects.toThrow("the domain led.example.com would lose what it needs");
});

test("one account has a name in several regions, another account does not get it", async () => {
  const key = { domainName: "world.example.com", ...regional };
  const east = scope({ accountId: "000000000075" });
  const west = scope({ accountId: "000000000075", workspace: workspaceRef("000000000075", "eu-west-1") });
  await createDomainName(east, { sealer }, key);

  const second = await createDomainName(west, { sealer }, key);

  expect(second.domainNameArn).toBe("arn:aws:apigateway:eu-west-1::/domainnames/world.example.com");
  await expect(createDomainName(scope({ accountId: "000000000076" }), { sealer }, key)).rejects.toThrow("already exists");
});

test("what a domain refused is shown with it, and nothing of other domains", async () => {
  const at = scope({ accountId: "000000000077" });
  const key = { domainName: "refused.example.com" };
  await createDomainName(at, { sealer }, { ...key, ...regional });
  const { row } = await getDomainDetail(at, key);
  const record = (requestId: string, apiId: string) => ({
    ...{ requestId, apiId, stage: "", canary: false, at: Date.now(), ms: 0, method: "GET", path: "/x", status: 403, responseBytes: 0 },
    ...{ sourceIp: "192.0.2.1", reason: "NO_MAPPING" as const, evidence: { domainName: key.domainName, path: "/x" } },
  });
  const batch = { batchId: "b1", node: "n", records: [record("r1", row.id), record("r2", "unknown")], metrics: [], usage: [] };

  await ingest(
    at.db,
    { ...batch, dropped: { records: 0, metrics: 0, traces: 0 } },
    { at: new Date(), explain: async (_db, records) => records },
  );

  expect((await getDomainDetail(at, key)).refusals).toMatchObject([{ id: "r1", reason: "NO_MAPPING", path: "/x" }]);
});
