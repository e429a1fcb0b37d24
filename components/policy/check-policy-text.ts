import type { CheckedText } from "@/components/editor/editor-problem";
import { parseIdentityPolicy } from "@/lib/policy/identity-policy";
import { parsePolicy } from "@/lib/policy/parse-policy";

const lengthMax = 8_192;

/** What keeps a text from being a resource policy; an empty one is no policy. */
export function checkPolicyText(text: string): CheckedText {
  return checkedText(text, problemOf(text));
}

/** The same for the policy of an access key. */
export function checkIdentityPolicyText(text: string): CheckedText {
  const parsed = text.trim() === "" ? undefined : parseIdentityPolicy(text);
  return checkedText(text, parsed?.ok === false ? parsed.message : undefined);
}

function checkedText(text: string, message: string | undefined): CheckedText {
  if (message === undefined) return { text, problems: [] };
  const firstLine = text.split("\n")[0]?.length ?? 0;
  const place = { start: { line: 1, column: 1 }, end: { line: 1, column: firstLine + 1 } };
  return { text, problems: [{ code: "POLICY", severity: "error", message, ...place }] };
}

function problemOf(text: string): string | undefined {
  if (text.trim() === "") return undefined;
  if (text.length > lengthMax) return `The policy has ${text.length} characters; the service takes ${lengthMax}.`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const parsed = parsePolicy(value);
  if (!parsed.ok) return parsed.message;
  const place = parsed.policy.statements.findIndex(({ principals }) => principals === undefined);
  return place < 0 ? undefined : `Statement ${place + 1} has no Principal; a resource policy says whom each statement is about.`;
}
