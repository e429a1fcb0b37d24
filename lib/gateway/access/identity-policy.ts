import { evaluatePolicy } from "../../policy/evaluate-policy.ts";
import { parseIdentityPolicy } from "../../policy/identity-policy.ts";
import type { Policy, Verdict } from "../../policy/policy.ts";
import type { Exchange } from "../exchange.ts";
import { Refusal } from "../refusal.ts";
import { maskedMethodArn, methodArn } from "./method-arn.ts";
import { policyContext } from "./policy-context.ts";

/** A policy as gateways keep it; one that cannot be read allows nothing. */
export function compileIdentityPolicy(text: string): Policy {
  const parsed = parseIdentityPolicy(text);
  return parsed.ok ? parsed.policy : { statements: [] };
}

/** What the policy of the access key says about this call; a key without one may do everything. */
export function evaluateIdentity(policy: Policy | undefined, exchange: Exchange, action: string): Verdict | undefined {
  if (policy === undefined) return undefined;
  return evaluatePolicy(policy, { action, resource: methodArn(exchange), principals: [], context: policyContext(exchange) });
}

/** The refusal for what the access key's policy denies, or does not allow. */
export function identityRefusal(policy: Policy, exchange: Exchange, verdict: Verdict, action: string): Refusal {
  const isExplicit = verdict.decision === "deny";
  const resource = maskedMethodArn(exchange);
  const why = isExplicit
    ? "with an explicit deny in an identity-based policy"
    : `because no identity-based policy allows the ${action} action`;
  const message = `User: ${exchange.identity.userArn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  return new Refusal({
    responseType: "ACCESS_DENIED",
    reason: isExplicit ? "IDENTITY_DENY" : "IDENTITY_NO_ALLOW",
    message,
    evidence: { accessKeyId: exchange.identity.accessKey ?? "", action, resource, ...statementEvidence(policy, verdict) },
    logLine: message,
  });
}

function statementEvidence({ statements }: Policy, verdict: Verdict): Record<string, string> {
  if (verdict.decision === "none") return {};
  const id = statements[verdict.statement]?.id;
  return { statement: id === undefined ? String(verdict.statement + 1) : `${verdict.statement + 1} (${id})` };
}
