import type { StageRelease } from "../../definition/stage.ts";
import type { Route, V2ApiDefinition, V2Integration, V2StageSettings } from "../../definition/v2-api.ts";
import { wholeBody } from "../compression.ts";
import { compileHttpApi } from "../http/compile-http.ts";
import { serveHttp } from "../http/serve-http.ts";
import type { GatewayRequest } from "../message.ts";
import type { Ports } from "../ports.ts";
import { noTrace } from "../trace.ts";
import { fakePorts, fakeRequest, headersOf } from "./fake-ports.ts";

export type HttpRouteFixture = { route?: Partial<Route>; integration: Partial<V2Integration> };

export const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";

export function functionRoute(version: "1.0" | "2.0", more: Partial<V2Integration> = {}, route: Partial<Route> = {}): HttpRouteFixture {
  return { integration: { integrationType: "AWS_PROXY", integrationUri: functionArn, payloadFormatVersion: version, ...more }, route };
}

export function backendRoute(uri: string, more: Partial<V2Integration> = {}, route: Partial<Route> = {}): HttpRouteFixture {
  return { integration: { integrationType: "HTTP_PROXY", integrationMethod: "ANY", integrationUri: uri, ...more }, route };
}

/** A definition of an HTTP API from routes such as `GET /pets/{id}`. */
export function httpDefinition(
  routes: Readonly<Record<string, HttpRouteFixture>>,
  { settings, ...more }: Partial<Omit<V2ApiDefinition, "settings">> & { settings?: Partial<V2ApiDefinition["settings"]> } = {},
): V2ApiDefinition {
  const entries = Object.entries(routes);
  return {
    kind: "HTTP",
    apiId: "abcdefghij",
    settings: {
      name: "fixture",
      protocolType: "HTTP",
      routeSelectionExpression: "${request.method} ${request.path}",
      apiKeySelectionExpression: "$request.header.x-api-key",
      disableExecuteApiEndpoint: false,
      ...settings,
    },
    routes: entries.map(([routeKey, { route }], at) => ({
      routeId: `r${at}`,
      routeKey,
      apiKeyRequired: false,
      authorizationType: "NONE",
      target: `integrations/i${at}`,
      ...route,
    })),
    integrations: entries.map(([, { integration }], at) => ({
      integrationId: `i${at}`,
      integrationType: "HTTP_PROXY",
      connectionType: "INTERNET",
      timeoutInMillis: 30_000,
      payloadFormatVersion: "1.0",
      ...integration,
    })),
    authorizers: [],
    models: [],
    ...more,
  };
}

export type HttpStageFixture = Partial<V2StageSettings> & { stageName?: string; vpcLinks?: StageRelease["vpcLinks"] };

/** The release of a stage of an HTTP API. */
export function httpRelease({ stageName = "$default", vpcLinks, ...more }: HttpStageFixture = {}): StageRelease {
  return {
    accountId: "000000000000",
    region: "us-east-1",
    apiId: "abcdefghij",
    stageName,
    deploymentId: "d1",
    snapshotHash: "h",
    settings: { cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false },
    v2: { autoDeploy: true, defaultRouteSettings: {}, routeSettings: {}, stageVariables: {}, ...more },
    ...(vpcLinks !== undefined && { vpcLinks }),
  };
}

export type HttpCallFixture = {
  headers?: string[];
  body?: string | Buffer;
  ports?: Ports;
  stage?: HttpStageFixture;
  request?: Partial<GatewayRequest>;
};

/** An HTTP API that is compiled once and called as often as a test likes. */
export function httpApi(definition: V2ApiDefinition, stage: HttpStageFixture = {}) {
  const api = compileHttpApi(definition, httpRelease(stage));
  const prefix = stage.stageName === undefined ? "" : `/${stage.stageName}`;
  return async (line: string, { headers = [], body = "", ports = fakePorts(), request: more }: HttpCallFixture = {}) => {
    const plain = fakeRequest(line, { headers, body });
    const request = { ...plain, fullPath: prefix + plain.rawPath, ...more };
    const { reply, facts, exchange } = await serveHttp(api, request, ports, noTrace);
    return {
      status: reply.status,
      headers: headersOf(reply),
      body: (await wholeBody(reply)).toString(),
      reason: facts.refusal?.reason,
      exchange,
    };
  };
}
