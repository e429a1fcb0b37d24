import type { ResourceType } from "./shapes.ts";
import { v1ResourceTypes } from "./v1-resource-types.ts";
import { v2ResourceTypes } from "./v2-resource-types.ts";

/** Everything that an import makes; other types are skipped. */
const resourceTypes = { ...v1ResourceTypes, ...v2ResourceTypes };

export type ResourceTypeName = keyof typeof resourceTypes;

export function isImported(type: string): type is ResourceTypeName {
  return Object.hasOwn(resourceTypes, type);
}

export function resourceType(type: ResourceTypeName): ResourceType {
  return resourceTypes[type];
}

/** Portals are not part of an import. */
const skippedHere = ["Portal", "PortalProduct", "ProductPage", "ProductRestEndpointPage"].map((name) => `AWS::ApiGatewayV2::${name}`);

/** Types of the service's own families that no list knows are typing errors rather than other services. */
export function isMisspelt(type: string): boolean {
  return /^AWS::(?:ApiGateway|ApiGatewayV2|Serverless)::/.test(type) && !isImported(type) && !skippedHere.includes(type);
}
