import { badRequest, notFound } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import { type PageInput, pageOf } from "./page.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { read, write } from "./write.ts";

export type Tags = Record<string, string>;

const tagsMax = 50;
const nameLengthMax = 128;
const valueLengthMax = 256;

export async function getTags(scope: Scope, input: { resourceArn: string } & PageInput): Promise<{ tags: Tags }> {
  return read(scope, async (source) => {
    await demandTagged(source, scope, input.resourceArn);
    const tags = await loadTags(source, scope, input.resourceArn);
    const page = pageOf(Object.entries(tags), ([name]) => name, { ...input, limit: input.limit ?? 500 });
    return { tags: Object.fromEntries(page.items) };
  });
}

export async function tagResource(scope: Scope, input: { resourceArn: string; tags: Tags }): Promise<void> {
  const { resourceArn, tags } = input;
  await write(scope, { action: "tag:update", summary: `Tag ${resourceArn}`, ...apiOf(resourceArn) }, async (tx) => {
    await demandTagged(tx.source, scope, resourceArn);
    await putTags(tx, scope, resourceArn, tags);
  });
}

export async function untagResource(scope: Scope, input: { resourceArn: string; tagKeys: string[] }): Promise<void> {
  const { resourceArn, tagKeys } = input;
  await write(scope, { action: "tag:delete", summary: `Remove tags of ${resourceArn}`, ...apiOf(resourceArn) }, async (tx) => {
    await demandTagged(tx.source, scope, resourceArn);
    await tx.remove("Tag", { workspaceId: scope.workspace.id, arn: resourceArn, name: { in: tagKeys } });
  });
}

export async function loadTags(source: Source, scope: Scope, arn: string): Promise<Tags> {
  const rows = await table(source, "Tag").findMany({ where: { workspaceId: scope.workspace.id, arn }, orderBy: [{ name: "asc" }] });
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}

/** Tags of some things, by ARN. */
export async function loadTagsOf(source: Source, scope: Scope, arns: readonly string[]): Promise<Map<string, Tags>> {
  const rows = await table(source, "Tag").findMany({ where: { workspaceId: scope.workspace.id, arn: { in: [...arns] } } });
  return tagsByArn(rows);
}

/** Tags of everything below an ARN, by ARN. */
export async function loadTagsBelow(source: Source, scope: Scope, arnPrefix: string): Promise<Map<string, Tags>> {
  // The ids in ARNs have small letters and digits only, so that every database finds the same by prefix.
  const rows = await table(source, "Tag").findMany({ where: { workspaceId: scope.workspace.id, arn: { startsWith: arnPrefix } } });
  return tagsByArn(rows);
}

function tagsByArn(rows: readonly Rows["Tag"][]): Map<string, Tags> {
  const tags = new Map<string, Tags>();
  for (const row of rows) tags.set(row.arn, { ...tags.get(row.arn), [row.name]: row.value });
  return tags;
}

/** Adds or replaces tags; `undefined` is none. */
export async function putTags(tx: WriteTx, scope: Scope, arn: string, tags: Tags | undefined): Promise<void> {
  if (tags === undefined) return;
  const known = await table(tx.source, "Tag").findMany({ where: { workspaceId: scope.workspace.id, arn } });
  demandTags({ ...Object.fromEntries(known.map((row) => [row.name, row.value])), ...tags });
  for (const [name, value] of Object.entries(tags)) {
    const row = known.find((other) => other.name === name);
    if (row !== undefined) await tx.update("Tag", row, { value });
    else await tx.insert("Tag", { id: `${scope.workspace.id} ${arn} ${name}`, workspaceId: scope.workspace.id, arn, name, value });
  }
}

/** Makes the tags of a thing these and no others. */
export async function replaceTags(tx: WriteTx, scope: Scope, arn: string, tags: Tags): Promise<void> {
  const known = Object.keys(await loadTags(tx.source, scope, arn));
  const gone = known.filter((name) => !Object.hasOwn(tags, name));
  if (gone.length > 0) await tx.remove("Tag", { workspaceId: scope.workspace.id, arn, name: { in: gone } });
  await putTags(tx, scope, arn, tags);
}

