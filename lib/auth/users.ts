import { newId, type RandomBytes } from "../base/ids.ts";
import { isRole, type Role } from "../base/roles.ts";
import type { Database } from "../db/database.ts";
import { hashPassword, verifyPassword } from "./password.ts";

export type SignedInUser = { id: string; name: string; email: string; role: Role; sessionVersion: number };

/** Whether nobody can sign in yet: the first-run link is open until somebody can. */
export async function isSetupNeeded(db: Database): Promise<boolean> {
  return (await db.reader.user.findFirst({ where: { passwordHash: { not: null } }, select: { id: true } })) === null;
}

export type OwnerInput = { accountId: string; email: string; name: string; password: string };

/**
 * Makes the first owner of an account, also of somebody who came in without a password before. Two who try at once: the second is told that
 * there is one already.
 */
export async function createFirstOwner(
  db: Database,
  input: OwnerInput,
  clock: () => Date,
  random: RandomBytes,
): Promise<"created" | "exists"> {
  const { accountId, name } = input;
  const email = normalizeEmail(input.email);
  const passwordHash = await hashPassword(input.password);
  const id = newId(random);
  const createdAt = clock();
  return db.transaction(async (tx) => {
    // The first statement writes (see lib/db), so the check after it cannot race.
    const create = { id, email, name, passwordHash: null, sessionVersion: 0, settings: {}, createdAt };
    const { id: userId } = await tx.user.upsert({ where: { email }, create, update: { email } });
    if ((await tx.user.count({ where: { passwordHash: { not: null } } })) > 0) {
      if (userId === id) await tx.user.delete({ where: { id } });
      return "exists";
    }
    await tx.user.update({ where: { id: userId }, data: { passwordHash } });
    const member = { accountId, userId };
    await tx.member.upsert({
      where: { accountId_userId: member },
      create: { id: `${accountId}/${userId}`, ...member, role: "owner", createdAt },
      update: { role: "owner" },
    });
    return "created";
  });
}

/** A hash that no password has, so that an unknown name takes as long as a wrong password. */
let decoyHash: Promise<string> | undefined;

/** The user of these credentials in the account, or undefined. Takes equally long for unknown names. */
export async function checkCredentials(
  db: Database,
  accountId: string,
  credentials: { email: string; password: string },
): Promise<SignedInUser | undefined> {
  const user = await db.reader.user.findUnique({
    where: { email: normalizeEmail(credentials.email) },
    include: { members: { where: { accountId } } },
  });
  decoyHash ??= hashPassword(newId());
  const fits = await verifyPassword(user?.passwordHash ?? (await decoyHash), credentials.password);
  const role = user?.members[0]?.role;
  if (!fits || user?.passwordHash == null || role === undefined || !isRole(role)) return undefined;
  return { id: user.id, name: user.name, email: user.email, role, sessionVersion: user.sessionVersion };
}

/** The user of a session with the role of this moment; undefined once the session was ended or the member removed. */
export async function findSessionUser(
  db: Database,
  accountId: string,
  session: { userId: string; version: number },
): Promise<SignedInUser | undefined> {
  const user = await db.reader.user.findUnique({ where: { id: session.userId }, include: { members: { where: { accountId } } } });
  const role = user?.members[0]?.role;
  if (!user || user.sessionVersion !== session.version || role === undefined || !isRole(role)) return undefined;
  return { id: user.id, name: user.name, email: user.email, role, sessionVersion: user.sessionVersion };
}

/** The member with an address that somebody else has checked. */
export async function findMemberByEmail(db: Database, accountId: string, email: string): Promise<SignedInUser | undefined> {
  const user = await db.reader.user.findUnique({ where: { email: normalizeEmail(email) }, include: { members: { where: { accountId } } } });
  const role = user?.members[0]?.role;
  if (!user || role === undefined || !isRole(role)) return undefined;
  return { id: user.id, name: user.name, email: user.email, role, sessionVersion: user.sessionVersion };
}

/** Makes the owner that the environment names, unless somebody can sign in already. */
export async function ensureEnvironmentOwner(
  db: Database,
  owner: Omit<OwnerInput, "name">,
  clock: () => Date,
  random: RandomBytes,
): Promise<void> {
  if (!(await isSetupNeeded(db))) return;
  await createFirstOwner(db, { ...owner, name: owner.email.split("@")[0] ?? owner.email }, clock, random);
}

/** Longer ones are no addresses. */
export const emailLengthMax = 200;

/** Names count as the same however they are written. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}
