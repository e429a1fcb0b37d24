import { holds } from "./conditions.ts";
import type { Condition, Patterns, Policy, PolicyRequest, Principals, Statement, Verdict } from "./policy.ts";
import { matchesWildcard } from "./wildcard.ts";

/** What a policy says about a request: a statement that denies wins over any that allows. */
export function evaluatePolicy(policy: Policy, request: PolicyRequest): Verdict {
  let allowing: Verdict = { decision: "none" };
  for (const [statement, candidate] of policy.statements.entries()) {
    if (!applies(candidate, request)) continue;
    if (candidate.effect === "Deny") return { decision: "deny", statement };
    if (allowing.decision === "none") allowing = { decision: "allow", statement };
  }
  return allowing;
}

function applies(statement: Statement, request: PolicyRequest): boolean {
  return findMiss(statement, request) === undefined;
}

/** The first part of a statement that does not fit a request; undefined when the statement applies. */
export function findMiss(statement: Statement, request: PolicyRequest): "principal" | "action" | "resource" | Condition | undefined {
  if (!matchesPrincipal(statement.principals, request.principals)) return "principal";
  if (!matchesAny(statement.actions, request.action, { ignoresCase: true })) return "action";
  if (!matchesAny(statement.resources, request.resource, { ignoresCase: false })) return "resource";
  return statement.conditions.find((condition) => !holds(condition, request.context.get(condition.key) ?? []));
}

function matchesAny({ patterns, isNegated }: Patterns, text: string, { ignoresCase }: { ignoresCase: boolean }): boolean {
  const wanted = ignoresCase ? text.toLowerCase() : text;
  const found = patterns.some((pattern) => matchesWildcard(ignoresCase ? pattern.toLowerCase() : pattern, wanted));
  return found !== isNegated;
}

function matchesPrincipal(principals: Principals | undefined, callers: readonly string[]): boolean {
  if (principals === undefined) return true;
  const found = principals.anyone || callers.some((caller) => principals.names.includes(caller));
  return found !== principals.isNegated;
}
