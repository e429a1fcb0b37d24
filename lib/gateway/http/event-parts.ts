import type { Exchange } from "../exchange.ts";
import { encodeQuery } from "../integration-url.ts";
import { eventHeaders } from "../integrations/proxy-event.ts";
import { decodeSegment } from "../router.ts";
import { applyRequestMappings, type MappedParts, type ParameterMapping } from "./parameter-mapping.ts";
import { requestSources } from "./request-sources.ts";

/** What of a request mappings can change before it becomes an event. */
export type EventParts = {
  /** By lower-case name. */
  headers: ReadonlyMap<string, readonly string[]>;
  query: ReadonlyMap<string, readonly string[]>;
  rawQuery: string;
  /** With the stage in front unless it is `$default`, decoded as the service does. */
  path: string;
  /** The same as format 2.0 has it: without the base path of a custom domain. */
  path2: string;
};

export function eventParts(exchange: Exchange): EventParts {
  const { request } = exchange;
  const headers = new Map(eventHeaders(exchange).map(([name, values]) => [name.toLowerCase(), values]));
  // Hidden from mappings, but functions see it.
  if (request.body.length !== undefined) headers.set("content-length", [String(request.body.length)]);
  return { headers, query: exchange.query, rawQuery: request.rawQuery, ...pathsOf(exchange) };
}

function pathsOf({ request, stage }: Exchange): Pick<EventParts, "path" | "path2"> {
  const path = decodeSegment(request.fullPath);
  if (request.customDomain === undefined) return { path, path2: path };
  const prefix = stage.stageName === "$default" ? "" : `/${stage.stageName}`;
  return { path, path2: decodeSegment(prefix + request.rawPath) };
}

/** The same after the mappings of an integration. */
export function mappedEventParts(exchange: Exchange, mappings: readonly ParameterMapping[], body: () => string): EventParts {
  const parts = eventParts(exchange);
  if (mappings.length === 0) return parts;
  const mapped: MappedParts = {
    headers: [...parts.headers].flatMap(([name, values]) => values.flatMap((value) => [name, value])),
    query: [...parts.query].flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
    path: undefined,
  };
  applyRequestMappings(mappings, mapped, requestSources(exchange, body));
  const headers: [string, string][] = [];
  for (let i = 0; i < mapped.headers.length; i += 2) headers.push([mapped.headers[i]?.toLowerCase() ?? "", mapped.headers[i + 1] ?? ""]);
  const query = grouped(mapped.query);
  const changesQuery = mappings.some(({ part }) => part === "querystring");
  const rawQuery = changesQuery ? encodeQuery(query) : parts.rawQuery;
  return { headers: grouped(headers), query, rawQuery, path: mapped.path ?? parts.path, path2: mapped.path ?? parts.path2 };
}

function grouped(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = map.get(name);
    if (known === undefined) map.set(name, [value]);
    else known.push(value);
  }
  return map;
}
