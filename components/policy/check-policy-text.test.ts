import { expect, test } from "vitest";
import { checkPolicyText } from "./check-policy-text";
import { policyTemplates } from "./policy-templates";

const statement = { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };

test.each([
  { text: "", says: undefined },
  { text: JSON.stringify({ Statement: [statement] }), says: undefined },
  { text: "{", says: "This is no JSON" },
  { text: "{}", says: "The policy has no Statement" },
  { text: JSON.stringify({ Statement: [{ ...statement, Effect: "allow" }] }), says: "must be Allow or Deny" },
  { text: JSON.stringify({ Statement: [{ ...statement, Principal: undefined }] }), says: "Statement 1 has no Principal" },
  { text: JSON.stringify({ Statement: [{ ...statement, Condition: { Near: { a: "b" } } }] }), says: "Near" },
  { text: JSON.stringify({ Statement: [statement], Id: "x".repeat(9_000) }), says: "the service takes 8192" },
])("the check of $text says $says", ({ text, says }) => {
  const [problem] = checkPolicyText(text).problems;

  if (says === undefined) expect(problem).toBeUndefined();
  else expect(problem?.message).toContain(says);
});

test.each(policyTemplates)("the template $label is a policy", ({ document }) => {
  expect(checkPolicyText(JSON.stringify(document)).problems).toEqual([]);
});
