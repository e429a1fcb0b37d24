import type { Client } from "../lib/ports/client-address.ts";
import type { RequestHead } from "./listener.ts";

type Arrived = { host: string; tls: RequestHead["tls"]; client: Pick<Client, "trustedHops" | "via"> };

/**
 * Why a request does not fit an endpoint whose access mode is STRICT: it came through a network of another kind than the endpoint's, or the
 * client asked TLS for another name than it then called. What a trusted proxy ends is the proxy's to check.
 */
export function findMisfit({ isPrivate }: { isPrivate: boolean }, { host, tls, client }: Arrived): Record<string, string> | undefined {
  const vpcEndpoint = client.via.network?.vpceId;
  if ((vpcEndpoint !== undefined) !== isPrivate)
    return { endpoint: isPrivate ? "private" : "public", network: vpcEndpoint ?? "the public network" };
  if (tls === undefined || client.trustedHops > 0 || tls.serverName === host) return undefined;
  return { serverName: tls.serverName || "none", host };
}
