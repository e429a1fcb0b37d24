import { backendRefusal } from "../backend-refusal.ts";
import { callIntegration } from "../call-integration.ts";
import { Exchange } from "../exchange.ts";
import type { GatewayReply, GatewayRequest } from "../message.ts";
import { observeRefusal, observeRequest } from "../observe.ts";
import { HttpFailure, type Ports, type Served } from "../ports.ts";
import { Refusal, toRefusal } from "../refusal.ts";
import type { Trace } from "../trace.ts";
import type { CompiledHttpApi, RouteEntry } from "./compile-http.ts";
import { answerPreflight, applyCors, isPreflight } from "./cors.ts";
import { passHttpGates } from "./http-access.ts";
import { renderHttpRefusal } from "./http-answers.ts";

/** Serves one request of a stage of an HTTP API: the order of the stages is the order of the lines. */
export async function serveHttp(api: CompiledHttpApi, request: GatewayRequest, ports: Ports, trace: Trace): Promise<Served> {
  const exchange = new Exchange(api.stage, request, ports, trace);
  let refusal: Refusal | undefined;
  let reply: GatewayReply;
  try {
    const entry = trace.step("route", () => routeRequest(api, exchange));
    if (entry !== undefined) trace.routed(entry.route);
    if (trace.isKept) {
      await observeRequest(exchange);
      if (entry !== undefined) trace.annotate({ config: { entity: "route", id: entry.route.resourceId, path: entry.route.routeKey } });
    }
    reply = await answerRoute(api, entry, exchange);
  } catch (error) {
    refusal = error instanceof HttpFailure ? backendRefusal(error, exchange.backendCall) : toRefusal(error);
    reply = answerRefusal(api, exchange, refusal);
  }
  const facts = {
    requestId: exchange.requestId,
    extendedRequestId: exchange.extendedRequestId,
    resourcePath: exchange.route?.resourcePath,
    integrationMs: exchange.integrationMs,
    cache: undefined,
    refusal,
  };
  return { reply, facts, exchange };
}

async function answerRoute(api: CompiledHttpApi, entry: RouteEntry | undefined, exchange: Exchange): Promise<GatewayReply> {
  const { cors } = api;
  const plan = entry && api.planOf(entry);
  const access = plan?.access();
  if (access !== undefined) await passHttpGates(access, exchange);
  // A route that catches the preflight is asked whom it lets in, but the gateway answers.
  if (cors !== undefined && isPreflight(exchange)) return answerPreflight(cors, exchange);
  if (plan === undefined) throw new Refusal({ responseType: "RESOURCE_NOT_FOUND", reason: "NO_ROUTE" });
  const reply = await callIntegration(plan.integration(), exchange);
  if (cors !== undefined) applyCors(cors, exchange, reply);
  return reply;
}

/** The route for a request; undefined when only the gateway itself can answer it. */
function routeRequest(api: CompiledHttpApi, exchange: Exchange): RouteEntry | undefined {
  const { method, request } = exchange;
  const match = api.routes.match(method, request.rawPath);
  if (match === undefined) {
    if (api.cors !== undefined && isPreflight(exchange)) return undefined;
    const evidence = { method, path: request.rawPath };
    throw new Refusal({ responseType: "RESOURCE_NOT_FOUND", reason: "NO_ROUTE", evidence });
  }
  exchange.route = match.target.route;
  exchange.pathParameters = match.parameters;
  return match.target;
}

function answerRefusal(api: CompiledHttpApi, exchange: Exchange, refusal: Refusal): GatewayReply {
  const { trace } = exchange;
  const reply = trace.step("gateway-response", () => renderHttpRefusal(exchange, refusal));
  if (api.cors !== undefined) applyCors(api.cors, exchange, reply);
  if (trace.isKept) observeRefusal(exchange, refusal, reply);
  return reply;
}
