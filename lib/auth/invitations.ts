import { createHash } from "node:crypto";
import { newId, type RandomBytes } from "../base/ids.ts";
import { isRole, type Role } from "../base/roles.ts";
import type { Database, Transaction } from "../db/database.ts";
import { hashPassword } from "./password.ts";

const tokenLength = 40;
const lifeMs = 7 * 24 * 3_600_000;

/** `member` is who may set a new password by the link; undefined where somebody joins. */
export type OpenInvitation = { email: string; role: Role; invitedBy: string; userId?: string; member?: { name: string } };

// The database keeps hashes only: whoever reads a copy of it cannot follow a link.
const invitationId = (token: string) => createHash("sha256").update(token).digest("base64url");

export type InvitationInput = { accountId: string; email: string; role: Role; invitedById: string; invitedBy: string };

/** Opens a one-time link of seven days; an earlier one for the same address works no more. */
export async function openInvitation(
  tx: Pick<Transaction, "invitation">,
  { accountId, email, role, invitedById, invitedBy }: InvitationInput,
  createdAt: Date,
  random: RandomBytes,
): Promise<{ token: string; expiresAt: Date }> {
  const token = newId(random, tokenLength);
  const expiresAt = new Date(createdAt.getTime() + lifeMs);
  const row = { id: invitationId(token), role, invitedById, invitedBy, createdAt, expiresAt };
  await tx.invitation.upsert({
    where: { accountId_email: { accountId, email } },
    create: { ...row, accountId, email },
    update: row,
  });
  return { token, expiresAt };
}

/** What the link of a token offers; undefined when it was used, withdrawn or is too old. */
export async function findInvitation(db: Database, accountId: string, token: string, now: Date): Promise<OpenInvitation | undefined> {
  const row = await db.reader.invitation.findUnique({ where: { id: invitationId(token) } });
  if (row === null || row.accountId !== accountId || row.expiresAt <= now || !isRole(row.role)) return undefined;
  const user = await db.reader.user.findUnique({ where: { email: row.email }, include: { members: { where: { accountId } } } });
  const { email, invitedBy } = row;
  if (user === null) return { email, role: row.role, invitedBy };
  const role = user.members[0]?.role;
  // A member keeps the role of this moment, whatever it was when the link was made.
  if (role !== undefined && isRole(role)) return { email, role, invitedBy, userId: user.id, member: { name: user.name } };
  return { email, role: row.role, invitedBy, userId: user.id };
}

type Taking = { accountId: string; token: string; userId: string; name: string; email: string; role: Role; password: string };

/**
 * Takes an invitation: makes the user and the member, or sets the password of one that is there and ends its sessions. False when the link
 * does not work any more: of two who take it at once one is told so.
 */
export async function takeInvitation(
  tx: Pick<Transaction, "invitation" | "user" | "member">,
  { accountId, token, userId, name, email, role, password }: Taking,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.invitation.deleteMany({ where: { id: invitationId(token), accountId, email, expiresAt: { gt: now } } });
  if (count === 0) return false;
  const passwordHash = await hashPassword(password);
  await tx.user.upsert({
    where: { id: userId },
    create: { id: userId, email, name, passwordHash, sessionVersion: 0, settings: {}, createdAt: now },
    update: { name, passwordHash, sessionVersion: { increment: 1 } },
  });
  const member = { accountId, userId };
  await tx.member.upsert({
    where: { accountId_userId: member },
    create: { id: `${accountId}/${userId}`, ...member, role, createdAt: now },
    update: {},
  });
  return true;
}
