import { expect, test } from "vitest";
import type { Route, V2ApiDefinition, V2Integration } from "@/lib/definition/v2-api";
import { boxesOf, describeFlow } from "./route-flow";

const route = (members: Partial<Route>): Route => ({
  routeId: "r",
  routeKey: "GET /pets",
  apiKeyRequired: false,
  authorizationType: "NONE",
  ...members,
});

const integration = (members: Partial<V2Integration>): V2Integration => ({
  integrationId: "i",
  integrationType: "HTTP_PROXY",
  connectionType: "INTERNET",
  timeoutInMillis: 1_000,
  ...members,
});

function definition(kind: "HTTP" | "WEBSOCKET", routes: Route[]): V2ApiDefinition {
  const settings = {
    name: "a",
    protocolType: kind,
    routeSelectionExpression: "x",
    apiKeySelectionExpression: "y",
    disableExecuteApiEndpoint: false,
  };
  return { kind, apiId: "a", settings, routes, integrations: [], authorizers: [], models: [] };
}

test("each kind of API has a text for every box of its flow", () => {
  for (const kind of ["HTTP", "WEBSOCKET"] as const) {
    const only = route({ routeKey: "join" });
    const texts = describeFlow({ definition: definition(kind, [only]), route: only, integration: integration({}) });

    expect(Object.keys(texts).sort()).toEqual([...boxesOf(kind)].sort());
  }
});

test("a route without an integration says what clients would get, but for the ends of a connection", () => {
  const problemOf = (routeKey: string) => {
    const only = route({ routeKey });
    return describeFlow({ definition: definition("WEBSOCKET", [only]), route: only, integration: undefined }).integration?.problem;
  };

  expect(problemOf("join")).toBe("Without an integration every call answers 500.");
  expect(problemOf("$connect")).toBeUndefined();
});

test("an authorizer that is gone is a problem of the route", () => {
  const only = route({ authorizationType: "JWT", authorizerId: "gone" });

  const { authorization } = describeFlow({ definition: definition("HTTP", [only]), route: only, integration: undefined });

  expect(authorization).toMatchObject({ lines: ["Token: gone"], problem: "Its authorizer does not exist any more." });
});

test("an integration that several routes share says so", () => {
  const routes = [route({ routeId: "a", target: "integrations/i" }), route({ routeId: "b", target: "integrations/i" })];
  const [first = route({})] = routes;

  const { integration: text } = describeFlow({ definition: definition("HTTP", routes), route: first, integration: integration({}) });

  expect(text?.lines).toContain("Shared by 2 routes");
});

test("a WebSocket route is two-way only with an expression and a response", () => {
  const responses = [{ routeResponseId: "x", routeResponseKey: "$default" }];
  const lineOf = (only: Route) =>
    describeFlow({ definition: definition("WEBSOCKET", [only]), route: only, integration: undefined })["route-response"]?.lines[0];

  expect(lineOf(route({ routeResponseSelectionExpression: "$default", routeResponses: responses }))).toMatch(/^Two-way/);
  expect(lineOf(route({ routeResponses: responses }))).toMatch(/^One-way/);
  expect(lineOf(route({ routeResponseSelectionExpression: "$default" }))).toMatch(/^One-way/);
});
