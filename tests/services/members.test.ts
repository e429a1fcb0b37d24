import { expect, test } from "vitest";
import { findKeyHolder } from "@/lib/auth/access-keys.ts";
import { findInvitation } from "@/lib/auth/invitations.ts";
import { makeSealer } from "@/lib/auth/seal.ts";
import { checkCredentials, createFirstOwner, findSessionUser } from "@/lib/auth/users.ts";
import { cryptoBytes } from "@/lib/base/ids.ts";
import { createAccessKey } from "@/lib/services/access-keys.ts";
import {
  acceptInvitation,
  changeRole,
  inviteMember,
  listMembers,
  makeSignInLink,
  removeMember,
  withdrawInvitation,
} from "@/lib/services/members.ts";
import { listRevisions } from "@/lib/services/revisions.ts";
import type { Actor } from "@/lib/services/scope.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const sealer = makeSealer("the secret of the tests", "access-keys");
const password = "a long password";

/** An account with an owner called Ada. */
async function account(accountId: string) {
  const bare = scope({ accountId });
  const time = { now: new Date("2026-11-21T12:00:00Z") };
  const clock = () => new Date(time.now);
  const email = `ada@${accountId}.test`;
  // The first owner of the installation is made once; later accounts get theirs by hand.
  const made = await createFirstOwner(bare.db, { accountId, email, name: "Ada", password }, clock, cryptoBytes);
  const userId = `ada-${accountId}`;
  if (made === "exists") {
    await bare.db.transaction(async (tx) => {
      const user = { id: userId, email, name: "Ada", passwordHash: "none", sessionVersion: 0, settings: {}, createdAt: clock() };
      await tx.user.create({ data: user });
      await tx.member.create({ data: { id: `${accountId}/${userId}`, accountId, userId, role: "owner", createdAt: clock() } });
    });
  }
  const { members } = await listMembers(bare);
  const owner: Actor = { userId: members[0]?.userId ?? "", name: "Ada", role: "owner", via: "console" };
  const at = scope({ accountId, actor: owner, clock });
  const { db, random, workspace } = at;
  const scopeOf = (actor: Actor) => scope({ accountId, actor, clock });
  const accept = (token: string, name: string) => acceptInvitation(scopeOf, { db, clock, random, workspace }, { token, name, password });
  return { at, time, owner, accountId, accept, scopeOf };
}

async function memberCalled(at: Account["at"], name: string) {
  const found = (await listMembers(at)).members.find((member) => member.name === name);
  if (found === undefined) throw new Error(`there is no member ${name}`);
  return found;
}

test("an invited person joins once, with the role of the invitation, and can sign in", async () => {
  const { at, accept, accountId } = await account("000000000301");
  const { token } = await inviteMember(at, { email: " Grace@Example.test ", role: "deployer" });
  const open = (await listMembers(at)).invitations;

  await accept(token, "Grace");

  expect(open).toMatchObject([{ email: "grace@example.test", role: "deployer", invitedBy: "Ada" }]);
  expect(await memberCalled(at, "Grace")).toMatchObject({ role: "deployer" });
  expect((await listMembers(at)).invitations).toEqual([]);
  expect(await checkCredentials(at.db, accountId, { email: "grace@example.test", password })).toMatchObject({ role: "deployer" });
  await expect(accept(token, "Mallory")).rejects.toThrow("This link was used already");
  expect((await listRevisions(at, {})).map(({ action, summary }) => [action, summary])).toEqual([
    ["member:join", "Join as deployer"],
    ["member:invite", "Invite grace@example.test as deployer"],
  ]);
});

test("the database and the history know nothing that opens a link", async () => {
  const { at } = await account("000000000302");

  const { token } = await inviteMember(at, { email: "secret@example.test", role: "viewer" });

  const stored = JSON.stringify([await at.db.reader.invitation.findMany(), await at.db.reader.revision.findMany()], (_, value) =>
    typeof value === "bigint" ? String(value) : value,
  );
  expect(stored).toContain("secret@example.test");
  expect(stored).not.toContain(token);
});

test.each([
  { what: "withdrawn", spoil: async ({ at }: Account) => withdrawInvitation(at, { email: "late@example.test" }) },
  { what: "made again", spoil: async ({ at }: Account) => inviteMember(at, { email: "late@example.test", role: "viewer" }) },
  { what: "older than seven days", spoil: async ({ time }: Account) => time.now.setDate(time.now.getDate() + 7) },
])("an invitation that was $what lets nobody in", async ({ what, spoil }) => {
  const made = await account(`0000000003${10 + what.length}`);
  const { token } = await inviteMember(made.at, { email: "late@example.test", role: "editor" });
  await spoil(made);

  await expect(made.accept(token, "Late")).rejects.toThrow("Ask an owner for a new one");
  expect((await listMembers(made.at)).members).toHaveLength(1);
  expect(await findInvitation(made.at.db, made.accountId, token, made.time.now)).toBeUndefined();
});

