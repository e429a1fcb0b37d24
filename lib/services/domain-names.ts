import type { DomainSettings, RoutingMode } from "../definition/domain.ts";
import { withoutEmpty } from "./check-shape.ts";
import type { CertificateUpload } from "./domain-certificates.ts";
import {
  arnOfDomain,
  changeDomain,
  type DomainKey,
  type DomainRow,
  getDomainRow,
  getDomainRows,
  insertDomain,
  isPrivate,
  removeDomain,
} from "./domains.ts";
import { badRequest } from "./errors.ts";
import { type Page, type PageInput, pageOf } from "./page.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import type { Scope } from "./scope.ts";
import { loadTags, type Tags } from "./tags.ts";
import { demandVersion, read, type UpdateOptions, write } from "./write.ts";

type MutualTls = { truststoreUri?: string | undefined; truststoreVersion?: string | undefined };

/** A domain name as clients of the first API see it. */
export type DomainName = Omit<DomainSettings, "routingMode" | "certificateUploadDate" | "truststore" | "mutualTlsAuthentication"> & {
  domainName: string;
  domainNameId?: string;
  domainNameArn: string;
  domainNameStatus: "AVAILABLE";
  certificateUploadDate?: Date;
  regionalDomainName?: string;
  regionalHostedZoneId?: string;
  distributionDomainName?: string;
  distributionHostedZoneId?: string;
  mutualTlsAuthentication?: MutualTls & { truststoreWarnings?: string[] };
  routingMode: string;
  tags?: Tags;
  entityVersion: number;
};

type EndpointInput = { types?: string[] | undefined; ipAddressType?: string | undefined; vpcEndpointIds?: string[] | undefined };

export type CreateDomainNameInput = Partial<Record<keyof CertificateUpload, string | undefined>> & {
  domainName: string;
  certificateName?: string | undefined;
  certificateArn?: string | undefined;
  regionalCertificateName?: string | undefined;
  regionalCertificateArn?: string | undefined;
  endpointConfiguration?: EndpointInput | undefined;
  securityPolicy?: string | undefined;
  endpointAccessMode?: string | undefined;
  mutualTlsAuthentication?: MutualTls | undefined;
  ownershipVerificationCertificateArn?: string | undefined;
  policy?: string | undefined;
  routingMode?: string | undefined;
  tags?: Tags | undefined;
};

const v1Modes = {
  API_MAPPING_ONLY: "BASE_PATH_MAPPING_ONLY",
  ROUTING_RULE_THEN_API_MAPPING: "ROUTING_RULE_THEN_BASE_PATH_MAPPING",
  ROUTING_RULE_ONLY: "ROUTING_RULE_ONLY",
} as const satisfies Record<RoutingMode, string>;

/** Both APIs name the modes in their own way, and clients mix them up. */
export function readRoutingMode(given: string | undefined): string {
  return Object.entries(v1Modes).find(([, name]) => name === given)?.[0] ?? given ?? "API_MAPPING_ONLY";
}

export async function createDomainName(
  scope: Scope,
  tools: Pick<RuntimeCore, "sealer">,
  input: CreateDomainNameInput,
): Promise<DomainName> {
  const { domainName: name, tags, certificateBody, certificatePrivateKey, certificateChain, routingMode, ...members } = input;
  if ((certificateBody === undefined) !== (certificatePrivateKey === undefined))
    throw badRequest("A certificate needs its private key: give certificateBody and certificatePrivateKey together");
  const upload =
    certificateBody === undefined || certificatePrivateKey === undefined
      ? undefined
      : { certificateBody, certificatePrivateKey, certificateChain };
  const { endpointConfiguration, mutualTlsAuthentication: mutualTls, securityPolicy, ...rest } = members;
  const settings = {
    ...rest,
    endpointConfiguration: {
      ...endpointConfiguration,
      types: typesOf(input),
      ipAddressType: endpointConfiguration?.ipAddressType ?? "ipv4",
    },
    ...(mutualTls?.truststoreUri ? { mutualTlsAuthentication: mutualTls } : {}),
    securityPolicy: securityPolicy ?? "TLS_1_2",
    routingMode: readRoutingMode(routingMode),
  };
  return write(scope, { action: "domain:create", summary: `Create custom domain name ${name}` }, async (tx) =>
    domainNameOf(scope, await insertDomain(tx, scope, { name, settings, tags, upload, taken: badRequest }, tools), tags),
  );
}

/** Without a word about it, a certificate for a region makes a regional name, and any other one is for the edge. */
function typesOf({ endpointConfiguration, regionalCertificateArn, regionalCertificateName }: CreateDomainNameInput): string[] {
  const types = endpointConfiguration?.types ?? [];
  if (types.length > 1) throw badRequest("Exactly one endpoint type must be specified");
  if (types.length === 1) return types;
  return [regionalCertificateArn === undefined && regionalCertificateName === undefined ? "EDGE" : "REGIONAL"];
}

