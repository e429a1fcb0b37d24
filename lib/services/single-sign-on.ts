import type { SignInRefusal } from "../auth/next-auth-options.ts";
import type { Identity } from "../auth/oidc.ts";
import { newId } from "../base/ids.ts";
import { isRole, type Role } from "../base/roles.ts";
import type { Database } from "../db/database.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import type { Actor, Scope } from "./scope.ts";
import { write } from "./write.ts";

/** Who comes in without an invitation, and as what. */
export type AdmissionRules = { allow: (email: string) => boolean; role: Role };

/**
 * Lets in whom the provider vouches for: members by their verified address, those who are invited, whose invitation is taken by it, and
 * those whom the rules allow. Somebody who was a member and was taken out needs an invitation.
 */
export async function admitIdentity(
  scopeOf: (actor: Actor) => Scope,
  { db, workspace, clock, random }: Pick<RuntimeCore, "db" | "workspace" | "clock" | "random">,
  { identity: { email, isVerified, name }, rules }: { identity: Identity; rules: AdmissionRules },
): Promise<"admitted" | SignInRefusal> {
  if (email === "") return "OidcNoEmail";
  if (!isVerified) return "OidcNotVerified";
  const { accountId } = workspace;
  const user = await db.reader.user.findUnique({ where: { email }, include: { members: { where: { accountId } } } });
  if (user !== null && user.members.length > 0) return "admitted";
  const invited = await findInvitedRole(db, { accountId, email, now: clock() });
  const role = invited ?? (user === null && rules.allow(email) ? rules.role : undefined);
  if (role === undefined) return "OidcNotInvited";
  const userId = user?.id ?? newId(random);
  const told = { action: "member:join", permission: "own", summary: `Join as ${role} by single sign-on`, isAlwaysKept: true } as const;
  await write(scopeOf({ userId, name, role, via: "console" }), told, async ({ source, at }) => {
    await source.invitation.deleteMany({ where: { accountId, email } });
    const created = { id: userId, email, name, passwordHash: null, sessionVersion: 0, settings: {}, createdAt: at };
    await source.user.upsert({ where: { email }, create: created, update: {} });
    // Two sign-ins at once make one member of whichever user came first.
    const { id } = await source.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
    await source.member.upsert({
      where: { accountId_userId: { accountId, userId: id } },
      create: { id: `${accountId}/${id}`, accountId, userId: id, role, createdAt: at },
      update: {},
    });
  });
  return "admitted";
}

type Asked = { accountId: string; email: string; now: Date };

async function findInvitedRole({ reader }: Database, { accountId, email, now }: Asked): Promise<Role | undefined> {
  const row = await reader.invitation.findUnique({ where: { accountId_email: { accountId, email } } });
  return row !== null && row.expiresAt > now && isRole(row.role) ? row.role : undefined;
}
