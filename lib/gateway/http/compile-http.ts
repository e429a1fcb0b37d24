import type { HttpVerb } from "../../definition/rest-api.ts";
import type { StageRelease } from "../../definition/stage.ts";
import type { Route as RouteSettings, V2ApiDefinition } from "../../definition/v2-api.ts";
import { VerifiedTokens } from "../access/jwt.ts";
import type { Route, StageFacts } from "../exchange.ts";
import type { CompiledIntegration } from "../integrations/integration.ts";
import { configurationError } from "../refusal.ts";
import { type CompiledCors, compileCors } from "./cors.ts";
import { compileHttpAccess, type HttpAccess } from "./http-access.ts";
import { type StageRoutes, stageRoutes, v2StageFacts } from "./http-stage.ts";
import { compileHttpIntegration } from "./integrations.ts";
import type { KnownToken } from "./jwt-authorizer.ts";
import { parseRouteKey, type RouteKey, RouteTable } from "./route-table.ts";

/** An HTTP API as one stage serves it. It never changes. */
export type CompiledHttpApi = {
  kind: "HTTP";
  stage: StageFacts;
  routes: RouteTable<RouteEntry>;
  cors: CompiledCors | undefined;
  /** The route's plan, made on its first call and kept. */
  planOf(entry: RouteEntry): RoutePlan;
};

export type RouteEntry = { route: Route; settings: RouteSettings; plan: RoutePlan | undefined };

/** Everything about a route that can be prepared before a request comes. What cannot be prepared throws whenever it is needed. */
export type RoutePlan = { access(): HttpAccess | undefined; integration(): CompiledIntegration };

/** Makes a definition ready to be served. Routes are prepared when they are first called, so that a faulty one harms nobody else. */
export function compileHttpApi(definition: V2ApiDefinition, release: StageRelease): CompiledHttpApi {
  const stage = v2StageFacts(definition, release);
  const settings = stageRoutes(release.v2);
  const tokens = new Map<string, VerifiedTokens<KnownToken>>();
  const routes = new RouteTable<RouteEntry>();
  for (const route of definition.routes) {
    const key = parseRouteKey(route);
    if (key !== undefined) routes.add(key, { route: toRoute(route, key), settings: route, plan: undefined });
  }
  return {
    kind: "HTTP",
    stage,
    routes,
    cors: compileCors(definition.settings.corsConfiguration),
    planOf(entry) {
      entry.plan ??= compilePlan({ definition, stage, settings, tokens }, entry);
      return entry.plan;
    },
  };
}

function toRoute({ routeId, routeKey }: RouteSettings, key: RouteKey): Route {
  const { verb, path } = key.kind === "default" ? { verb: "ANY", path: "$default" } : key;
  // Keys of routes name verbs of the service only.
  return { resourceId: routeId, resourcePath: path, verb: verb as HttpVerb, routeKey };
}

type PlanInput = { definition: V2ApiDefinition; stage: StageFacts; settings: StageRoutes; tokens: Map<string, VerifiedTokens<KnownToken>> };

function compilePlan({ definition, stage, settings, tokens }: PlanInput, { route, settings: routeSettings }: RouteEntry): RoutePlan {
  const tokensOf = (authorizerId: string) => {
    const known = tokens.get(authorizerId) ?? new VerifiedTokens<KnownToken>();
    tokens.set(authorizerId, known);
    return known;
  };
  const limits = settings.settingsOf(routeSettings.routeKey);
  return {
    access: once(() => compileHttpAccess({ definition, stage, route: routeSettings, limits, tokensOf })),
    integration: once(() => {
      const id = /^integrations\/(.+)$/.exec(routeSettings.target ?? "")?.[1];
      const integration = definition.integrations.find(({ integrationId }) => integrationId === id);
      if (integration === undefined)
        throw configurationError("No integration defined for route", { evidence: { routeKey: routeSettings.routeKey } });
      return compileHttpIntegration({ stage, route, integration });
    }),
  };
}

/** A value that is made when it is first asked for, or the fault that came of it, which is found once and told to every caller. */
function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | { fault: unknown } | undefined;
  return () => {
    if (made === undefined) {
      try {
        made = { value: make() };
      } catch (fault) {
        made = { fault };
      }
    }
    if ("fault" in made) throw made.fault;
    return made.value;
  };
}
