import type { Authorizer, RestApiDefinition } from "../definition/rest-api.ts";
import { decideMethods, findCachedPolicyTrap, namesSingleMethods } from "../policy/decide-methods.ts";
import { type FindProblems, type Found, methodsOf, type SeenPolicy } from "./subject.ts";

const ttlDefaultSeconds = 300;
const shownRefused = 5;

/** Authorizers whose last policies were made for single methods and are kept all the same: one finding for each. */
export const findCachedPolicies: FindProblems = ({ definition, policies }) =>
  definition.authorizers.flatMap((authorizer) => {
    const own = policies.filter(({ authorizerId }) => authorizerId === authorizer.id);
    for (const policy of own) {
      if (!namesSingleMethods(policy.policy)) continue;
      const found = findTrap(definition, authorizer, policy);
      if (found !== undefined) return [found];
    }
    return [];
  });

function findTrap(
  definition: RestApiDefinition,
  { id, name, authorizerResultTtlInSeconds }: Authorizer,
  seen: SeenPolicy,
): Found | undefined {
  const methods = methodsOf(definition).filter(({ method }) => method.authorizerId === id);
  const { accountId, region, stageName, principalId } = seen;
  const decided = decideMethods(seen.policy, {
    methods: methods.map(({ method, resource }) => ({ httpMethod: method.httpMethod, path: resource.path })),
    place: { accountId, region, apiId: definition.apiId, stageName },
    principalId,
  });
  if (decided === undefined) return undefined;
  const ttlSeconds = authorizerResultTtlInSeconds ?? ttlDefaultSeconds;
  const usedBy = methods.map(({ label }) => label);
  const trap = findCachedPolicyTrap(decided, { ttlSeconds, usedBy });
  if (trap === undefined) return undefined;
  return {
    place: { kind: "authorizer", id },
    label: `authorizer ${name}`,
    text: `Its last policy for ${principalId} names single methods and is kept for ${ttlSeconds} s. ${effectOf(trap.refused)}`,
    fix: { title: "Keep no policy (0 s)", change: { kind: "stop-policy-cache", authorizerId: id } },
  };
}

function effectOf(refused: readonly string[]): string {
  if (refused.length === 0) return "A method that is added later is refused while it is kept.";
  const more = refused.length > shownRefused ? ` and ${refused.length - shownRefused} more` : "";
  return `Until it ends, the same caller is refused on ${refused.slice(0, shownRefused).join(", ")}${more}.`;
}
