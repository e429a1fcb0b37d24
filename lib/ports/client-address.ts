import { isIP } from "node:net";
import { type HeaderList, headerValues, type PrivateNetwork } from "../gateway/message.ts";
import { parseAddressList } from "./address-list.ts";

/** Who sent a request, seen past the proxies that are believed. */
export type Client = {
  sourceIp: string;
  /** Entries at the end of `X-Forwarded-For` that trusted proxies wrote. */
  trustedHops: number;
  /** What a believed proxy says about how the client called it, as far as it says so. */
  via: Forwarded;
};

type Forwarded = { host?: string; scheme?: "http" | "https"; port?: number; network?: PrivateNetwork };

/**
 * Tells the client of a request: the address of the connection, or, when that is one of `TRUSTED_PROXIES`, the last address in
 * `X-Forwarded-For` that is none of them. The other `X-Forwarded-` headers and those of private networks count only then, too.
 */
export function clientFinder(trustedProxies: string): (head: { remoteAddress: string; headers: HeaderList }) => Client {
  const trusted = parseAddressList("TRUSTED_PROXIES", trustedProxies);
  const trustsNobody = trustedProxies.trim() === "";
  return ({ remoteAddress, headers }) => {
    let client: Client = { sourceIp: plainAddress(remoteAddress), trustedHops: 0, via: {} };
    if (trustsNobody || !trusted.has(client.sourceIp)) return client;
    const via = readForwarded(headers);
    client = { ...client, via };
    const entries = headerValues(headers, "x-forwarded-for").join(",").split(",");
    for (const entry of entries.reverse()) {
      const address = findAddress(entry);
      // What is no address was not written by a proxy that can be believed.
      if (address === undefined) break;
      client = { sourceIp: address, trustedHops: client.trustedHops + 1, via };
      if (!trusted.has(address)) break;
    }
    return client;
  };
}

function readForwarded(headers: HeaderList): Forwarded {
  // Of several proxies the last one wrote the end of each list.
  const last = (name: string) => headerValues(headers, name).join(",").split(",").at(-1)?.trim() ?? "";
  const [host, scheme, port] = [last("x-forwarded-host"), last("x-forwarded-proto").toLowerCase(), last("x-forwarded-port")];
  const [vpceId, vpcId] = [last("x-amzn-vpce-id"), last("x-amzn-vpc-id")];
  return {
    ...(/^[\w.-]+(:\d+)?$/.test(host) && { host }),
    ...((scheme === "http" || scheme === "https") && { scheme }),
    ...(/^\d{1,5}$/.test(port) && { port: Number(port) }),
    ...((vpceId !== "" || vpcId !== "") && { network: { ...(vpceId !== "" && { vpceId }), ...(vpcId !== "" && { vpcId }) } }),
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
