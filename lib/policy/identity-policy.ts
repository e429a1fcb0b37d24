import { parsePolicy } from "./parse-policy.ts";
import type { Policy } from "./policy.ts";

/** As many characters as the service takes in a managed policy. */
export const identityPolicyLengthMax = 6_144;

export type ParsedIdentityPolicy = { ok: true; policy: Policy } | { ok: false; message: string };

/** Reads the policy of an access key: it says what its holder may do, so it names no principal. */
export function parseIdentityPolicy(text: string): ParsedIdentityPolicy {
  if (text.length > identityPolicyLengthMax) {
    return fault(`The policy has ${text.length} characters; there may be ${identityPolicyLengthMax}.`);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return fault(`This is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  // A variable that nobody fills in would match nothing: a denial that silently denies nobody.
  if (JSON.stringify(document).includes("${")) return fault("Policy variables such as ${aws:username} are not supported.");
  const parsed = parsePolicy(document);
  if (!parsed.ok) return parsed;
  const message = unknownMember(document) ?? problemOf(parsed.policy);
  return message === undefined ? parsed : fault(message);
}

const known = {
  policy: new Set(["version", "id", "statement"]),
  statement: new Set(["sid", "effect", "principal", "notprincipal", "action", "notaction", "resource", "notresource", "condition"]),
};

/** A condition whose name is misspelt would be none: the key could do more than its policy seems to say. */
function unknownMember(document: unknown): string | undefined {
  const strange = namesOf(document).find((name) => !known.policy.has(name.toLowerCase()));
  if (strange !== undefined) return `The policy has the unknown member ${strange}.`;
  const list = Object.entries(document as object).find(([name]) => name.toLowerCase() === "statement")?.[1];
  for (const [index, statement] of (Array.isArray(list) ? list : [list]).entries()) {
    const odd = namesOf(statement).find((name) => !known.statement.has(name.toLowerCase()));
    if (odd !== undefined) return `Statement ${index + 1} has the unknown member ${odd}.`;
  }
  return undefined;
}

const namesOf = (value: unknown) => (typeof value === "object" && value !== null ? Object.keys(value) : []);

function problemOf({ statements }: Policy): string | undefined {
  if (statements.length === 0) return "The policy has no statement.";
  for (const [index, { principals, actions, resources }] of statements.entries()) {
    const place = `Statement ${index + 1}`;
    if (principals !== undefined) return `${place} has a Principal; the policy of an access key is about its holder only.`;
    const action = actions.patterns.find((pattern) => pattern !== "*" && !/^[\w*?-]+:[\w*?]+$/.test(pattern));
    if (action !== undefined) return `${place} has the action ${action}; actions look like execute-api:Invoke, or are *.`;
    const resource = resources.patterns.find((pattern) => pattern !== "*" && !pattern.startsWith("arn:"));
    if (resource !== undefined) return `${place} has the resource ${resource}; resources are ARNs, or *.`;
  }
  return undefined;
}

function fault(message: string): ParsedIdentityPolicy {
  return { ok: false, message };
}
