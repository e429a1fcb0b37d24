import { newAccessKey } from "../auth/access-keys.ts";
import { noteAccessChange } from "../db/note-access-change.ts";
import { badRequest, notFound } from "./errors.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import { demand, type Scope } from "./scope.ts";

export type AccessKeySummary = {
  id: string;
  description?: string;
  enabled: boolean;
  createdAt: Date;
  lastUsedAt?: Date;
  /** What the key may do; absent for everything that its member may. */
  policy?: string;
  /** Of the policy; 0 without one. */
  policyVersion: number;
};

/** The actor's own access keys, never their secrets. */
export async function listAccessKeys(scope: Scope): Promise<AccessKeySummary[]> {
  demand(scope, "own", "access-key:list");
  const rows = await scope.db.reader.accessKey.findMany({
    where: { userId: scope.actor.userId, accountId: scope.workspace.accountId },
    orderBy: { createdAt: "asc" },
    select: { id: true, description: true, enabled: true, createdAt: true, lastUsedAt: true, policy: true },
  });
  return rows.map(({ description, lastUsedAt, policy, ...row }) => ({
    ...row,
    policyVersion: policy?.version ?? 0,
    ...(policy === null ? {} : { policy: policy.policy }),
    ...(description === null ? {} : { description }),
    ...(lastUsedAt === null ? {} : { lastUsedAt }),
  }));
}

const keysMax = 20;

/** Makes an access key of the actor; the secret is in this answer and never shown again. */
export async function createAccessKey(
  scope: Scope,
  { sealer }: Pick<RuntimeCore, "sealer">,
  input: { description?: string | undefined },
): Promise<{ id: string; secret: string }> {
  demand(scope, "own", "access-key:create");
  const { accessKeyId: id, secret } = newAccessKey(scope.random);
  const { userId } = scope.actor;
  const { accountId } = scope.workspace;
  await scope.db.transaction(async (tx) => {
    await tx.accessKey.create({
      data: {
        id,
        accountId,
        userId,
        secret: sealer.seal(secret, id),
        description: input.description ?? null,
        enabled: true,
        createdAt: scope.clock(),
      },
    });
    const count = await tx.accessKey.count({ where: { userId, accountId } });
    if (count > keysMax) throw badRequest(`A member has at most ${keysMax} access keys. Delete one that is not used.`);
    await noteAccessChange(tx, { workspaceId: scope.workspace.id, at: scope.clock() });
  });
  scope.db.commits.announce();
  return { id, secret };
}

export async function deleteAccessKey(scope: Scope, input: { id: string }): Promise<void> {
  demand(scope, "own", "access-key:delete");
  const gone = await scope.db.transaction(async (tx) => {
    await noteAccessChange(tx, { workspaceId: scope.workspace.id, at: scope.clock() });
    return tx.accessKey.deleteMany({ where: { id: input.id, userId: scope.actor.userId, accountId: scope.workspace.accountId } });
  });
  scope.db.commits.announce();
  if (gone.count === 0) throw notFound("You have no access key with this id.");
}
