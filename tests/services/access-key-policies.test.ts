import { expect, test } from "vitest";
import { findKeyHolder } from "@/lib/auth/access-keys.ts";
import { makeSealer } from "@/lib/auth/seal.ts";
import { loadAccess } from "@/lib/feed/server/load-access.ts";
import { setAccessKeyPolicy } from "@/lib/services/access-key-policies.ts";
import { createAccessKey, deleteAccessKey, listAccessKeys } from "@/lib/services/access-keys.ts";
import { getRevisionRows, listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const sealer = makeSealer("the secret of the tests", "access-keys");
const secrets = {
  hashKey: "",
  hashStored: () => undefined,
  openAccessKey: (sealed: string, id: string) => sealer.open(sealed, id),
  sealAgain: () => undefined,
  sealVariableAgain: () => undefined,
};
const invokeOnly = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" }] });

async function memberWithKey(accountId: string, role: "owner" | "viewer" = "viewer") {
  const at = scope({ accountId, actor: { ...owner, userId: `user of ${accountId}`, role } });
  const { userId } = at.actor;
  const createdAt = new Date(0);
  await at.db.transaction(async (tx) => {
    await tx.user.create({
      data: { id: userId, email: userId, name: "Ada", passwordHash: null, sessionVersion: 0, settings: {}, createdAt },
    });
    await tx.member.create({ data: { id: `${accountId}/${userId}`, accountId, userId, role, createdAt } });
  });
  const { id, secret } = await createAccessKey(at, { sealer }, {});
  return { at, id, secret };
}

const lastSeq = async ({ db }: Scope) => (await db.reader.change.aggregate({ _max: { seq: true } }))._max.seq ?? 0;
const latest = async (at: Scope) => (await listRevisions(at, { limit: 1 }))[0]?.seq ?? 0;

test("a policy reaches gateways and the AWS endpoint, and an undo takes it away there too", async () => {
  const { at, id, secret } = await memberWithKey("000000000301");
  const after = await lastSeq(at);

  await setAccessKeyPolicy(at, { id, policy: invokeOnly });

  const told = await loadAccess(at.db.reader, secrets, { after, seq: await lastSeq(at), reset: false });
  expect(told?.accessKeys.find((key) => key.id === id)).toMatchObject({ policy: invokeOnly, secret });
  expect((await findKeyHolder({ db: at.db, sealer }, id))?.policy).toBe(invokeOnly);
  expect((await listAccessKeys(at))[0]).toMatchObject({ policy: invokeOnly });
  await undoRevision(at, await latest(at));
  expect((await findKeyHolder({ db: at.db, sealer }, id))?.policy).toBeUndefined();
  expect((await listAccessKeys(at))[0]).toMatchObject({ policyVersion: 0 });
});

test("the history has the policy and no secret", async () => {
  const { at, id, secret } = await memberWithKey("000000000302");
  await setAccessKeyPolicy(at, { id, policy: invokeOnly });

  const rows = JSON.stringify(await getRevisionRows(at, await latest(at)));

  expect(rows).toContain("execute-api:Invoke");
  expect(rows).not.toContain(secret);
});

test("only its member changes a key's policy; an owner may take the change back", async () => {
  const { at, id } = await memberWithKey("000000000303");
  const other = { ...at, actor: { ...owner, userId: "somebody", role: "editor" } as const };

  await expect(setAccessKeyPolicy(other, { id, policy: invokeOnly })).rejects.toMatchObject({ code: "NotFoundException" });
  await setAccessKeyPolicy(at, { id, policy: invokeOnly });
  const seq = await latest(at);
  await expect(undoRevision(other, seq)).rejects.toMatchObject({ code: "AccessDeniedException" });
  await undoRevision({ ...at, actor: owner }, seq);
  expect((await listAccessKeys(at))[0]?.policy).toBeUndefined();
});

test("a policy that cannot be read, or that changed meanwhile, is refused", async () => {
  const { at, id } = await memberWithKey("000000000304");

  await expect(setAccessKeyPolicy(at, { id, policy: "{" })).rejects.toMatchObject({ code: "BadRequestException" });
  await setAccessKeyPolicy(at, { id, policy: invokeOnly }, { expectedVersion: 0 });
  await expect(setAccessKeyPolicy(at, { id, policy: undefined }, { expectedVersion: 0 })).rejects.toMatchObject({
    code: "ConflictException",
  });
});

test("a deleted key takes its policy along, and no undo brings it back", async () => {
  const { at, id } = await memberWithKey("000000000305");
  await setAccessKeyPolicy(at, { id, policy: invokeOnly });
  await setAccessKeyPolicy(at, { id, policy: undefined });
  const removed = await latest(at);

  await deleteAccessKey(at, { id });

  expect(await at.db.reader.accessKeyPolicy.count({ where: { accountId: "000000000305" } })).toBe(0);
  await expect(undoRevision(at, removed)).rejects.toMatchObject({ code: "ConflictException" });
});

test("two users of one name never share an ARN, and the first keeps the plain one", async () => {
  const at = scope({ accountId: "000000000377" });
  const people = [
    { id: "u2", name: "Grace", createdAt: new Date(2) },
    { id: "u1", name: "Grace", createdAt: new Date(1) },
    { id: "u3", name: "Grace", createdAt: new Date(2) },
    { id: "u4", name: "u2/Grace", createdAt: new Date(0) },
  ];
  await at.db.transaction(async (tx) => {
    for (const person of people) {
      const member = { accountId: "000000000377", userId: person.id };
      await tx.user.create({ data: { ...person, email: person.id, passwordHash: null, sessionVersion: 0, settings: {} } });
      await tx.member.create({ data: { id: `000000000377/${person.id}`, ...member, role: "viewer", createdAt: person.createdAt } });
    }
  });
  const keys = await Promise.all(
    people.map(({ id: userId, name }) => createAccessKey({ ...at, actor: { ...owner, userId, name, role: "viewer" } }, { sealer }, {})),
  );

  const told = await loadAccess(at.db.reader, secrets, { after: 0, seq: 0, reset: true });
  const holders = await Promise.all(keys.map(({ id }) => findKeyHolder({ db: at.db, sealer }, id)));

  const names = ["u2/Grace", "Grace", "u3/Grace", "u4/u2/Grace"];
  expect(holders.map((holder) => holder?.arnName)).toEqual(names);
  expect(keys.map(({ id }) => told?.accessKeys.find((key) => key.id === id)?.userName)).toEqual(names);
  expect(holders.map((holder) => holder?.userName)).toEqual(people.map(({ name }) => name));
});
