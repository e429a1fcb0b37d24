import { Buffer } from "node:buffer";
import { bodyView } from "./body-view.ts";
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

/** Renders a template over a body; overrides that it sets are kept in the exchange. */
export function renderTemplate(template: TextTemplate, exchange: Exchange, body: string): string {
  const output = template.isStatic ? template.text : template.render(exchange, body);
  const { trace } = exchange;
  if (trace.isKept) trace.annotate({ in: bodyView(Buffer.from(body)), out: bodyView(Buffer.from(output)) });
  return output;
}
