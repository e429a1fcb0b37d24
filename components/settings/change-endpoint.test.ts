import { expect, test } from "vitest";
import { changeEndpoint } from "./change-endpoint";

const settings = {
  name: "pets",
  apiKeySource: "HEADER" as const,
  disableExecuteApiEndpoint: false,
  endpointConfiguration: { types: ["PRIVATE" as const], vpcEndpointIds: ["vpce-1"], ipAddressType: "dualstack" as const },
};

test("an API that is no longer private has no VPC endpoints, and keeps its addresses until another is chosen", () => {
  const regional = changeEndpoint(settings, { type: "REGIONAL" });

  expect(regional).toEqual({ ...settings, endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" } });
  expect(changeEndpoint(regional, { ipAddressType: "ipv4" }).endpointConfiguration).toEqual({ types: ["REGIONAL"], ipAddressType: "ipv4" });
});

test("a private API is dual-stack, whatever it was", () => {
  const edge = { ...settings, endpointConfiguration: { types: ["EDGE" as const], ipAddressType: "ipv4" as const } };

  expect(changeEndpoint(edge, { type: "PRIVATE" }).endpointConfiguration).toEqual({ types: ["PRIVATE"], ipAddressType: "dualstack" });
  expect(changeEndpoint(settings, { ipAddressType: "ipv4" })).toEqual(settings);
});

test("a private API gets VPC endpoints, and loses the last one", () => {
  const two = changeEndpoint(settings, { vpcEndpointIds: ["vpce-1", "vpce-2"] });

  expect(two.endpointConfiguration.vpcEndpointIds).toEqual(["vpce-1", "vpce-2"]);
  expect(changeEndpoint(two, { vpcEndpointIds: [] }).endpointConfiguration).toEqual({ types: ["PRIVATE"], ipAddressType: "dualstack" });
});
