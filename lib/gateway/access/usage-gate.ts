import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { RestApiSettings } from "../../definition/rest-api.ts";
import type { StageRelease } from "../../definition/stage.ts";
import type { Exchange } from "../exchange.ts";
import { findHeader } from "../message.ts";
import type { ApiKeyFacts, Bucket, PlanFacts, ThrottleLimits } from "../ports.ts";
import { Refusal } from "../refusal.ts";

/** A key that is good for the stage, and the usage plan that makes it so. */
export type KeyedCaller = { key: ApiKeyFacts; plan: PlanFacts };

/** Finds the caller's API key and its plan for this stage; the header, or what the authorizer named, carries the key. */
export function demandApiKey(source: RestApiSettings["apiKeySource"], exchange: Exchange): KeyedCaller {
  const { apiId, stageName, accountId, region } = exchange.stage;
  const value = source === "HEADER" ? findHeader(exchange.request.headers, "x-api-key") : exchange.usageIdentifierKey;
  if (value === undefined || value === "") throw keyRefusal("KEY_MISSING", { source });
  const { access } = exchange.ports;
  const key = access.findApiKey({ accountId, region, value });
  if (key === undefined) throw keyRefusal("KEY_UNKNOWN", { source });
  const evidence = { apiKeyId: key.id };
  if (!key.isEnabled) throw keyRefusal("KEY_DISABLED", evidence);
  if (key.endsAtMs !== undefined && exchange.startedAtMs >= key.endsAtMs) {
    const value = key.isFormer === true ? "former" : "current";
    throw keyRefusal("KEY_EXPIRED", { ...evidence, value, endedAt: new Date(key.endsAtMs).toISOString() });
  }
  const plan = key.planIds.map((id) => access.findPlan(id)).find((candidate) => candidate?.stages.has(`${apiId}/${stageName}`));
  if (plan === undefined) throw keyRefusal("KEY_NOT_IN_PLAN", { ...evidence, stage: stageName });
  exchange.identity = { ...exchange.identity, apiKey: value, apiKeyId: key.id };
  return { key, plan };
}

function keyRefusal(reason: ReasonCode, evidence: Readonly<Record<string, string>>): Refusal {
  return new Refusal({ responseType: "INVALID_API_KEY", reason, evidence, logLine: "Invalid API key" });
}

/** The buckets of a plan for one key: of the method in the plan, and of the plan itself. */
export function planBuckets({ key, plan }: KeyedCaller, exchange: Exchange): [Bucket, ReasonCode][] {
  const { apiId, stageName } = exchange.stage;
  const { resourcePath = "", verb = "" } = exchange.route ?? {};
  const method = `${resourcePath}/${verb}`;
  const owner = `plan/${plan.id}/${key.id}`;
  const limits = plan.stages.get(`${apiId}/${stageName}`)?.methods[method];
  return [
    ...bucketsOf(`${owner}/${apiId}/${stageName}${method}`, limits, "THROTTLED_METHOD"),
    ...bucketsOf(owner, plan.throttle, "THROTTLED_PLAN"),
  ];
}

/** The bucket of a limit; a limit without a rate is none. */
export function bucketsOf(key: string, limits: ThrottleLimits | undefined, reason: ReasonCode): [Bucket, ReasonCode][] {
  const rate = limits?.rateLimit;
  if (rate === undefined || rate < 0) return [];
  const burst = limits?.burstLimit ?? Math.ceil(rate);
  return [[{ key, ratePerSecond: rate, burst: Math.max(burst, 0) }, reason]];
}

/** The bucket that all APIs of an account share in a region, where an administrator limits them. */
export function accountBuckets({ accountId, region, accountThrottle }: StageRelease): [Bucket, ReasonCode][] {
  return bucketsOf(`account/${accountId}/${region}`, accountThrottle, "THROTTLED_ACCOUNT");
}

/** Takes a token of each bucket, the narrowest first; a caller without one is refused. */
export async function takeTokens(buckets: readonly [Bucket, ReasonCode][], exchange: Exchange): Promise<void> {
  for (const [bucket, reason] of buckets) {
    const taken = exchange.ports.limits.take(bucket);
    if (typeof taken === "boolean" ? taken : await taken) continue;
    const evidence = { bucket: bucket.key, ratePerSecond: String(bucket.ratePerSecond), burst: String(bucket.burst) };
    throw new Refusal({ responseType: "THROTTLED", reason, evidence, logLine: "Rate limit exceeded" });
  }
}

/** Counts the request against the quota of the plan, where it has one, and refuses it when the quota is used up. */
export async function spendQuota({ key, plan }: KeyedCaller, exchange: Exchange): Promise<void> {
  const spent = await exchange.ports.limits.spend({ planId: plan.id, keyId: key.id, quota: plan.quota });
  if (spent) return;
  const { limit, period } = plan.quota ?? { limit: 0, period: "DAY" };
  throw new Refusal({
    responseType: "QUOTA_EXCEEDED",
    reason: "QUOTA_EXCEEDED",
    evidence: { apiKeyId: key.id, usagePlanId: plan.id, limit: String(limit), period },
    logLine: "API key quota limit exceeded",
  });
}