export async function removeTags(tx: WriteTx, scope: Scope, arnPrefix: string): Promise<void> {
  const below = await table(tx.source, "Tag").findMany({
    where: { workspaceId: scope.workspace.id, arn: { startsWith: `${arnPrefix}/` } },
  });
  const arns = new Set(below.map(({ arn }) => arn).filter((arn) => arn.startsWith(`${arnPrefix}/`)));
  await tx.remove("Tag", { workspaceId: scope.workspace.id, arn: { in: [arnPrefix, ...arns] } });
}

function demandTags(tags: Tags): void {
  const entries = Object.entries(tags);
  if (entries.length > tagsMax) throw badRequest(`A resource can have at most ${tagsMax} tags.`);
  for (const [name, value] of entries) {
    if (name === "" || name.length > nameLengthMax || name.startsWith("aws:")) throw badRequest(`Invalid tag key specified: ${name}`);
    // Maps of a request keep their nulls.
    if (typeof value !== "string" || value.length > valueLengthMax) throw badRequest(`Invalid tag value specified for key: ${name}`);
  }
}

const arnPattern =
  /^arn:aws:apigateway:([^:]*)::\/(restapis|apis|apikeys|usageplans|vpclinks|clientcertificates)\/([^/]+)(?:\/stages\/([^/]+))?$/;

function apiOf(arn: string): { api?: string } {
  const [, , kind, id] = arnPattern.exec(arn) ?? [];
  return (kind === "restapis" || kind === "apis") && id !== undefined ? { api: id } : {};
}

const domainArnPattern = /^arn:aws:apigateway:([^:]*):(\d*):\/domainnames\/([^/+]+)(?:\+([^/]+))?$/;

/** A domain name by its ARN; those of private ones carry the account and the id. */
async function isTaggedDomain(source: Source, scope: Scope, arn: string): Promise<boolean | undefined> {
  const [isDomain, region, account = "", name = "", id] = domainArnPattern.exec(arn) ?? [];
  if (isDomain === undefined) return undefined;
  if (region !== scope.workspace.region || account !== (id === undefined ? "" : scope.workspace.accountId)) return false;
  const rows = await table(source, "Domain").findMany({ where: { workspaceId: scope.workspace.id, name } });
  return rows.some((row) => (row.settings.endpointConfiguration.types[0] === "PRIVATE" ? row.id === id : id === undefined));
}

/** Refuses an ARN of nothing that has tags. */
export async function demandTagged(source: Source, scope: Scope, arn: string): Promise<void> {
  if (!(await isTagged(source, scope, arn))) throw notFound("Invalid resource identifier specified");
}

async function isTagged(source: Source, scope: Scope, arn: string): Promise<boolean> {
  const domain = await isTaggedDomain(source, scope, arn);
  if (domain !== undefined) return domain;
  const [, region, kind, id = "", stageName] = arnPattern.exec(arn) ?? [];
  const workspaceId = scope.workspace.id;
  if (region !== scope.workspace.region) return false;
  if (kind === "apikeys") return (await table(source, "ApiKey").count({ where: { id, workspaceId } })) > 0;
  if (kind === "usageplans") return (await table(source, "UsagePlan").count({ where: { id, workspaceId } })) > 0;
  if (kind === "vpclinks") return (await table(source, "VpcLink").count({ where: { id, workspaceId } })) > 0;
  if (kind === "clientcertificates") return (await table(source, "ClientCertificate").count({ where: { id, workspaceId } })) > 0;
  const kinds = kind === "apis" ? ["HTTP", "WEBSOCKET"] : ["REST"];
  if ((await table(source, "Api").count({ where: { id, workspaceId, kind: { in: kinds } } })) === 0) return false;
  return stageName === undefined || (await table(source, "Stage").count({ where: { id: `${id}/${stageName}` } })) > 0;
}
