import { expect, test } from "vitest";
import type { ResourceSummary } from "@/lib/client/operations";
import { buildTree, filterTree, resourceNode, rowStates } from "./tree-model";

const method = (httpMethod: "GET" | "DELETE", integration: "MOCK" | "HTTP") => ({
  httpMethod,
  integration,
  authorizationType: "NONE",
  apiKeyRequired: false,
});

const resources: ResourceSummary[] = [
  { id: "1", path: "/", methods: [] },
  { id: "2", parentId: "1", pathPart: "pets", path: "/pets", methods: [method("GET", "MOCK")] },
  { id: "3", parentId: "2", pathPart: "{petId}", path: "/pets/{petId}", methods: [method("GET", "HTTP"), method("DELETE", "HTTP")] },
  { id: "4", parentId: "1", pathPart: "orders", path: "/orders", methods: [] },
];

test("resources nest by parent, methods come before child resources", () => {
  const tree = buildTree(resources);

  expect(tree.nodes.get(resourceNode("2"))?.children).toEqual(["m:2:GET", "r:3"]);
  expect(tree.nodes.get(tree.rootId)?.children).toEqual(["r:4", "r:2"]);
});

test.each([
  { filter: "verb:delete", kept: ["m:3:DELETE", "r:1", "r:2", "r:3"] },
  { filter: "ordr", kept: ["r:1", "r:4"] },
  { filter: "int:mock", kept: ["m:2:GET", "r:1", "r:2"] },
  { filter: "nothing-has-this", kept: ["r:1"] },
])("$filter keeps what matches and the way to it", ({ filter, kept }) => {
  const tree = filterTree(buildTree(resources), filter);

  expect([...tree.nodes.keys()].sort()).toEqual(kept);
});

test("rows that the draft added or changed are marked, removed ones have no row", () => {
  const states = rowStates(resources, [
    { entity: "method", kind: "changed", label: "GET /pets", path: "/pets", verb: "GET", fields: [] },
    { entity: "resource", kind: "added", label: "/orders", path: "/orders", fields: [] },
    { entity: "method", kind: "removed", label: "PUT /pets", path: "/pets", verb: "PUT", fields: [] },
  ]);

  expect([...states]).toEqual([
    ["m:2:GET", "changed"],
    ["r:4", "added"],
  ]);
  expect([...filterTree(buildTree(resources), "state:changed", states).nodes.keys()].sort()).toEqual(["m:2:GET", "r:1", "r:2"]);
});
