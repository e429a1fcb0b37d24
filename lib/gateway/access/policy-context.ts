import type { CallerIdentity } from "../exchange.ts";
import { findHeader, type GatewayRequest } from "../message.ts";

/** What conditions can ask about; exchanges have it. */
export type PolicyFacts = {
  request: Pick<GatewayRequest, "sourceIp" | "scheme" | "headers" | "network">;
  startedAtMs: number;
  identity: CallerIdentity;
};

/** The condition keys that a policy can ask about, by lower-case name; what a request does not have is not there. */
export function policyContext({ request, startedAtMs, identity }: PolicyFacts): ReadonlyMap<string, readonly string[]> {
  const context = new Map<string, readonly string[]>([
    ["aws:sourceip", [request.sourceIp]],
    ["aws:currenttime", [new Date(startedAtMs).toISOString()]],
    ["aws:epochtime", [String(Math.floor(startedAtMs / 1_000))]],
    ["aws:securetransport", [String(request.scheme === "https")]],
  ]);
  const { network } = request;
  const optional = {
    "aws:useragent": findHeader(request.headers, "user-agent"),
    "aws:referer": findHeader(request.headers, "referer"),
    "aws:sourcevpc": network?.vpcId,
    "aws:sourcevpce": network?.vpceId,
    "aws:vpcsourceip": network === undefined ? undefined : request.sourceIp,
    "aws:principalarn": identity.userArn,
    "aws:principalaccount": identity.accountId,
    "aws:userid": identity.user,
  };
  for (const [key, value] of Object.entries(optional)) if (value !== undefined) context.set(key, [value]);
  return context;
}
