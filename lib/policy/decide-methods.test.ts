import { expect, test } from "vitest";
import { decideMethods, findCachedPolicyTrap } from "./decide-methods.ts";

const place = { accountId: "123456789012", region: "us-east-1", apiId: "abc", stageName: "prod" };
const methods = [
  { httpMethod: "GET", path: "/pets" },
  { httpMethod: "POST", path: "/pets" },
  { httpMethod: "GET", path: "/" },
];
const policy = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const invoke = { Action: "execute-api:Invoke" };
const base = "arn:aws:execute-api:us-east-1:123456789012:abc/prod";

test("a policy that names one method allows that one, and would refuse the others from the cache", () => {
  const decided = decideMethods(policy({ Effect: "Allow", ...invoke, Resource: `${base}/GET/pets` }), {
    methods,
    place,
    principalId: "ada",
  });

  expect(decided).toEqual({
    verdicts: [
      { method: "GET /pets", verdict: "allow" },
      { method: "POST /pets", verdict: "none" },
      { method: "GET /", verdict: "none" },
    ],
    namesSingleMethods: true,
  });
});

test("a denial wins over a permission for all, and stars name no single method", () => {
  const document = policy({ Effect: "Allow", ...invoke, Resource: `${base}/*` }, { Effect: "Deny", ...invoke, Resource: `${base}/POST/*` });

  const decided = decideMethods(document, { methods, place, principalId: "ada" });

  expect(decided?.verdicts.map(({ verdict }) => verdict)).toEqual(["allow", "deny", "allow"]);
  expect(decided?.namesSingleMethods).toBe(false);
});

test.each(["", "null", "{}", '{"Statement":[{"Effect":"Maybe"}]}'])("what is no policy decides nothing: %s", (document) => {
  expect(decideMethods(document, { methods, place, principalId: "ada" })).toBeUndefined();
});

test("a kept policy for one method is a trap for the other methods of the authorizer, and for these only", () => {
  const decided = decideMethods(policy({ Effect: "Allow", ...invoke, Resource: `${base}/GET/pets` }), {
    methods,
    place,
    principalId: "ada",
  });
  const open = decideMethods(policy({ Effect: "Allow", ...invoke, Resource: `${base}/*` }), { methods, place, principalId: "ada" });
  if (decided === undefined || open === undefined) throw new Error("both are policies");

  expect(findCachedPolicyTrap(decided, { ttlSeconds: 300, usedBy: ["GET /pets", "POST /pets"] })).toEqual({ refused: ["POST /pets"] });
  expect(findCachedPolicyTrap(decided, { ttlSeconds: 0, usedBy: ["GET /pets", "POST /pets"] })).toBeUndefined();
  expect(findCachedPolicyTrap(open, { ttlSeconds: 300, usedBy: ["GET /pets", "POST /pets"] })).toBeUndefined();
});
