import type { DomainMapping, RoutingRule } from "../definition/domain.ts";
import { domainAccessArn } from "./arns.ts";
import {
  type CertificateFacts,
  type CertificateUpload,
  checkTruststore,
  makeDomainUpload,
  readCertificates,
  storeCertificate,
} from "./domain-certificates.ts";
import { changeMapping, getMappingRow, getMappingRows, insertMapping, type MappingDraft } from "./domain-mappings.ts";
import { targetOf } from "./domain-names.ts";
import { arnOfDomain, changeDomain, type DomainKey, type DomainRow, getDomainRow, getDomainRows } from "./domains.ts";
import { type Source, table } from "./rows.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import type { Scope } from "./scope.ts";
import { getRuleRows } from "./v2/routing-rules.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

/** A request that a domain refused before any API was reached. */
export type DomainRefusalRecord = { id: string; at: Date; method: string; path: string; reason: string; evidence: Record<string, string> };

export type DomainDetail = {
  row: DomainRow;
  arn: string;
  /** The service's name behind the domain. */
  target: string | undefined;
  mappings: DomainMapping[];
  rules: RoutingRule[];
  certificates: CertificateFacts[];
  truststore: CertificateFacts[];
  associations: { arn: string; source: string }[];
  refusals: DomainRefusalRecord[];
};

const refusalsShown = 20;

/** Everything that the console shows of a domain, in one read. */
export async function getDomainDetail(scope: Scope, key: DomainKey): Promise<DomainDetail> {
  return read(scope, async (source) => {
    const row = await getDomainRow(source, scope, key);
    const accesses = await table(source, "DomainAccess").findMany({ where: { domainId: row.id }, orderBy: [{ source: "asc" }] });
    const target = targetOf(scope, row);
    return {
      row,
      arn: arnOfDomain(scope, row),
      target: target.regionalDomainName ?? target.distributionDomainName,
      ...(await loadRoutes(source, row)),
      certificates: readCertificates(row.certificate ?? ""),
      truststore: readCertificates(row.settings.truststore ?? ""),
      associations: accesses.map((access) => ({ arn: domainAccessArn(scope, row, access.source), source: access.source })),
      refusals: await loadRefusals(scope, row),
    };
  });
}

/** The domains of the workspace with how much leads from each. */
export async function listDomains(scope: Scope): Promise<Omit<DomainDetail, "refusals" | "truststore" | "associations">[]> {
  return read(scope, async (source) => {
    const rows = await getDomainRows(source, scope);
    return Promise.all(
      rows.map(async (row) => {
        const { regionalDomainName, distributionDomainName } = targetOf(scope, row);
        const target = regionalDomainName ?? distributionDomainName;
        return {
          row,
          arn: arnOfDomain(scope, row),
          target,
          ...(await loadRoutes(source, row)),
          certificates: readCertificates(row.certificate ?? ""),
        };
      }),
    );
  });
}

async function loadRoutes(source: Source, row: DomainRow): Promise<Pick<DomainDetail, "mappings" | "rules">> {
  const [mappings, rules] = await Promise.all([getMappingRows(source, row), getRuleRows(source, row)]);
  return {
    mappings: mappings.map(({ id: apiMappingId, basePath, apiId, stage }) => ({ apiMappingId, basePath, apiId, stage })),
    rules: rules.map(({ id: routingRuleId, priority, apiId, stage, settings }) => ({ routingRuleId, priority, apiId, stage, ...settings })),
  };
}

/** Gateways log what a domain refuses under the id of the domain. */
async function loadRefusals(scope: Scope, row: DomainRow): Promise<DomainRefusalRecord[]> {
  const entries = await scope.db.reader.logEntry.findMany({ where: { apiId: row.id }, orderBy: { atMs: "desc" }, take: refusalsShown });
  return entries.map(({ id, atMs, method, path, reason, evidence }) => ({
    ...{ id, method, path, reason: reason ?? "" },
    at: new Date(Number(atMs)),
    // Written by the ingest from evidence of this shape.
    evidence: JSON.parse(evidence ?? "{}") as Record<string, string>,
  }));
}

