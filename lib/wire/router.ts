import type { WireOperation, WireTable } from "./wire-table.ts";

export type Match = { name: string; operation: WireOperation; labels: Record<string, string> };
export type Router = (method: string, rawPath: string, query: URLSearchParams) => Match | undefined;

type Route = { name: string; operation: WireOperation; segments: string[] };

/** Finds the operation of a request by method and raw path; labels come back decoded. */
export function makeRouter(table: WireTable): Router {
  const routes = Object.entries(table.operations).map(([name, operation]) => ({ name, operation, segments: segmentsOf(operation.path) }));
  // Routes with more literal segments and with a query come first, so that the first match is the most specific one.
  routes.sort((a, b) => literals(b) - literals(a) || queryRank(b) - queryRank(a));
  return (method, rawPath, query) => {
    const segments = segmentsOf(rawPath);
    for (const { name, operation, segments: pattern } of routes) {
      if (operation.method !== method || !hasQuery(query, operation.query)) continue;
      const labels = matchSegments(pattern, segments);
      if (labels !== undefined) return { name, operation, labels };
    }
    return undefined;
  };
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\/|\/$/g, "").split("/");
}

function literals(route: Route): number {
  return route.segments.filter((segment) => !segment.startsWith("{")).length;
}

function queryRank(route: Route): number {
  return route.operation.query === undefined ? 0 : 1;
}

function hasQuery(query: URLSearchParams, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const [name = "", value = ""] = wanted.split("=");
  return query.get(name) === value;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (!part.startsWith("{")) {
      if (part !== segment) return undefined;
      continue;
    }
    const label = decode(segment);
    if (label === undefined || label === "") return undefined;
    labels[part.slice(1, -1)] = label;
  }
  return labels;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
