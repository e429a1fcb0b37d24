import type { Clock } from "../lib/gateway/ports.ts";
import type { Client } from "../lib/ports/client-address.ts";
import { type Destination, hostName, namesApi, readDestination } from "./addresses.ts";
import { type DomainRefusal, type DomainTable, readDomainDestination, type ServedDomain } from "./domain-table.ts";
import type { RequestHead } from "./listener.ts";

/** A request that its custom domain does not let through. */
export type AtDomain = { domain: ServedDomain; refusal: DomainRefusal };

type Place = { domains: DomainTable; ports: { clock: Clock } };

/** Where a request goes: to what its custom domain leads to, or to the API that its address names; undefined when it names none. */
export function findArrival({ domains, ports }: Place, head: RequestHead, client: Client): Destination | AtDomain | undefined {
  const authority = client.via.host ?? head.host;
  const host = hostName(authority);
  const domain = namesApi(head.target) ? undefined : domains.find(host);
  if (domain === undefined) return readDestination(authority, head.target);
  const tlsDomain = head.tls === undefined ? undefined : domains.find(head.tls.serverName);
  const arrival = readDomainDestination(domain, { head, client, host, nowMs: ports.clock.nowMs(), tlsDomain });
  return "reason" in arrival ? { domain, refusal: arrival } : arrival;
}
