export const routeVerbs = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** Verb and path of a route of an HTTP API; undefined for `$default` and for keys of WebSocket APIs. */
export function parseRouteKey(routeKey: string): { verb: string; path: string } | undefined {
  const [, verb, path] = /^([A-Z]+) (\/.*)$/.exec(routeKey) ?? [];
  return verb === undefined || path === undefined ? undefined : { verb, path };
}

const own = ["$connect", "$disconnect", "$default"];

/** Routes as lists show them: those of the service first, then by path and verb. */
export function sortRoutes<R extends { routeKey: string }>(routes: readonly R[]): R[] {
  const rank = ({ routeKey }: R) => (own.includes(routeKey) ? own.indexOf(routeKey) : own.length);
  const text = ({ routeKey }: R) => {
    const parsed = parseRouteKey(routeKey);
    return parsed === undefined ? routeKey : `${parsed.path} ${parsed.verb}`;
  };
  return [...routes].sort((a, b) => rank(a) - rank(b) || (text(a) < text(b) ? -1 : 1));
}

/** The integration that a route leads to. */
export const integrationIdOf = ({ target }: { target?: string | undefined }): string | undefined => target?.replace(/^integrations\//, "");
