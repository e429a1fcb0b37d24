import { chooseTarget } from "../lib/definition/choose-target.ts";
import type { ReasonCode } from "../lib/definition/reason-codes.ts";
import { type TlsVersion, tlsRulesOf } from "../lib/definition/security-policies.ts";
import type { FeedDomain } from "../lib/feed/access.ts";
import { compileDomainPolicy, type DomainPolicy, maySourceCall } from "../lib/gateway/access/domain-policy.ts";
import { headerValues } from "../lib/gateway/message.ts";
import type { Client } from "../lib/ports/client-address.ts";
import type { Destination } from "./addresses.ts";
import type { RequestHead } from "./listener.ts";
import { findMisfit } from "./strict-endpoint.ts";

export type ServedDomain = { facts: FeedDomain; policy: DomainPolicy | undefined; minVersion: TlsVersion };

/** The custom domain names that this worker answers at. */
export class DomainTable {
  #byName: ReadonlyMap<string, ServedDomain> = new Map();

  apply(domains: readonly FeedDomain[]): void {
    const byName = new Map<string, ServedDomain>();
    // Of one name in several regions the oldest is served.
    for (const facts of domains) {
      if (byName.has(facts.name)) continue;
      byName.set(facts.name, {
        facts,
        policy: facts.privateAccess && compileDomainPolicy(facts, facts.privateAccess),
        minVersion: tlsRulesOf(facts.securityPolicy).minVersion,
      });
    }
    this.#byName = byName;
  }

  /** The domain of a host without its port: its own name before a wildcard for its last labels. */
  find(host: string): ServedDomain | undefined {
    if (this.#byName.size === 0) return undefined;
    return this.#byName.get(host) ?? this.#byName.get(`*${host.slice(host.indexOf("."))}`);
  }
}

/** Why a domain does not let a request through. */
export type DomainRefusal = { reason: ReasonCode; evidence: Record<string, string> };

type Arrival = {
  head: RequestHead;
  client: Client;
  host: string;
  nowMs: number;
  /** The domain of the name that the client asked for when TLS began. */
  tlsDomain: ServedDomain | undefined;
};

/** Where a request to a domain goes, or why it goes nowhere. */
export function readDomainDestination(domain: ServedDomain, arrival: Arrival): Destination | DomainRefusal {
  const { facts, policy } = domain;
  const { head, client, host, nowMs } = arrival;
  const place = { domainName: host };
  const refusal = refuseTransport(domain, arrival) ?? refuseMisfit(domain, arrival);
  if (refusal !== undefined) return { reason: refusal.reason, evidence: { ...place, ...refusal.evidence } };
  const request = {
    sourceIp: client.sourceIp,
    scheme: client.via.scheme ?? head.scheme,
    headers: head.headers,
    network: client.via.network,
  };
  if (policy !== undefined && !maySourceCall(policy, request, nowMs))
    return { reason: "POLICY_NO_ALLOW", evidence: { ...place, vpcEndpoint: client.via.network?.vpceId ?? "none" } };
  const { path, query } = splitTarget(head.target);
  const target = chooseTarget(facts, {
    path,
    // Rules see the name as the domain is looked up, without its port.
    headerValues: (name) => (name === "host" ? [host] : headerValues(head.headers, name)),
  });
  if (target === undefined) return { reason: "NO_MAPPING", evidence: { ...place, path } };
  const shared = {
    apiId: target.apiId,
    rawQuery: query,
    fullPath: path,
    domainName: host,
    ...(facts.isEdge === true && { edgeId: facts.id }),
  };
  const matched = {
    basePath: target.basePath === "" ? "(none)" : target.basePath,
    ...(target.by.kind === "rule" ? { routingRuleId: target.by.rule.routingRuleId } : {}),
  };
  if (target.stage !== "") return { ...shared, stageName: target.stage, rawPath: target.path, customDomain: matched };
  // A mapping without a stage: the caller's path names it.
  const slash = target.path.indexOf("/", 1);
  const stageName = slash < 0 ? target.path.slice(1) : target.path.slice(1, slash);
  return { ...shared, stageName, rawPath: slash < 0 ? "/" : target.path.slice(slash), customDomain: matched };
}

/** A connection may have been opened for another name, whose rules were other ones. */
function refuseTransport(domain: ServedDomain, { head: { tls }, tlsDomain }: Arrival): DomainRefusal | undefined {
  if (tls !== undefined && tls.version < domain.minVersion)
    return { reason: "TLS_TOO_OLD", evidence: { version: tls.version, needed: domain.minVersion } };
  const { truststore } = domain.facts;
  if (truststore === undefined) return undefined;
  if (tls?.client?.isTrusted === true && tlsDomain === domain && truststore !== "") return undefined;
  const certificate = tls === undefined ? "no TLS" : tls.client === undefined ? "none" : "not trusted";
  return { reason: "MTLS_REQUIRED", evidence: { certificate, ...(truststore === "" ? { truststore: "empty" } : {}) } };
}

function refuseMisfit({ facts }: ServedDomain, { head, client, host }: Arrival): DomainRefusal | undefined {
  if (facts.isStrict !== true) return undefined;
  const misfit = findMisfit({ isPrivate: facts.privateAccess !== undefined }, { host, tls: head.tls, client });
  return misfit && { reason: "ENDPOINT_MISMATCH", evidence: misfit };
}

function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf("?");
  return mark < 0 ? { path: target, query: "" } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}
