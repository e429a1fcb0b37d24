import type { Exchange, Overrides } from "./exchange.ts";
import { type ClientCert, findHeader } from "./message.ts";
import { socketContext } from "./websocket/socket-context.ts";

/** The values behind `$context`, by name; nested values are records. */
export type ContextVariables = Record<string, unknown>;

/** `$context` as the templates, mappings and logs of this request see it now. */
export function contextVariables(exchange: Exchange): ContextVariables {
  const { stage, request, route, error } = exchange;
  const context: ContextVariables = {
    accountId: stage.accountId,
    apiId: stage.apiId,
    deploymentId: stage.deploymentId,
    domainName: request.domainName,
    domainPrefix: request.domainName.split(".")[0] ?? "",
    extendedRequestId: exchange.extendedRequestId,
    httpMethod: exchange.method,
    identity: identityOf(exchange),
    path: request.fullPath,
    protocol: request.protocol,
    requestId: exchange.requestId,
    requestTime: requestTime(exchange.startedAtMs),
    requestTimeEpoch: exchange.startedAtMs,
    stage: stage.stageName,
  };
  if (stage.kind === "HTTP") {
    context.routeKey = route?.routeKey;
  } else if (route !== undefined) {
    context.resourceId = route.resourceId;
    context.resourcePath = route.resourcePath;
  }
  if (request.customDomain !== undefined) {
    const { basePath, routingRuleId } = request.customDomain;
    context.customDomain = { basePathMatched: basePath, ...(routingRuleId === undefined ? {} : { routingRuleIdMatched: routingRuleId }) };
  }
  if (stage.isTraced) context.xrayTraceId = exchange.traceId;
  if (stage.webAclArn !== undefined) context.webaclArn = stage.webAclArn;
  if (exchange.wafResponseCode !== undefined) context.wafResponseCode = exchange.wafResponseCode;
  const endpointRequestId = exchange.backend === undefined ? undefined : backendRequestId(exchange.backend.headers);
  if (endpointRequestId !== undefined) context.awsEndpointRequestId = endpointRequestId;
  if (stage.isCanary !== undefined) context.isCanaryRequest = String(stage.isCanary);
  if (exchange.socket !== undefined) Object.assign(context, socketContext(exchange.socket));
  if (exchange.authorizer !== undefined) context.authorizer = exchange.authorizer;
  if (error !== undefined) {
    context.error = {
      message: error.message,
      messageString: JSON.stringify(error.message),
      responseType: error.responseType,
      validationErrorString: error.validationErrorString,
    };
  }
  if (stage.kind === "REST") Object.assign(context, exchange.overrides ?? newOverrides());
  return context;
}

function backendRequestId(headers: readonly string[]): string | undefined {
  return findHeader(headers, "x-amzn-requestid") ?? findHeader(headers, "x-amz-request-id");
}

/** A value of `$context` as text, by its path; records and missing values have none. */
export function contextText(exchange: Exchange, path: readonly string[]): string | undefined {
  let value: unknown = contextVariables(exchange);
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return value === null || value === undefined || typeof value === "object" ? undefined : String(value);
}

function newOverrides(): Overrides {
  return { requestOverride: { header: {}, path: {}, querystring: {} }, responseOverride: { header: {} } };
}

/** Who calls, in the twelve members that templates and function events have, and the certificate of mutual TLS. */
export function identityOf(exchange: Exchange): Record<string, string | null | ClientCert> {
  return {
    accessKey: null,
    accountId: null,
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: exchange.request.sourceIp,
    user: null,
    userAgent: exchange.headers.get("user-agent")?.values[0] ?? null,
    userArn: null,
    ...exchange.request.network,
    ...(exchange.request.clientCert === undefined ? {} : { clientCert: exchange.request.clientCert }),
    ...exchange.identity,
  };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `09/Apr/2015:12:34:56 +0000`, as access logs write instants. */
export function requestTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
