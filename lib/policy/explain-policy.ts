import { findMiss } from "./evaluate-policy.ts";
import type { Condition, Policy, PolicyRequest } from "./policy.ts";

/** What one statement has to do with a request: it applies, or the part of it that does not fit. */
export type StatementFinding = {
  /** Place in the document, from 0. */
  statement: number;
  id: string | undefined;
  effect: "Allow" | "Deny";
  miss: "principal" | "action" | "resource" | Condition | undefined;
};

/** Every statement of a policy beside a request, also those after the one that decides. */
export function explainPolicy(policy: Policy, request: PolicyRequest): StatementFinding[] {
  return policy.statements.map((candidate, statement) => ({
    statement,
    id: candidate.id,
    effect: candidate.effect,
    miss: findMiss(candidate, request),
  }));
}
