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
export type SecurityPolicy = keyof typeof securityPolicies;
export type TlsVersion = (typeof securityPolicies)[SecurityPolicy]["minVersion"];
