import { type CopiedDomain, domainScript } from "../../copy-as/domain-commands.ts";
import { domainTerraform } from "../../copy-as/domain-terraform.ts";
import {
  type CopiedVpcLink,
  clientCertificateScript,
  clientCertificateTerraform,
  vpcLinkScript,
  vpcLinkTerraform,
} from "../../copy-as/link-texts.ts";
import { renderAwsCli } from "../../copy-as/render-aws-cli.ts";
import type { CopiedTexts } from "../../definition/copy-subject.ts";
import { getClientCertificate } from "../client-certificates.ts";
import { getDomainDetail } from "../domain-detail.ts";
import { getDomainName } from "../domain-names.ts";
import type { DomainKey } from "../domains.ts";
import { table } from "../rows.ts";
import type { Scope } from "../scope.ts";
import { getV2VpcLink } from "../v2/vpc-links.ts";
import { getVpcLink } from "../vpc-links.ts";
import { read } from "../write.ts";

export async function copyDomain(scope: Scope, key: DomainKey): Promise<CopiedTexts> {
  const [{ routingMode, tags }, { row, mappings, rules, associations }] = await Promise.all([
    getDomainName(scope, key),
    getDomainDetail(scope, key),
  ]);
  const { routingMode: _, certificateUploadDate: __, truststore: ___, ...settings } = row.settings;
  const ids = [...mappings, ...rules].map(({ apiId }) => apiId);
  const apis = await read(scope, (source) => table(source, "Api").findMany({ where: { id: { in: ids } } }));
  const domain: CopiedDomain = {
    name: row.name,
    settings,
    routingMode,
    certificate: row.privateKey === null ? undefined : (row.certificate ?? undefined),
    mappings,
    rules,
    accessSources: associations.map(({ source }) => source),
    tags,
    apiNames: new Map(apis.map(({ id, name }) => [id, name])),
  };
  return { awsCli: renderAwsCli(domainScript(domain)), terraform: domainTerraform(domain) };
}

export async function copyVpcLink(scope: Scope, { vpcLinkId, of }: { vpcLinkId: string; of: "REST" | "HTTP" }): Promise<CopiedTexts> {
  const link = of === "REST" ? await copiedRestLink(scope, vpcLinkId) : await copiedHttpLink(scope, vpcLinkId);
  return { awsCli: renderAwsCli(vpcLinkScript(link)), terraform: vpcLinkTerraform(link) };
}

async function copiedRestLink(scope: Scope, vpcLinkId: string): Promise<CopiedVpcLink> {
  const { name, description, targetArns, tags } = await getVpcLink(scope, { vpcLinkId });
  return { name, description, targetArns, tags };
}

async function copiedHttpLink(scope: Scope, vpcLinkId: string): Promise<CopiedVpcLink> {
  const { name, subnetIds, securityGroupIds, tags = {} } = await getV2VpcLink(scope, { vpcLinkId });
  return { name, subnetIds, securityGroupIds, tags: Object.keys(tags).length === 0 ? undefined : tags };
}

export async function copyClientCertificate(scope: Scope, clientCertificateId: string): Promise<CopiedTexts> {
  const { description, tags } = await getClientCertificate(scope, { clientCertificateId });
  const certificate = { description, tags };
  return { awsCli: renderAwsCli(clientCertificateScript(certificate)), terraform: clientCertificateTerraform(certificate) };
}
