import { z } from "zod";
import { canaryRulesMax } from "./canary-limits.ts";
import { canaryRuleSchema } from "./canary-rule.ts";
import { requestFilterSchema } from "./request-filter.ts";
import { v2StageSettingsSchema } from "./v2-api.ts";
import { vpcLinkTargetSchema } from "./vpc-link-targets.ts";

const text = z.string();
const textMap = z.record(z.string(), z.string());

/** Per-method settings of a stage; the key of the map is the wire's `{path without first slash, / as ~1}/{METHOD}` or an asterisk for each (all methods). */
export const methodSettingSchema = z.object({
  metricsEnabled: z.boolean(),
  loggingLevel: z.enum(["OFF", "ERROR", "INFO"]).optional(),
  dataTraceEnabled: z.boolean(),
  throttlingBurstLimit: z.number().int(),
  throttlingRateLimit: z.number(),
  cachingEnabled: z.boolean().optional(),
  cacheTtlInSeconds: z.number().int(),
  cacheDataEncrypted: z.boolean(),
  requireAuthorizationForCacheControl: z.boolean(),
  unauthorizedCacheControlHeaderStrategy: text,
});
export type MethodSetting = z.infer<typeof methodSettingSchema>;

export const canarySettingsSchema = z.object({
  deploymentId: text,
  percentTraffic: z.number(),
  stageVariableOverrides: textMap.optional(),
  /** Of overrides of secret variables, as `secretVariables` of the stage. */
  secretOverrides: textMap.optional(),
  useStageCache: z.boolean(),
  /** What stops the canary without anybody watching; ours, not the service's. */
  rules: z.array(canaryRuleSchema).max(canaryRulesMax).optional(),
  /** First epoch minute whose calls the rules count. */
  sinceMinute: z.number().int().optional(),
});
export type CanarySettings = z.infer<typeof canarySettingsSchema>;

/** Settings of a stage; they act at once, without a deployment. */
export const stageSettingsSchema = z.object({
  description: text.optional(),
  variables: textMap.optional(),
  /**
   * Variables that are never shown, by name: sealed where they are stored, sealed for gateways in releases, and the values in a gateway
   * that opened them. `variables` has a mask in their places. Ours, not the service's.
   */
  secretVariables: textMap.optional(),
  cacheClusterEnabled: z.boolean(),
  cacheClusterSize: text.optional(),
  /** Counts the flushes of the response cache, and of what authorizers said. */
  cacheGeneration: z.number().int().optional(),
  authorizerCacheGeneration: z.number().int().optional(),
  /** Single answers that were flushed, by what names them: the number of the change, and when it was. */
  flushedAnswers: z.record(text, z.object({ change: z.number().int(), atMs: z.number().int() })).optional(),
  methodSettings: z.record(z.string(), methodSettingSchema),
  canarySettings: canarySettingsSchema.optional(),
  /** The canary that its rules stopped last, and why. */
  stoppedCanary: z.object({ deploymentId: text, atMs: z.number().int(), why: text }).optional(),
  accessLogSettings: z.object({ destinationArn: text.optional(), format: text.optional() }).optional(),
  tracingEnabled: z.boolean(),
  documentationVersion: text.optional(),
  clientCertificateId: text.optional(),
  webAclArn: text.optional(),
});
export type StageSettings = z.infer<typeof stageSettingsSchema>;

/** A rate and a burst for all requests of an account in a region. */
export const accountThrottleSchema = z.object({ rateLimit: z.number(), burstLimit: z.number().int() });
export type AccountThrottle = z.infer<typeof accountThrottleSchema>;

/** What a gateway needs to serve one stage: which snapshot, and the settings that act at once. */
export const stageReleaseSchema = z.object({
  accountId: text,
  region: text,
  apiId: text,
  stageName: text,
  deploymentId: text,
  /** Tells a stage from one of its name that was deleted. */
  createdAtMs: z.number().optional(),
  /** Content hash of the snapshot that the deployment froze. */
  snapshotHash: text,
  /** Content hash of the canary's snapshot, when the stage has a canary. */
  canarySnapshotHash: text.optional(),
  settings: stageSettingsSchema,
  /** The filter that the stage names. */
  filter: requestFilterSchema.extend({ id: text, name: text }).optional(),
  /** What all APIs of the workspace together may take; absent where nobody limits them. */
  accountThrottle: accountThrottleSchema.optional(),
  /** What the stage proves itself with to backends; the key is sealed for gateways. */
  clientCertificate: z.object({ certificate: text, privateKey: text }).optional(),
  /** Of the stages of HTTP and WebSocket APIs, besides. */
  v2: v2StageSettingsSchema.optional(),
  /** Where the VPC links of the workspace lead to, by their ids. */
  vpcLinks: z.record(text, z.array(vpcLinkTargetSchema)).optional(),
  /** What the console cannot read at the moment: a gateway goes on with what it had of it. */
  unread: z.array(z.enum(["filter", "vpcLinks", "accountThrottle"])).optional(),
});
export type StageRelease = z.infer<typeof stageReleaseSchema>;
