import { demandKeyAllows, demandKeyAllowsAll, type PolicedCall } from "../services/access-key-policies.ts";
import type { CallerAddress } from "../services/caller-address.ts";
import type { Scope } from "../services/scope.ts";
import type { Caller } from "./authenticate.ts";

/** Who calls, as the policy of the access key sees it. */
export type PolicedCaller = Pick<PolicedCall, "policy" | "userArn" | "context">;

/** Costs nothing for an access key without a policy. */
export function policedCaller(
  { holder, region }: Caller,
  call: { userAgent: string | null; nowMs: number; address: CallerAddress | undefined },
): PolicedCaller {
  const { policy, userId, arnName, accountId } = holder;
  const userArn = `arn:aws:iam::${accountId}:user/${arnName}`;
  if (policy === undefined) return { policy, userArn, context: new Map() };
  const context = new Map<string, readonly string[]>([
    ["aws:currenttime", [new Date(call.nowMs).toISOString()]],
    ["aws:epochtime", [String(Math.floor(call.nowMs / 1_000))]],
    ["aws:principalaccount", [accountId]],
    ["aws:principalarn", [userArn]],
    ["aws:requestedregion", [region]],
    ["aws:userid", [userId]],
    ...addressKeys(call.address),
    ...(call.userAgent === null ? [] : [["aws:useragent", [call.userAgent]] satisfies [string, string[]]]),
  ]);
  return { policy, userArn, context };
}

function addressKeys(address: CallerAddress | undefined): [string, readonly string[]][] {
  if (address === undefined) return [];
  return [
    ["aws:sourceip", [address.sourceIp]],
    ["aws:securetransport", [String(address.isSecure)]],
  ];
}

/** Operations on APIs are named by their verb: `apigateway:GET` on the ARN of their path. */
export function demandCallAllowed(caller: PolicedCaller, { workspace }: Scope, { method, path }: { method: string; path: string }): void {
  const resource = `arn:aws:apigateway:${workspace.region}::${decode(path)}`;
  demandKeyAllows({ ...caller, action: `apigateway:${method}`, resource });
}

const verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"].map((verb) => `apigateway:${verb}`);
/** What only tells; everything else of CloudFormation makes, changes and removes APIs with the rights of the caller. */
const telling = /^(?:Describe|List|Get|Validate)/;

/** Operations of the query protocol; everybody may ask who they are. */
export function demandQueryAllowed(caller: PolicedCaller, { workspace }: Scope, action: string): void {
  if (action === "GetCallerIdentity") return;
  demandKeyAllows({ ...caller, action: `cloudformation:${action}`, resource: "*" });
  if (!telling.test(action)) demandKeyAllowsAll({ ...caller, actions: verbs, resource: `arn:aws:apigateway:${workspace.region}::/*` });
}

// A path that can be written in several ways, and leads to one operation, is one resource to policies.
function decode(path: string): string {
  const plain = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
