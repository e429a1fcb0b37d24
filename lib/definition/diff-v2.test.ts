import { expect, test } from "vitest";
import { findBreakingV2Changes } from "./breaking-v2-changes.ts";
import { diffV2Definitions } from "./diff-v2.ts";
import type { Route, V2ApiDefinition, V2Integration } from "./v2-api.ts";

const route = (routeKey: string, more: Partial<Route> = {}): Route => ({
  routeId: `id of ${routeKey}`,
  routeKey,
  apiKeyRequired: false,
  authorizationType: "NONE",
  ...more,
});

const integration = (integrationId: string, more: Partial<V2Integration> = {}): V2Integration => ({
  integrationId,
  integrationType: "HTTP_PROXY",
  connectionType: "INTERNET",
  timeoutInMillis: 30_000,
  ...more,
});

const definition = (more: Partial<V2ApiDefinition> = {}): V2ApiDefinition => ({
  kind: "HTTP",
  apiId: "abc",
  settings: {
    name: "site",
    protocolType: "HTTP",
    routeSelectionExpression: "$request.method $request.path",
    apiKeySelectionExpression: "$request.header.x-api-key",
    disableExecuteApiEndpoint: false,
  },
  routes: [],
  integrations: [],
  authorizers: [],
  models: [],
  ...more,
});

const shown = (from: V2ApiDefinition, to: V2ApiDefinition) =>
  diffV2Definitions(from, to).map(({ kind, label, fields }) => [kind, label, fields.map(({ field }) => field)]);

test("a route that was made again under another id is no change", () => {
  const of = (routeId: string) => definition({ routes: [route("GET /a", { routeId })] });

  expect(shown(of("one"), of("two"))).toEqual([]);
});

test("CORS and other settings, routes by path, integrations with the routes that lead to them, models and authorizers are told apart", () => {
  const { settings } = definition();
  const authorizer = { authorizerId: "u", name: "jwt", authorizerType: "JWT" as const, identitySource: ["$request.header.Authorization"] };
  const from = definition({
    routes: [route("$default"), route("GET /b", { target: "integrations/i" }), route("POST /a")],
    integrations: [integration("i", { integrationUri: "https://a.example" })],
    models: [{ modelId: "m1", name: "Pet", schema: "{}" }],
  });
  const to = definition({
    settings: { ...settings, description: "new", corsConfiguration: { allowOrigins: ["*"] } },
    routes: [route("$default", { apiKeyRequired: true }), route("GET /a"), route("GET /b", { target: "integrations/i" })],
    integrations: [integration("i", { integrationUri: "https://b.example" })],
    models: [{ modelId: "m2", name: "Pet", schema: '{"type":"object"}' }],
    authorizers: [authorizer],
  });

  expect(shown(from, to)).toEqual([
    ["changed", "API settings", ["description"]],
    ["added", "CORS", ["allowOrigins"]],
    ["added", "route GET /a", ["apiKeyRequired", "authorizationType"]],
    ["removed", "route POST /a", ["apiKeyRequired", "authorizationType"]],
    ["changed", "route $default", ["apiKeyRequired"]],
    ["changed", "integration i of GET /b", ["integrationUri"]],
    ["changed", "model Pet", ["schema"]],
    ["added", "authorizer jwt", ["authorizerType", "identitySource"]],
  ]);
  expect(diffV2Definitions(from, to).find(({ label }) => label === "route GET /a")).toMatchObject({ verb: "GET", path: "/a" });
});

test("responses of WebSocket routes and integrations are fields of theirs, by their keys", () => {
  const from = definition({ routes: [route("ping")], integrations: [integration("i")] });
  const integrationResponses = [{ integrationResponseId: "x", integrationResponseKey: "$default", responseTemplates: { "200": "pong" } }];
  const to = definition({
    routes: [route("ping", { routeResponses: [{ routeResponseId: "y", routeResponseKey: "$default" }] })],
    integrations: [integration("i", { integrationResponses })],
  });

  expect(shown(from, to)).toEqual([
    ["changed", "route ping", ["routeResponses › $default"]],
    ["changed", "integration i", ["integrationResponses › $default › responseTemplates › 200"]],
  ]);
});

test("what clients of routes relied on and what they have to bring besides is told", () => {
  const { settings } = definition();
  const jwt = { authorizationType: "JWT" as const, authorizationScopes: ["a", "b"] };
  const from = definition({
    routes: [route("GET /gone"), route("GET /any"), route("GET /key"), route("GET /jwt", jwt), route("GET /wider", jwt)],
  });
  const to = definition({
    settings: { ...settings, disableExecuteApiEndpoint: true },
    routes: [
      route("ANY /any"),
      route("GET /key", { apiKeyRequired: true, requestParameters: { "route.request.querystring.q": { required: true } } }),
      route("GET /jwt", { ...jwt, authorizationScopes: ["b"] }),
      route("GET /wider", { ...jwt, authorizationScopes: ["a", "b", "c"] }),
      route("GET /new", { apiKeyRequired: true }),
    ],
  });

  expect(findBreakingV2Changes(from, to).map(({ method, text }) => `${method}: ${text}`)).toEqual([
    "API: The default endpoint no longer answers.",
    "GET /gone: The route is gone.",
    "GET /any: The route is gone; ANY /any answers in its place.",
    "GET /key: route.request.querystring.q is required now.",
    "GET /key: An API key is required now.",
    "GET /jwt: Other scopes are required now.",
  ]);
  expect(findBreakingV2Changes(from, from)).toEqual([]);
});
