import type { Scope } from "../../services/scope.ts";
import type { XmlValue } from "./xml.ts";

/** STS GetCallerIdentity, which tools call before anything else. */
export function getCallerIdentity({ workspace: { accountId }, actor: { userId } }: Scope, userArn: string): XmlValue {
  return { Arn: userArn, UserId: userId, Account: accountId };
}
