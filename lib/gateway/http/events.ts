import type { Buffer } from "node:buffer";
import { isUtf8 } from "node:buffer";
import { identityOf, requestTime } from "../context-variables.ts";
import type { Exchange } from "../exchange.ts";
import { lastValues } from "../integrations/proxy-event.ts";
import { mediaTypeOf } from "../media-types.ts";
import { findHeader } from "../message.ts";
import type { EventParts } from "./event-parts.ts";

/** An event of payload format 2.0 without the body, as authorizers get it too. What a request does not have is not there. */
export function event2(exchange: Exchange, { headers, query, rawQuery, path2: path }: EventParts) {
  const { stage } = exchange;
  const cookies = headers
    .get("cookie")
    ?.flatMap((value) => value.split(/; */))
    .filter((cookie) => cookie !== "");
  const others = [...headers].filter(([name]) => name !== "cookie");
  return {
    version: "2.0",
    routeKey: exchange.route?.routeKey,
    rawPath: path,
    rawQueryString: rawQuery,
    ...(cookies === undefined ? {} : { cookies }),
    headers: joinedValues(others),
    ...(query.size === 0 ? {} : { queryStringParameters: joinedValues([...query]) }),
    requestContext: context2(exchange, path),
    ...(exchange.path.size === 0 ? {} : { pathParameters: Object.fromEntries(exchange.path) }),
    ...(Object.keys(stage.variables).length === 0 ? {} : { stageVariables: stage.variables }),
  };
}

function joinedValues(entries: readonly (readonly [string, readonly string[]])[]): Record<string, string> {
  return Object.fromEntries(entries.map(([name, values]) => [name, values.join(",")]));
}

function context2(exchange: Exchange, path: string): Record<string, unknown> {
  const { request, stage } = exchange;
  const { method, protocol, sourceIp } = { ...request, method: exchange.method };
  return {
    accountId: stage.accountId,
    apiId: stage.apiId,
    ...(request.clientCert === undefined ? {} : { authentication: { clientCert: request.clientCert } }),
    ...(exchange.authorizerEvent === undefined ? {} : { authorizer: exchange.authorizerEvent }),
    domainName: request.domainName,
    domainPrefix: request.domainName.split(".")[0],
    http: { method, path, protocol, sourceIp, userAgent: exchange.headers.get("user-agent")?.values[0] ?? "" },
    requestId: exchange.requestId,
    routeKey: exchange.route?.routeKey,
    stage: stage.stageName,
    time: requestTime(exchange.startedAtMs),
    timeEpoch: exchange.startedAtMs,
  };
}

/** An event of payload format 1.0 without the body, as authorizers get it too. */
export function event1(exchange: Exchange, { headers, query, path }: EventParts) {
  const { stage, route } = exchange;
  const headerList = [...headers];
  const queryList = [...query];
  const isBare = queryList.length === 0;
  return {
    version: "1.0",
    resource: route?.resourcePath,
    path,
    httpMethod: exchange.method,
    headers: lastValues(headerList),
    multiValueHeaders: Object.fromEntries(headerList),
    queryStringParameters: isBare ? null : lastValues(queryList),
    multiValueQueryStringParameters: isBare ? null : Object.fromEntries(queryList),
    requestContext: context1(exchange, path),
    pathParameters: exchange.path.size === 0 ? null : Object.fromEntries(exchange.path),
    stageVariables: Object.keys(stage.variables).length === 0 ? null : stage.variables,
  };
}

function context1(exchange: Exchange, path: string): Record<string, unknown> {
  const { request, route, stage } = exchange;
  return {
    accountId: stage.accountId,
    apiId: stage.apiId,
    ...(exchange.authorizer === undefined ? {} : { authorizer: exchange.authorizer }),
    domainName: request.domainName,
    domainPrefix: request.domainName.split(".")[0],
    extendedRequestId: exchange.extendedRequestId,
    httpMethod: exchange.method,
    identity: identityOf(exchange),
    path,
    protocol: request.protocol,
    requestId: exchange.requestId,
    requestTime: requestTime(exchange.startedAtMs),
    requestTimeEpoch: exchange.startedAtMs,
    // The key of the route stands where REST APIs have the id of a resource.
    resourceId: route?.routeKey,
    resourcePath: route?.resourcePath,
    stage: stage.stageName,
  };
}

const textType = /^(text\/.*|application\/(json|javascript|xml|[^;]*\+(json|xml)))$/;

/** The body of a request as events have it: text where its type says so, else base64. */
export function eventBody({ request }: Exchange, body: Buffer): { body: string; isBase64Encoded: boolean } | undefined {
  if (body.length === 0) return undefined;
  const isText = isTextBody(request.headers) && isUtf8(body);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

function isTextBody(headers: readonly string[]): boolean {
  const coding = findHeader(headers, "content-encoding");
  if (coding !== undefined && coding.toLowerCase() !== "identity") return false;
  const type = findHeader(headers, "content-type");
  return type === undefined || textType.test(mediaTypeOf(type));
}
