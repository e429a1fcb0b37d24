import type { Buffer } from "node:buffer";
import { requestTime } from "../context-variables.ts";
import type { Exchange } from "../exchange.ts";
import { forwardedFor } from "../integrations/proxy-event.ts";
import { socketContext } from "./socket-context.ts";

/** The event of a function that a WebSocket API calls. */
export function socketEvent(exchange: Exchange, body: Buffer): Record<string, unknown> {
  const { stage, socket } = exchange;
  const variables = Object.keys(stage.variables).length === 0 ? {} : { stageVariables: stage.variables };
  return {
    ...(socket?.eventType === "MESSAGE" ? {} : handshakeMembers(exchange)),
    ...variables,
    requestContext: requestContext(exchange),
    ...(socket?.eventType === "MESSAGE" ? { body: body.toString("utf8") } : {}),
    isBase64Encoded: false,
  };
}

/** Headers and query of the handshake, as `$connect`, `$disconnect` and authorizers get them. */
export function handshakeMembers(exchange: Exchange): Record<string, unknown> {
  const headers = new Map<string, readonly string[]>();
  for (const { name, values } of exchange.headers.values()) headers.set(name, values);
  headers.set("X-Amzn-Trace-Id", [exchange.traceId]);
  headers.set("X-Forwarded-For", [forwardedFor(exchange)]);
  headers.set("X-Forwarded-Port", [String(exchange.request.port)]);
  headers.set("X-Forwarded-Proto", [exchange.request.scheme]);
  const query = exchange.query.size === 0 ? {} : queryMembers(exchange);
  return { headers: lastValues([...headers]), multiValueHeaders: Object.fromEntries(headers), ...query };
}

function queryMembers({ query }: Exchange): Record<string, unknown> {
  return { queryStringParameters: lastValues([...query]), multiValueQueryStringParameters: Object.fromEntries(query) };
}

function requestContext(exchange: Exchange): Record<string, unknown> {
  const { stage, request } = exchange;
  return {
    ...(exchange.socket === undefined ? {} : socketContext(exchange.socket)),
    extendedRequestId: exchange.extendedRequestId,
    requestTime: requestTime(exchange.startedAtMs),
    stage: stage.stageName,
    requestTimeEpoch: exchange.startedAtMs,
    identity: { sourceIp: request.sourceIp, userAgent: exchange.headers.get("user-agent")?.values[0] ?? null, ...exchange.identity },
    requestId: exchange.requestId,
    domainName: request.domainName,
    apiId: stage.apiId,
    ...(exchange.authorizer === undefined ? {} : { authorizer: exchange.authorizer }),
  };
}

function lastValues(entries: readonly (readonly [string, readonly string[]])[]): Record<string, string | undefined> {
  return Object.fromEntries(entries.map(([name, values]) => [name, values[values.length - 1]]));
}
