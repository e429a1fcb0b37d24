import type { RestApiSettings } from "@/lib/definition/rest-api";

type Endpoint = RestApiSettings["endpointConfiguration"];

/** Settings with another endpoint: private ones are dual-stack, and only they have VPC endpoints. */
export function changeEndpoint(
  settings: RestApiSettings,
  change: { type?: Endpoint["types"][number]; ipAddressType?: NonNullable<Endpoint["ipAddressType"]> },
): RestApiSettings {
  const { vpcEndpointIds, ...others } = settings.endpointConfiguration;
  const type = change.type ?? others.types[0] ?? "REGIONAL";
  const isPrivate = type === "PRIVATE";
  const ipAddressType = isPrivate ? "dualstack" : (change.ipAddressType ?? others.ipAddressType ?? "ipv4");
  const endpoints = isPrivate && vpcEndpointIds !== undefined ? { vpcEndpointIds } : {};
  return { ...settings, endpointConfiguration: { ...others, types: [type], ipAddressType, ...endpoints } };
}
