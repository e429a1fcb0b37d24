import type { Buffer } from "node:buffer";
import type { ContentHandling, Integration } from "../definition/rest-api.ts";
import type { BodyText } from "./body-jobs.ts";
import { convertRequest, longPayload, type Payload, payloadBytes } from "./content-handling.ts";
import type { Exchange } from "./exchange.ts";
import {
  compileMappings,
  evaluateMappings,
  type MappedBody,
  type Mapping,
  mappingSources,
  readsRequestBody,
  selectLong,
} from "./mapping.ts";
import { isBinaryType, mediaTypeOf } from "./media-types.ts";
import { findHeader } from "./message.ts";
import { configurationError, Refusal } from "./refusal.ts";
import type { TextTemplate } from "./render-template.ts";
import { chooseRequestTemplate, compileTemplates, renderPayload, type TemplateSet } from "./templates.ts";

/** The settings of an integration that build its request, made ready. */
export type RequestMapping = {
  templates: TemplateSet;
  passthroughBehavior: string;
  contentHandling: ContentHandling | undefined;
  parameters: readonly Mapping[];
  needsBody: boolean;
};

/** The parts of the integration request that mappings and templates made. */
export type MappedRequest = {
  /** By lower-case name. */
  headers: Map<string, { name: string; values: readonly string[] }>;
  query: Map<string, readonly string[]>;
  path: Map<string, string>;
  body: Buffer | string;
  contentType: string;
};

// The gateway sets these itself; a mapping that does is refused when it is used, as recorded.
const refusedHeaders: ReadonlySet<string> = new Set(["content-length", "transfer-encoding", "x-amzn-trace-id", "x-amzn-apigateway-api-id"]);

export function compileRequestMapping(integration: Integration): RequestMapping {
  const parameters = compileMappings(integration.requestParameters);
  refuseReservedHeaders(parameters);
  const templates = compileTemplates(integration.requestTemplates);
  return {
    templates,
    passthroughBehavior: integration.passthroughBehavior,
    contentHandling: integration.contentHandling,
    parameters,
    needsBody: readsRequestBody(parameters),
  };
}

export function refuseReservedHeaders(parameters: readonly Mapping[]): void {
  for (const { destination } of parameters) {
    if (destination.location === "header" && refusedHeaders.has(destination.name.toLowerCase())) {
      throw configurationError(`${destination.name} header already present`);
    }
  }
}

/** Chooses the template for a request's content type, or refuses the request by the passthrough behaviour. */
export function chooseTemplate(mapping: RequestMapping, exchange: Exchange): TextTemplate | undefined {
  const contentType = findHeader(exchange.request.headers, "content-type");
  const mediaType = contentType === undefined ? "application/json" : mediaTypeOf(contentType);
  const template = chooseRequestTemplate(mapping.templates, mediaType);
  if (template !== undefined) return template;
  const isRefused =
    mapping.passthroughBehavior === "NEVER" || (mapping.passthroughBehavior === "WHEN_NO_TEMPLATES" && mapping.templates.size > 0);
  if (!isRefused) return undefined;
  throw new Refusal({
    responseType: "UNSUPPORTED_MEDIA_TYPE",
    reason: "MEDIA_TYPE",
    evidence: { contentType: mediaType, passthroughBehavior: mapping.passthroughBehavior },
    logLine: `Execution failed due to unsupported media type: ${mediaType}`,
  });
}

/** Builds what an integration with mappings sends: body, headers, query and path values, overrides of the template included. */
export async function mapRequest(mapping: RequestMapping, exchange: Exchange): Promise<MappedRequest> {
  const template = chooseTemplate(mapping, exchange);
  const contentType = findHeader(exchange.request.headers, "content-type");
  const isBinary = isBinaryType(exchange.stage.binaryMediaTypes, contentType);
  const raw = await exchange.request.body.collect();
  const payload = convertRequest(raw, isBinary, mapping.contentHandling);
  const body = template === undefined ? payloadBytes(payload) : await renderPayload(template, exchange, payload);
  const mapped: MappedRequest = {
    headers: new Map(),
    query: new Map(),
    path: new Map(),
    body,
    contentType: contentType ?? "application/json",
  };
  const selected = await selectLong(mapping.parameters, "method.request", exchange, longBody(payload));
  applyMappings(mapping.parameters, exchange, mapped, { text: () => mappingText(payload), selected });
  applyOverrides(exchange, mapped);
  return mapped;
}

function longBody(payload: Payload): BodyText {
  return payload.kind === "text" ? longPayload(payload) : payload.bytes;
}

function mappingText(payload: Payload): string {
  return payload.kind === "text" ? payload.text : payload.bytes.toString("utf8");
}

/** Evaluates `requestParameters` into the parts of an integration request. */
export function applyMappings(
  mappings: readonly Mapping[],
  exchange: Exchange,
  mapped: Pick<MappedRequest, "headers" | "query" | "path">,
  requestBody: MappedBody,
): void {
  if (mappings.length === 0) return;
  for (const { destination, values } of evaluateMappings(mappings, mappingSources(exchange, requestBody))) {
    if (destination.location === "header") mapped.headers.set(destination.name.toLowerCase(), { name: destination.name, values });
    else if (destination.location === "querystring") mapped.query.set(destination.name, values);
    else mapped.path.set(destination.name, values[values.length - 1] ?? "");
  }
}

function applyOverrides(exchange: Exchange, mapped: MappedRequest): void {
  const override = exchange.overrides?.requestOverride;
  if (override === undefined) return;
  for (const [name, value] of Object.entries(override.header))
    mapped.headers.set(name.toLowerCase(), { name, values: overrideValues(value) });
  for (const [name, value] of Object.entries(override.querystring)) mapped.query.set(name, overrideValues(value));
  for (const [name, value] of Object.entries(override.path)) mapped.path.set(name, overrideValues(value)[0] ?? "");
}

/** An override as texts: a list gives several values, anything else one. */
export function overrideValues(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
