import { newId, type RandomBytes } from "../base/ids.ts";
import { isRole, type Role } from "../base/roles.ts";
import { findArnName } from "../db/arn-names.ts";
import type { Database } from "../db/database.ts";
import { noteAccessChange } from "../db/note-access-change.ts";
import { isSealed, type Sealer } from "./seal.ts";

/** An access key with the rights that its user has now. */
export type KeyHolder = {
  accessKeyId: string;
  secret: string;
  userId: string;
  userName: string;
  /** What the user is called in ARNs. */
  arnName: string;
  accountId: string;
  role: Role;
  lastUsedAt?: Date;
  /** What narrows these rights, as JSON. */
  policy?: string;
};

/** Where access keys are, and what opens their secrets. */
export type KeyStore = { readonly db: Database; readonly sealer: Sealer };

/** The enabled key with this id and its user's role in the account, if there is one. */
export async function findKeyHolder({ db, sealer }: KeyStore, accessKeyId: string): Promise<KeyHolder | undefined> {
  const key = await db.reader.accessKey.findUnique({
    where: { id: accessKeyId },
    include: { policy: true, user: { include: { members: true } } },
  });
  if (key === null || !key.enabled) return undefined;
  const role = key.user.members.find((member) => member.accountId === key.accountId)?.role;
  const secret = sealer.open(key.secret, key.id);
  if (secret === undefined || role === undefined || !isRole(role)) return undefined;
  const used = key.lastUsedAt === null ? {} : { lastUsedAt: key.lastUsedAt };
  const narrowed = key.policy === null ? {} : { policy: key.policy.policy };
  const arnName = await findArnName(db.reader, key.user);
  return {
    accessKeyId,
    secret,
    userId: key.userId,
    userName: key.user.name,
    arnName,
    accountId: key.accountId,
    role,
    ...used,
    ...narrowed,
  };
}

/** Members look for keys that nobody uses, so a minute is near enough. */
const usedEveryMs = 60_000;

/** Notes that a key was used, at most once a minute; calls that come together write once. */
export async function noteUse(db: Database, { accessKeyId: id, lastUsedAt }: KeyHolder, now: Date): Promise<void> {
  const before = new Date(now.getTime() - usedEveryMs);
  if (lastUsedAt !== undefined && lastUsedAt > before) return;
  await db.transaction((tx) =>
    tx.accessKey.updateMany({ where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] }, data: { lastUsedAt: now } }),
  );
}

/** Seals what earlier versions kept as plain text; returns how many secrets that were. */
export async function sealAccessKeys({ db, sealer }: KeyStore): Promise<number> {
  const keys = await db.reader.accessKey.findMany({ select: { id: true, secret: true } });
  const plain = keys.filter(({ secret }) => !isSealed(secret));
  for (const { id, secret } of plain) {
    await db.transaction((tx) => tx.accessKey.updateMany({ where: { id, secret }, data: { secret: sealer.seal(secret, id) } }));
  }
  return plain.length;
}

export type EnvironmentKey = { accessKeyId: string; secret: string; accountId: string };

/** The user that owns the access key of the environment. */
export const environmentUser = { id: "environment", email: "environment@gatehouse.invalid", name: "Environment access key" };

/** Makes or updates the owner's access key that the environment names; the one that it named before works no more. */
export async function ensureEnvironmentAccessKey({ db, sealer }: KeyStore, key: EnvironmentKey, clock: () => Date): Promise<void> {
  const createdAt = clock();
  const { accessKeyId: id, accountId } = key;
  const known = await db.reader.accessKey.findUnique({ where: { id } });
  const former = { userId: environmentUser.id, accountId, enabled: true, id: { not: id } };
  const isCurrent = known?.enabled === true && sealer.open(known.secret, id) === key.secret;
  if (isCurrent && (await db.reader.accessKey.count({ where: former })) === 0) return;
  const secret = sealer.seal(key.secret, id);
  await db.transaction(async (tx) => {
    await tx.user.upsert({
      where: { id: environmentUser.id },
      create: { ...environmentUser, passwordHash: null, sessionVersion: 0, settings: {}, createdAt },
      update: {},
    });
    const member = { accountId, userId: environmentUser.id };
    await tx.member.upsert({
      where: { accountId_userId: member },
      create: { id: `${accountId}/${environmentUser.id}`, ...member, role: "owner", createdAt },
      update: {},
    });
    await tx.accessKey.upsert({
      where: { id },
      create: { id, ...member, secret, description: "From the environment", enabled: true, createdAt },
      update: { secret, enabled: true },
    });
    await tx.accessKey.updateMany({ where: former, data: { enabled: false } });
    await noteAccessChange(tx, { workspaceId: accountId, at: createdAt });
  });
}

const secretLength = 40;

/** A new access key in AWS's form: an id of 20 capitals and digits, and a secret of 40 characters. */
export function newAccessKey(random: RandomBytes): { accessKeyId: string; secret: string } {
  return { accessKeyId: `GHIA${newId(random, 16).toUpperCase()}`, secret: newId(random, secretLength) };
}
