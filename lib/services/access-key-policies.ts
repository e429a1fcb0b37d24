import { ServiceError } from "../base/service-error.ts";
import { findArnName } from "../db/arn-names.ts";
import { compileIdentityPolicy } from "../gateway/access/identity-policy.ts";
import type { AccessKeyHolder } from "../gateway/ports.ts";
import { evaluatePolicy } from "../policy/evaluate-policy.ts";
import { parseIdentityPolicy } from "../policy/identity-policy.ts";
import type { Statement } from "../policy/policy.ts";
import { matchesWildcard } from "../policy/wildcard.ts";
import { badRequest, notFound } from "./errors.ts";
import { table } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { demandVersion, type UpdateOptions, write } from "./write.ts";

type SetPolicyInput = { id: string; policy: string | undefined };

/** Narrows what one of the actor's access keys may do; without a policy it may what the actor may. */
export async function setAccessKeyPolicy(scope: Scope, { id, policy }: SetPolicyInput, options: UpdateOptions = {}): Promise<void> {
  const summary = policy === undefined ? `Take the policy of access key ${id} away` : `Change the policy of access key ${id}`;
  await write(scope, { action: "access-key:policy", permission: "own", summary }, async (tx) => {
    const { accountId } = scope.workspace;
    const key = await tx.source.accessKey.findUnique({ where: { id }, select: { userId: true, accountId: true } });
    if (key?.userId !== scope.actor.userId || key.accountId !== accountId) throw unknownKey();
    const known = await table(tx.source, "AccessKeyPolicy").findUnique({ where: { id } });
    await demandVersion(tx.source, { version: known?.version ?? 0 }, options.expectedVersion, "The policy");
    if (policy === undefined) await tx.remove("AccessKeyPolicy", { id });
    else {
      const parsed = parseIdentityPolicy(policy);
      if (!parsed.ok) throw badRequest(parsed.message);
      if (known === null) await tx.insert("AccessKeyPolicy", { id, accountId, policy });
      else await tx.update("AccessKeyPolicy", known, { policy });
    }
  });
}

/** One of the actor's access keys as gateways know it, without its secret. */
export async function findSigner(scope: Scope, accessKeyId: string): Promise<{ accessKeyId: string; holder: AccessKeyHolder }> {
  const key = await scope.db.reader.accessKey.findUnique({ where: { id: accessKeyId }, include: { policy: true, user: true } });
  if (key?.userId !== scope.actor.userId || key.accountId !== scope.workspace.accountId) throw unknownKey();
  const { accountId, userId, user, policy } = key;
  const narrowed = policy === null ? {} : { policy: compileIdentityPolicy(policy.policy) };
  return { accessKeyId, holder: { secret: "", accountId, userId, userName: await findArnName(scope.db.reader, user), ...narrowed } };
}

/** A call of the AWS endpoint, as the policy of the access key that signed it sees it. */
export type PolicedCall = {
  /** The policy's text; undefined for a key that may do everything. */
  policy: string | undefined;
  userArn: string;
  /** `apigateway:GET`. */
  action: string;
  resource: string;
  context: ReadonlyMap<string, readonly string[]>;
};

/** Throws unless the access key's policy allows the call. */
export function demandKeyAllows({ policy, userArn, action, resource, context }: PolicedCall): void {
  if (policy === undefined) return;
  const { decision } = evaluatePolicy(compileIdentityPolicy(policy), { action, resource, principals: [], context });
  if (decision === "allow") return;
  const why =
    decision === "deny"
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${action} action`;
  throw accessDenied(`User: ${userArn} is not authorized to perform: ${action} on resource: ${resource} ${why}`);
}

/**
 * The same for a call that stands for many others which nobody can list beforehand, such as a change of a stack: the policy has to allow
 * all of these actions on everything below the resource, without a condition, and to deny nothing at all.
 */
export function demandKeyAllowsAll(call: Omit<PolicedCall, "action" | "context"> & { actions: readonly string[] }): void {
  if (call.policy === undefined) return;
  const { statements } = compileIdentityPolicy(call.policy);
  const isWide = (action: string) => statements.some((statement) => allowsEverywhere(statement, action, call.resource));
  const missing = call.actions.find((action) => !isWide(action));
  if (missing === undefined && statements.every(({ effect }) => effect === "Allow")) return;
  throw accessDenied(
    `User: ${call.userArn} is not authorized to change stacks: the policy of the access key has to allow ${call.actions.join(", ")} on ${call.resource} and to deny nothing`,
  );
}

function allowsEverywhere({ effect, actions, resources, conditions }: Statement, action: string, resource: string): boolean {
  if (effect !== "Allow" || conditions.length > 0 || actions.isNegated || resources.isNegated) return false;
  const isNamed = actions.patterns.some((pattern) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase()));
  return isNamed && resources.patterns.some((pattern) => pattern === "*" || pattern === resource);
}

const unknownKey = () => notFound("You have no access key with this id.");
const accessDenied = (message: string) => new ServiceError("AccessDeniedException", message);
