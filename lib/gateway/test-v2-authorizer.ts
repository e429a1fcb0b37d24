import type { StageRelease } from "../definition/stage.ts";
import type { Route, V2ApiDefinition, V2Authorizer } from "../definition/v2-api.ts";
import { VerifiedTokens } from "./access/jwt.ts";
import { collectTrace } from "./collect-trace.ts";
import { Exchange } from "./exchange.ts";
import { compileHttpAccess, passHttpGates } from "./http/http-access.ts";
import { renderHttpRefusal } from "./http/http-answers.ts";
import { v2StageFacts } from "./http/http-stage.ts";
import type { GatewayRequest } from "./message.ts";
import type { Ports } from "./ports.ts";
import { type Refusal, toRefusal } from "./refusal.ts";
import type { TestAuthorizerInput, TestAuthorizerResult } from "./test-authorizer.ts";
import { splitTarget, type TestScope, testRequest } from "./test-request.ts";
import { compileWebSocketApi } from "./websocket/compile-websocket.ts";
import { openSocket } from "./websocket/serve-websocket.ts";

export type TestV2AuthorizerInput = TestAuthorizerInput & {
  /** What a route would ask of a token. */
  scopes?: readonly string[] | undefined;
};

/**
 * Asks an authorizer of an HTTP or WebSocket API about a request that is only told; nothing of it is kept. The service has no such
 * call for these APIs. Unlike the one for REST APIs it says whether the request may pass, as policies answer for one route.
 */
export async function testV2Authorizer(
  target: { definition: V2ApiDefinition; authorizer: V2Authorizer },
  input: TestV2AuthorizerInput,
  ports: Ports,
  scope: TestScope,
): Promise<TestAuthorizerResult> {
  const [rawPath, rawQuery] = splitTarget(input.pathWithQueryString || "/");
  const request = testRequest({ ...input, httpMethod: "GET" }, rawPath, rawQuery);
  const startedMs = ports.clock.monotonicMs();
  const { known, log } = await (target.definition.kind === "HTTP" ? askHttp : askSocket)(target, input, request, { ports, scope });
  return { ...known, log, latency: Math.max(0, Math.round(ports.clock.monotonicMs() - startedMs)) };
}

type Target = { definition: V2ApiDefinition; authorizer: V2Authorizer };
type Asked = { known: Omit<TestAuthorizerResult, "log" | "latency">; log: string };
type Parts = { ports: Ports; scope: TestScope };

async function askHttp(
  { definition, authorizer }: Target,
  input: TestV2AuthorizerInput,
  request: GatewayRequest,
  parts: Parts,
): Promise<Asked> {
  const { ports } = parts;
  const stage = v2StageFacts(definition, releaseOf(definition, input, parts.scope));
  const trace = collectTrace(ports.clock);
  const exchange = new Exchange(stage, request, ports, trace);
  const route = routeOf("$default", authorizer, input.scopes);
  exchange.route = { resourceId: route.routeId, resourcePath: route.routeKey, verb: "ANY", routeKey: route.routeKey };
  const logged = (refusal?: Refusal) => logOf(exchange.requestId, trace.lines, refusal);
  try {
    const access = compileHttpAccess({ definition, stage, route, limits: {}, tokensOf: () => new VerifiedTokens() });
    if (access !== undefined) await passHttpGates(access, exchange);
    return { known: admitted(exchange.authorizer), log: logged() };
  } catch (error) {
    const refusal = toRefusal(error);
    return { known: { clientStatus: renderHttpRefusal(exchange, refusal).status, refusal }, log: logged(refusal) };
  }
}

async function askSocket(
  { definition, authorizer }: Target,
  input: TestV2AuthorizerInput,
  request: GatewayRequest,
  parts: Parts,
): Promise<Asked> {
  const { ports, scope } = parts;
  const stage = v2StageFacts(definition, releaseOf(definition, input, scope));
  const asked = { ...definition, routes: [routeOf("$connect", authorizer)] };
  const trace = collectTrace(ports.clock);
  const settings = { autoDeploy: false, defaultRouteSettings: {}, routeSettings: {}, stageVariables: {} };
  const opening = await openSocket({ api: compileWebSocketApi(asked, stage, settings), ports, trace }, request, "test-connection");
  const { exchange, facts } = opening.served;
  const log = logOf(exchange.requestId, trace.lines, facts.refusal);
  if (opening.kind === "open") return { known: admitted(opening.connection.authorizer), log };
  return { known: { clientStatus: opening.status, ...(facts.refusal === undefined ? {} : { refusal: facts.refusal }) }, log };
}

/** A route that every request of the test takes. */
function routeOf(routeKey: string, { authorizerId, authorizerType }: V2Authorizer, scopes: readonly string[] = []): Route {
  return {
    routeId: "test",
    routeKey,
    apiKeyRequired: false,
    authorizationType: authorizerType === "JWT" ? "JWT" : "CUSTOM",
    authorizerId,
    ...(scopes.length === 0 ? {} : { authorizationScopes: [...scopes] }),
  };
}

function releaseOf({ apiId }: V2ApiDefinition, { stageVariables }: TestV2AuthorizerInput, scope: TestScope): StageRelease {
  return {
    ...{ accountId: scope.accountId, region: scope.region, apiId },
    ...{ stageName: "test", deploymentId: "", snapshotHash: "" },
    settings: { cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false },
    v2: { autoDeploy: false, defaultRouteSettings: {}, routeSettings: {}, stageVariables: { ...stageVariables } },
  };
}

function admitted(authorizer: Exchange["authorizer"]): Asked["known"] {
  const { principalId, claims, scopes: _scopes, integrationLatency: _ms, ...context } = authorizer ?? {};
  const entries = Object.entries(context).map(([name, value]): [string, string[]] => [name, [shown(value)]]);
  return {
    clientStatus: 0,
    ...(typeof principalId === "string" ? { principalId } : {}),
    // Both kinds of tokens have claims of texts.
    ...(claims === undefined ? {} : { claims: claims as Record<string, string> }),
    ...(entries.length === 0 ? {} : { authorization: Object.fromEntries(entries) }),
  };
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function logOf(
  requestId: string,
  lines: readonly string[],
  refusal: { message: string; logLine?: string | undefined } | undefined,
): string {
  const last = refusal === undefined ? ["The request may pass"] : [refusal.logLine ?? refusal.message];
  return `${[`Execution log for request ${requestId}`, ...lines, ...last].join("\n")}\n`;
}
