import { newId } from "../base/ids.ts";
import { type DomainSettings, domainSettingsSchema } from "../definition/domain.ts";
import { domainNameArn } from "./arns.ts";
import { checkShape, withoutEmpty } from "./check-shape.ts";
import { type CertificateUpload, checkTruststore, isPem, type StoredCertificate, storeCertificate } from "./domain-certificates.ts";
import { badRequest, notFound, strictEndpoint } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import type { Scope } from "./scope.ts";
import { putTags, removeTags, type Tags } from "./tags.ts";

export type DomainRow = Rows["Domain"];
/** A domain by its name; private ones by their id besides, since several of them may have one name. */
export type DomainKey = { domainName: string; domainNameId?: string | undefined };

/** The two APIs refuse a name that is taken with different errors. */
type Refuse = (message: string) => Error;

// The service's own quota for a region is 120.
const domainsMax = 1_000;

/** Makes a domain; both versions of the API and the console come here. */
export async function insertDomain(
  tx: WriteTx,
  scope: Scope,
  draft: { name: string; settings: unknown; tags: Tags | undefined; upload?: CertificateUpload | undefined; taken: Refuse },
  { sealer }: Partial<Pick<RuntimeCore, "sealer">> = {},
): Promise<DomainRow> {
  const name = checkName(draft.name);
  const settings = checkSettings(draft.settings);
  await demandFree(tx.source, scope, { name, settings, taken: draft.taken });
  const id = newId(scope.random);
  const stored: StoredCertificate | undefined =
    draft.upload === undefined || sealer === undefined ? undefined : storeCertificate(scope, { sealer }, { id, name }, draft.upload);
  const row = await tx.insert("Domain", {
    id,
    workspaceId: scope.workspace.id,
    name,
    settings: stampCertificate(tx, settings, { isNew: stored !== undefined || hasCertificateName(settings) }),
    certificate: stored?.certificate ?? null,
    privateKey: stored?.privateKey ?? null,
    createdAt: tx.at,
  });
  await putTags(tx, scope, arnOfDomain(scope, row), draft.tags);
  return row;
}

/** Changes the settings of a domain. */
export async function changeDomain(tx: WriteTx, row: DomainRow, draft: unknown): Promise<DomainRow> {
  const settings = checkSettings(draft, row.settings);
  if (isPrivate(settings) !== isPrivate(row.settings))
    throw badRequest("The endpoint type of a private custom domain name cannot be changed");
  const [before, after] = [row.settings.endpointConfiguration.types[0], settings.endpointConfiguration.types[0]];
  if (row.settings.endpointAccessMode === "STRICT" && before !== after) throw strictEndpoint();
  const isNew = certificateNames(settings).join() !== certificateNames(row.settings).join();
  return tx.update("Domain", row, { settings: stampCertificate(tx, settings, { isNew }) });
}

export async function removeDomain(tx: WriteTx, scope: Scope, row: DomainRow): Promise<void> {
  for (const model of ["Mapping", "RoutingRule", "DomainAccess"] as const) await tx.remove(model, { domainId: row.id });
  await removeTags(tx, scope, arnOfDomain(scope, row));
  await tx.remove("Domain", { id: row.id });
}

export async function getDomainRow(source: Source, scope: Scope, { domainName, domainNameId }: DomainKey): Promise<DomainRow> {
  const rows = await table(source, "Domain").findMany({ where: { workspaceId: scope.workspace.id, name: domainName.toLowerCase() } });
  const found = rows.find((row) => (isPrivate(row.settings) ? row.id === domainNameId : domainNameId === undefined));
  if (found === undefined) throw notFound("Invalid domain name identifier specified");
  return found;
}

export async function getDomainRows(source: Source, scope: Scope): Promise<DomainRow[]> {
  return table(source, "Domain").findMany({ where: { workspaceId: scope.workspace.id }, orderBy: [{ name: "asc" }, { id: "asc" }] });
}

export function arnOfDomain(scope: Scope, { id, name, settings }: DomainRow): string {
  return domainNameArn(scope, { id, name, isPrivate: isPrivate(settings) });
}