export async function getDomainName(scope: Scope, key: DomainKey): Promise<DomainName> {
  return read(scope, async (source) => {
    const row = await getDomainRow(source, scope, key);
    return domainNameOf(scope, row, await loadTags(source, scope, arnOfDomain(scope, row)));
  });
}

export async function getDomainNames(
  scope: Scope,
  input: PageInput & { resourceOwner?: string | undefined } = {},
): Promise<Page<DomainName>> {
  return read(scope, async (source) => {
    // Nobody shares domains across the accounts of an installation.
    const rows = input.resourceOwner === "OTHER_ACCOUNTS" ? [] : await getDomainRows(source, scope);
    const page = pageOf(rows, (row) => row.id, input);
    const items: DomainName[] = [];
    for (const row of page.items) items.push(domainNameOf(scope, row, await loadTags(source, scope, arnOfDomain(scope, row))));
    return { ...page, items };
  });
}

export async function updateDomainName(
  scope: Scope,
  key: DomainKey,
  change: (draft: DomainSettings) => DomainSettings,
  options: UpdateOptions = {},
): Promise<DomainName> {
  return write(scope, { action: "domain:update", summary: `Change custom domain name ${key.domainName}` }, async (tx) => {
    const row = await getDomainRow(tx.source, scope, key);
    await demandVersion(tx.source, row, options.expectedVersion, `The custom domain name ${row.name}`);
    const draft = change(structuredClone(row.settings));
    const after = await changeDomain(tx, row, { ...draft, routingMode: readRoutingMode(draft.routingMode) });
    return domainNameOf(scope, after, await loadTags(tx.source, scope, arnOfDomain(scope, row)));
  });
}

export async function deleteDomainName(scope: Scope, key: DomainKey): Promise<void> {
  await write(scope, { action: "domain:delete", summary: `Delete custom domain name ${key.domainName}` }, async (tx) => {
    await removeDomain(tx, scope, await getDomainRow(tx.source, scope, key));
  });
}

function domainNameOf(scope: Scope, row: DomainRow, tags: Tags | undefined): DomainName {
  const { routingMode, certificateUploadDate, truststore: _, mutualTlsAuthentication, ...settings } = row.settings;
  const mutualTls = shownMutualTls(row.settings);
  return {
    ...settings,
    ...targetOf(scope, row),
    ...(mutualTls === undefined ? {} : { mutualTlsAuthentication: mutualTls }),
    domainName: row.name,
    domainNameArn: arnOfDomain(scope, row),
    domainNameStatus: "AVAILABLE",
    routingMode: v1Modes[routingMode],
    ...(isPrivate(row.settings) ? { domainNameId: row.id } : {}),
    ...(certificateUploadDate === undefined ? {} : { certificateUploadDate: new Date(certificateUploadDate) }),
    ...(tags === undefined ? {} : withoutEmpty({ tags })),
    entityVersion: row.version,
  };
}

/** Mutual TLS as it is answered, with a warning where nobody can be trusted yet. */
export function shownMutualTls({ mutualTlsAuthentication, truststore }: DomainSettings): DomainName["mutualTlsAuthentication"] {
  if (mutualTlsAuthentication === undefined) return undefined;
  if (truststore !== undefined) return mutualTlsAuthentication;
  const warning =
    "Gatehouse does not read from S3: give the bundle as PEM in place of its address, or upload it in the console. Until then every client is refused.";
  return { ...mutualTlsAuthentication, truststoreWarnings: [warning] };
}

// The zones that aliases of the service's own names are made in.
const edgeZone = "Z2FDTNDATAQYW2";
const regionalZones: Readonly<Record<string, string>> = {
  "us-east-1": "Z1UJRXOUMOOFQ8",
  "us-east-2": "ZOJJZC49E0EPZ",
  "us-west-1": "Z2MUQ32089INYE",
  "us-west-2": "Z2OJLYMUO9EFXC",
  "eu-west-1": "ZLY8HYME6SFDD",
  "eu-west-2": "ZJ5UAJN8Y3Z2Q",
  "eu-central-1": "Z1U9ULNL0V5AJ3",
  "ap-southeast-1": "ZL327KTPIQFUL",
  "ap-southeast-2": "Z2RPCDW04V8134",
  "ap-northeast-1": "Z1YSHQZHG15GKL",
};

/** The service's name behind a domain, to which its DNS record points. */
export function targetOf(
  scope: Scope,
  { id, settings }: DomainRow,
): Pick<DomainName, "regionalDomainName" | "regionalHostedZoneId" | "distributionDomainName" | "distributionHostedZoneId"> {
  const [type] = settings.endpointConfiguration.types;
  if (type === "PRIVATE") return {};
  if (type === "EDGE") return { distributionDomainName: `d${id}.cloudfront.net`, distributionHostedZoneId: edgeZone };
  const zone = regionalZones[scope.workspace.region];
  return {
    regionalDomainName: `d-${id}.execute-api.${scope.workspace.region}.amazonaws.com`,
    ...(zone === undefined ? {} : { regionalHostedZoneId: zone }),
  };
}
