import { interpolate, listStageVariables, parseInterpolation } from "../expressions/interpolation.ts";
import type { StageFacts } from "./exchange.ts";
import { configurationError } from "./refusal.ts";

/** The address of an HTTP backend with the stage's variables filled in; `{name}` parts are filled in per request. */
export type IntegrationUrl = {
  origin: string;
  /** Path with its placeholders, without the query. */
  path: string;
  /** The query that the address itself has, without the question mark. */
  query: string;
  hasPlaceholders: boolean;
};

/** A text of the definition with the stage's variables put in. */
export function fillStageVariables(text: string, stage: StageFacts): { text: string; missing: string[] } {
  const parsed = parseInterpolation(text);
  if (!parsed.ok) throw configurationError(parsed.error);
  const find = (name: string) => (Object.hasOwn(stage.variables, name) ? stage.variables[name] : undefined);
  const missing = listStageVariables(parsed.value).filter((name) => find(name) === undefined);
  return { text: interpolate(parsed.value, find), missing };
}

export function compileUrl(uri: string | undefined, stage: StageFacts): IntegrationUrl {
  const { text, missing } = fillStageVariables(uri ?? "", stage);
  const match = /^(https?):\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?/i.exec(text);
  const authority = match?.[2] ?? "";
  if (match === null || !isAuthority(authority)) {
    const variable = missing[0];
    if (variable === undefined) throw configurationError("Invalid endpoint address", { evidence: { address: text } });
    throw configurationError("Invalid endpoint address", { reason: "STAGE_VARIABLE_MISSING", evidence: { variable, address: text } });
  }
  const path = match[3] || "/";
  return { origin: `${match[1]?.toLowerCase()}://${authority}`, path, query: match[4] ?? "", hasPlaceholders: /\{[^}]+\}/.test(path) };
}

function isAuthority(authority: string): boolean {
  const match = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?$/.exec(authority);
  return match !== null && Number(match[1] ?? 0) <= 65_535 && URL.canParse(`http://${authority}`);
}

/** The path with its placeholders filled in; one without a value stays empty. */
export function fillPath(url: IntegrationUrl, values: ReadonlyMap<string, string>): string {
  if (!url.hasPlaceholders) return url.path;
  return fillPlaceholders(url.path, values, encodePathValue);
}

/** A text with its `{name}` parts filled in. */
export function fillPlaceholders(text: string, values: ReadonlyMap<string, string>, encode: (value: string) => string): string {
  return text.replace(/\{([^}]+?)\+?\}/g, (_whole, name: string) => encode(values.get(name) ?? ""));
}

/** Escapes what may not stand in a path; slashes stay, so that greedy parameters keep their segments. */
export function encodePathValue(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\uFFFD")).replace(/%(?:2F|3A|40|2B|24|2C|3B|3D|26)/g, (encoded) =>
    String.fromCharCode(Number.parseInt(encoded.slice(1), 16)),
  );
}

/** `name=value` pairs joined and escaped. */
export function encodeQuery(query: ReadonlyMap<string, readonly string[]>): string {
  const pairs: string[] = [];
  for (const [name, values] of query) {
    for (const value of values) pairs.push(`${encodeComponent(name)}=${encodeComponent(value)}`);
  }
  return pairs.join("&");
}

/** Escapes a name or value of a query. */
export function encodeComponent(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\uFFFD"));
}

/** Path and query of a call, the address's own query first. */
export function joinTarget(path: string, ...queries: readonly string[]): string {
  const query = queries.filter((part) => part !== "").join("&");
  return query === "" ? path : `${path}?${query}`;
}
