import type { GatewayResponse as GatewayResponseSettings } from "../definition/rest-api.ts";
import { evaluateExpression } from "../expressions/evaluate-expression.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import type { Exchange } from "./exchange.ts";
import { gatewayResponseTable } from "./gateway-response-table.ts";
import { mappingSources } from "./mapping.ts";
import { type GatewayReply, setHeader } from "./message.ts";
import type { Refusal } from "./refusal.ts";
import { compileText, type TextTemplate } from "./render-template.ts";
import { callerHeaderName } from "./response-headers.ts";
import { renderTemplate } from "./templates.ts";

/** The customised gateway responses of an API, by type. */
export type GatewayResponses = ReadonlyMap<string, GatewayResponseSettings>;

/** The answer for a refusal: the API's own gateway response of that type, that of its class, or the service's default. */
export function renderGatewayResponse(responses: GatewayResponses, exchange: Exchange, refusal: Refusal): GatewayReply {
  const standard = gatewayResponseTable[refusal.responseType];
  const message = refusal.callerMessage ?? standard.message;
  exchange.error = { message, responseType: refusal.responseType, validationErrorString: refusal.validationError };
  const settings = responses.get(refusal.responseType) ?? responses.get(standard.fallback);
  const status = Number(settings?.statusCode ?? refusal.status ?? standard.status);
  const plain = JSON.stringify({ [standard.member]: message });
  const custom = settings === undefined ? undefined : renderCustom(settings, exchange);
  const headers = ["x-amzn-ErrorType", refusal.errorType ?? standard.errorType, "Content-Type", custom?.contentType ?? "application/json"];
  if (settings !== undefined) addHeaders(settings, exchange, headers);
  return { status, headers, body: custom?.body ?? plain, isGatewayResponse: true };
}

const compiled = new WeakMap<GatewayResponseSettings, { contentType: string; template: TextTemplate } | undefined>();

function renderCustom(settings: GatewayResponseSettings, exchange: Exchange): { contentType: string; body: string } | undefined {
  if (!compiled.has(settings)) compiled.set(settings, compileCustom(settings));
  const custom = compiled.get(settings);
  if (custom === undefined || custom.template.fault !== undefined) return undefined;
  return { contentType: custom.contentType, body: renderTemplate(custom.template, exchange, "") };
}

function compileCustom(settings: GatewayResponseSettings) {
  const templates = settings.responseTemplates ?? {};
  const contentType = "application/json" in templates ? "application/json" : Object.keys(templates)[0];
  const text = contentType === undefined ? undefined : templates[contentType];
  return contentType === undefined || text === undefined ? undefined : { contentType, template: compileText(text) };
}

const headerPrefix = "gatewayresponse.header.";

function addHeaders(settings: GatewayResponseSettings, exchange: Exchange, headers: string[]): void {
  const parameters = Object.entries(settings.responseParameters ?? {});
  if (parameters.length === 0) return;
  const sources = mappingSources(exchange);
  for (const [target, source] of parameters) {
    const expression = parseExpression(source);
    const name = target.startsWith(headerPrefix) ? callerHeaderName(target.slice(headerPrefix.length)) : undefined;
    const value = expression.ok ? evaluateExpression(expression.value, sources) : undefined;
    if (name === undefined || value === undefined) continue;
    setHeader(headers, name, ...(typeof value === "string" ? [value] : value));
  }
}