type Account = Awaited<ReturnType<typeof account>>;

test("nobody but owners invites, changes roles or removes", async () => {
  const { at, owner, scopeOf } = await account("000000000303");
  for (const role of ["editor", "deployer", "viewer", "portal-editor"] as const) {
    const other = scopeOf({ ...owner, name: "Eve", role });
    await expect(inviteMember(other, { email: "x@example.test", role: "owner" })).rejects.toThrow("not authorized");
    await expect(changeRole(other, { userId: owner.userId, role: "viewer" })).rejects.toThrow("not authorized");
    await expect(removeMember(other, { userId: owner.userId })).rejects.toThrow("not authorized");
    await expect(makeSignInLink(other, { userId: owner.userId })).rejects.toThrow("not authorized");
  }
  expect(await listMembers(at)).toMatchObject({ members: [{ name: "Ada", role: "owner" }], invitations: [] });
});

test("the last owner stays", async () => {
  const { at, owner, accept } = await account("000000000304");
  const { userId } = owner;
  await expect(changeRole(at, { userId, role: "viewer" })).rejects.toThrow("The last owner stays");
  await expect(removeMember(at, { userId })).rejects.toThrow("The last owner stays");
  await accept((await inviteMember(at, { email: "second@example.test", role: "owner" })).token, "Second");

  await changeRole(at, { userId, role: "viewer" });

  expect(await memberCalled(at, "Ada")).toMatchObject({ role: "viewer" });
  await expect(changeRole(at, { userId: (await memberCalled(at, "Second")).userId, role: "viewer" })).rejects.toThrow(
    "The last owner stays",
  );
});

test("who is removed is signed out and the access keys are gone", async () => {
  const { at, accept, accountId, scopeOf } = await account("000000000305");
  await accept((await inviteMember(at, { email: "gone@example.test", role: "editor" })).token, "Gone");
  const { userId } = await memberCalled(at, "Gone");
  const key = await createAccessKey(scopeOf({ userId, name: "Gone", role: "editor", via: "console" }), { sealer }, {});
  expect(await findKeyHolder({ db: at.db, sealer }, key.id)).toMatchObject({ role: "editor" });

  await removeMember(at, { userId });

  expect(await findKeyHolder({ db: at.db, sealer }, key.id)).toBeUndefined();
  expect(await findSessionUser(at.db, accountId, { userId, version: 0 })).toBeUndefined();
  expect(await checkCredentials(at.db, accountId, { email: "gone@example.test", password })).toBeUndefined();
});

test("a sign-in link sets a new password, keeps the role and ends the sessions", async () => {
  const { at, accept, accountId } = await account("000000000306");
  await accept((await inviteMember(at, { email: "lost@example.test", role: "viewer" })).token, "Lost");
  const { userId } = await memberCalled(at, "Lost");
  expect(await findSessionUser(at.db, accountId, { userId, version: 0 })).toBeDefined();

  const { token } = await makeSignInLink(at, { userId });
  await accept(token, "Found");

  expect(await memberCalled(at, "Found")).toMatchObject({ userId, role: "viewer" });
  expect(await findSessionUser(at.db, accountId, { userId, version: 0 })).toBeUndefined();
});

test("links that an owner made work no more once that owner is removed or is none", async () => {
  const { at, accept, scopeOf } = await account("000000000308");
  for (const fall of [
    removeMember,
    (scoped: typeof at, { userId }: { userId: string }) => changeRole(scoped, { userId, role: "editor" }),
  ]) {
    await accept((await inviteMember(at, { email: "mallory@example.test", role: "owner" })).token, "Mallory");
    const { userId } = await memberCalled(at, "Mallory");
    const mallory = scopeOf({ userId, name: "Mallory", role: "owner", via: "console" });
    const back = await inviteMember(mallory, { email: "back@example.test", role: "owner" });
    const stolen = await makeSignInLink(mallory, { userId: (await memberCalled(at, "Ada")).userId });
    expect((await listMembers(at)).invitations.map(({ email, isNewPassword }) => [email.split("@")[0], isNewPassword]).sort()).toEqual([
      ["ada", true],
      ["back", false],
    ]);

    await fall(at, { userId });

    await expect(accept(back.token, "Back")).rejects.toThrow("Ask an owner");
    await expect(accept(stolen.token, "Ada")).rejects.toThrow("Ask an owner");
    expect((await listMembers(at)).invitations).toEqual([]);
    expect(await memberCalled(at, "Ada")).toMatchObject({ role: "owner" });
  }
});

test("who is a member anywhere is not invited, so that no link sets a stranger's password", async () => {
  const { at } = await account("000000000307");
  await expect(inviteMember(at, { email: "ada@000000000301.test", role: "viewer" })).rejects.toThrow("is a member already");
});
