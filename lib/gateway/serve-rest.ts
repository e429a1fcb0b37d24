import { passGates } from "./access/access.ts";
import { backendRefusal } from "./backend-refusal.ts";
import { callIntegration } from "./call-integration.ts";
import { type CompiledRestApi, type MethodEntry, type MethodPlan, methodOf } from "./compile-rest.ts";
import { checkCoding, compressReply, decodeRequestBody } from "./compression.ts";
import { Exchange } from "./exchange.ts";
import { passFilter } from "./filter/pass-filter.ts";
import { renderGatewayResponse } from "./gateway-responses.ts";
import { type GatewayReply, type GatewayRequest, type RequestBody, requestBodyMaxBytes } from "./message.ts";
import { observeRefusal, observeRequest } from "./observe.ts";
import { HttpFailure, type Ports, type Served } from "./ports.ts";
import { Refusal, tooLarge, toRefusal } from "./refusal.ts";
import { answerThroughCache } from "./response-cache.ts";
import type { Trace } from "./trace.ts";
import { validateRequest } from "./validate-request.ts";

/** Serves one request of a deployed stage (or of a draft): the order of the stages is the order of the lines. */
export function serveRest(api: CompiledRestApi, request: GatewayRequest, ports: Ports, trace: Trace): Promise<Served> {
  return serveExchange(api, new Exchange(api.stage, decodeRequestBody(api.stage, request, ports), ports, trace), (exchange) =>
    routeRequest(api, exchange),
  );
}

/** The same for a method that is known already. */
export async function serveExchange(
  api: CompiledRestApi,
  exchange: Exchange,
  findMethod: (exchange: Exchange) => MethodEntry,
): Promise<Served> {
  const { trace } = exchange;
  let refusal: Refusal | undefined;
  let reply: GatewayReply;
  try {
    refuseTooLarge(exchange.request.body);
    const { filter } = api;
    if (filter !== undefined) await trace.step("filter", () => passFilter(filter, exchange));
    const entry = trace.step("route", () => findMethod(exchange));
    trace.routed(entry.route);
    if (trace.isKept) await observeRequest(exchange);
    const plan = api.planOf(entry);
    if (plan.access !== undefined) await passGates(plan.access, exchange);
    reply = await answerMethod(plan, exchange);
    if (api.stage.minimumCompressionSize !== undefined && plan.integration.isStreamed !== true)
      reply = await compressReply(api.stage, exchange, reply);
  } catch (error) {
    refusal = error instanceof HttpFailure ? backendRefusal(error, exchange.backendCall) : toRefusal(error);
    reply = answerRefusal(api, exchange, refusal);
  }
  const facts = {
    requestId: exchange.requestId,
    extendedRequestId: exchange.extendedRequestId,
    resourcePath: exchange.route?.resourcePath,
    integrationMs: exchange.integrationMs,
    cache: exchange.cache,
    refusal,
  };
  return { reply, facts, exchange };
}

/** A body that says itself that it is too long is not waited for. */
function refuseTooLarge({ length }: RequestBody): void {
  if (length !== undefined && length > requestBodyMaxBytes) throw tooLarge();
}

async function answerMethod(plan: MethodPlan, exchange: Exchange): Promise<GatewayReply> {
  const { trace } = exchange;
  const { checks, cache, integration } = plan;
  const coded = checkCoding(exchange.request);
  if (coded !== undefined) await coded;
  if (checks !== undefined) await trace.step("validate", () => validateRequest(checks, exchange));
  const call = () => callIntegration(integration, exchange);
  return cache === undefined ? call() : answerThroughCache(cache, exchange, call);
}

function routeRequest(api: CompiledRestApi, exchange: Exchange): MethodEntry {
  const match = api.router.match(exchange.request.rawPath, (resource) => methodOf(resource, exchange.method));
  if (match === undefined) {
    const evidence = { method: exchange.method, path: exchange.request.rawPath };
    throw new Refusal({ responseType: "MISSING_AUTHENTICATION_TOKEN", reason: "NO_ROUTE", evidence });
  }
  exchange.route = match.target.route;
  exchange.pathParameters = match.parameters;
  return match.target;
}

function answerRefusal(api: CompiledRestApi, exchange: Exchange, refusal: Refusal): GatewayReply {
  const reply = exchange.trace.step("gateway-response", () => renderGatewayResponse(api.gatewayResponses, exchange, refusal));
  if (exchange.trace.isKept) observeRefusal(exchange, refusal, reply);
  return reply;
}
