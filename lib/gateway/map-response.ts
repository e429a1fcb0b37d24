import type { Buffer } from "node:buffer";
import type { ContentHandling, Method } from "../definition/rest-api.ts";
import { convertResponse, payloadBytes } from "./content-handling.ts";
import type { Exchange } from "./exchange.ts";
import { overrideValues } from "./map-request.ts";
import { compileMappings, evaluateMappings, type Mapping, mappingSources, selectLong } from "./mapping.ts";
import { acceptsBinary, isBinaryType } from "./media-types.ts";
import { findHeader, type GatewayReply, headerValues, setHeader } from "./message.ts";
import { configurationError } from "./refusal.ts";
import { callerHeaderName } from "./response-headers.ts";
import { compileSelectionPattern, type SelectionPattern } from "./selection-pattern.ts";
import { chooseResponseTemplate, compileTemplates, renderPayload, type TemplateSet } from "./templates.ts";

/** Largest answer of a backend that a mapping may read; the service's own limit. */
export const answerBodyMaxBytes = 10 * 1024 * 1024;

/** An integration response, made ready. */
export type ResponseMapping = {
  statusCode: string;
  /** Undefined for the default response. */
  pattern: SelectionPattern | undefined;
  parameters: readonly Mapping[];
  templates: TemplateSet;
  contentHandling: ContentHandling | undefined;
  /** Undefined when the method does not declare this status. */
  declaredHeaders: ReadonlySet<string> | undefined;
};

/** What a backend answered, with the text that selects the response; undefined selects the default one. */
export type BackendAnswer = { status: number; headers: readonly string[]; body: Buffer; selector: string | undefined };

export function compileResponseMappings(method: Method): ResponseMapping[] {
  const responses = Object.values(method.methodIntegration?.integrationResponses ?? {});
  return responses.map((response) => {
    const declared = method.methodResponses?.[response.statusCode];
    return {
      statusCode: response.statusCode,
      pattern: response.selectionPattern ? compileSelectionPattern(response.selectionPattern) : undefined,
      parameters: compileMappings(response.responseParameters),
      templates: compileTemplates(response.responseTemplates),
      contentHandling: response.contentHandling,
      declaredHeaders: declared === undefined ? undefined : new Set(declaredHeaderNames(declared.responseParameters)),
    };
  });
}

function declaredHeaderNames(parameters: Readonly<Record<string, boolean>> | undefined): string[] {
  return Object.keys(parameters ?? {}).map((name) => name.slice(name.lastIndexOf("header.") + "header.".length).toLowerCase());
}

/** The first response whose pattern fits the whole selector, else the default one. */
export function selectResponse(
  mappings: readonly ResponseMapping[],
  answer: { status: number; selector: string | undefined },
): ResponseMapping {
  const { selector } = answer;
  const fitting = selector === undefined ? undefined : mappings.find(({ pattern }) => pattern?.fits(selector) === true);
  const chosen = fitting ?? mappings.find(({ pattern }) => pattern === undefined);
  if (chosen === undefined) {
    const fault = `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${answer.status}`;
    throw configurationError(fault, { reason: "NO_RESPONSE_MATCH", evidence: { selector: selector ?? "", status: String(answer.status) } });
  }
  if (chosen.declaredHeaders === undefined) {
    throw configurationError(`Output mapping refers to an invalid method response: ${chosen.statusCode}`, { reason: "NO_RESPONSE_MATCH" });
  }
  return chosen;
}

/** Builds the method response from a backend's answer. `tracing` adds the header that answers of real backends carry. */
export function buildMethodResponse(
  mappings: readonly ResponseMapping[],
  exchange: Exchange,
  answer: BackendAnswer,
  tracing: "traced" | "untraced",
): GatewayReply | Promise<GatewayReply> {
  const { trace } = exchange;
  const chosen = trace.step("select", () => selectResponse(mappings, answer));
  const rendered = trace.step("template-response", () => renderBody(chosen, exchange, answer));
  const selected = selectLong(chosen.parameters, "integration.response", exchange, answer.body);
  const finish = (body: Buffer | string, texts?: ReadonlyMap<string, string | undefined>): GatewayReply => {
    const headers: string[] = tracing === "traced" ? ["X-Amzn-Trace-Id", exchange.traceId] : [];
    headers.push("Content-Type", "application/json");
    addMappedHeaders(chosen, exchange, { ...answer, selected: texts }, headers);
    const status = addOverrides(exchange, headers, Number(chosen.statusCode));
    return { status, headers, body, isGatewayResponse: false };
  };
  if (!(rendered instanceof Promise) && selected === undefined) return finish(rendered);
  return Promise.all([rendered, selected]).then(([body, texts]) => finish(body, texts));
}

function renderBody(chosen: ResponseMapping, exchange: Exchange, answer: BackendAnswer): Buffer | string | Promise<string> {
  const template = chooseResponseTemplate(chosen.templates, findHeader(exchange.request.headers, "accept"));
  if (template?.isStatic) return template.text;
  const { binaryMediaTypes } = exchange.stage;
  const types = {
    isBinary: isBinaryType(binaryMediaTypes, findHeader(answer.headers, "content-type")),
    wantsBinary: acceptsBinary(binaryMediaTypes, findHeader(exchange.request.headers, "accept")),
  };
  const payload = convertResponse(answer.body, types, chosen.contentHandling);
  if (template === undefined) return payloadBytes(payload);
  return renderPayload(template, exchange, payload);
}

type MappedAnswer = BackendAnswer & { selected: ReadonlyMap<string, string | undefined> | undefined };

function addMappedHeaders(chosen: ResponseMapping, exchange: Exchange, answer: MappedAnswer, headers: string[]): void {
  if (chosen.parameters.length === 0) return;
  const sources = mappingSources(exchange, undefined, {
    headers: (name) => headerValues(answer.headers, name.toLowerCase()),
    body: { text: () => answer.body.toString("utf8"), selected: answer.selected },
  });
  for (const { destination, values } of evaluateMappings(chosen.parameters, sources)) {
    const name = callerHeaderName(destination.name);
    if (name === undefined || chosen.declaredHeaders?.has(destination.name.toLowerCase()) !== true) continue;
    setHeader(headers, name, ...values);
  }
}

function addOverrides(exchange: Exchange, headers: string[], status: number): number {
  const override = exchange.overrides?.responseOverride;
  if (override === undefined) return status;
  for (const [given, value] of Object.entries(override.header)) {
    const name = callerHeaderName(given);
    if (name !== undefined) setHeader(headers, name, ...overrideValues(value));
  }
  const overridden = Number(override.status);
  // Below 200 are interim answers, after which a caller would wait for the real one.
  return override.status !== undefined && Number.isInteger(overridden) && overridden >= 200 && overridden <= 599 ? overridden : status;
}
