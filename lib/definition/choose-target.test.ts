import { describe, expect, test } from "vitest";
import { chooseTarget, explainRule, type RoutedRequest } from "./choose-target.ts";
import type { DomainMapping, DomainRouting, RoutingRule } from "./domain.ts";

const pairs = (list: readonly string[]) => list.map((pair) => pair.split(/:(.*)/s));

function request(path: string, ...headers: string[]): RoutedRequest {
  const known = pairs(headers);
  return { path, headerValues: (name) => known.flatMap(([key, value]) => (key?.toLowerCase() === name ? [value ?? ""] : [])) };
}

type Conditions = { headers?: string[]; basePath?: string; strip?: boolean };

function rule(
  routingRuleId: string,
  priority: number,
  apiId: string,
  { headers = [], basePath, strip = false }: Conditions = {},
): RoutingRule {
  const conditions = [
    ...pairs(headers).map(([header = "", valueGlob = ""]) => ({ matchHeaders: { anyOf: [{ header, valueGlob }] } })),
    ...(basePath === undefined ? [] : [{ matchBasePaths: { anyOf: [basePath] } }]),
  ];
  return { routingRuleId, priority, apiId, stage: "prod", stripBasePath: strip, conditions };
}

const mapping = (basePath: string, apiId: string): DomainMapping => ({ apiMappingId: basePath, basePath, apiId, stage: "prod" });

function domain(routingMode: DomainRouting["routingMode"], rules: RoutingRule[], mappings: DomainMapping[] = []): DomainRouting {
  return { routingMode, rules, mappings };
}

const petHeaders = ["Accept:image/webp", "Pet:Dog-*"];

describe("the examples that the service documents", () => {
  const rulesOnly = domain("ROUTING_RULE_ONLY", [
    rule("efg456", 100, "api3"),
    rule("zzz000", 50, "api2", { headers: petHeaders, basePath: "PetStoreShopper" }),
    rule("abc123", 10, "api1", { headers: ["Hello:World"] }),
  ]);
  const rulesAndMappings = domain(
    "ROUTING_RULE_THEN_API_MAPPING",
    [
      rule("abc123", 1, "petStore", { basePath: "pets" }),
      rule("000zzz", 5, "refundsBeta", { headers: ["Cookie:*ux=beta*"], basePath: "/refunds" }),
    ],
    [mapping("refunds", "refunds"), mapping("", "search")],
  );
  const levels = domain(
    "ROUTING_RULE_THEN_API_MAPPING",
    [
      rule("abc123", 10, "api1", { headers: ["Hello:World"] }),
      rule("000zzz", 50, "api2", { headers: petHeaders, basePath: "PetStoreShopper" }),
    ],
    [mapping("PetStoreShopper", "api3"), mapping("PetStoreShopper/cats", "api4")],
  );
  const hosts = domain("ROUTING_RULE_ONLY", [
    rule("abc123", 10, "api1", { headers: ["Host:a.example.com"] }),
    rule("000zzz", 50, "api2", { headers: ["Host:b.example.com"] }),
    rule("efg456", 500, "api3"),
  ]);

  test.each([
    { routing: rulesOnly, ask: request("/", "Hello:World"), wins: "api1" },
    { routing: rulesOnly, ask: request("/PetStoreShopper", "Hello:World", "Pet:Dog-Bella", "Accept:image/webp"), wins: "api1" },
    { routing: rulesOnly, ask: request("/PetStoreShopper", "Pet:Dog-Bella", "Accept:image/webp"), wins: "api2" },
    { routing: rulesOnly, ask: request("/PetStoreShopper", "Pet:Dog-Bella"), wins: "api3" },
    { routing: rulesAndMappings, ask: request("/pets"), wins: "petStore" },
    { routing: rulesAndMappings, ask: request("/refunds", "Cookie:lang=en-us;ux=beta"), wins: "refundsBeta" },
    { routing: rulesAndMappings, ask: request("/refunds"), wins: "refunds" },
    { routing: rulesAndMappings, ask: request("/"), wins: "search" },
    { routing: levels, ask: request("/PetStoreShopper", "Accept:image/webp", "Pet:Cats"), wins: "api3" },
    { routing: levels, ask: request("/PetStoreShopper/cats", "Hello:World"), wins: "api1" },
    { routing: levels, ask: request("/PetStoreShopper/cats/1"), wins: "api4" },
    { routing: levels, ask: request("/Admin", "Pet:Dog-Bella"), wins: undefined },
    { routing: hosts, ask: request("/", "Host:a.example.com"), wins: "api1" },
    { routing: hosts, ask: request("/", "Host:b.example.com"), wins: "api2" },
    { routing: hosts, ask: request("/", "Host:testing.example.com"), wins: "api3" },
  ])("$ask.path of $routing.routingMode goes to $wins", ({ routing, ask, wins }) => {
    expect(chooseTarget(routing, ask)?.apiId).toBe(wins);
  });
});

test.each([
  { strip: true, basePath: "PetStoreShopper/dogs", path: "/PetStoreShopper/dogs", left: "/" },
  { strip: false, basePath: "PetStoreShopper/dogs", path: "/PetStoreShopper/dogs", left: "/PetStoreShopper/dogs" },
  { strip: true, basePath: "PetStoreShopper", path: "/PetStoreShopper/dogs", left: "/dogs" },
  { strip: false, basePath: "PetStoreShopper", path: "/PetStoreShopper/dogs", left: "/PetStoreShopper/dogs" },
])("a rule for $basePath leaves $left of $path", ({ strip, basePath, path, left }) => {
  const found = chooseTarget(domain("ROUTING_RULE_ONLY", [rule("r", 1, "api", { basePath, strip })]), request(path));

  expect(found).toMatchObject({ path: left, basePath });
});

test("the longest mapping wins, ends where a segment does, and its base path is taken away", () => {
  const keys = ["", "orders/v1/items", "orders/v2/items", "orders/v2/items/categories", "case"];
  const routing = domain(
    "API_MAPPING_ONLY",
    [rule("ignored", 1, "rule")],
    keys.map((key) => mapping(key, key)),
  );
  const found = (path: string) => [chooseTarget(routing, request(path))?.apiId, chooseTarget(routing, request(path))?.path];

  expect(found("/orders/v2/items/categories/5")).toEqual(["orders/v2/items/categories", "/5"]);
  expect(found("/orders/v2/items/")).toEqual(["orders/v2/items", "/"]);
  expect(found("/orders/v1/itemsX")).toEqual(["", "/orders/v1/itemsX"]);
  expect(found("/Case/a")).toEqual(["", "/Case/a"]);
});

test.each([
  { glob: "a*", yes: "alpha", no: "beta" },
  { glob: "*a", yes: "alpha", no: "users" },
  { glob: "*v*", yes: "user_v_agent", no: "beta" },
  { glob: "World", yes: "World", no: "world" },
  { glob: "*", yes: "", no: undefined },
])("the glob $glob matches whole values in their case", ({ glob, yes, no }) => {
  const routing = domain("ROUTING_RULE_ONLY", [rule("r", 1, "api", { headers: [`x-version:${glob}`] })]);

  expect(chooseTarget(routing, request("/", `X-Version:${yes}`))?.apiId).toBe("api");
  if (no !== undefined) expect(chooseTarget(routing, request("/", `X-Version:${no}`))).toBeUndefined();
});

test("a rule that does not match says what is missing", () => {
  const missing = explainRule(rule("r", 1, "api", { headers: ["Hello:World"], basePath: "pets" }), request("/cats"));

  expect(missing).toEqual(["no header Hello: World", "the path does not begin with /pets"]);
});
