import { z } from "zod";
import { gatewayResponseTypes } from "./gateway-response-types.ts";
import { httpVerbs } from "./http-verbs.ts";
import type { RestApiDefinition } from "./rest-api.ts";

const contentType = z.string().min(1).max(256);
const ofMethod = { resourceId: z.string().min(1).max(128), httpMethod: z.enum(httpVerbs), contentType };

/** Where a mapping template of a REST API stands. */
export const templatePlaceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("request"), ...ofMethod }),
  z.object({ kind: z.literal("response"), ...ofMethod, statusCode: z.string().regex(/^[1-5]\d\d$/) }),
  z.object({ kind: z.literal("gateway-response"), responseType: z.enum(gatewayResponseTypes), contentType }),
]);
export type TemplatePlace = z.infer<typeof templatePlaceSchema>;

/** Integrations carry 10 MB; a test that anybody reads has less. */
const bodyMax = 262_144;
const objectMax = 65_536;

/** A template's test: an input as it is typed, and what has to come out. */
export const templateTestSchema = z.object({
  place: templatePlaceSchema,
  name: z.string().trim().min(1, "A test needs a name.").max(200),
  input: z.object({
    body: z.string().max(bodyMax),
    params: z.string().max(objectMax),
    context: z.string().max(objectMax),
    stageVariables: z.string().max(objectMax),
  }),
  expected: z.object({ kind: z.enum(["json", "exact", "contains"]), text: z.string().max(bodyMax) }),
});
export type TemplateTest = z.infer<typeof templateTestSchema>;

/** The template at a place, with words that say where it is; `undefined` when it is not there (any more). */
export function findTemplate(definition: RestApiDefinition, place: TemplatePlace): { text: string; label: string } | undefined {
  if (place.kind === "gateway-response") {
    const response = definition.gatewayResponses.find(({ responseType }) => responseType === place.responseType);
    return described(response?.responseTemplates, `gateway response ${place.responseType}`, place.contentType);
  }
  const resource = definition.resources.find(({ id }) => id === place.resourceId);
  const integration = resource?.resourceMethods[place.httpMethod]?.methodIntegration;
  const method = `${place.httpMethod} ${resource?.path ?? ""}`;
  if (place.kind === "request") return described(integration?.requestTemplates, `${method}, request`, place.contentType);
  const response = integration?.integrationResponses?.[place.statusCode];
  return described(response?.responseTemplates, `${method}, response ${place.statusCode}`, place.contentType);
}

type Templates = Readonly<Record<string, string | null>> | undefined;

function described(templates: Templates, label: string, type: string): { text: string; label: string } | undefined {
  const text = templates === undefined || !Object.hasOwn(templates, type) ? undefined : templates[type];
  return text === undefined || text === null ? undefined : { text, label: `${label}, ${type}` };
}
