import { isNode, templateError } from "./node.ts";

const pattern = /\{\{resolve:(?:secretsmanager|ssm|ssm-secure):/;

/** Texts that the service replaces by a secret or a parameter of a store would otherwise be taken as they stand. */
export function refuseDynamicReferences(value: unknown, where: string): void {
  if (typeof value === "string" && pattern.test(value))
    throw templateError(
      `Template format error: ${where} has a dynamic reference ({{resolve:...}}) to Secrets Manager or SSM Parameter Store, which Gatehouse does not have. Pass the value as a parameter with NoEcho.`,
    );
  const members = Array.isArray(value) ? value : isNode(value) ? Object.values(value) : [];
  for (const member of members) refuseDynamicReferences(member, where);
}
