import { expect, test } from "vitest";
import { ensureEnvironmentAccessKey, findKeyHolder, noteUse, sealAccessKeys } from "@/lib/auth/access-keys.ts";
import { makeAttempts } from "@/lib/auth/attempts.ts";
import { authOptions } from "@/lib/auth/next-auth-options.ts";
import { makeSealer } from "@/lib/auth/seal.ts";
import { createFirstOwner } from "@/lib/auth/users.ts";
import { cryptoBytes } from "@/lib/base/ids.ts";
import { createAccessKey, deleteAccessKey, listAccessKeys } from "@/lib/services/access-keys.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const sealer = makeSealer("the secret of the tests", "access-keys");
const clock = () => new Date(1_000_000);

async function member(accountId: string) {
  const at = scope({ accountId, actor: { ...owner, userId: `user of ${accountId}` } });
  const { userId } = at.actor;
  await at.db.transaction(async (tx) => {
    const user = { id: userId, email: userId, name: "Ada", passwordHash: null, sessionVersion: 0, settings: {}, createdAt: clock() };
    await tx.user.create({ data: user });
    await tx.member.create({ data: { id: `${accountId}/${userId}`, accountId, userId, role: "editor", createdAt: clock() } });
  });
  return { at, keys: { db: at.db, sealer }, accountId, userId };
}

const storedSecret = async ({ db }: { db: Awaited<ReturnType<typeof member>>["at"]["db"] }, id: string) =>
  (await db.reader.accessKey.findUnique({ where: { id } }))?.secret;

test("the database keeps a new secret sealed, and the door opens it", async () => {
  const { at, keys } = await member("000000000101");

  const { id, secret } = await createAccessKey(at, { sealer }, {});

  expect(await storedSecret(at, id)).not.toContain(secret);
  expect(await findKeyHolder(keys, id)).toMatchObject({ accessKeyId: id, secret, role: "editor" });
  expect(JSON.stringify(await listAccessKeys(at))).not.toContain(secret);
  expect(await findKeyHolder({ ...keys, sealer: makeSealer("another secret", "access-keys") }, id)).toBeUndefined();
});

test("secrets of an earlier version are sealed at start and go on to work", async () => {
  const { at, keys, accountId, userId } = await member("000000000102");
  const secret = "a plain secret of an earlier version";
  await at.db.transaction((tx) =>
    tx.accessKey.create({ data: { id: "OLD", accountId, userId, secret, enabled: true, createdAt: clock() } }),
  );

  const counts = [await sealAccessKeys(keys), await sealAccessKeys(keys)];

  expect(counts).toEqual([1, 0]);
  expect(await storedSecret(at, "OLD")).not.toContain(secret);
  expect((await findKeyHolder(keys, "OLD"))?.secret).toBe(secret);
});

test("the key that the environment named before works no more", async () => {
  const at = scope();
  const keys = { db: at.db, sealer };
  const accountId = "000000000103";
  await ensureEnvironmentAccessKey(keys, { accessKeyId: "first", secret: "one", accountId }, clock);

  await ensureEnvironmentAccessKey(keys, { accessKeyId: "second", secret: "two", accountId }, clock);

  expect(await findKeyHolder(keys, "first")).toBeUndefined();
  expect((await findKeyHolder(keys, "second"))?.secret).toBe("two");
});

test("the use of a key is noted once a minute", async () => {
  const { at, keys } = await member("000000000104");
  const { id } = await createAccessKey(at, { sealer }, {});
  const callAt = async (ms: number) => {
    const holder = await findKeyHolder(keys, id);
    if (holder !== undefined) await noteUse(at.db, holder, new Date(ms));
    return (await listAccessKeys(at))[0]?.lastUsedAt?.getTime();
  };

  expect([await callAt(100_000), await callAt(159_999), await callAt(160_000)]).toEqual([100_000, 100_000, 160_000]);
});

test("a member deletes own keys only", async () => {
  const { at } = await member("000000000105");
  const { id } = await createAccessKey(at, { sealer }, {});
  const other = { ...at, actor: { ...owner, userId: "somebody else" } };

  await expect(deleteAccessKey(other, { id })).rejects.toMatchObject({ code: "NotFoundException" });
  await deleteAccessKey(at, { id });
  expect(await listAccessKeys(at)).toEqual([]);
});

type Authorize = (credentials: { email: string; password: string }) => Promise<object | null>;

function signIn(db: Parameters<typeof authOptions>[0]["db"], accountId: string): Authorize {
  const attempts = makeAttempts(clock);
  const [provider] = authOptions({ db, accountId, secret: "s", attempts }).providers;
  // next-auth keeps what it was given under `options`.
  return (provider as unknown as { options: { authorize: Authorize } }).options.authorize;
}

test("guesses count for a name however it is written, also when they come at once", async () => {
  const at = scope();
  const accountId = "000000000106";
  const password = "correct horse battery";
  await createFirstOwner(at.db, { accountId, email: "ada@example.com", name: "Ada", password }, clock, cryptoBytes);
  const authorize = signIn(at.db, accountId);

  const guesses = Array.from({ length: 14 }, (_, index) =>
    authorize({ email: index % 2 ? "ada@example.com" : " ADA@Example.com", password: "x" }),
  );
  const outcomes = await Promise.allSettled(guesses);

  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(4);
  await expect(authorize({ email: "Ada@example.com", password })).rejects.toThrow("TooManyAttempts");
});

test("a right password is taken after a few wrong ones", async () => {
  const at = scope();
  const accountId = "000000000106";
  const authorize = signIn(at.db, accountId);

  for (let i = 0; i < 9; i++) await authorize({ email: "ada@example.com", password: "wrong" });

  expect(await authorize({ email: "Ada@example.com", password: "correct horse battery" })).toMatchObject({ email: "ada@example.com" });
});
