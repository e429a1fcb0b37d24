import type { TemplatePlace } from "./template-test.ts";

/** One text for each place. */
export function templatePlaceKey(place: TemplatePlace): string {
  if (place.kind === "gateway-response") return `gateway-response ${place.responseType} ${place.contentType}`;
  const status = place.kind === "response" ? ` ${place.statusCode}` : "";
  return `${place.kind} ${place.resourceId}/${place.httpMethod}${status} ${place.contentType}`;
}
