import { Buffer } from "node:buffer";
import { authenticateOwnCaller } from "../access/iam-authorizer.ts";
import { askLambdaAuthorizer, denial, evaluateDecision } from "../access/lambda-authorizer.ts";
import { demandApiKey, planBuckets, spendQuota, takeTokens } from "../access/usage-gate.ts";
import { type CallerIdentity, Exchange } from "../exchange.ts";
import { gatewayResponseTable } from "../gateway-response-table.ts";
import type { Caller, GatewayRequest, RequestBody, SocketFacts } from "../message.ts";
import { findHeader } from "../message.ts";
import type { Ports, Served } from "../ports.ts";
import { Refusal, toRefusal } from "../refusal.ts";
import type { Trace } from "../trace.ts";
import { noTrace } from "../trace.ts";
import type { CompiledWebSocketApi, RouteModels, SocketRoute } from "./compile-websocket.ts";

/** A connection that `$connect` let in: what its messages are served with. */
export type SocketConnection = {
  id: string;
  connectedAtMs: number;
  handshake: GatewayRequest;
  authorizer: Readonly<Record<string, unknown>> | undefined;
  identity: CallerIdentity;
};

export type Opening =
  | { kind: "open"; connection: SocketConnection; protocol: string | undefined; served: Served }
  | { kind: "refused"; status: number; headers: string[]; body: string; served: Served };

type Serving = { api: CompiledWebSocketApi; ports: Ports; trace?: Trace };

/** Serves a handshake: the connection opens when `$connect` lets it in, or when there is no such route. */
export async function openSocket(
  { api, ports, trace = noTrace }: Serving,
  request: GatewayRequest,
  connectionId: string,
): Promise<Opening> {
  const facts: SocketFacts = { routeKey: "$connect", eventType: "CONNECT", connectionId, connectedAt: ports.clock.nowMs() };
  const exchange = socketExchange(api, withBody(request, ""), facts, { ports, trace });
  try {
    const route = trace.step("route", () => findRoute(api, "$connect", exchange));
    if (route !== undefined) await passSocketGates(api, route, exchange);
    const answer = await route?.integration?.(exchange);
    if (answer !== undefined && (answer.status < 200 || answer.status > 299))
      return refusedBy(exchange, answer.status, String(answer.body));
    const { authorizer, identity } = exchange;
    const connection = { id: connectionId, connectedAtMs: facts.connectedAt, handshake: request, authorizer, identity };
    const protocol = findHeader(answer?.headers ?? [], "sec-websocket-protocol");
    return { kind: "open", connection, protocol, served: servedOf(exchange, 200) };
  } catch (error) {
    const refusal = toRefusal(error);
    const { status, message } = shown(refusal);
    const body = JSON.stringify({ message });
    const headers = ["Content-Type", "application/json"];
    return { kind: "refused", status, headers, body, served: servedOf(exchange, status, { body, refusal }) };
  }
}

function refusedBy(exchange: Exchange, status: number, body: string): Opening {
  const served = servedOf(exchange, status, { body });
  return { kind: "refused", status, headers: ["Content-Type", "application/json"], body, served };
}

/** Serves a message; the text that goes back to its sender, if any does. */
export async function receiveMessage(
  { api, ports, trace = noTrace }: Serving,
  connection: SocketConnection,
  text: string,
): Promise<{ reply: Buffer | string | undefined; served: Served }> {
  const selected = api.selectRoute(text);
  // The three routes of the service itself are not for messages to choose, the default one apart.
  const isOwn = selected === "$connect" || selected === "$disconnect";
  const facts: SocketFacts = {
    routeKey: "$default",
    eventType: "MESSAGE",
    connectionId: connection.id,
    connectedAt: connection.connectedAtMs,
    messageId: ports.random.extendedRequestId(),
  };
  const exchange = resumed(api, connection, facts, text, { ports, trace });
  try {
    const route = trace.step(
      "route",
      () => (selected === undefined || isOwn ? undefined : api.findRoute(selected)) ?? api.findRoute("$default"),
    );
    if (route === undefined) throw noRoute(selected);
    facts.routeKey = route.route.routeKey;
    if (route.buckets.length > 0) await trace.step("throttle", () => takeTokens(route.buckets, exchange));
    if (route.models !== undefined) checkModel(route.models, text);
    const answer = await route.integration?.(exchange);
    const body = answer?.body ?? "";
    const reply = route.isTwoWay && body.length > 0 ? body : undefined;
    return { reply, served: servedOf(exchange, answer?.status ?? 200, { body: reply }) };
  } catch (error) {
    const refusal = toRefusal(error);
    const { status, message } = shown(refusal);
    const reply = JSON.stringify({ message, connectionId: connection.id, requestId: exchange.requestId });
    return { reply, served: servedOf(exchange, status, { body: reply, refusal }) };
  }
}

/** Tells `$disconnect` that a connection ended; nobody hears what comes of it. */
export async function closeSocket(
  { api, ports, trace = noTrace }: Serving,
  connection: SocketConnection,
  disconnect: { code: number; reason: string },
): Promise<Served> {
  const facts: SocketFacts = {
    routeKey: "$disconnect",
    eventType: "DISCONNECT",
    connectionId: connection.id,
    connectedAt: connection.connectedAtMs,
    disconnect,
  };
  const exchange = resumed(api, connection, facts, "", { ports, trace });
  try {
    const answer = await trace.step("route", () => findRoute(api, "$disconnect", exchange))?.integration?.(exchange);
    return servedOf(exchange, answer?.status ?? 200);
  } catch (error) {
    const refusal = toRefusal(error);
    return servedOf(exchange, shown(refusal).status, { refusal });
  }
}

