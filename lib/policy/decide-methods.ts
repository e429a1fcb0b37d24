import { evaluatePolicy } from "./evaluate-policy.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { Policy, Verdict } from "./policy.ts";

export type Place = { accountId: string; region: string; apiId: string; stageName: string };
export type MethodVerdict = { method: string; verdict: Verdict["decision"] };

/** What a policy of an authorizer says about each method: it is kept, and looked at anew for each of them. */
export function decideMethods(
  document: string,
  { methods, place, principalId }: { methods: readonly { httpMethod: string; path: string }[]; place: Place; principalId: string },
): { verdicts: MethodVerdict[]; namesSingleMethods: boolean } | undefined {
  const policy = readPolicy(document);
  if (policy === undefined) return undefined;
  const verdicts = methods.map(({ httpMethod, path }) => {
    const resource = `arn:${partitionOf(place.region)}:execute-api:${place.region}:${place.accountId}:${place.apiId}/${place.stageName}/${httpMethod}${path}`;
    const asked = { action: "execute-api:Invoke", resource, principals: [principalId], context: new Map<string, readonly string[]>() };
    return { method: `${httpMethod} ${path}`, verdict: evaluatePolicy(policy, asked).decision };
  });
  return { verdicts, namesSingleMethods: policy.statements.some(namesOneMethod) };
}

/** Whether a policy allows methods by their full names; much cheaper than deciding about all of them. */
export function namesSingleMethods(document: string): boolean {
  return readPolicy(document)?.statements.some(namesOneMethod) ?? false;
}

export type DecidedMethods = NonNullable<ReturnType<typeof decideMethods>>;

/**
 * The methods that a caller is refused on while a policy is kept that was made for single ones; `undefined` where nothing is wrong,
 * as the policy is not kept or names methods with stars.
 */
export function findCachedPolicyTrap(
  { verdicts, namesSingleMethods }: DecidedMethods,
  { ttlSeconds, usedBy }: { ttlSeconds: number; usedBy: readonly string[] },
): { refused: string[] } | undefined {
  if (ttlSeconds <= 0 || !namesSingleMethods) return undefined;
  const users = new Set(usedBy);
  return { refused: verdicts.flatMap(({ method, verdict }) => (verdict !== "allow" && users.has(method) ? [method] : [])) };
}

function readPolicy(document: string): Policy | undefined {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    return undefined;
  }
  const parsed = parsePolicy(value);
  return parsed.ok ? parsed.policy : undefined;
}

/** A statement that allows some methods by their full names, as the ARN in the event of a function has them. */
function namesOneMethod({ effect, resources }: Policy["statements"][number]): boolean {
  return (
    effect === "Allow" && !resources.isNegated && resources.patterns.length > 0 && resources.patterns.every((each) => !each.includes("*"))
  );
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
