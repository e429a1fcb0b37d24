import { isIP } from "node:net";
import { headerValues } from "../lib/gateway/message.ts";
import { parseAddressList } from "../lib/ports/address-list.ts";
import type { RequestHead } from "./listener.ts";

/** Who sent a request, seen past the proxies that are believed. */
export type Client = {
  sourceIp: string;
  /** Entries at the end of `X-Forwarded-For` that trusted proxies wrote. */
  trustedHops: number;
};

/**
 * Tells the client of a request: the address of the connection, or, when that is one of `TRUSTED_PROXIES`, the last address in
 * `X-Forwarded-For` that is none of them.
 */
export function clientFinder(trustedProxies: string): (head: Pick<RequestHead, "remoteAddress" | "headers">) => Client {
  const trusted = parseAddressList("TRUSTED_PROXIES", trustedProxies);
  const trustsNobody = trustedProxies.trim() === "";
  return ({ remoteAddress, headers }) => {
    let client = { sourceIp: plainAddress(remoteAddress), trustedHops: 0 };
    if (trustsNobody || !trusted.has(client.sourceIp)) return client;
    const entries = headerValues(headers, "x-forwarded-for").join(",").split(",");
    for (const entry of entries.reverse()) {
      const address = findAddress(entry);
      // What is no address was not written by a proxy that can be believed.
      if (address === undefined) break;
      client = { sourceIp: address, trustedHops: client.trustedHops + 1 };
      if (!trusted.has(address)) break;
    }
    return client;
  };
}

/** An IPv4 address that came in over an IPv6 socket, as IPv4. */
function plainAddress(address: string): string {
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}

// Some proxies add the port: `192.0.2.7:4711`, `[2001:db8::7]:4711`.
function findAddress(entry: string): string | undefined {
  const text = entry.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+)(?::\d+)?$/.exec(text)?.[1] ?? text;
  return isIP(bare) === 0 ? undefined : plainAddress(bare);
}