export type TargetApi = { id: string; name: string; kind: string; stages: string[] };

/** The APIs that domains can lead to, with their stages. */
export async function listDomainTargets(scope: Scope): Promise<TargetApi[]> {
  return read(scope, async (source) => {
    const apis = await table(source, "Api").findMany({
      where: { workspaceId: scope.workspace.id },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    });
    const stages = await table(source, "Stage").findMany({
      where: { apiId: { in: apis.map(({ id }) => id) } },
      orderBy: [{ name: "asc" }],
    });
    return apis.map(({ id, name, kind }) => ({
      id,
      name,
      kind,
      stages: stages.filter(({ apiId }) => apiId === id).map((stage) => stage.name),
    }));
  });
}

/** Makes or changes a mapping of any depth. */
export async function saveDomainMapping(
  scope: Scope,
  key: DomainKey & { apiMappingId?: string | undefined },
  draft: MappingDraft,
): Promise<void> {
  const { apiMappingId, domainName } = key;
  const action = apiMappingId === undefined ? "mapping:create" : "mapping:update";
  await write(scope, { action, summary: `Map /${draft.basePath} of ${domainName}` }, async (tx) => {
    const domain = await getDomainRow(tx.source, scope, key);
    if (apiMappingId === undefined) await insertMapping(tx, scope, domain, draft);
    else await changeMapping(tx, scope, { domain, row: await getMappingRow(tx.source, domain, apiMappingId) }, draft);
  });
}

export async function deleteDomainMapping(scope: Scope, key: DomainKey & { apiMappingId: string }): Promise<void> {
  await write(scope, { action: "mapping:delete", summary: `Remove a mapping of ${key.domainName}` }, async (tx) => {
    const row = await getMappingRow(tx.source, await getDomainRow(tx.source, scope, key), key.apiMappingId);
    await tx.remove("Mapping", { id: row.id });
  });
}

/** Takes an uploaded certificate, or makes one that signs itself; gateways show it to the next caller. */
export async function setDomainCertificate(
  scope: Scope,
  { sealer }: Pick<RuntimeCore, "sealer">,
  key: DomainKey & UpdateOptions & { upload?: CertificateUpload | undefined },
): Promise<void> {
  const upload = key.upload ?? (await makeDomainUpload(scope, key.domainName));
  await write(scope, { action: "domain:certificate", summary: `Set the certificate of ${key.domainName}` }, async (tx) => {
    const row = await getDomainRow(tx.source, scope, key);
    await demandVersion(tx.source, row, key.expectedVersion, `The custom domain name ${row.name}`);
    const stored = storeCertificate(scope, { sealer }, row, upload);
    await tx.update("Domain", row, { ...stored, settings: { ...row.settings, certificateUploadDate: tx.at.toISOString() } });
  });
}

/** Asks clients for certificates of these authorities; without a bundle it asks no more. */
export async function setTruststore(scope: Scope, key: DomainKey & UpdateOptions & { bundle: string | undefined }): Promise<void> {
  const { bundle, domainName } = key;
  const summary = bundle === undefined ? `Switch mutual TLS of ${domainName} off` : `Set the truststore of ${domainName}`;
  await write(scope, { action: "domain:truststore", summary }, async (tx) => {
    const row = await getDomainRow(tx.source, scope, key);
    await demandVersion(tx.source, row, key.expectedVersion, `The custom domain name ${row.name}`);
    const { mutualTlsAuthentication: before, truststore: _, ...settings } = row.settings;
    if (bundle === undefined) {
      await changeDomain(tx, row, settings);
      return;
    }
    // The address that tools gave stays what they read back.
    const isAddress = before?.truststoreUri.startsWith("s3://") === true;
    const after = await changeDomain(tx, row, { ...settings, mutualTlsAuthentication: isAddress ? before : { truststoreUri: bundle } });
    await tx.update("Domain", after, { settings: { ...after.settings, truststore: checkTruststore(bundle) } });
  });
}
