import type { Buffer } from "node:buffer";
import { sha256Hex } from "../../sigv4/canonical-request.ts";
import { signRequest } from "../../sigv4/sign-request.ts";
import { type Exchange, parseQuery } from "../exchange.ts";
import { joinTarget } from "../integration-url.ts";
import { removeHeader } from "../message.ts";
import { awsServiceFacts } from "./aws-service-table.ts";
import type { IntegrationRequest } from "./integration.ts";

/** A call to an AWS service before it is signed; `path` and `query` as they go on the wire. */
export type ServiceCall = { method: string; path: string; query: string; headers: string[]; body: Buffer | string };

// Proxies on the way may change these, or they are of no interest to the service.
const unsigned: ReadonlySet<string> = new Set(["user-agent", "x-amzn-trace-id", "x-amzn-apigateway-api-id"]);

/** The call as it is sent: to the service's endpoint, and signed when there are credentials. */
export function signedCall(call: ServiceCall, target: { service: string; region: string }, exchange: Exchange): IntegrationRequest {
  const { ports, stage } = exchange;
  const facts = awsServiceFacts(target.service);
  const endpoint = new URL(ports.aws.endpoint(target.service, target.region));
  const path = endpoint.pathname === "/" ? call.path : endpoint.pathname.replace(/\/$/, "") + call.path;
  const headers = [...call.headers];
  headers.push("X-Amzn-Trace-Id", exchange.traceId, "x-amzn-apigateway-api-id", stage.apiId);
  const credentials = ports.aws.credentials();
  if (credentials !== undefined) {
    removeHeader(headers, "authorization");
    const pairs: [string, string][] = [["Host", endpoint.host]];
    for (let i = 0; i < headers.length; i += 2) {
      const name = headers[i] ?? "";
      if (!unsigned.has(name.toLowerCase())) pairs.push([name, headers[i + 1] ?? ""]);
    }
    const query = [...parseQuery(call.query)].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
    const signable = { method: call.method, rawPath: path, query, headers: pairs, bodyHash: sha256Hex(call.body) };
    const service = facts.signing ?? target.service.slice(target.service.lastIndexOf(".") + 1);
    const region = facts.global ? "us-east-1" : target.region;
    headers.push(...signRequest(signable, { credentials, region, service, nowMs: ports.clock.nowMs() }).flat());
  }
  return { method: call.method, origin: endpoint.origin, path: joinTarget(path, call.query), headers, body: call.body };
}
