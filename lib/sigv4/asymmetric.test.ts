import { createECDH } from "node:crypto";
import { expect, test } from "vitest";
import { derivePrivateKey, hasRegion } from "./asymmetric.ts";
import { type SignableRequest, sha256Hex } from "./canonical-request.ts";
import { fromPresigned } from "./presigned.ts";
import { presignAsymmetric, signAsymmetric } from "./testing/sign-asymmetric.ts";
import { verifyRequest } from "./verify-request.ts";

const nowMs = Date.UTC(2030, 0, 1, 12);
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const options = { credentials, service: "execute-api", nowMs, regionSet: "us-east-1,eu-*" };
const request: SignableRequest = {
  method: "POST",
  rawPath: "/prod/pets",
  query: [["a", "b"]],
  headers: [["Host", "a.example.com"]],
  bodyHash: sha256Hex("body"),
};
const findSecret = (id: string) => (id === credentials.accessKeyId ? credentials.secretAccessKey : undefined);

async function verdict(signed: SignableRequest, at = nowMs) {
  const presigned = fromPresigned(signed, at);
  return "kind" in presigned ? presigned : verifyRequest(presigned.signable, { nowMs: presigned.verifyAtMs, findSecret });
}

test("a secret gives the key pair that the public test vectors have", () => {
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(derivePrivateKey("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom"));

  expect(pair.getPublicKey("hex")).toBe(
    "0415d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0",
  );
});

test("a signature of version 4a is valid in its headers and in its query, with the regions that were signed", async () => {
  const query = { ...presignAsymmetric(request, options), headers: [["X-Amz-Region-Set", "*"], ...request.headers] as const };

  expect(await verdict(signAsymmetric(request, options))).toMatchObject({ kind: "valid", regionSet: "us-east-1,eu-*" });
  expect(await verdict(query)).toMatchObject({ kind: "valid", regionSet: "us-east-1,eu-*" });
});

test.each([
  { name: "another body", change: (signed: SignableRequest) => ({ ...signed, bodyHash: sha256Hex("other") }), kind: "mismatch" },
  { name: "another path", change: (signed: SignableRequest) => ({ ...signed, rawPath: "/prod/users" }), kind: "mismatch" },
  {
    name: "a signature that is none",
    change: (signed: SignableRequest) => ({
      ...signed,
      headers: signed.headers.map(([name, value]) => [name, value.replace(/Signature=.*/, "Signature=zz")] as const),
    }),
    kind: "mismatch",
  },
  {
    name: "other regions",
    change: (signed: SignableRequest) => ({
      ...signed,
      headers: signed.headers.map(([name, value]) => [name, name === "X-Amz-Region-Set" ? "*" : value] as const),
    }),
    kind: "mismatch",
  },
  {
    name: "regions that are not signed",
    change: (signed: SignableRequest) => ({
      ...signed,
      headers: signed.headers.map(([name, value]) => [name, value.replace(";x-amz-region-set", "")] as const),
    }),
    kind: "malformed",
  },
])("$name is refused", async ({ change, kind }) => {
  expect((await verdict(change(signAsymmetric(request, options)))).kind).toBe(kind);
});

test("clocks count as in version 4", async () => {
  expect((await verdict(signAsymmetric(request, options), nowMs + 16 * 60_000)).kind).toBe("skew");
  expect((await verdict(presignAsymmetric(request, options), nowMs + 61_000)).kind).toBe("expired");
});

test.each([
  { set: "us-east-1", region: "us-east-1", has: true },
  { set: "us-east-1", region: "us-east-2", has: false },
  { set: "eu-west-1, us-*", region: "us-east-2", has: true },
  { set: "*", region: "ap-south-1", has: true },
  { set: "", region: "us-east-1", has: false },
  { set: "us-*-1", region: "us-1", has: false },
])("the set $set has $region: $has", ({ set, region, has }) => {
  expect(hasRegion(set, region)).toBe(has);
});
