import type { Gate } from "../definition/gates.ts";
import type { Method, RestApiDefinition } from "../definition/rest-api.ts";
import type { MethodSetting } from "../definition/stage.ts";
import { findMethodSetting } from "../gateway/method-settings.ts";
import { getAccountThrottle } from "./account.ts";
import { getApiKeyRow } from "./api-keys.ts";
import { getDefinition } from "./draft-state.ts";
import { notFound } from "./errors.ts";
import { type KeyUse, loadKeyStandings } from "./key-use.ts";
import { type Rows, type Source, type Throttle, table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { getStage } from "./stages.ts";
import { read } from "./write.ts";

export type CheckKeyInput = { apiKey: string; restApiId: string; stageName: string; resourcePath: string; httpMethod: string };

/** What every gate that looks at a key says about it on one method of a stage, as the gateway asks them. */
export async function checkKey(scope: Scope, input: CheckKeyInput): Promise<Gate[]> {
  const { restApiId, stageName, resourcePath, httpMethod } = input;
  const [definition, stage] = await Promise.all([
    getDefinition(scope, restApiId, { stageName }),
    getStage(scope, { restApiId, stageName }),
  ]);
  const methods = Object.values(definition.resources.find(({ path }) => path === resourcePath)?.resourceMethods ?? {});
  const method = methods.find((each) => each.httpMethod === httpMethod) ?? methods.find((each) => each.httpMethod === "ANY");
  if (method === undefined) throw notFound(`Stage ${stageName} serves no ${httpMethod} ${resourcePath}.`);
  return keyGates(scope, input, { definition, method, methodSettings: stage.methodSettings });
}

type Asked = { definition: RestApiDefinition; method: Method; methodSettings: Readonly<Record<string, MethodSetting>> };

/** The same for a method that was found already. */
export async function keyGates(scope: Scope, input: CheckKeyInput, { definition, method, methodSettings }: Asked): Promise<Gate[]> {
  const { restApiId, resourcePath } = input;
  const { httpMethod } = method;
  const setting = findMethodSetting(methodSettings, { resourcePath, verb: httpMethod });
  return read(scope, async (source) => {
    const key = await getApiKeyRow(source, scope, input.apiKey);
    const { plans: uses } = (await loadKeyStandings(source, [key.id], scope.clock().getTime())).get(key.id) ?? { plans: [] };
    const first = demandsKey(method, definition.settings.apiKeySource, restApiId);
    const limits = [...stageGates(setting), ...accountGates(await getAccountThrottle(scope))];
    return [
      first,
      isEnabled(key),
      ...endGates(key, scope.clock().getTime()),
      ...(await planGates(source, scope, { ...input, httpMethod, key, uses })),
      ...limits,
    ];
  });
}

function demandsKey({ apiKeyRequired, httpMethod }: Method, keySource: string, apiId: string): Gate {
  const name = "Key required";
  if (!apiKeyRequired) {
    const sentence = `${httpMethod} asks for no API key on this stage, so no key is looked at and no plan limits it.`;
    return { name, verdict: "skipped", sentence, fix: { kind: "require-key", apiId } };
  }
  const from = keySource === "AUTHORIZER" ? "what the authorizer names" : "the header x-api-key";
  return { name, verdict: "passes", sentence: `The method asks for a key and takes it from ${from}.` };
}

function isEnabled({ name, settings }: Rows["ApiKey"]): Gate {
  if (settings.enabled) return { name: "Key enabled", verdict: "passes", sentence: `${name || "The key"} is enabled.` };
  return {
    name: "Key enabled",
    verdict: "refuses",
    reason: "KEY_DISABLED",
    sentence: `${name || "The key"} is switched off: calls answer 403.`,
    fix: { kind: "enable-key" },
  };
}

/** What the end of the key says, where it has one. */
function endGates({ name, settings: { expiresAt } }: Rows["ApiKey"], nowMs: number): Gate[] {
  if (expiresAt === undefined) return [];
  const [gate, who] = ["Key not expired", name || "The key"];
  if (new Date(expiresAt).getTime() > nowMs) return [{ name: gate, verdict: "passes", sentence: `${who} is good until ${expiresAt}.` }];
  const sentence = `${who} ended at ${expiresAt}: calls answer 403. Give it a later end, or none.`;
  return [{ name: gate, verdict: "refuses", reason: "KEY_EXPIRED", sentence, fix: { kind: "extend-key" } }];
}

type PlanInput = CheckKeyInput & { key: Rows["ApiKey"]; uses: readonly KeyUse[] };

async function planGates(source: Source, scope: Scope, input: PlanInput): Promise<Gate[]> {
  const { restApiId, stageName, uses } = input;
  const all = await table(source, "UsagePlan").findMany({ where: { workspaceId: scope.workspace.id } });
  const serves = ({ settings }: Rows["UsagePlan"]) =>
    settings.apiStages.some(({ apiId, stage }) => apiId === restApiId && stage === stageName);
  // The gateway takes the first plan of the key that has the stage.
  const mine = uses.flatMap(({ planId }) => all.find(({ id }) => id === planId) ?? []);
  const plan = mine.find(serves);
  if (plan === undefined) return [inNoPlan(mine, all.filter(serves), stageName)];
  const use = uses.find(({ planId }) => planId === plan.id);
  return [
    { name: "Usage plan", verdict: "passes", sentence: `The key is in the usage plan ${plan.name}, and the plan has stage ${stageName}.` },
    ...(await throttleGates(scope, plan, input)),
    quotaGate(plan, use),
  ];
}

function inNoPlan(mine: readonly Rows["UsagePlan"][], fitting: readonly Rows["UsagePlan"][], stageName: string): Gate {
  const [own] = mine;
  const sentence =
    own === undefined
      ? "The key is in no usage plan: calls answer 403."
      : `No usage plan of the key (${mine.map(({ name }) => name).join(", ")}) has stage ${stageName}: calls answer 403.`;
  const fix =
    own !== undefined && fitting.length === 0
      ? ({ kind: "link-stage", planId: own.id } as const)
      : ({ kind: "add-to-plan", planIds: fitting.map(({ id }) => id) } as const);
  return { name: "Usage plan", verdict: "refuses", reason: "KEY_NOT_IN_PLAN", sentence, fix };
}

async function throttleGates(scope: Scope, plan: Rows["UsagePlan"], input: PlanInput): Promise<Gate[]> {
  const { restApiId, stageName, resourcePath, httpMethod } = input;
  const stage = plan.settings.apiStages.find((each) => each.apiId === restApiId && each.stage === stageName);
  const ofMethod = stage?.throttle?.[`${resourcePath}/${httpMethod}`];
  const fix = { kind: "change-plan", planId: plan.id } as const;
  const refused = await countRefused(scope, input);
  const lines: [string, Throttle | undefined, "THROTTLED_METHOD" | "THROTTLED_PLAN"][] = [
    [`Rate of ${httpMethod} ${resourcePath} in ${plan.name}`, ofMethod, "THROTTLED_METHOD"],
    [`Rate of ${plan.name}`, plan.settings.throttle, "THROTTLED_PLAN"],
  ];
  return lines.flatMap(([name, limits, reason]) => {
    if (limits?.rateLimit === undefined) return [];
    const count = refused.get(reason) ?? 0;
    const past = count === 0 ? "" : ` In the last hour ${count} ${count === 1 ? "call was" : "calls were"} answered 429 by this limit.`;
    return [{ name, verdict: "limits", reason, sentence: `${rateSentence(limits)}${past}`, fix } as const];
  });
}

function rateSentence({ rateLimit = 0, burstLimit }: Throttle): string {
  const burst = burstLimit ?? Math.ceil(rateLimit);
  return `${rateLimit} requests a second and bursts of ${burst} pass; more answer 429.`;
}

const hourMs = 3_600_000;

/** Calls of the key that a rate limit refused lately on this stage, by reason. */
async function countRefused(scope: Scope, { apiKey, restApiId, stageName }: PlanInput): Promise<Map<string, number>> {
  const groups = await scope.db.reader.logEntry.groupBy({
    by: ["reason"],
    where: {
      apiId: restApiId,
      stage: stageName,
      atMs: { gte: BigInt(scope.clock().getTime() - hourMs) },
      apiKeyId: apiKey,
      reason: { in: ["THROTTLED_METHOD", "THROTTLED_PLAN"] },
    },
    _count: { _all: true },
  });
  return new Map(groups.map(({ reason, _count }) => [reason ?? "", _count._all]));
}

function quotaGate(plan: Rows["UsagePlan"], use: KeyUse | undefined): Gate {
  const name = `Quota of ${plan.name}`;
  if (use?.quota === undefined) return { name, verdict: "passes", sentence: `${plan.name} has no quota.` };
  const { limit, used, remaining, period, resetsOn } = use.quota;
  const state = `${used} of ${limit} requests of this ${period.toLowerCase()} are used; the next one begins on ${resetsOn} at 00:00 UTC.`;
  if (remaining > 0) return { name, verdict: "limits", sentence: state };
  const sentence = `${state} Calls answer 429 until then.`;
  return { name, verdict: "refuses", reason: "QUOTA_EXCEEDED", sentence, fix: { kind: "extend-quota", planId: plan.id } };
}

function stageGates(setting: { throttlingRateLimit: number; throttlingBurstLimit: number } | undefined): Gate[] {
  if (setting === undefined || setting.throttlingRateLimit < 0) return [];
  const limits = { rateLimit: setting.throttlingRateLimit, burstLimit: setting.throttlingBurstLimit };
  return [
    {
      name: "Rate of the method on the stage",
      verdict: "limits",
      reason: "THROTTLED_METHOD",
      sentence: `For all callers together, ${rateSentence(limits)}`,
    },
  ];
}

function accountGates(throttle: Throttle | undefined): Gate[] {
  if (throttle === undefined) return [];
  const sentence = `For all APIs and callers together, ${rateSentence(throttle)}`;
  return [{ name: "Rate of the account", verdict: "limits", reason: "THROTTLED_ACCOUNT", sentence }];
}
