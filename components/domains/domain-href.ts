import type { DomainRef } from "@/lib/client/operations";

/** The page of a domain; private ones share names, so that their ids go along. */
export function domainHref({ domainName, domainNameId }: DomainRef): string {
  const query = domainNameId === undefined ? "" : `?id=${encodeURIComponent(domainNameId)}`;
  return `/domains/${encodeURIComponent(domainName)}${query}`;
}
