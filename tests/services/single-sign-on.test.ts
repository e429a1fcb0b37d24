import { expect, test } from "vitest";
import { checkCredentials, createFirstOwner, ensureEnvironmentOwner, findMemberByEmail } from "@/lib/auth/users.ts";
import { cryptoBytes } from "@/lib/base/ids.ts";
import { inviteMember, listMembers, removeMember } from "@/lib/services/members.ts";
import { listRevisions } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { admitIdentity } from "@/lib/services/single-sign-on.ts";
import { openTestDatabase, prepareDatabase, scopeOn } from "./test-scope.ts";

const { scope } = prepareDatabase();

const admit = (at: Scope, email: string, { domain = "", now = new Date() } = {}) =>
  admitIdentity(
    (actor) => ({ ...at, actor }),
    { db: at.db, workspace: at.workspace, clock: () => now, random: cryptoBytes },
    {
      identity: { email, isVerified: true, name: "Grace" },
      rules: { allow: (address) => domain !== "" && address.endsWith(`@${domain}`), role: "viewer" },
    },
  );

test("who is allowed joins once, is listed and is in the history", async () => {
  const at = scope({ accountId: "000000000901" });

  const answers = [await admit(at, "g@one.test", { domain: "one.test" }), await admit(at, "g@one.test")];

  expect(answers).toEqual(["admitted", "admitted"]);
  const { members } = await listMembers(at);
  expect(members).toEqual([expect.objectContaining({ email: "g@one.test", name: "Grace", role: "viewer" })]);
  expect((await listRevisions(at)).map(({ action, summary }) => ({ action, summary }))).toEqual([
    { action: "member:join", summary: "Join as viewer by single sign-on" },
  ]);
});

test("an invitation gives its role, once and in its time", async () => {
  const at = scope({ accountId: "000000000902" });
  await inviteMember(at, { email: "g@two.test", role: "deployer" });
  const later = new Date(Date.now() + 8 * 86_400_000);

  expect(await admit(at, "g@two.test", { now: later })).toBe("OidcNotInvited");
  expect(await admit(at, "g@two.test", { domain: "two.test" })).toBe("admitted");
  expect((await findMemberByEmail(at.db, "000000000902", "G@two.test"))?.role).toBe("deployer");
  expect((await listMembers(at)).invitations).toEqual([]);
});

test("who was taken out does not come back by the list of domains", async () => {
  const at = scope({ accountId: "000000000903" });
  await admit(at, "g@three.test", { domain: "three.test" });
  // Somebody has to stay who can sign in with a password.
  const owner = {
    id: "owner-903",
    email: "o@three.test",
    name: "O",
    passwordHash: "none",
    sessionVersion: 0,
    settings: {},
    createdAt: new Date(),
  };
  await at.db.transaction(async (tx) => {
    await tx.user.create({ data: owner });
    const member = { accountId: "000000000903", userId: owner.id, role: "owner", createdAt: new Date() };
    await tx.member.create({ data: { id: `000000000903/${owner.id}`, ...member } });
  });
  const [grace] = (await listMembers(at)).members.filter(({ email }) => email === "g@three.test");

  await removeMember(at, { userId: grace?.userId ?? "" });

  expect(await admit(at, "g@three.test", { domain: "three.test" })).toBe("OidcNotInvited");
  await inviteMember(at, { email: "g@three.test", role: "editor" });
  expect(await admit(at, "g@three.test")).toBe("admitted");
});

test("two sign-ins at once make one member", async () => {
  const at = scope({ accountId: "000000000904" });

  const answers = await Promise.all([1, 2, 3].map(() => admit(at, "g@four.test", { domain: "four.test" })));

  expect(answers).toEqual(["admitted", "admitted", "admitted"]);
  expect((await listMembers(at)).members).toHaveLength(1);
});

test("who came in by the provider before there was an owner can be made the first one, and nobody after that", async () => {
  const { db, close } = await openTestDatabase();
  const at = scopeOn(db, { accountId: "000000000905" });
  await admit(at, "g@five.test", { domain: "five.test" });
  const before = await findMemberByEmail(db, "000000000905", "g@five.test");
  const owner = { accountId: "000000000905", email: "G@five.test", password: "a password for a test" };

  await ensureEnvironmentOwner(db, owner, at.clock, cryptoBytes);
  const again = await createFirstOwner(db, { ...owner, name: "Eve", password: "another password" }, at.clock, cryptoBytes);
  const other = await createFirstOwner(db, { ...owner, name: "Eve", email: "eve@five.test" }, at.clock, cryptoBytes);

  expect([again, other]).toEqual(["exists", "exists"]);
  expect(await checkCredentials(db, "000000000905", owner)).toMatchObject({ id: before?.id, name: "Grace", role: "owner" });
  expect(await db.reader.user.count()).toBe(1);
  await close();
});
