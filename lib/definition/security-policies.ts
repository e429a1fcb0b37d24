/** The policies that the service has, with the oldest version of TLS that each lets through, and whether keys must be ephemeral. */
export const securityPolicies = {
  TLS_1_0: { minVersion: "TLSv1", isForwardSecret: false },
  TLS_1_2: { minVersion: "TLSv1.2", isForwardSecret: false },
  SecurityPolicy_TLS12_2018_EDGE: { minVersion: "TLSv1.2", isForwardSecret: false },
  SecurityPolicy_TLS12_PFS_2025_EDGE: { minVersion: "TLSv1.2", isForwardSecret: true },
  SecurityPolicy_TLS13_2025_EDGE: { minVersion: "TLSv1.3", isForwardSecret: true },
  SecurityPolicy_TLS13_1_2_2021_06: { minVersion: "TLSv1.2", isForwardSecret: false },
  SecurityPolicy_TLS13_1_2_PQ_2025_09: { minVersion: "TLSv1.2", isForwardSecret: false },
  SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09: { minVersion: "TLSv1.2", isForwardSecret: true },
  SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09: { minVersion: "TLSv1.2", isForwardSecret: false },
  SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09: { minVersion: "TLSv1.2", isForwardSecret: true },
  SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09: { minVersion: "TLSv1.2", isForwardSecret: false },
  SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09: { minVersion: "TLSv1.2", isForwardSecret: false },
  SecurityPolicy_TLS13_1_3_2025_09: { minVersion: "TLSv1.3", isForwardSecret: true },
  SecurityPolicy_TLS13_1_3_FIPS_2025_09: { minVersion: "TLSv1.3", isForwardSecret: true },
} as const;

/** Whether an endpoint is entered by what fits it only: its own type, and one name for connection and request. */
export const endpointAccessModes = ["BASIC", "STRICT"] as const;
export type EndpointAccessMode = (typeof endpointAccessModes)[number];

export type SecurityPolicy = keyof typeof securityPolicies;
export type TlsVersion = (typeof securityPolicies)[SecurityPolicy]["minVersion"];

type TlsRules = { minVersion: TlsVersion; isForwardSecret: boolean };

/** What a policy lets through; one that is not known here is as strict as it can be. */
export function tlsRulesOf(securityPolicy: string): TlsRules {
  const known: Readonly<Record<string, TlsRules>> = securityPolicies;
  return (Object.hasOwn(known, securityPolicy) ? known[securityPolicy] : undefined) ?? { minVersion: "TLSv1.3", isForwardSecret: true };
}

/** The newer policies; what has one says how endpoints are entered, too. */
export function isEnhanced(securityPolicy: string): boolean {
  return securityPolicy.startsWith("SecurityPolicy_");
}

/** `SecurityPolicy_TLS13_1_3_2025_09 (TLS 1.3 and newer, forward secrecy)`. */
export function describePolicy(name: string): string {
  const { minVersion, isForwardSecret } = tlsRulesOf(name);
  const version = minVersion === "TLSv1" ? "TLS 1.0" : minVersion.replace("TLSv", "TLS ");
  return `${name} (${version} and newer${isForwardSecret ? ", forward secrecy" : ""})`;
}
