import { parsePolicy } from "../../policy/parse-policy.ts";
import type { Policy } from "../../policy/policy.ts";
import { parseJson } from "../parse-json.ts";
import { badAuthorizerResult } from "./authorizer-refusals.ts";

/** What a Lambda authorizer answered, read and checked. */
export type AuthorizerResult = {
  principalId: string;
  policy: Policy;
  /** As text, as templates and functions see it. */
  context: Readonly<Record<string, string>>;
  usageIdentifierKey: string | undefined;
};

/** Reads the payload of the function; throws the refusal for one that is no answer of an authorizer. */
export function readAuthorizerResult(payload: string, authorizerId: string): AuthorizerResult {
  const bad = (fault: string) => badAuthorizerResult(fault, { authorizerId });
  const result = parseJson(payload);
  if (typeof result !== "object" || result === null || Array.isArray(result)) throw bad("Could not parse policy");
  const { principalId, policyDocument, context, usageIdentifierKey } = result as Record<string, unknown>;
  if (typeof principalId !== "string" || principalId === "") throw bad("Authorizer result has no principalId");
  const parsed = parsePolicy(policyDocument);
  if (!parsed.ok) throw bad(`Could not parse policy: ${parsed.message}`);
  return {
    principalId,
    policy: parsed.policy,
    context: readContext(context, bad),
    usageIdentifierKey: typeof usageIdentifierKey === "string" ? usageIdentifierKey : undefined,
  };
}

function readContext(context: unknown, bad: (fault: string) => Error): Record<string, string> {
  if (context === undefined || context === null) return {};
  if (typeof context !== "object" || Array.isArray(context)) throw bad("The context of the authorizer result is no map");
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(context)) {
    if (value === null) continue;
    if (typeof value === "object") throw bad(`The context of the authorizer result has a nested value: ${name}`);
    texts[name] = String(value);
  }
  return texts;
}
