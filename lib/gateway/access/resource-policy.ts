import type { RestApiDefinition } from "../../definition/rest-api.ts";
import { evaluatePolicy } from "../../policy/evaluate-policy.ts";
import { parsePolicy } from "../../policy/parse-policy.ts";
import type { Policy, Verdict } from "../../policy/policy.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import { parseJson } from "../parse-json.ts";
import { Refusal } from "../refusal.ts";
import { invokeAction, maskedMethodArn, methodArn, partitionOf } from "./method-arn.ts";
import { policyContext } from "./policy-context.ts";

/** The resource policy of an API as a stage evaluates it. */
export type ResourcePolicy = Policy;

/** What nobody passes, whatever else would let them in. */
export const nobody: ResourcePolicy = { statements: [] };

/** Undefined for an API that has none. What cannot be read allows nobody; neither does a private API without a policy. */
export function compileResourcePolicy({ settings }: RestApiDefinition, stage: StageFacts): ResourcePolicy | undefined {
  const text = settings.policy?.trim() ?? "";
  if (text === "") return settings.endpointConfiguration.types.includes("PRIVATE") ? nobody : undefined;
  const parsed = parsePolicy(parseJson(text));
  return parsed.ok ? expandResources(parsed.policy, stage) : nobody;
}

/** In a resource policy `execute-api:/stage/GET/path` is short for the ARN of that API. */
function expandResources(policy: Policy, stage: StageFacts): Policy {
  const arn = `arn:${partitionOf(stage.region)}:execute-api:${stage.region}:${stage.accountId}:${stage.apiId}`;
  const expand = (pattern: string) => (pattern.startsWith("execute-api:/") ? arn + pattern.slice("execute-api:".length) : pattern);
  return {
    statements: policy.statements.map((statement) => ({
      ...statement,
      resources: { ...statement.resources, patterns: statement.resources.patterns.map(expand) },
    })),
  };
}

/** What the resource policy says about this caller; `principals` are the names of a caller who is known. */
export function evaluateResourcePolicy(policy: ResourcePolicy, exchange: Exchange, principals: readonly string[] = []): Verdict {
  return evaluatePolicy(policy, { action: invokeAction, resource: methodArn(exchange), principals, context: policyContext(exchange) });
}

/** The refusal for a verdict that is no permission. */
export function policyRefusal(policy: ResourcePolicy, exchange: Exchange, verdict: Verdict, user = "anonymous"): Refusal {
  const isExplicit = verdict.decision === "deny";
  const resource = maskedMethodArn(exchange);
  const message = `User: ${user} is not authorized to perform: ${invokeAction} on resource: ${resource}${isExplicit ? " with an explicit deny" : ""}`;
  return new Refusal({
    responseType: "ACCESS_DENIED",
    reason: isExplicit ? "POLICY_DENY" : "POLICY_NO_ALLOW",
    message,
    evidence: { resource, sourceIp: exchange.request.sourceIp, ...statementEvidence(policy, verdict) },
    logLine: message,
  });
}

function statementEvidence(policy: ResourcePolicy, verdict: Verdict): Record<string, string> {
  if (verdict.decision === "none") return {};
  const id = policy.statements[verdict.statement]?.id;
  return { statement: id === undefined ? String(verdict.statement + 1) : `${verdict.statement + 1} (${id})` };
}

/** Lets through whom the policy allows, and nobody else. */
export function demandPolicyAllows(policy: ResourcePolicy, exchange: Exchange, principals: readonly string[] = []): void {
  const verdict = evaluateResourcePolicy(policy, exchange, principals);
  if (verdict.decision !== "allow") throw policyRefusal(policy, exchange, verdict, exchange.identity.userArn);
  annotateVerdict(policy, exchange, verdict);
}

/** Stops whom the policy denies; an authorizer may still allow the others. */
export function demandPolicyDoesNotDeny(policy: ResourcePolicy, exchange: Exchange, principals: readonly string[] = []): Verdict {
  const verdict = evaluateResourcePolicy(policy, exchange, principals);
  if (verdict.decision === "deny" || policy === nobody) throw policyRefusal(policy, exchange, verdict, exchange.identity.userArn);
  annotateVerdict(policy, exchange, verdict);
  return verdict;
}

function annotateVerdict(policy: ResourcePolicy, exchange: Exchange, verdict: Verdict): void {
  if (!exchange.trace.isKept) return;
  const { statement } = statementEvidence(policy, verdict);
  exchange.trace.annotate({ note: statement === undefined ? "No statement applies" : `Statement ${statement} allows` });
}
