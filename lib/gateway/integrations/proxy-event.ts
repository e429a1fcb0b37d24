import type { Buffer } from "node:buffer";
import { identityOf, requestTime } from "../context-variables.ts";
import type { Exchange } from "../exchange.ts";
import { isBinaryType } from "../media-types.ts";
import { eventPath, findHeader } from "../message.ts";

/** The event of a Lambda proxy integration, payload format 1.0. Paths and path parameters keep their escapes, as recorded. */
export function proxyEvent(exchange: Exchange, body: Buffer): Record<string, unknown> {
  const isBinary = isBinaryType(exchange.stage.binaryMediaTypes, findHeader(exchange.request.headers, "content-type"));
  return {
    ...requestMembers(exchange),
    body: body.length === 0 ? null : body.toString(isBinary ? "base64" : "utf8"),
    isBase64Encoded: isBinary && body.length > 0,
  };
}

/** The event without the body: what authorizers get too. */
export function requestMembers(exchange: Exchange) {
  const { request, route, stage } = exchange;
  const headers = eventHeaders(exchange);
  const query = [...exchange.query];
  return {
    resource: route?.resourcePath,
    path: eventPath(request),
    httpMethod: exchange.method,
    headers: lastValues(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query.length === 0 ? null : lastValues(query),
    multiValueQueryStringParameters: query.length === 0 ? null : Object.fromEntries(query),
    pathParameters: exchange.pathParameters.length === 0 ? null : Object.fromEntries(exchange.pathParameters),
    stageVariables: Object.keys(stage.variables).length === 0 ? null : stage.variables,
    requestContext: requestContext(exchange),
  };
}

function requestContext(exchange: Exchange): Record<string, unknown> {
  const { request, route, stage } = exchange;
  return {
    resourceId: route?.resourceId,
    resourcePath: route?.resourcePath,
    httpMethod: exchange.method,
    extendedRequestId: exchange.extendedRequestId,
    requestTime: requestTime(exchange.startedAtMs),
    path: request.fullPath,
    accountId: stage.accountId,
    protocol: request.protocol,
    stage: stage.stageName,
    domainPrefix: request.domainName.split(".")[0],
    requestTimeEpoch: exchange.startedAtMs,
    requestId: exchange.requestId,
    identity: identityOf(exchange),
    domainName: request.domainName,
    deploymentId: stage.deploymentId,
    apiId: stage.apiId,
    // Absent on methods that ask nobody who calls.
    ...(exchange.authorizer === undefined ? {} : { authorizer: exchange.authorizer }),
  };
}

/** The headers as functions see them, those of the gateway included. */
export function eventHeaders(exchange: Exchange): [string, readonly string[]][] {
  const { request } = exchange;
  const headers = new Map<string, [string, readonly string[]]>();
  for (const [key, { name, values }] of exchange.headers) headers.set(key, [name, values]);
  headers.set("x-amzn-trace-id", ["X-Amzn-Trace-Id", [exchange.traceId]]);
  headers.set("x-forwarded-for", ["X-Forwarded-For", [forwardedFor(exchange)]]);
  headers.set("x-forwarded-port", ["X-Forwarded-Port", [String(request.port)]]);
  headers.set("x-forwarded-proto", ["X-Forwarded-Proto", [request.scheme]]);
  return [...headers.values()];
}

/** What the caller claimed, then the caller; entries of believed proxies are those of the gateway's own front. */
export function forwardedFor({ headers, request }: Exchange): string {
  const given = headers.get("x-forwarded-for")?.values.join(",");
  if (given === undefined) return request.sourceIp;
  const entries = given.split(",").map((entry) => entry.trim());
  return [...entries.slice(0, entries.length - request.trustedHops), request.sourceIp].join(", ");
}

/** The last value of each name. */
export function lastValues(entries: readonly (readonly [string, readonly string[]])[]): Record<string, string | undefined> {
  return Object.fromEntries(entries.map(([name, values]) => [name, values[values.length - 1]]));
}
