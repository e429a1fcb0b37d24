import type { BreakingChange } from "./breaking-changes.ts";
import type { Route, V2ApiDefinition } from "./v2-api.ts";

/** As many as anybody reads. */
const changesMax = 200;

/** What of `from` clients of an HTTP or WebSocket API rely on and `to` takes away or asks for besides. */
export function findBreakingV2Changes(from: V2ApiDefinition, to: V2ApiDefinition): BreakingChange[] {
  const after = new Map(to.routes.map((route) => [route.routeKey, route]));
  const found = from.routes.flatMap((route) => {
    const now = after.get(route.routeKey);
    const texts = now === undefined ? [goneText(route, after)] : compareRoutes(route, now);
    return texts.map((text) => ({ method: route.routeKey, text }));
  });
  return [...compareSettings(from, to), ...found].slice(0, changesMax);
}

/** Another route may answer what a route that is gone did; whether it does so in the same way nobody can tell. */
function goneText({ routeKey }: Route, after: ReadonlyMap<string, Route>): string {
  const [, path] = routeKey.split(" ");
  const other = [`ANY ${path}`, "$default"].find((key) => after.has(key));
  const isConnection = routeKey === "$connect" || routeKey === "$disconnect";
  return other === undefined || isConnection ? "The route is gone." : `The route is gone; ${other} answers in its place.`;
}

function compareRoutes(before: Route, after: Route): string[] {
  const texts: string[] = [];
  for (const [name, { required = false }] of Object.entries(after.requestParameters ?? {})) {
    if (required && before.requestParameters?.[name]?.required !== true) texts.push(`${name} is required now.`);
  }
  if (after.apiKeyRequired && !before.apiKeyRequired) texts.push("An API key is required now.");
  if (before.authorizationType !== after.authorizationType && after.authorizationType !== "NONE")
    texts.push(`Authorization ${after.authorizationType} is required now.`);
  const scopes = before.authorizationScopes ?? [];
  // A token needs one of them: more to choose from shut nobody out.
  const isNarrower =
    (after.authorizationScopes ?? []).length > 0 &&
    (scopes.length === 0 || scopes.some((scope) => !after.authorizationScopes?.includes(scope)));
  if (after.authorizationType === "JWT" && isNarrower) texts.push("Other scopes are required now.");
  if (before.routeResponseSelectionExpression !== undefined && after.routeResponseSelectionExpression === undefined)
    texts.push("Messages are no longer answered.");
  return texts;
}

function compareSettings({ settings: before }: V2ApiDefinition, { settings: after }: V2ApiDefinition): BreakingChange[] {
  const texts: string[] = [];
  if (after.disableExecuteApiEndpoint && !before.disableExecuteApiEndpoint) texts.push("The default endpoint no longer answers.");
  if (before.corsConfiguration !== undefined && after.corsConfiguration === undefined)
    texts.push("Pages of other origins are no longer let in.");
  if (before.routeSelectionExpression !== after.routeSelectionExpression)
    texts.push(`Messages name their route by ${after.routeSelectionExpression} now.`);
  return texts.map((text) => ({ method: "API", text }));
}
