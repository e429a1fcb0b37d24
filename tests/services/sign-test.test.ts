import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { createAccessKey } from "@/lib/services/access-keys.ts";
import { findTestSigner } from "@/lib/services/sign-test.ts";
import { sha256Hex } from "@/lib/sigv4/canonical-request.ts";
import { verifyRequest } from "@/lib/sigv4/verify-request.ts";
import { owner, prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const sealer = makeSealer("the secret of the tests", "access-keys");

async function memberWithKey(userId: string) {
  const at = scope({ actor: { ...owner, userId } });
  await at.db.transaction((tx) =>
    tx.user.create({
      data: { id: userId, email: userId, name: "Ada", passwordHash: null, sessionVersion: 0, settings: {}, createdAt: new Date(0) },
    }),
  );
  return { at, ...(await createAccessKey(at, { sealer }, {})) };
}

const call = {
  apiId: "abcdefghij",
  stageName: "prod",
  httpMethod: "POST",
  pathWithQueryString: "/pets/a%20b?type=dog&type=c%2Bt",
  headers: [["Content-Type", "application/json"]] as [string, string][],
  body: '{"name":"Rex"}',
};

test("a test is signed as the gateway checks it: host, stage, query and body are covered", async () => {
  const { at, id, secret } = await memberWithKey("signer");

  const sign = await findTestSigner(at, { sealer }, { accessKeyId: id });
  const received = {
    method: "POST",
    rawPath: "/prod/pets/a%20b",
    query: [
      ["type", "dog"],
      ["type", "c+t"],
    ] as [string, string][],
    headers: [["Host", "abcdefghij.execute-api.localhost"] as const, ...call.headers, ...sign(call)],
    bodyHash: sha256Hex(call.body),
  };

  const options = { nowMs: at.clock().getTime(), findSecret: (accessKeyId: string) => (accessKeyId === id ? secret : undefined) };
  expect((await verifyRequest(received, options)).kind).toBe("valid");
  expect((await verifyRequest({ ...received, bodyHash: sha256Hex("another") }, options)).kind).toBe("mismatch");
  expect((await verifyRequest({ ...received, rawPath: "/dev/pets/a%20b" }, options)).kind).toBe("mismatch");
});

test("only an access key of one's own that is on signs", async () => {
  const { id } = await memberWithKey("somebody");
  const { at, id: own } = await memberWithKey("somebody else");
  await at.db.transaction((tx) => tx.accessKey.update({ where: { id: own }, data: { enabled: false } }));

  for (const accessKeyId of [id, own, "AKIAUNKNOWN"]) {
    await expect(findTestSigner(at, { sealer }, { accessKeyId })).rejects.toMatchObject({ code: "BadRequestException" });
  }
});
