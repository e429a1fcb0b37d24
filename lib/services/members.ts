import { environmentUser } from "../auth/access-keys.ts";
import { findInvitation, openInvitation, takeInvitation } from "../auth/invitations.ts";
import { normalizeEmail } from "../auth/users.ts";
import { newId } from "../base/ids.ts";
import { isRole, type Role } from "../base/roles.ts";
import { ServiceError } from "../base/service-error.ts";
import { noteAccessChange } from "../db/note-access-change.ts";
import { badRequest, conflict, notFound } from "./errors.ts";
import type { Source } from "./rows.ts";
import type { RuntimeCore } from "./runtime-scope.ts";
import type { Actor, Scope } from "./scope.ts";
import { read, write } from "./write.ts";

export type MemberView = { userId: string; name: string; email: string; role: Role; joinedAt: Date; accessKeys: number };
/** `isNewPassword`: the link is for a member who sets a new password by it. */
export type InvitationView = { email: string; role: Role; invitedBy: string; expiresAt: Date; isNewPassword: boolean };
/** The token of a one-time link, which nobody sees again, and until when it works. */
export type OneTimeLink = { token: string; expiresAt: Date };

const invitationsMax = 100;

/** Everybody who can sign in to this account, and who is invited. */
export async function listMembers(scope: Scope): Promise<{ members: MemberView[]; invitations: InvitationView[] }> {
  const { accountId } = scope.workspace;
  return read(scope, async (source) => {
    const rows = await source.member.findMany({
      // The owner of the environment's access key is no person.
      where: { accountId, userId: { not: environmentUser.id } },
      include: { user: { select: { name: true, email: true, _count: { select: { accessKeys: { where: { accountId } } } } } } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
    const members = rows.flatMap(({ userId, role, createdAt: joinedAt, user: { name, email, _count } }) =>
      isRole(role) ? [{ userId, name, email, role, joinedAt, accessKeys: _count.accessKeys }] : [],
    );
    const known = new Set(members.map(({ email }) => email));
    const open = await source.invitation.findMany({
      where: { accountId, expiresAt: { gt: scope.clock() } },
      orderBy: { createdAt: "asc" },
    });
    const invitations = open.flatMap(({ email, role, invitedBy, expiresAt }) =>
      isRole(role) ? [{ email, role, invitedBy, expiresAt, isNewPassword: known.has(email) }] : [],
    );
    return { members, invitations };
  });
}

/** Invites somebody by a one-time link; a second invitation takes the place of the first. */
export async function inviteMember(scope: Scope, { email: given, role }: { email: string; role: Role }): Promise<OneTimeLink> {
  const email = normalizeEmail(given);
  const { accountId } = scope.workspace;
  return write(scope, intent("invite", `Invite ${email} as ${role}`), async ({ source, at }) => {
    // Of any account: the link would let its taker set the password of somebody there.
    if ((await source.member.count({ where: { user: { email } } })) > 0)
      throw conflict(`${email} is a member already. Change the role in the list of members.`);
    await source.invitation.deleteMany({ where: { accountId, expiresAt: { lte: at } } });
    const link = await openInvitation(source, { accountId, email, role, ...inviter(scope) }, at, scope.random);
    if ((await source.invitation.count({ where: { accountId } })) > invitationsMax)
      throw badRequest(`At most ${invitationsMax} invitations are open at once. Withdraw one that nobody takes.`);
    return link;
  });
}

/** Closes an invitation, so that its link works no more. */
export async function withdrawInvitation(scope: Scope, { email }: { email: string }): Promise<void> {
  const { accountId } = scope.workspace;
  await write(scope, intent("withdraw", `Withdraw the link of ${email}`), async ({ source }) => {
    const { count } = await source.invitation.deleteMany({ where: { accountId, email } });
    if (count === 0) throw notFound(`${email} has no open link.`);
  });
}

/** A one-time link by which a member who lost the password sets a new one. */
export async function makeSignInLink(scope: Scope, { userId }: { userId: string }): Promise<OneTimeLink> {
  const { email, name, role } = await read(scope, (source) => findMember(source, scope, userId));
  const { accountId } = scope.workspace;
  return write(scope, intent("sign-in-link", `Make a sign-in link for ${name}`), async ({ source, at }) =>
    openInvitation(source, { accountId, email, role, ...inviter(scope) }, at, scope.random),
  );
}

/** Gives a member another role; it holds from the next call on. The last owner stays one. */
export async function changeRole(scope: Scope, { userId, role }: { userId: string; role: Role }): Promise<void> {
  const before = await read(scope, (source) => findMember(source, scope, userId));
  if (before.role === role) return;
  const { accountId } = scope.workspace;
  await write(scope, intent("role", `Make ${before.name} ${role} instead of ${before.role}`), async ({ source, at }) => {
    await source.member.update({ where: { accountId_userId: { accountId, userId } }, data: { role } });
    await demandOwner(source, accountId);
    if (role !== "owner") await closeLinksOf(source, accountId, userId);
    await noteAccessChange(source, { workspaceId: scope.workspace.id, at });
  });
}

/** Takes a member out: sessions end, access keys are deleted and the links that the member made work no more. The last owner stays. */
export async function removeMember(scope: Scope, { userId }: { userId: string }): Promise<void> {
  const { name, email } = await read(scope, (source) => findMember(source, scope, userId));
  const { accountId } = scope.workspace;
  await write(scope, intent("remove", `Remove ${name} from the members`), async ({ source, at }) => {
    await source.member.delete({ where: { accountId_userId: { accountId, userId } } });
    await demandOwner(source, accountId);
    await source.accessKey.deleteMany({ where: { accountId, userId } });
    await source.invitation.deleteMany({ where: { accountId, email } });
    await closeLinksOf(source, accountId, userId);
    await source.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
    await noteAccessChange(source, { workspaceId: scope.workspace.id, at });
  });
}

/** Lets in whoever has the token of an open invitation, and writes down that it was taken. */
export async function acceptInvitation(
  scopeOf: (actor: Actor) => Scope,
  { db, workspace, clock, random }: Pick<RuntimeCore, "db" | "workspace" | "clock" | "random">,
  { token, name, password }: { token: string; name: string; password: string },
): Promise<void> {
  const { accountId } = workspace;
  const found = await findInvitation(db, accountId, token, clock());
  if (found === undefined) throw unusableLink();
  const { email, role, member, userId = newId(random) } = found;
  const summary = member === undefined ? `Join as ${role}` : "Set a new password by a sign-in link";
  const told = { action: "member:join", permission: "own", summary, isAlwaysKept: true } as const;
  await write(scopeOf({ userId, name, role, via: "console" }), told, async ({ source, at }) => {
    if (!(await takeInvitation(source, { accountId, token, userId, name, email, role, password }, at))) throw unusableLink();
  });
}

const unusableLink = () =>
  new ServiceError("AccessDeniedException", "This link was used already, withdrawn, or is too old. Ask an owner for a new one.");

const inviter = ({ actor }: Scope) => ({ invitedById: actor.userId, invitedBy: actor.name });

/** Links are good as long as who made them may make them. */
async function closeLinksOf(source: Source, accountId: string, invitedById: string): Promise<void> {
  await source.invitation.deleteMany({ where: { accountId, invitedById } });
}

const intent = (verb: string, summary: string) =>
  ({ action: `member:${verb}`, permission: "administer", summary, isAlwaysKept: true }) as const;

async function findMember(source: Source, { workspace: { accountId } }: Scope, userId: string) {
  const row = await source.member.findUnique({ where: { accountId_userId: { accountId, userId } }, include: { user: true } });
  if (row === null || userId === environmentUser.id || !isRole(row.role)) throw notFound("There is no member with this id.");
  return { name: row.user.name, email: row.user.email, role: row.role };
}

/** Checked after the change: two owners who step down at once do not both succeed. One has to be able to sign in without a provider. */
async function demandOwner(source: Source, accountId: string): Promise<void> {
  const owners = await source.member.count({ where: { accountId, role: "owner", user: { passwordHash: { not: null } } } });
  if (owners === 0) throw conflict("The last owner stays: make another member owner first.");
}
