import { createHash } from "node:crypto";
import { newId, type RandomBytes } from "../base/ids.ts";
import { isRole, type Role } from "../base/roles.ts";
import type { Database, Transaction } from "../db/database.ts";
import { hashPassword } from "./password.ts";

const tokenLength = 40;
const lifeMs = 7 * 24 * 3_600_000;

/** `name` is that of the member whom the link lets set a new password. */
export type OpenInvitation = { email: string; role: Role; invitedBy: string; name?: string };

// The database keeps hashes only: whoever reads a copy of it cannot follow a link.
const invitationId = (token: string) => createHash("sha256").update(token).digest("base64url");

export type InvitationInput = { accountId: string; email: string; role: Role; invitedBy: string };

/** Opens a one-time link of seven days; an earlier one for the same address works no more. */
export async function openInvitation(
  tx: Pick<Transaction, "invitation">,
  { accountId, email, role, invitedBy }: InvitationInput,
  createdAt: Date,
  random: RandomBytes,
): Promise<{ token: string; expiresAt: Date }> {
  const token = newId(random, tokenLength);
  const expiresAt = new Date(createdAt.getTime() + lifeMs);
  const row = { id: invitationId(token), role, invitedBy, createdAt, expiresAt };
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
  const member = await db.reader.member.findFirst({ where: { accountId, user: { email: row.email } }, include: { user: true } });
  const { email, role, invitedBy } = row;
  return { email, role, invitedBy, ...(member === null ? {} : { name: member.user.name }) };
}

export type NewMember = { userId: string; name: string; email: string; role: Role; isNew: boolean };

/**
 * Takes an invitation: makes the user, or sets the password of one that is there and ends its sessions. Undefined when the link does not
 * work any more; of two who take it at once one is told so.
 */
export async function takeInvitation(
  db: Database,
  { accountId, token, name, password }: { accountId: string; token: string; name: string; password: string },
  now: Date,
  random: RandomBytes,
): Promise<NewMember | undefined> {
  const invitation = await findInvitation(db, accountId, token, now);
  if (invitation === undefined) return undefined;
  const { email, role } = invitation;
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    // The first statement writes (see lib/db); only one of several gets to delete the row.
    const { count } = await tx.invitation.deleteMany({ where: { id: invitationId(token), accountId, expiresAt: { gt: now } } });
    if (count === 0) return undefined;
    const known = await tx.user.findUnique({ where: { email }, include: { members: { where: { accountId } } } });
    const userId = known?.id ?? newId(random);
    if (known === null)
      await tx.user.create({ data: { id: userId, email, name, passwordHash, sessionVersion: 0, settings: {}, createdAt: now } });
    else await tx.user.update({ where: { id: userId }, data: { name, passwordHash, sessionVersion: { increment: 1 } } });
    const member = known?.members[0];
    if (member !== undefined && isRole(member.role)) return { userId, name, email, role: member.role, isNew: false };
    await tx.member.create({ data: { id: `${accountId}/${userId}`, accountId, userId, role, createdAt: now } });
    return { userId, name, email, role, isNew: true };
  });
}
