import { expect, test } from "vitest";
import { closedFilter, newRequestFilter } from "../../definition/request-filter-values.ts";
import type { StageRelease } from "../../definition/stage.ts";
import { AccessStore } from "./access-store.ts";
import { completeRelease } from "./complete-release.ts";

const release: StageRelease = {
  ...{ accountId: "1", region: "eu-west-1", apiId: "a", stageName: "prod", deploymentId: "d", snapshotHash: "h" },
  settings: { cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false },
};
const known = { ...release, filter: { ...newRequestFilter, id: "f", name: "guard" }, accountThrottle: { rateLimit: 5, burstLimit: 5 } };
const closed: StageRelease = { ...release, filter: { ...closedFilter, id: "f", name: "guard" }, unread: ["filter"] };

test("the filter that could be read last goes on, and without one nobody comes in", () => {
  expect(completeRelease(closed, known).filter).toEqual(known.filter);
  expect(completeRelease(closed, undefined).filter).toMatchObject({ defaultAction: "BLOCK", rules: [] });
  expect(completeRelease(closed, { ...known, filter: { ...known.filter, id: "another" } }).filter).toMatchObject({
    defaultAction: "BLOCK",
  });
});

test("links and the account's throttle that could be read last go on beside what is new", () => {
  const target = { host: "10.0.0.1", port: 80, weight: 1 };
  const former = { ...known, vpcLinks: { old: [target] } };
  const told: StageRelease = { ...release, deploymentId: "d2", vpcLinks: { new: [target] }, unread: ["vpcLinks", "accountThrottle"] };

  expect(completeRelease(told, former)).toEqual({
    ...release,
    deploymentId: "d2",
    vpcLinks: { old: [target], new: [target] },
    accountThrottle: former.accountThrottle,
  });
});

test("keys, plans and domains that the console cannot read stay, also when everything is told anew", () => {
  const store = new AccessStore("unused", "token");
  const key = (id: string) => ({ id, hash: id, enabled: true, planIds: [] });
  const domain = {
    id: "d",
    name: "a.example.com",
    accountId: "1",
    region: "r",
    routingMode: "API_MAPPING_ONLY",
    securityPolicy: "TLS_1_2",
  } as const;
  const told = { reset: true, hashKey: "k", keys: [], goneKeys: [], plans: [], accessKeys: [], domains: [] };
  store.apply({
    ...told,
    keys: [key("k1"), key("k2")],
    plans: [{ id: "p1", apiStages: [] }],
    domains: [{ ...domain, rules: [], mappings: [] }],
  });

  const completed = store.apply({ ...told, kept: { keys: ["k1"], plans: ["p1"], domains: ["d", "unknown"] } });

  expect(completed.keys.map(({ id }) => id)).toEqual(["k1"]);
  expect(completed.plans.map(({ id }) => id)).toEqual(["p1"]);
  expect(completed.domains.map(({ id }) => id)).toEqual(["d"]);
  expect(store.whole()).toEqual(completed);
});
