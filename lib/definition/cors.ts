import { canonicalJson } from "../base/canonical-json.ts";
import type { GatewayResponseType } from "./gateway-response-types.ts";
import type { GatewayResponse, HttpVerb, Integration, IntegrationResponse, Method } from "./rest-api.ts";

/** Who may call a resource from a browser, and with what. */
export type CorsSettings = {
  /** `*`, or one origin such as `https://shop.example`. */
  allowOrigin: string;
  allowMethods: readonly string[];
  allowHeaders: readonly string[];
  allowCredentials: boolean;
  maxAgeSeconds?: number | undefined;
  /** Answers that the gateway makes by itself carry the headers too. */
  gatewayResponses: boolean;
};

/** One thing that enabling writes, or why it does not. */
export type CorsStep = {
  target: { kind: "method"; httpMethod: HttpVerb } | { kind: "gatewayResponse"; responseType: GatewayResponseType };
  state: "create" | "change" | "same" | "proxy";
  headers: Record<string, string>;
};

export type CorsPlan = { methods: Method[]; gatewayResponses: GatewayResponse[]; steps: CorsStep[] };

/** What the service's own console offers. */
export const defaultAllowHeaders = ["Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token"] as const;

type Current = { resourceId: string; methods: readonly Method[]; gatewayResponses: readonly GatewayResponse[]; emptyModel: boolean };

/** What has to be written so that browsers may read every answer of a resource; it changes nothing itself. */
export function planCors(current: Current, settings: CorsSettings): CorsPlan {
  const plan: CorsPlan = { methods: [], gatewayResponses: [], steps: [] };
  const answerHeaders = originHeaders(settings);
  const known = current.methods.find(({ httpMethod }) => httpMethod === "OPTIONS");
  planMethod(plan, known, known ?? mockOptions(current), preflightHeaders(settings));
  for (const method of current.methods) if (method.httpMethod !== "OPTIONS") planMethod(plan, method, method, answerHeaders);
  if (settings.gatewayResponses) planGatewayResponses(plan, current.gatewayResponses, answerHeaders);
  return plan;
}

function originHeaders({ allowOrigin, allowCredentials }: CorsSettings): Record<string, string> {
  return {
    "Access-Control-Allow-Origin": allowOrigin,
    ...(allowCredentials ? { "Access-Control-Allow-Credentials": "true" } : {}),
  };
}

function preflightHeaders(settings: CorsSettings): Record<string, string> {
  const { allowMethods, allowHeaders, maxAgeSeconds } = settings;
  return {
    ...originHeaders(settings),
    "Access-Control-Allow-Methods": allowMethods.join(","),
    ...(allowHeaders.length > 0 ? { "Access-Control-Allow-Headers": allowHeaders.join(",") } : {}),
    ...(maxAgeSeconds === undefined ? {} : { "Access-Control-Max-Age": String(maxAgeSeconds) }),
  };
}

function mockOptions({ resourceId, emptyModel }: Current): Method {
  return {
    httpMethod: "OPTIONS",
    authorizationType: "NONE",
    apiKeyRequired: false,
    methodResponses: { "200": { statusCode: "200", ...(emptyModel ? { responseModels: { "application/json": "Empty" } } : {}) } },
    methodIntegration: {
      type: "MOCK",
      passthroughBehavior: "WHEN_NO_MATCH",
      timeoutInMillis: 29_000,
      cacheNamespace: resourceId,
      cacheKeyParameters: [],
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      integrationResponses: { "200": { statusCode: "200" } },
    },
  };
}

function planMethod(plan: CorsPlan, before: Method | undefined, base: Method, headers: Record<string, string>): void {
  const target = { kind: "method", httpMethod: base.httpMethod } as const;
  const integration = base.methodIntegration;
  if (integration === undefined || integration.type.endsWith("_PROXY")) {
    // A proxy's answer passes as it is: only the backend can add headers to it.
    plan.steps.push({ target, state: "proxy", headers });
    return;
  }
  const after = withHeaders(base, integration, headers);
  const state = before === undefined ? "create" : canonicalJson(before) === canonicalJson(after) ? "same" : "change";
  plan.steps.push({ target, state, headers });
  if (state !== "same") plan.methods.push(after);
}

/** The method with the headers on each of its responses, declared and mapped. */
function withHeaders(method: Method, integration: Integration, headers: Record<string, string>): Method {
  const responses = integration.integrationResponses ?? {};
  const integrationResponses: Record<string, IntegrationResponse> = {};
  const methodResponses = { ...method.methodResponses };
  for (const [status, response] of Object.entries(responses)) {
    const declared = methodResponses[status] ?? { statusCode: status };
    const names = Object.keys(headers).map((name) => `method.response.header.${name}`);
    const values = Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]);
    methodResponses[status] = {
      ...declared,
      responseParameters: { ...Object.fromEntries(names.map((name) => [name, false])), ...declared.responseParameters },
    };
    integrationResponses[status] = { ...response, responseParameters: { ...response.responseParameters, ...Object.fromEntries(values) } };
  }
  return { ...method, methodResponses, methodIntegration: { ...integration, integrationResponses } };
}

/** The defaults of both classes, and every response that is customized: it does not take the headers of its class. */
function planGatewayResponses(plan: CorsPlan, stored: readonly GatewayResponse[], headers: Record<string, string>): void {
  const types = new Set<GatewayResponseType>(["DEFAULT_4XX", "DEFAULT_5XX", ...stored.map(({ responseType }) => responseType)]);
  const values = Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]);
  for (const responseType of types) {
    const before = stored.find((each) => each.responseType === responseType);
    const after = { ...before, responseType, responseParameters: { ...before?.responseParameters, ...Object.fromEntries(values) } };
    const state = before === undefined ? "create" : canonicalJson(before) === canonicalJson(after) ? "same" : "change";
    plan.steps.push({ target: { kind: "gatewayResponse", responseType }, state, headers });
    if (state !== "same") plan.gatewayResponses.push(after);
  }
}
