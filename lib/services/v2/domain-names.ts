import type { DomainSettings } from "../../definition/domain.ts";
import { type DomainName, readRoutingMode, shownMutualTls, targetOf } from "../domain-names.ts";
import { arnOfDomain, changeDomain, type DomainRow, getDomainRow, getDomainRows, insertDomain, removeDomain } from "../domains.ts";
import { badRequest, conflict } from "../errors.ts";
import type { Scope } from "../scope.ts";
import { loadTags, type Tags } from "../tags.ts";
import { read, write } from "../write.ts";
import { type V2Page, type V2PageInput, v2PageOf } from "./page-v2.ts";

export type DomainNameConfiguration = {
  apiGatewayDomainName?: string | undefined;
  certificateArn?: string | undefined;
  certificateName?: string | undefined;
  certificateUploadDate?: Date | undefined;
  domainNameStatus?: string | undefined;
  domainNameStatusMessage?: string | undefined;
  endpointType?: string | undefined;
  hostedZoneId?: string | undefined;
  ipAddressType?: string | undefined;
  securityPolicy?: string | undefined;
  ownershipVerificationCertificateArn?: string | undefined;
};
type MutualTls = { truststoreUri?: string | undefined; truststoreVersion?: string | undefined };

/** A domain name as clients of the second API see it. */
export type V2DomainName = {
  domainName: string;
  domainNameArn: string;
  apiMappingSelectionExpression: string;
  domainNameConfigurations: DomainNameConfiguration[];
  mutualTlsAuthentication?: DomainName["mutualTlsAuthentication"];
  routingMode: string;
  tags: Tags;
};

type Members = {
  domainNameConfigurations?: DomainNameConfiguration[] | undefined;
  mutualTlsAuthentication?: MutualTls | undefined;
  routingMode?: string | undefined;
};

export async function createV2DomainName(
  scope: Scope,
  input: Members & { domainName: string; tags?: Tags | undefined },
): Promise<V2DomainName> {
  const { domainName: name, tags, ...members } = input;
  const settings = mergeSettings({ securityPolicy: "TLS_1_2", routingMode: "API_MAPPING_ONLY" }, members);
  return write(scope, { action: "domain:create", summary: `Create custom domain name ${name}` }, async (tx) =>
    domainNameOf(scope, await insertDomain(tx, scope, { name, settings, tags, taken: conflict }), tags ?? {}),
  );
}

export async function getV2DomainName(scope: Scope, key: { domainName: string }): Promise<V2DomainName> {
  return read(scope, async (source) => {
    const row = await getDomainRow(source, scope, key);
    return domainNameOf(scope, row, await loadTags(source, scope, arnOfDomain(scope, row)));
  });
}

export async function getV2DomainNames(scope: Scope, input: V2PageInput): Promise<V2Page<V2DomainName>> {
  return read(scope, async (source) => {
    const rows = (await getDomainRows(source, scope)).filter(({ settings }) => settings.endpointConfiguration.types[0] === "REGIONAL");
    const page = v2PageOf(rows, (row) => row.id, input);
    const items: V2DomainName[] = [];
    for (const row of page.items) items.push(domainNameOf(scope, row, await loadTags(source, scope, arnOfDomain(scope, row))));
    return { ...page, items };
  });
}

export async function updateV2DomainName(scope: Scope, input: Members & { domainName: string }): Promise<V2DomainName> {
  const { domainName, ...members } = input;
  return write(scope, { action: "domain:update", summary: `Change custom domain name ${domainName}` }, async (tx) => {
    const row = await getDomainRow(tx.source, scope, { domainName });
    demandRegional(row);
    const after = await changeDomain(tx, row, mergeSettings(structuredClone(row.settings), members));
    return domainNameOf(scope, after, await loadTags(tx.source, scope, arnOfDomain(scope, row)));
  });
}

export async function deleteV2DomainName(scope: Scope, key: { domainName: string }): Promise<void> {
  await write(scope, { action: "domain:delete", summary: `Delete custom domain name ${key.domainName}` }, async (tx) => {
    await removeDomain(tx, scope, await getDomainRow(tx.source, scope, key));
  });
}

const regionalOnly =
  "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.";

/** The second API works on regional domain names only. */
export function demandRegional(row: DomainRow): void {
  if (row.settings.endpointConfiguration.types[0] !== "REGIONAL") throw badRequest(regionalOnly);
}

function mergeSettings(before: Partial<DomainSettings>, members: Members): unknown {
  const { domainNameConfigurations: configurations, mutualTlsAuthentication: mutualTls, routingMode } = members;
  if (configurations !== undefined && configurations.length > 1) throw badRequest("Only one domain name configuration can be specified");
  const [configuration = {}] = configurations ?? [];
  const {
    endpointType = "REGIONAL",
    ipAddressType,
    certificateArn,
    certificateName,
    securityPolicy,
    ownershipVerificationCertificateArn,
  } = configuration;
  if (endpointType !== "REGIONAL") throw badRequest(regionalOnly);
  return {
    ...before,
    endpointConfiguration: { types: ["REGIONAL"], ipAddressType: ipAddressType ?? before.endpointConfiguration?.ipAddressType ?? "ipv4" },
    ...(certificateArn === undefined ? {} : { regionalCertificateArn: certificateArn }),
    ...(certificateName === undefined ? {} : { regionalCertificateName: certificateName }),
    ...(securityPolicy === undefined ? {} : { securityPolicy }),
    ...(ownershipVerificationCertificateArn === undefined ? {} : { ownershipVerificationCertificateArn }),
    // An empty address switches mutual TLS off.
    ...(mutualTls === undefined ? {} : { mutualTlsAuthentication: mutualTls.truststoreUri ? mutualTls : undefined }),
    ...(routingMode === undefined ? {} : { routingMode: readRoutingMode(routingMode) }),
  };
}

function domainNameOf(scope: Scope, row: DomainRow, tags: Tags): V2DomainName {
  const { settings } = row;
  const [endpointType] = settings.endpointConfiguration.types;
  const target = targetOf(scope, row);
  const mutualTls = shownMutualTls(settings);
  const certificate = {
    certificateArn: settings.regionalCertificateArn ?? settings.certificateArn,
    certificateName: settings.regionalCertificateName ?? settings.certificateName,
    certificateUploadDate: settings.certificateUploadDate === undefined ? undefined : new Date(settings.certificateUploadDate),
    ownershipVerificationCertificateArn: settings.ownershipVerificationCertificateArn,
  };
  const given = Object.fromEntries(Object.entries(certificate).filter(([, value]) => value !== undefined));
  return {
    domainName: row.name,
    domainNameArn: arnOfDomain(scope, row),
    apiMappingSelectionExpression: "$request.basepath",
    domainNameConfigurations: [
      {
        ...given,
        apiGatewayDomainName: target.regionalDomainName ?? target.distributionDomainName,
        hostedZoneId: target.regionalHostedZoneId ?? target.distributionHostedZoneId,
        domainNameStatus: "AVAILABLE",
        endpointType,
        ipAddressType: settings.endpointConfiguration.ipAddressType,
        securityPolicy: settings.securityPolicy,
      },
    ],
    ...(mutualTls === undefined ? {} : { mutualTlsAuthentication: mutualTls }),
    routingMode: settings.routingMode,
    tags,
  };
}
