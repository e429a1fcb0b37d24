import fc from "fast-check";
import { expect, test } from "vitest";
import { type SignableRequest, sha256Hex } from "./canonical-request.ts";
import { parseAuthorization } from "./parse-authorization.ts";
import { signRequest } from "./sign-request.ts";
import { verifyRequest } from "./verify-request.ts";

// Key, date and scope of the public signature examples of the AWS documentation.
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const nowMs = Date.UTC(2015, 7, 30, 12, 36, 0);
const options = { credentials, region: "us-east-1", service: "service", nowMs };
const empty = sha256Hex("");

function request(change: Partial<SignableRequest> = {}): SignableRequest {
  return { method: "GET", rawPath: "/", query: [], headers: [["Host", "example.amazonaws.com"]], bodyHash: empty, ...change };
}

function signatureOf(headers: [string, string][]): string | undefined {
  return headers.find(([name]) => name === "Authorization")?.[1].split("Signature=")[1];
}

function findSecret(accessKeyId: string): string | undefined {
  return accessKeyId === credentials.accessKeyId ? credentials.secretAccessKey : undefined;
}

function signed(base: SignableRequest): SignableRequest {
  return { ...base, headers: [...base.headers, ...signRequest(base, options)] };
}

test.each([
  { name: "get-vanilla", change: {}, proof: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
  {
    name: "get-vanilla-query-order-key-case",
    change: {
      query: [
        ["Param2", "value2"],
        ["Param1", "value1"],
      ] as const,
    },
    proof: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  },
  { name: "get-relative", change: { rawPath: "/example/.." }, proof: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
  { name: "get-slashes", change: { rawPath: "//example//" }, proof: "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84" },
  { name: "post-vanilla", change: { method: "POST" }, proof: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b" },
])("$name has the published signature", ({ change, proof }) => {
  const headers = signRequest(request(change), options);

  expect(signatureOf(headers)).toBe(proof);
});

test("what is signed is valid, and a changed body, path or header is a mismatch", async () => {
  const good = signed(
    request({ method: "PUT", rawPath: "/tags/arn%3Aaws%3Aapigateway/a//b", query: [["x", "a b+ü"]], bodyHash: sha256Hex("{}") }),
  );

  const results = await Promise.all(
    [good, { ...good, bodyHash: empty }, { ...good, rawPath: "/other" }, { ...good, query: [] }].map((one) =>
      verifyRequest(one, { nowMs, findSecret }),
    ),
  );

  expect(results.map(({ kind }) => kind)).toEqual(["valid", "mismatch", "mismatch", "mismatch"]);
});

test.each([
  { name: "no header", kind: "missing", headers: [["Host", "h"]] as const, at: nowMs },
  { name: "another scheme", kind: "malformed", headers: [["Authorization", "Bearer x"]] as const, at: nowMs },
  { name: "old", kind: "skew", headers: undefined, at: nowMs + 16 * 60_000 },
  { name: "early", kind: "skew", headers: undefined, at: nowMs - 16 * 60_000 },
])("a request with $name is $kind", async ({ kind, headers, at }) => {
  const base = headers === undefined ? signed(request()) : request({ headers });

  const result = await verifyRequest(base, { nowMs: at, findSecret });

  expect(result.kind).toBe(kind);
});

test("an unknown key is told apart from a wrong signature", async () => {
  const result = await verifyRequest(signed(request()), { nowMs, findSecret: () => undefined });

  expect(result).toEqual({ kind: "unknownKey", accessKeyId: "AKIDEXAMPLE" });
});

test("missing parts of the header are named", () => {
  expect(parseAuthorization("AWS4-HMAC-SHA256 Credential=a/1/r/s/aws4_request")).toMatchObject({
    ok: false,
    message: expect.stringContaining("requires 'Signature' parameter. Authorization header requires 'SignedHeaders'"),
  });
});

test("any request that is signed verifies, and rubbish never throws", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary" }),
      fc.array(fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }))),
      fc.string(),
      async (path, query, rubbish) => {
        const base = signed(request({ rawPath: `/${path}`, query }));

        expect((await verifyRequest(base, { nowMs, findSecret })).kind).toBe("valid");
        expect(typeof parseAuthorization(`AWS4-HMAC-SHA256 ${rubbish}`).ok).toBe("boolean");
      },
    ),
  );
});
