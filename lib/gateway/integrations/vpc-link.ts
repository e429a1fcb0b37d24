import { Buffer } from "node:buffer";
import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { VpcLinkTarget } from "../../definition/vpc-link-targets.ts";
import type { Exchange, StageFacts } from "../exchange.ts";
import { fillStageVariables } from "../integration-url.ts";
import { findHeader } from "../message.ts";
import { configurationError, Refusal } from "../refusal.ts";
import type { TargetGroup } from "../target-group.ts";
import { http } from "./http.ts";
import { httpProxy } from "./http-proxy.ts";
import type { CompiledIntegration, Integration, IntegrationAnswer, IntegrationRequest } from "./integration.ts";

/** A backend behind a VPC link: the address says what is called, the link's targets say where. */
export const vpcLink: Integration = {
  compile(source) {
    const inner = (source.integration.type === "HTTP" ? http : httpProxy).compile(source);
    const group = findTargetGroup(source.integration.connectionId, source.stage);
    // A link that names load balancers only leaves it to the name in the address to find them.
    return group.isEmpty ? inner : callThrough(group, inner);
  },
};

/** The same integration with the targets of a link in the place of the address. */
export function callThrough(group: TargetGroup, inner: CompiledIntegration): CompiledIntegration {
  return { ...inner, invoke: (request, exchange) => callTargets({ group, inner, request }, exchange) };
}

/** The targets of the link that an integration names. */
export function findTargetGroup(connectionId: string | undefined, stage: StageFacts): TargetGroup {
  const { text, missing } = fillStageVariables(connectionId ?? "", stage);
  const group = stage.vpcLinks.get(text);
  if (group !== undefined) return group;
  const [variable] = missing;
  const evidence = variable === undefined ? { vpcLinkId: text } : { variable, vpcLinkId: text };
  throw configurationError("Invalid VPC link", { ...(variable !== undefined && { reason: "STAGE_VARIABLE_MISSING" }), evidence });
}

type Calling = { group: TargetGroup; inner: CompiledIntegration; request: IntegrationRequest };

// Of these the target may be the cause, unlike of an error in the call itself.
const faultsOfTargets: ReadonlySet<ReasonCode> = new Set(["BACKEND_REFUSED", "BACKEND_BROKEN", "BACKEND_TLS", "BACKEND_UNRESOLVED"]);

async function callTargets({ group, inner, request }: Calling, exchange: Exchange): Promise<IntegrationAnswer> {
  const { clock } = exchange.ports;
  const targets = group.order(clock.nowMs());
  for (const [index, target] of targets.entries()) {
    try {
      const answer = await inner.invoke(addressTo(target, request), exchange);
      group.report(target, "answered", clock.nowMs());
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal) || !faultsOfTargets.has(error.reason) || exchange.request.caller.isGone) throw error;
      group.report(target, "failed", clock.nowMs());
      // A call that no target took is safe to repeat; one that broke off may have been carried out.
      if (error.reason !== "BACKEND_REFUSED" || index === targets.length - 1 || !isRepeatable(request.body)) throw error;
    }
  }
  throw configurationError("Invalid VPC link");
}

/** The same call to another place: the host's name stays, for the backend and for its certificate, unless a mapping gave another. */
function addressTo({ host, port }: VpcLinkTarget, request: IntegrationRequest): IntegrationRequest {
  const { protocol, host: authority, hostname } = new URL(request.origin);
  const headers = [...request.headers];
  if (findHeader(headers, "host") === undefined) headers.push("Host", authority);
  return { ...request, origin: `${protocol}//${host}:${port}`, headers, servername: request.servername ?? hostname };
}

// Bodies up to this size are read whole before they are sent.
const repeatableBodyMax = 16 * 1024;

function isRepeatable(body: IntegrationRequest["body"]): boolean {
  if (body === undefined || typeof body === "string" || Buffer.isBuffer(body)) return true;
  return body.length !== undefined && body.length <= repeatableBodyMax;
}
