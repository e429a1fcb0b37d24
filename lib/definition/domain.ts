import { z } from "zod";

const text = z.string();

export const routingModes = ["API_MAPPING_ONLY", "ROUTING_RULE_THEN_API_MAPPING", "ROUTING_RULE_ONLY"] as const;
export type RoutingMode = (typeof routingModes)[number];

export const endpointTypes = ["REGIONAL", "EDGE", "PRIVATE"] as const;

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

/** What a domain name is, besides its name and its certificate. */
export const domainSettingsSchema = z.object({
  endpointConfiguration: z.object({
    types: z.tuple([z.enum(endpointTypes)]),
    ipAddressType: z.enum(["ipv4", "dualstack"]),
    vpcEndpointIds: z.array(text.max(256)).max(100).optional(),
  }),
  certificateName: text.max(1_024).optional(),
  certificateArn: text.max(2_048).optional(),
  regionalCertificateName: text.max(1_024).optional(),
  regionalCertificateArn: text.max(2_048).optional(),
  /** When the certificate was last named or uploaded, as ISO text. */
  certificateUploadDate: text.optional(),
  securityPolicy: text.refine((value) => value in securityPolicies, "is no security policy that the service has"),
  endpointAccessMode: z.enum(["BASIC", "STRICT"]).optional(),
  mutualTlsAuthentication: z.object({ truststoreUri: text, truststoreVersion: text.max(64).optional() }).optional(),
  /** The authorities that clients' certificates must come from, as PEM. */
  truststore: text.optional(),
  ownershipVerificationCertificateArn: text.max(2_048).optional(),
  policy: text.max(65_536).optional(),
  managementPolicy: text.max(65_536).optional(),
  routingMode: z.enum(routingModes),
});
export type DomainSettings = z.infer<typeof domainSettingsSchema>;

const headerConditionSchema = z.object({ header: text, valueGlob: text });
export const routingConditionSchema = z.object({
  matchBasePaths: z.object({ anyOf: z.array(text) }).optional(),
  matchHeaders: z.object({ anyOf: z.array(headerConditionSchema) }).optional(),
});
export type RoutingCondition = z.infer<typeof routingConditionSchema>;

/** A rule: when all its conditions hold, a request goes to its stage. */
export const routingRuleSchema = z.object({
  routingRuleId: text,
  priority: z.number().int(),
  conditions: z.array(routingConditionSchema),
  apiId: text,
  stage: text,
  stripBasePath: z.boolean(),
});
export type RoutingRule = z.infer<typeof routingRuleSchema>;

/** A base path without slashes around it, empty for the root; without a stage the caller's path names it. */
export const domainMappingSchema = z.object({ apiMappingId: text, basePath: text, apiId: text, stage: text });
export type DomainMapping = z.infer<typeof domainMappingSchema>;

/** What decides where a request to a domain goes. */
export type DomainRouting = {
  routingMode: RoutingMode;
  rules: readonly RoutingRule[];
  mappings: readonly DomainMapping[];
};
