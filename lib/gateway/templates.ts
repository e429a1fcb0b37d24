import { type BodyText, servedBodyMax } from "./body-jobs.ts";
import { textView } from "./body-view.ts";
import { longPayload, type Payload, payloadLength, payloadText } from "./content-handling.ts";
import type { Exchange } from "./exchange.ts";
import { compileText, type TextTemplate } from "./render-template.ts";

/** Templates by content type; null is an empty template, which the service stores so. */
export type TemplateSet = ReadonlyMap<string, TextTemplate>;

const defaultContentType = "application/json";

export function compileTemplates(templates: Readonly<Record<string, string | null>> | undefined): TemplateSet {
  const entries = Object.entries(templates ?? {});
  return new Map(entries.map(([contentType, text]) => [contentType.toLowerCase(), compileText(text ?? "")]));
}

/** The template for a request of this media type. */
export function chooseRequestTemplate(templates: TemplateSet, mediaType: string): TextTemplate | undefined {
  return templates.get(mediaType) ?? templates.get("$default");
}

/** The template of a response: the one that the caller accepts, else the one for JSON, else the first one. */
export function chooseResponseTemplate(templates: TemplateSet, accept: string | undefined): TextTemplate | undefined {
  if (templates.size === 0) return undefined;
  const accepted = accept === undefined ? undefined : templates.get(accept.toLowerCase());
  return accepted ?? templates.get(defaultContentType) ?? templates.get("$default") ?? templates.values().next().value;
}

/** Renders a template over a short body at once; overrides that it sets are kept in the exchange. */
export function renderTemplate(template: TextTemplate, exchange: Exchange, body: string): string {
  return traced(exchange, body, template.isStatic ? template.text : template.render(exchange, body));
}

/** Renders a template over a payload of any length. */
export function renderPayload(template: TextTemplate, exchange: Exchange, payload: Payload): string | Promise<string> {
  if (template.isStatic || payloadLength(payload) <= servedBodyMax) return renderTemplate(template, exchange, payloadText(payload));
  const body = longPayload(payload);
  return template.renderLong(exchange, body).then((output) => traced(exchange, body, output));
}

function traced(exchange: Exchange, body: BodyText, output: string): string {
  const { trace } = exchange;
  if (trace.isKept) trace.annotate({ in: textView(body), out: textView(output) });
  return output;
}