export function isPrivate({ endpointConfiguration }: DomainSettings): boolean {
  return endpointConfiguration.types[0] === "PRIVATE";
}

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const namePattern = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`);

function checkName(name: string): string {
  if (name.length > 253 || !namePattern.test(name)) {
    throw badRequest("Invalid domain name specified: it has small letters, digits, hyphens and dots, and may begin with *.");
  }
  if (/\.execute-api\./.test(name)) throw badRequest("Invalid domain name specified: names with .execute-api. in them belong to APIs");
  return name;
}

/** The settings as they are kept; a PEM text in place of the truststore's address is taken over. */
function checkSettings(draft: unknown, before?: DomainSettings): DomainSettings {
  const given = checkShape(domainSettingsSchema, draft);
  const settings: DomainSettings = withoutEmpty(given);
  const mutualTls = settings.mutualTlsAuthentication;
  if (mutualTls === undefined) return withoutTruststore(settings);
  if (settings.endpointConfiguration.types[0] !== "REGIONAL")
    throw badRequest("Mutual TLS authentication is only supported for REGIONAL custom domain names");
  const uri = mutualTls.truststoreUri;
  if (isPem(uri)) return { ...settings, truststore: checkTruststore(uri) };
  if (!/^s3:\/\/[^/]+\/.+/.test(uri))
    throw badRequest("Invalid truststore specified: give an S3 address (s3://bucket/key) or the bundle itself as PEM");
  // What was uploaded for another address is not what this one names.
  return before?.mutualTlsAuthentication?.truststoreUri === uri ? settings : withoutTruststore(settings);
}

function withoutTruststore({ truststore: _, ...settings }: DomainSettings): DomainSettings {
  return settings;
}

function certificateNames(settings: DomainSettings): string[] {
  const { certificateArn = "", certificateName = "", regionalCertificateArn = "", regionalCertificateName = "" } = settings;
  return [certificateArn, certificateName, regionalCertificateArn, regionalCertificateName];
}

function hasCertificateName(settings: DomainSettings): boolean {
  return certificateNames(settings).some((name) => name !== "");
}

function stampCertificate(tx: WriteTx, settings: DomainSettings, { isNew }: { isNew: boolean }): DomainSettings {
  return isNew ? { ...settings, certificateUploadDate: tx.at.toISOString() } : settings;
}

/** A public name is for one account, which may have it in several regions; private names are told apart by their ids. */
async function demandFree(source: Source, scope: Scope, wanted: { name: string; settings: DomainSettings; taken: Refuse }): Promise<void> {
  const { name, settings, taken } = wanted;
  const count = await table(source, "Domain").count({ where: { workspaceId: scope.workspace.id } });
  if (count >= domainsMax) throw badRequest(`A region has at most ${domainsMax} custom domain names`);
  if (isPrivate(settings)) return;
  const rows = (await table(source, "Domain").findMany({ where: { name } })).filter((row) => !isPrivate(row.settings));
  const others = rows.filter(
    (row) => row.workspaceId === scope.workspace.id || row.workspaceId.split("/")[0] !== scope.workspace.accountId,
  );
  if (others.length > 0) throw taken("The domain name you provided already exists.");
}

/** Refuses to delete an API or a stage that a domain leads to. */
export async function demandNoDomainLeadsTo(
  source: Source,
  scope: Scope,
  target: { apiId: string; stage?: string; what: string },
): Promise<void> {
  const { apiId, stage, what } = target;
  const where = { apiId };
  const users = [
    ...(await table(source, "Mapping").findMany({ where })),
    ...(await table(source, "RoutingRule").findMany({ where })),
  ].filter((user) => stage === undefined || user.stage === stage);
  if (users.length === 0) return;
  const ids = [...new Set(users.map(({ domainId }) => domainId))];
  const rows = await table(source, "Domain").findMany({ where: { workspaceId: scope.workspace.id, id: { in: ids } } });
  const names = rows.map(({ name }) => name).join(", ");
  const [deleted, related] = stage === undefined ? [what, what] : [`stage ${stage}`, "stage"];
  throw badRequest(`Deleting ${deleted} failed. Please remove all base path mappings related to the ${related} in your domains: ${names}`);
}
