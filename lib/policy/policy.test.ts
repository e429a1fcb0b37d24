import { describe, expect, it } from "vitest";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { inNetwork } from "./networks.ts";
import { parsePolicy } from "./parse-policy.ts";
import { matchesWildcard } from "./wildcard.ts";

const arn = "arn:aws:execute-api:us-east-1:000000000000:abc/test/GET/pets/7";

type Circumstances = { context?: Record<string, string[]>; principals?: string[]; resource?: string };

function decide(statements: object[], { context = {}, principals = [], resource = arn }: Circumstances = {}): string {
  const parsed = parsePolicy({ Version: "2012-10-17", Statement: statements });
  if (!parsed.ok) throw new Error(parsed.message);
  return evaluatePolicy(parsed.policy, { action: "execute-api:Invoke", resource, principals, context: new Map(Object.entries(context)) })
    .decision;
}

const allow = (more: object = {}) => ({ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "*", ...more });
const deny = (more: object = {}) => ({ ...allow(more), Effect: "Deny" });

describe("evaluatePolicy", () => {
  it.each([
    ["nothing applies", [], "none"],
    ["one allows", [allow()], "allow"],
    ["a denial wins, wherever it stands", [deny(), allow()], "deny"],
    ["the action is compared without case", [allow({ Action: "EXECUTE-API:inv*" })], "allow"],
    ["NotAction takes the others", [allow({ Action: undefined, NotAction: "execute-api:ManageConnections" })], "allow"],
    ["resources have wildcards", [allow({ Resource: "arn:aws:execute-api:*:*:abc/test/GET/*" })], "allow"],
    ["other resources", [allow({ Resource: "arn:aws:execute-api:*:*:abc/prod/*" })], "none"],
    ["NotResource takes the others", [allow({ Resource: undefined, NotResource: "*/prod/*" })], "allow"],
  ] as const)("%s", (_name, statements, decision) => {
    expect(decide(JSON.parse(JSON.stringify(statements)))).toBe(decision);
  });

  it("names principals by ARN and account, and leaves out who is not to be meant", () => {
    const principals = ["arn:aws:iam::000000000000:user/a", "000000000000"];
    expect(decide([allow({ Principal: { AWS: "000000000000" } })], { principals })).toBe("allow");
    expect(decide([allow({ Principal: { AWS: ["arn:aws:iam::000000000000:user/b"] } })], { principals })).toBe("none");
    expect(decide([deny({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::000000000000:user/a" } })], { principals })).toBe(
      "none",
    );
  });

  it.each([
    [{ IpAddress: { "aws:SourceIp": ["10.0.0.0/8"] } }, { "aws:sourceip": ["10.1.2.3"] }, true],
    [{ NotIpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.0.2.1"] } }, { "aws:sourceip": ["192.0.2.1"] }, false],
    [{ StringEquals: { "aws:SourceVpce": "vpce-1" } }, {}, false],
    [{ StringNotEquals: { "aws:SourceVpce": "vpce-1" } }, {}, true],
    [{ StringEqualsIfExists: { "aws:SourceVpce": "vpce-1" } }, {}, true],
    [{ StringLike: { "aws:UserAgent": "curl/*" } }, { "aws:useragent": ["curl/8"] }, true],
    [{ StringNotLike: { "aws:UserAgent": ["curl/*", "wget*"] } }, { "aws:useragent": ["wget"] }, false],
    [{ Bool: { "aws:SecureTransport": "false" } }, { "aws:securetransport": ["false"] }, true],
    [{ DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } }, { "aws:currenttime": ["2026-11-21T00:00:00Z"] }, true],
    [{ DateLessThan: { "aws:EpochTime": "1000" } }, { "aws:epochtime": ["999"] }, true],
    [{ NumericLessThanEquals: { "x:n": "5" } }, { "x:n": ["5"] }, true],
    [{ NumericLessThanEquals: { "x:n": "5" } }, { "x:n": ["many"] }, false],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/*" } }, { "aws:principalarn": ["arn:aws:iam::1:user/a/b"] }, true],
    [{ Null: { "aws:SourceVpce": "true" } }, {}, true],
    [{ Null: { "aws:SourceVpce": "false" } }, {}, false],
    [{ "ForAnyValue:StringEquals": { "x:tags": ["a", "b"] } }, { "x:tags": ["c", "b"] }, true],
    [{ "ForAllValues:StringEquals": { "x:tags": ["a", "b"] } }, { "x:tags": ["a", "c"] }, false],
    [
      { StringEquals: { "aws:Referer": ["a", "b"] }, Bool: { "aws:SecureTransport": true } },
      { "aws:referer": ["b"], "aws:securetransport": ["true"] },
      true,
    ],
  ])("condition %j with %j holds: %s", (Condition, context, holds) => {
    expect(decide([allow({ Condition })], { context: JSON.parse(JSON.stringify(context)) })).toBe(holds ? "allow" : "none");
  });
});

describe("parsePolicy", () => {
  it.each([
    ["no object", "text", "Expected an object for the policy"],
    ["no statement", {}, "The policy has no Statement"],
    ["no effect", { Statement: { Action: "*", Resource: "*" } }, "The Effect of statement 1 must be Allow or Deny"],
    ["no action", { Statement: [{ Effect: "Allow", Resource: "*" }] }, "Statement 1 needs either Action or NotAction"],
    [
      "an operator that is none",
      { Statement: [allow({ Condition: { Equals: { a: "b" } } })] },
      "Statement 1 has the unknown condition operator Equals",
    ],
    ["too many statements", { Statement: Array.from({ length: 501 }, () => allow()) }, "The policy has more than 500 statements"],
  ])("refuses %s", (_name, document, message) => {
    expect(parsePolicy(document)).toEqual({ ok: false, message });
  });

  it("takes a single statement, and member names in any case", () => {
    expect(parsePolicy({ statement: { effect: "Allow", action: "*", resource: "*" } }).ok).toBe(true);
  });
});

describe("matchesWildcard", () => {
  it.each([
    ["*", "", true],
    ["a*c", "abcbc", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["*a*b*", "xxayybzz", true],
    ["a*", "*", false],
    ["a", "a*", false],
  ])("%s and %s: %s", (pattern, text, fits) => {
    expect(matchesWildcard(pattern, text)).toBe(fits);
  });

  it("ends soon for patterns of many stars", () => {
    expect(matchesWildcard(`${"*a".repeat(2_000)}b`, "a".repeat(10_000))).toBe(false);
  });
});

describe("inNetwork", () => {
  it.each([
    ["10.0.0.1", "10.0.0.0/24", true],
    ["10.0.1.1", "10.0.0.0/24", false],
    ["10.0.0.1", "0.0.0.0/0", true],
    ["2001:db8::1", "2001:db8::/32", true],
    ["2001:db9::1", "2001:db8::/32", false],
    ["::ffff:10.0.0.1", "10.0.0.0/8", true],
    ["::1", "::1/128", true],
    ["10.0.0.1", "::/0", false],
    ["10.0.0.1", "10.0.0.0/33", false],
    ["10.0.0.300", "10.0.0.0/8", false],
    ["nonsense", "10.0.0.0/8", false],
  ])("%s in %s: %s", (address, network, isIn) => {
    expect(inNetwork(address, network)).toBe(isIn);
  });
});
