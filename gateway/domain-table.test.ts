import { expect, test } from "vitest";
import type { FeedDomain } from "../lib/feed/access.ts";
import { DomainTable, readDomainDestination } from "./domain-table.ts";

function domain(change: Partial<FeedDomain> = {}): FeedDomain {
  return {
    ...{ id: "d1", name: "api.example.com", accountId: "1", region: "us-east-1", securityPolicy: "TLS_1_2" },
    ...{ routingMode: "API_MAPPING_ONLY", rules: [], mappings: [] },
    ...change,
  };
}

const mapping = (basePath: string, apiId: string, stage = "prod") => ({ apiMappingId: basePath, basePath, apiId, stage });

type Asked = { host?: string; target: string; headers?: string[]; vpceId?: string };

function ask(facts: FeedDomain, { host = facts.name, target, headers = [], vpceId }: Asked) {
  const table = new DomainTable();
  table.apply([facts]);
  const served = table.find(host);
  if (served === undefined) return undefined;
  const head = { method: "GET", target, headers, host, protocol: "HTTP/1.1", scheme: "http" as const, remoteAddress: "", localPort: 80 };
  const via = vpceId === undefined ? {} : { network: { vpceId } };
  return readDomainDestination(served, {
    head,
    client: { sourceIp: "192.0.2.1", trustedHops: 0, via },
    host,
    nowMs: 0,
    tlsDomain: undefined,
  });
}

test("a request goes to the stage of its mapping, with the path that is left", () => {
  const facts = domain({ mappings: [mapping("", "main"), mapping("orders", "orders")] });

  expect(ask(facts, { target: "/orders/7?a=b" })).toEqual({
    ...{ apiId: "orders", stageName: "prod", rawPath: "/7", rawQuery: "a=b", fullPath: "/orders/7" },
    ...{ domainName: "api.example.com", customDomain: { basePath: "orders" } },
  });
  expect(ask(facts, { target: "/ordersX" })).toMatchObject({ apiId: "main", rawPath: "/ordersX", customDomain: { basePath: "(none)" } });
});

test("a request by an edge-optimized name says so", () => {
  const facts = domain({ isEdge: true, mappings: [mapping("", "main"), mapping("orders", "api", "")] });

  expect(ask(facts, { target: "/7" })).toMatchObject({ edgeId: "d1", apiId: "main" });
  expect(ask(facts, { target: "/orders/dev/7" })).toMatchObject({ edgeId: "d1", apiId: "api" });
});

test("a mapping without a stage leaves it to the caller's path", () => {
  const facts = domain({ mappings: [mapping("orders", "api", "")] });

  expect(ask(facts, { target: "/orders/dev/7" })).toMatchObject({ stageName: "dev", rawPath: "/7", fullPath: "/orders/dev/7" });
  expect(ask(facts, { target: "/orders/dev" })).toMatchObject({ stageName: "dev", rawPath: "/" });
});

test("what nothing leads to names the domain and the path", () => {
  expect(ask(domain(), { target: "/x?y" })).toEqual({ reason: "NO_MAPPING", evidence: { domainName: "api.example.com", path: "/x" } });
});

test("a name of its own wins over a wildcard, which covers one label, and rules see the host", () => {
  const table = new DomainTable();
  const rule = (header: string, apiId: string, priority: number) => {
    const conditions = [{ matchHeaders: { anyOf: [{ header: "Host", valueGlob: header }] } }];
    return { routingRuleId: apiId, priority, conditions, apiId, stage: "prod", stripBasePath: false };
  };
  const wildcard = domain({ name: "*.example.com", routingMode: "ROUTING_RULE_ONLY", rules: [rule("a.example.com", "a", 1)] });
  table.apply([wildcard, domain(), domain({ id: "later" })]);

  expect(table.find("api.example.com")?.facts.id).toBe("d1");
  expect(table.find("a.example.com")?.facts.name).toBe("*.example.com");
  expect(table.find("a.b.example.com")).toBeUndefined();
  expect(table.find("localhost")).toBeUndefined();
  expect(ask(wildcard, { host: "a.example.com", target: "/" })).toMatchObject({ apiId: "a", customDomain: { routingRuleId: "a" } });
  expect(ask(wildcard, { host: "b.example.com", target: "/" })).toMatchObject({ reason: "NO_MAPPING" });
});

const policyFor = (vpce: string) =>
  JSON.stringify({
    Statement: [
      { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" },
      {
        ...{ Effect: "Deny", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" },
        Condition: { StringNotEquals: { "aws:SourceVpce": vpce } },
      },
    ],
  });

test.each([
  { name: "an associated endpoint that the policy allows", policy: policyFor("vpce-1"), vpceId: "vpce-1", isLet: true },
  { name: "an associated endpoint that the policy denies", policy: policyFor("vpce-2"), vpceId: "vpce-1", isLet: false },
  { name: "an endpoint without an association", policy: policyFor("vpce-2"), vpceId: "vpce-2", isLet: false },
  { name: "a caller from nowhere", policy: policyFor("vpce-1"), vpceId: undefined, isLet: false },
  { name: "a name without a policy", policy: "", vpceId: "vpce-1", isLet: false },
])("a private name, called by $name", ({ policy, vpceId, isLet }) => {
  const facts = domain({ mappings: [mapping("", "api")], privateAccess: { policy, vpcEndpoints: ["vpce-1"] } });

  const found = ask(facts, { target: "/", ...(vpceId === undefined ? {} : { vpceId }) });

  expect(found).toMatchObject(isLet ? { apiId: "api" } : { reason: "POLICY_NO_ALLOW" });
});

test("a strict domain name takes calls through a network of its own kind only", () => {
  const facts = domain({ isStrict: true, mappings: [mapping("", "main")] });
  const privateFacts = { ...facts, privateAccess: { vpcEndpoints: ["vpce-1"], policy: policyFor("vpce-1") } };

  expect(ask(facts, { target: "/" })).toMatchObject({ apiId: "main" });
  expect(ask(facts, { target: "/", vpceId: "vpce-1" })).toMatchObject({
    reason: "ENDPOINT_MISMATCH",
    evidence: { domainName: facts.name, endpoint: "public", network: "vpce-1" },
  });
  expect(ask(privateFacts, { target: "/", vpceId: "vpce-1" })).toMatchObject({ apiId: "main" });
  expect(ask(privateFacts, { target: "/" })).toMatchObject({ reason: "ENDPOINT_MISMATCH" });
});
