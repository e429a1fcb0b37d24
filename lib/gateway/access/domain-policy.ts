import { evaluatePolicy } from "../../policy/evaluate-policy.ts";
import { parsePolicy } from "../../policy/parse-policy.ts";
import type { Policy } from "../../policy/policy.ts";
import { parseJson } from "../parse-json.ts";
import { invokeAction, partitionOf } from "./method-arn.ts";
import { type PolicyFacts, policyContext } from "./policy-context.ts";

/** Who may call a private domain name: VPC endpoints that are associated with it, as far as its policy allows them. */
export type DomainPolicy = { resource: string; policy: Policy; vpcEndpoints: ReadonlySet<string> };

type Domain = { id: string; name: string; accountId: string; region: string };

/** A policy that is missing or cannot be read allows nobody. */
export function compileDomainPolicy(
  { id, name, accountId, region }: Domain,
  access: { policy: string; vpcEndpoints: readonly string[] },
): DomainPolicy {
  const resource = `arn:${partitionOf(region)}:execute-api:${region}:${accountId}:/domainnames/${name}+${id}`;
  const parsed = access.policy.trim() === "" ? undefined : parsePolicy(parseJson(access.policy));
  const policy = parsed?.ok === true ? parsed.policy : { statements: [] };
  const vpcEndpoints = new Set(access.vpcEndpoints);
  return { resource, vpcEndpoints, policy: { statements: policy.statements.map((statement) => expand(statement, resource)) } };
}

/** In the policy of a domain `execute-api:/*` is short for its ARN. */
function expand(statement: Policy["statements"][number], resource: string): Policy["statements"][number] {
  const patterns = statement.resources.patterns.map((pattern) => (pattern.startsWith("execute-api:/") ? resource : pattern));
  return { ...statement, resources: { ...statement.resources, patterns } };
}

export function maySourceCall({ resource, policy, vpcEndpoints }: DomainPolicy, request: PolicyFacts["request"], nowMs: number): boolean {
  const { network } = request;
  if (network?.vpceId === undefined || !vpcEndpoints.has(network.vpceId)) return false;
  const context = policyContext({ request, startedAtMs: nowMs, identity: {} });
  return evaluatePolicy(policy, { action: invokeAction, resource, principals: [], context }).decision === "allow";
}
