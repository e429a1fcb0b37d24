import type { Scope } from "../../services/scope.ts";
import type { XmlValue } from "./xml.ts";

/** STS GetCallerIdentity, which tools call before anything else. */
export function getCallerIdentity({ workspace: { accountId }, actor: { userId, name } }: Scope): XmlValue {
  return { Arn: `arn:aws:iam::${accountId}:user/${name}`, UserId: userId, Account: accountId };
}
