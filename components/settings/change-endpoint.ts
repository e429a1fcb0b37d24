import type { RestApiSettings } from "@/lib/definition/rest-api";

type Endpoint = RestApiSettings["endpointConfiguration"];

/** Settings with another endpoint: private ones are dual-stack, and only they have VPC endpoints. */
export function changeEndpoint(
  settings: RestApiSettings,
  change: { type?: Endpoint["types"][number]; ipAddressType?: NonNullable<Endpoint["ipAddressType"]>; vpcEndpointIds?: string[] },
): RestApiSettings {
  const { vpcEndpointIds: known = [], ...others } = settings.endpointConfiguration;
  const vpcEndpointIds = change.vpcEndpointIds ?? known;
  const type = change.type ?? others.types[0] ?? "REGIONAL";
  const isPrivate = type === "PRIVATE";
  const ipAddressType = isPrivate ? "dualstack" : (change.ipAddressType ?? others.ipAddressType ?? "ipv4");
  const endpoints = isPrivate && vpcEndpointIds.length > 0 ? { vpcEndpointIds } : {};
  return { ...settings, endpointConfiguration: { ...others, types: [type], ipAddressType, ...endpoints } };
}
