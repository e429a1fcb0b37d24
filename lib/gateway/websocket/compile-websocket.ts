import type { ReasonCode } from "../../definition/reason-codes.ts";
import type { Route, RouteSettings, V2ApiDefinition, V2StageSettings } from "../../definition/v2-api.ts";
import { compileSelection, type Selection } from "../../expressions/route-selection.ts";
import { compileSchema } from "../../jsonschema/compile-schema.ts";
import type { CompiledSchema } from "../../jsonschema/validation.ts";
import { badAuthorizer } from "../access/authorizer-refusals.ts";
import { compileLambdaAuthorizer, type LambdaAuthorizer, toAuthorizerFault } from "../access/lambda-authorizer.ts";
import { bucketsOf } from "../access/usage-gate.ts";
import type { Route as ExchangeRoute, StageFacts } from "../exchange.ts";
import { parseJson } from "../parse-json.ts";
import type { Bucket } from "../ports.ts";
import { configurationError } from "../refusal.ts";
import { compileSocketIntegration, type SocketIntegration } from "./socket-integration.ts";

/** A WebSocket API as one stage serves it. It never changes. */
export type CompiledWebSocketApi = {
  kind: "WEBSOCKET";
  stage: StageFacts;
  selectRoute: Selection;
  /** Where the API key is: a header of the handshake, or what the authorizer named. */
  keySource: "HEADER" | "AUTHORIZER";
  /** The route of a key; undefined when there is none. Made on its first use and kept. */
  findRoute(key: string): SocketRoute | undefined;
};

export type SocketRoute = {
  route: Route;
  /** How counters and logs name it. */
  place: ExchangeRoute;
  /** Answers go back to the caller. */
  isTwoWay: boolean;
  authorizer: { kind: "iam" } | LambdaAuthorizer | undefined;
  models: RouteModels | undefined;
  requiredParameters: readonly string[];
  buckets: readonly [Bucket, ReasonCode][];
  integration: SocketIntegration | undefined;
};

export type RouteModels = { select: Selection; schemas: ReadonlyMap<string, CompiledSchema> };

type Made = { route: SocketRoute } | { fault: unknown };

export function compileWebSocketApi(definition: V2ApiDefinition, stage: StageFacts, settings: V2StageSettings): CompiledWebSocketApi {
  const routes = new Map(definition.routes.map((route) => [route.routeKey, route]));
  const made = new Map<string, Made>();
  const { routeSelectionExpression, apiKeySelectionExpression } = definition.settings;
  return {
    kind: "WEBSOCKET",
    stage,
    selectRoute: compileSelection(routeSelectionExpression),
    keySource: apiKeySelectionExpression === "$context.authorizer.usageIdentifierKey" ? "AUTHORIZER" : "HEADER",
    findRoute(key) {
      const route = routes.get(key);
      if (route === undefined) return undefined;
      const known = made.get(key) ?? makeRoute({ definition, stage, settings }, route);
      made.set(key, known);
      if ("fault" in known) throw known.fault;
      return known.route;
    },
  };
}

type Source = { definition: V2ApiDefinition; stage: StageFacts; settings: V2StageSettings };

function makeRoute(source: Source, route: Route): Made {
  try {
    return { route: compileRoute(source, route) };
  } catch (fault) {
    return { fault };
  }
}

function compileRoute({ definition, stage, settings }: Source, route: Route): SocketRoute {
  const id = route.target?.replace(/^integrations\//, "");
  const integration = definition.integrations.find(({ integrationId }) => integrationId === id);
  if (integration === undefined && route.routeKey !== "$connect" && route.routeKey !== "$disconnect") {
    throw configurationError("No integration defined for route");
  }
  const required = Object.entries(route.requestParameters ?? {}).filter(([, constraint]) => constraint.required === true);
  return {
    route,
    place: { resourceId: route.routeId, resourcePath: route.routeKey, verb: "ANY", routeKey: route.routeKey },
    isTwoWay: route.routeResponseSelectionExpression === "$default" && (route.routeResponses ?? []).length > 0,
    authorizer: compileAuthorizer(definition, stage, route),
    models: compileModels(definition, route),
    requiredParameters: required.map(([name]) => name),
    buckets: compileBuckets(stage, settings, route),
    integration: integration === undefined ? undefined : compileSocketIntegration(integration, stage),
  };
}

function compileAuthorizer(definition: V2ApiDefinition, stage: StageFacts, route: Route): SocketRoute["authorizer"] {
  if (route.authorizationType === "NONE") return undefined;
  if (route.authorizationType === "AWS_IAM") return { kind: "iam" };
  const authorizer = definition.authorizers.find(({ authorizerId }) => authorizerId === route.authorizerId);
  if (authorizer === undefined) throw badAuthorizer("The route's authorizer does not exist", { authorizerId: route.authorizerId ?? "" });
  try {
    return compileLambdaAuthorizer(
      {
        id: authorizer.authorizerId,
        name: authorizer.name,
        type: "REQUEST",
        identitySource: authorizer.identitySource.map((source) => source.replace(/^route\.request\./, "method.request.")).join(","),
        // Connections are asked about once each, so nothing is kept.
        authorizerResultTtlInSeconds: 0,
        ...(authorizer.authorizerUri === undefined ? {} : { authorizerUri: authorizer.authorizerUri }),
      },
      stage,
    );
  } catch (error) {
    throw toAuthorizerFault(error, authorizer.authorizerId);
  }
}

function compileModels(definition: V2ApiDefinition, { requestModels, modelSelectionExpression }: Route): RouteModels | undefined {
  if (requestModels === undefined) return undefined;
  const schemaOf = (name: string): unknown => parseJson(definition.models.find((model) => model.name === name)?.schema ?? "{}");
  const schemas = Object.entries(requestModels).map(
    ([key, name]) => [key, compileSchema(schemaOf(name), { resolveRef: () => undefined })] as const,
  );
  return { select: compileSelection(modelSelectionExpression ?? "\\$default"), schemas: new Map(schemas) };
}

function compileBuckets(stage: StageFacts, { defaultRouteSettings, routeSettings }: V2StageSettings, { routeKey }: Route) {
  const settings: RouteSettings = { ...defaultRouteSettings, ...routeSettings[routeKey] };
  const limits = { rateLimit: settings.throttlingRateLimit, burstLimit: settings.throttlingBurstLimit };
  const key = `stage/${stage.apiId}/${stage.stageName}/${routeKey}`;
  return [...bucketsOf(key, limits, "THROTTLED_METHOD"), ...stage.accountLimits];
}