async function passSocketGates(
  api: CompiledWebSocketApi,
  { authorizer, route, buckets, requiredParameters }: SocketRoute,
  exchange: Exchange,
): Promise<void> {
  const { trace } = exchange;
  if (authorizer?.kind === "iam") await trace.step("authorizer", () => authenticateOwnCaller(exchange));
  else if (authorizer !== undefined) {
    await trace.step("authorizer", async () => {
      const decision = await askLambdaAuthorizer(authorizer, exchange);
      const verdict = evaluateDecision(decision, exchange);
      if (verdict.decision !== "allow") throw denial(authorizer, decision, exchange, verdict);
    });
  }
  const keyed = route.apiKeyRequired ? trace.step("key", () => demandApiKey(api.keySource, exchange)) : undefined;
  const all = [...(keyed === undefined ? [] : planBuckets(keyed, exchange)), ...buckets];
  if (all.length > 0) await trace.step("throttle", () => takeTokens(all, exchange));
  if (keyed !== undefined) await trace.step("plan", () => spendQuota(keyed, exchange));
  demandParameters(requiredParameters, exchange);
}

function demandParameters(names: readonly string[], exchange: Exchange): void {
  const missing = names.filter((name) => {
    const [, , place, ...rest] = name.split(".");
    const key = rest.join(".");
    const value = place === "header" ? exchange.headers.get(key.toLowerCase())?.values[0] : exchange.query.get(key)?.[0];
    return (value ?? "") === "";
  });
  if (missing.length === 0) return;
  const message = `Missing required request parameters: [${missing.map((name) => name.split(".").slice(3).join(".")).join(", ")}]`;
  throw new Refusal({
    responseType: "BAD_REQUEST_PARAMETERS",
    reason: "PARAM_MISSING",
    message,
    evidence: { parameters: missing.join(", ") },
  });
}

function checkModel({ select, schemas }: RouteModels, text: string): void {
  const schema = schemas.get(select(text) ?? "$default") ?? schemas.get("$default");
  if (schema === undefined) return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badBody("the message is no JSON");
  }
  const [failure] = schema.validate(value, text.length);
  if (failure !== undefined) throw badBody(failure.message);
}

function badBody(fault: string): Refusal {
  return new Refusal({
    responseType: "BAD_REQUEST_BODY",
    reason: "BODY_INVALID",
    message: "Bad request body",
    evidence: { message: fault },
  });
}

function noRoute(selected: string | undefined): Refusal {
  // The service says that messages without a route are forbidden.
  return new Refusal({
    responseType: "MISSING_AUTHENTICATION_TOKEN",
    reason: "NO_ROUTE",
    message: "Forbidden",
    evidence: { routeKey: selected ?? "" },
  });
}

/** Status and message as callers get them; WebSocket APIs say `Forbidden` to whomever an authorizer or a key stops. */
function shown(refusal: Refusal): { status: number; message: string } {
  const standard = gatewayResponseTable[refusal.responseType];
  const isDenied = ["ACCESS_DENIED", "INVALID_SIGNATURE", "MISSING_AUTHENTICATION_TOKEN", "INVALID_API_KEY"].includes(refusal.responseType);
  return { status: refusal.status ?? standard.status, message: isDenied ? "Forbidden" : (refusal.callerMessage ?? standard.message) };
}

type Parts = { ports: Ports; trace: Trace };

const neverGone: Caller = { isGone: false, onGone: () => undefined };

function socketExchange(api: CompiledWebSocketApi, request: GatewayRequest, facts: SocketFacts, { ports, trace }: Parts): Exchange {
  const exchange = new Exchange(api.stage, request, ports, trace);
  exchange.socket = facts;
  return exchange;
}

/** The exchange of a later event: the caller is who the handshake said. */
function resumed(api: CompiledWebSocketApi, connection: SocketConnection, facts: SocketFacts, text: string, parts: Parts): Exchange {
  // What a message began is not given up because its connection ended; $disconnect comes after that anyway.
  const request = { ...withBody(connection.handshake, text), caller: neverGone };
  const exchange = socketExchange(api, request, facts, parts);
  exchange.authorizer = connection.authorizer;
  exchange.identity = connection.identity;
  return exchange;
}

function withBody(request: GatewayRequest, text: string): GatewayRequest {
  const bytes = Buffer.from(text);
  const body: RequestBody = { length: bytes.length, stream: oneChunk(bytes), collect: () => Promise.resolve(bytes) };
  return { ...request, body };
}

async function* oneChunk(bytes: Buffer): AsyncIterable<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** The route of a key; the exchange knows it from now on. */
function findRoute(api: CompiledWebSocketApi, key: string, exchange: Exchange): SocketRoute | undefined {
  const route = api.findRoute(key);
  if (route !== undefined) exchange.route = route.place;
  return route;
}

/** What became of an event, for counters and logs. */
function servedOf(
  exchange: Exchange,
  status: number,
  { body = "", refusal }: { body?: Buffer | string | undefined; refusal?: Refusal } = {},
): Served {
  const { requestId, extendedRequestId, integrationMs, route } = exchange;
  const facts = { requestId, extendedRequestId, integrationMs, resourcePath: route?.resourcePath, cache: undefined, refusal };
  return { reply: { status, headers: [], body, isGatewayResponse: refusal !== undefined }, facts, exchange };
}
