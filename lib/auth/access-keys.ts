import { newId, type RandomBytes } from "../base/ids.ts";
import type { Database } from "../db/database.ts";
import { isRole, type Role } from "./roles.ts";

/** An access key with the rights that its user has now. */
export type KeyHolder = { accessKeyId: string; secret: string; userId: string; userName: string; role: Role };

/** The enabled key with this id and its user's role in the account, if there is one. */
export async function findKeyHolder(db: Database, accessKeyId: string): Promise<KeyHolder | undefined> {
  const key = await db.reader.accessKey.findUnique({ where: { id: accessKeyId }, include: { user: { include: { members: true } } } });
  if (key === null || !key.enabled) return undefined;
  const role = key.user.members.find((member) => member.accountId === key.accountId)?.role;
  if (role === undefined || !isRole(role)) return undefined;
  return { accessKeyId, secret: key.secret, userId: key.userId, userName: key.user.name, role };
}

export type EnvironmentKey = { accessKeyId: string; secret: string; accountId: string };

/** The user that owns the access key of the environment. */
const environmentUser = { id: "environment", email: "environment@gatehouse.invalid", name: "Environment access key" };

/** Makes or updates the owner's access key that the environment names, so that scripts need no console. */
export async function ensureEnvironmentAccessKey(db: Database, key: EnvironmentKey, clock: () => Date): Promise<void> {
  const createdAt = clock();
  const known = await db.reader.accessKey.findUnique({ where: { id: key.accessKeyId } });
  if (known?.secret === key.secret && known.enabled) return;
  await db.transaction(async (tx) => {
    await tx.user.upsert({
      where: { id: environmentUser.id },
      create: { ...environmentUser, passwordHash: null, sessionVersion: 0, settings: {}, createdAt },
      update: {},
    });
    const member = { accountId: key.accountId, userId: environmentUser.id };
    await tx.member.upsert({
      where: { accountId_userId: member },
      create: { id: `${key.accountId}/${environmentUser.id}`, ...member, role: "owner", createdAt },
      update: {},
    });
    await tx.accessKey.upsert({
      where: { id: key.accessKeyId },
      create: { id: key.accessKeyId, ...member, secret: key.secret, description: "From the environment", enabled: true, createdAt },
      update: { secret: key.secret, enabled: true },
    });
  });
}

const secretLength = 40;

/** A new access key in AWS's form: an id of 20 capitals and digits, and a secret of 40 characters. */
export function newAccessKey(random: RandomBytes): { accessKeyId: string; secret: string } {
  return { accessKeyId: `GHIA${newId(random, 16).toUpperCase()}`, secret: newId(random, secretLength) };
}
