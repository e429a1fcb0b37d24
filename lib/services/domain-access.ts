import { newId } from "../base/ids.ts";
import { domainAccessArn } from "./arns.ts";
import { withoutEmpty } from "./check-shape.ts";
import { arnOfDomain, type DomainRow, getDomainRows, isPrivate } from "./domains.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import { type Rows, type Source, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { loadTags, putTags, removeTags, type Tags } from "./tags.ts";
import { read, write } from "./write.ts";

/** A VPC endpoint that may call a private domain name. */
export type DomainNameAccessAssociation = {
  domainNameAccessAssociationArn: string;
  domainNameArn: string;
  accessAssociationSourceType: "VPCE";
  accessAssociationSource: string;
  tags?: Tags;
};

const associationsMax = 500;

export async function createDomainNameAccessAssociation(
  scope: Scope,
  input: {
    domainNameArn: string;
    accessAssociationSource: string;
    accessAssociationSourceType?: string | undefined;
    tags?: Tags | undefined;
  },
): Promise<DomainNameAccessAssociation> {
  const { domainNameArn: arn, accessAssociationSource: source, tags } = input;
  return write(scope, { action: "domain-access:create", summary: `Let ${source} call a private domain name` }, async (tx) => {
    const domain = (await getDomainRows(tx.source, scope)).find((row) => arnOfDomain(scope, row) === arn);
    if (domain === undefined) throw notFound("Invalid domain name identifier specified");
    if (!isPrivate(domain.settings)) throw badRequest("Only private custom domain names have access associations");
    if (!/^vpce-[0-9a-z-]{1,64}$/.test(source))
      throw badRequest("Invalid access association source specified: it is the id of a VPC endpoint, vpce-...");
    const rows = await table(tx.source, "DomainAccess").findMany({ where: { domainId: domain.id } });
    if (rows.some((row) => row.source === source)) throw conflict("The domain name access association already exists");
    if (rows.length >= associationsMax) throw badRequest(`A custom domain name has at most ${associationsMax} access associations`);
    const data = { id: newId(scope.random), workspaceId: scope.workspace.id, domainId: domain.id, source, createdAt: tx.at };
    const row = await tx.insert("DomainAccess", data);
    await putTags(tx, scope, domainAccessArn(scope, domain, source), tags);
    return associationOf(scope, domain, row, tags);
  });
}

export async function getDomainNameAccessAssociations(
  scope: Scope,
  input: PageInput & { resourceOwner?: string | undefined } = {},
): Promise<Page<DomainNameAccessAssociation>> {
  return read(scope, async (source) => {
    const domains = new Map((await getDomainRows(source, scope)).map((row) => [row.id, row]));
    const own = input.resourceOwner === "OTHER_ACCOUNTS" ? [] : await getRows(source, scope);
    const page = pageOf(own, (row) => row.id, input);
    const items: DomainNameAccessAssociation[] = [];
    for (const row of page.items) {
      const domain = domains.get(row.domainId);
      if (domain === undefined) continue;
      items.push(associationOf(scope, domain, row, await loadTags(source, scope, domainAccessArn(scope, domain, row.source))));
    }
    return { ...page, items };
  });
}

export async function deleteDomainNameAccessAssociation(scope: Scope, input: { domainNameAccessAssociationArn: string }): Promise<void> {
  await remove(scope, input, "Take an access association away");
}

/** The owner of the domain takes back what a consumer of it made; here both are the same account. */
export async function rejectDomainNameAccessAssociation(
  scope: Scope,
  input: { domainNameAccessAssociationArn: string; domainNameArn: string },
): Promise<void> {
  await remove(scope, input, "Reject an access association");
}

async function remove(
  scope: Scope,
  input: { domainNameAccessAssociationArn: string; domainNameArn?: string },
  summary: string,
): Promise<void> {
  await write(scope, { action: "domain-access:delete", summary }, async (tx) => {
    const domains = (await getDomainRows(tx.source, scope)).filter(
      (row) => input.domainNameArn === undefined || arnOfDomain(scope, row) === input.domainNameArn,
    );
    for (const row of await getRows(tx.source, scope)) {
      const domain = domains.find(({ id }) => id === row.domainId);
      if (domain === undefined || domainAccessArn(scope, domain, row.source) !== input.domainNameAccessAssociationArn) continue;
      await removeTags(tx, scope, input.domainNameAccessAssociationArn);
      await tx.remove("DomainAccess", { id: row.id });
      return;
    }
    throw notFound("Invalid domain name access association identifier specified");
  });
}

function getRows(source: Source, scope: Scope): Promise<Rows["DomainAccess"][]> {
  return table(source, "DomainAccess").findMany({
    where: { workspaceId: scope.workspace.id },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}

function associationOf(scope: Scope, domain: DomainRow, row: Rows["DomainAccess"], tags: Tags | undefined): DomainNameAccessAssociation {
  return {
    domainNameAccessAssociationArn: domainAccessArn(scope, domain, row.source),
    domainNameArn: arnOfDomain(scope, domain),
    accessAssociationSourceType: "VPCE",
    accessAssociationSource: row.source,
    ...(tags === undefined ? {} : withoutEmpty({ tags })),
  };
}
