import { z } from "zod";
import { securityPolicies } from "./security-policies.ts";

const text = z.string();

export const routingModes = ["API_MAPPING_ONLY", "ROUTING_RULE_THEN_API_MAPPING", "ROUTING_RULE_ONLY"] as const;
export type RoutingMode = (typeof routingModes)[number];

export const endpointTypes = ["REGIONAL", "EDGE", "PRIVATE"] as const;

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
