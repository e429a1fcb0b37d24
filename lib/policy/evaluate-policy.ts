import { holds } from "./conditions.ts";
import type { Patterns, Policy, PolicyRequest, Principals, Statement, Verdict } from "./policy.ts";
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
  return (
    matchesPrincipal(statement.principals, request.principals) &&
    matchesAny(statement.actions, request.action, { ignoresCase: true }) &&
    matchesAny(statement.resources, request.resource, { ignoresCase: false }) &&
    statement.conditions.every((condition) => holds(condition, request.context.get(condition.key) ?? []))
  );
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
