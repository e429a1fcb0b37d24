import { expect, test } from "vitest";
import { parseIdentityPolicy } from "./identity-policy.ts";

const statement = { Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" };
const textOf = (more: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...more }] });

test.each([
  { text: textOf({}), says: undefined },
  { text: textOf({ Action: ["apigateway:*", "execute-api:Manage*", "*"], Resource: ["arn:aws:apigateway:*::/*"] }), says: undefined },
  { text: textOf({ Principal: "*" }), says: "Statement 1 has a Principal" },
  { text: textOf({ NotPrincipal: { AWS: "1" } }), says: "Statement 1 has a Principal" },
  { text: textOf({ Action: "Invoke" }), says: "Statement 1 has the action Invoke" },
  { text: textOf({ Resource: "execute-api:/*" }), says: "Statement 1 has the resource execute-api:/*" },
  { text: textOf({ Resource: "arn:aws:execute-api:*:*:*/${aws:username}" }), says: "Policy variables" },
  { text: textOf({ Resource: "arn:aws:s3:::$x{name}" }).replace("$x", "\\u0024"), says: "Policy variables" },
  { text: textOf({ Effect: "Maybe" }), says: "must be Allow or Deny" },
  {
    text: textOf({ Conditions: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }),
    says: "Statement 1 has the unknown member Conditions",
  },
  { text: JSON.stringify({ Statement: statement, Deny: [] }), says: "The policy has the unknown member Deny" },
  { text: '{"Statement": []}', says: "The policy has no statement." },
  { text: "{", says: "This is no JSON" },
  { text: textOf({ Sid: "x".repeat(7_000) }), says: "there may be 6144" },
])("the check of $text says $says", ({ text, says }) => {
  const parsed = parseIdentityPolicy(text);

  if (says === undefined) expect(parsed.ok).toBe(true);
  else expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(says) });
});
