import { z } from "zod";
import { domainMappingSchema, routingModes, routingRuleSchema } from "../definition/domain.ts";

const throttleSchema = z.object({ rateLimit: z.number().optional(), burstLimit: z.number().int().optional() });

/** An API key as gateways know it: never its value. */
export const feedApiKeySchema = z.object({
  id: z.string(),
  hash: z.string(),
  enabled: z.boolean(),
  planIds: z.array(z.string()),
  expiresAtMs: z.number().optional(),
  /** The value that was replaced last, while it works. */
  former: z.object({ hash: z.string(), untilMs: z.number() }).optional(),
});
export type FeedApiKey = z.infer<typeof feedApiKeySchema>;

export const feedPlanSchema = z.object({
  id: z.string(),
  apiStages: z.array(z.object({ apiId: z.string(), stage: z.string(), throttle: z.record(z.string(), throttleSchema).optional() })),
  throttle: throttleSchema.optional(),
  quota: z.object({ limit: z.number().int(), offset: z.number().int(), period: z.enum(["DAY", "WEEK", "MONTH"]) }).optional(),
});
export type FeedPlan = z.infer<typeof feedPlanSchema>;

/** An access key of a member, whose secret checks the signatures of callers. */
export const feedAccessKeySchema = z.object({
  id: z.string(),
  secret: z.string(),
  accountId: z.string(),
  userId: z.string(),
  /** What the user is called in ARNs. */
  userName: z.string(),
  /** JSON document of what the key may do; absent for everything that the member may. */
  policy: z.string().optional(),
});
export type FeedAccessKey = z.infer<typeof feedAccessKeySchema>;

/** A custom domain name as gateways serve it. */
export const feedDomainSchema = z.object({
  id: z.string(),
  name: z.string(),
  accountId: z.string(),
  region: z.string(),
  routingMode: z.enum(routingModes),
  rules: z.array(routingRuleSchema),
  mappings: z.array(domainMappingSchema),
  securityPolicy: z.string(),
  /** Edge-optimized: its requests get the headers of the service's edge. */
  isEdge: z.boolean().optional(),
  /** Takes only requests that fit the endpoint. */
  isStrict: z.boolean().optional(),
  /** With the chain; the key is sealed for gateways. */
  certificate: z.object({ pem: z.string(), privateKey: z.string() }).optional(),
  /** Clients have to prove themselves with a certificate of these authorities; an empty text lets nobody in. */
  truststore: z.string().optional(),
  /** Of private names: the VPC endpoints that may call, and the name's policy. */
  privateAccess: z.object({ vpcEndpoints: z.array(z.string()), policy: z.string() }).optional(),
});
export type FeedDomain = z.infer<typeof feedDomainSchema>;

/** Who may call: the API keys that changed, or all of them after a reset; plans, access keys and domains are always all there are. */
export const accessChangesSchema = z.object({
  reset: z.boolean(),
  /** Key of the hashes of API keys. */
  hashKey: z.string(),
  keys: z.array(feedApiKeySchema),
  goneKeys: z.array(z.string()),
  plans: z.array(feedPlanSchema),
  accessKeys: z.array(feedAccessKeySchema),
  domains: z.array(feedDomainSchema).default([]),
  /** Ids of what the console cannot read: a gateway goes on with what it has of them. */
  kept: z.object({ keys: z.array(z.string()), plans: z.array(z.string()), domains: z.array(z.string()) }).optional(),
});
export type AccessChanges = z.infer<typeof accessChangesSchema>;

/** Requests of a key under a plan on one day (UTC). */
export const usageCountSchema = z.object({ planId: z.string(), keyId: z.string(), day: z.string(), count: z.number().int().min(0) });
export type UsageCount = z.infer<typeof usageCountSchema>;

/** Body of `POST /feed/quota`: a gateway asks for requests that it may let through, or gives back what it did not spend. */
export const quotaRequestSchema = z.object({
  planId: z.string(),
  keyId: z.string(),
  /** First day of the period. */
  start: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  wanted: z.number().int().min(0).max(1_000_000),
  /** Spent while the console was away, without having been asked for. */
  borrowed: z.number().int().min(0),
  returned: z.number().int().min(0),
});
export type QuotaRequest = z.infer<typeof quotaRequestSchema>;

/** How many of the requests that a gateway asked for it may let through, and how many are left after them. */
export const quotaGrantSchema = z.object({ granted: z.number().int(), remaining: z.number().int() });
export type QuotaGrant = z.infer<typeof quotaGrantSchema>;
