import { expect, test } from "vitest";
import { integrationIdOf, parseRouteKey, sortRoutes } from "./route-key.ts";

test("routes are listed with those of the service first, then by path and verb", () => {
  const routes = ["POST /pets", "$default", "GET /pets/{id}", "GET /pets"].map((routeKey) => ({ routeKey }));

  expect(sortRoutes(routes).map(({ routeKey }) => routeKey)).toEqual(["$default", "GET /pets", "POST /pets", "GET /pets/{id}"]);
});

test("routes of a WebSocket API keep the order of a connection's life", () => {
  const routes = ["join", "$default", "$disconnect", "$connect"].map((routeKey) => ({ routeKey }));

  expect(sortRoutes(routes).map(({ routeKey }) => routeKey)).toEqual(["$connect", "$disconnect", "$default", "join"]);
});

test.each([
  { key: "ANY /{proxy+}", parsed: { verb: "ANY", path: "/{proxy+}" } },
  { key: "$default", parsed: undefined },
  { key: "send message", parsed: undefined },
])("$key is read", ({ key, parsed }) => {
  expect(parseRouteKey(key)).toEqual(parsed);
});

test("a target names its integration", () => {
  expect(integrationIdOf({ target: "integrations/abc" })).toBe("abc");
  expect(integrationIdOf({})).toBeUndefined();
});
