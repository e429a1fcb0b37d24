import { expect, test } from "vitest";
import type { ResourceSummary } from "@/lib/client/operations";
import { buildTree, filterTree, mayDrop, pickedOf, resourceNode, rowStates } from "./tree-model";

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

test("what is picked with its resource is not picked twice", () => {
  const picked = pickedOf(resources, ["r:2", "r:3", "m:3:GET", "r:4"]);

  expect(picked.resources.map(({ path }) => path)).toEqual(["/pets", "/orders"]);
  expect(picked.loose).toEqual([]);
  expect(picked.methods.map(({ httpMethod, path }) => `${httpMethod} ${path}`)).toEqual([
    "GET /pets",
    "GET /pets/{petId}",
    "DELETE /pets/{petId}",
  ]);
});

test("single methods are picked without their resource", () => {
  const picked = pickedOf(resources, ["m:3:DELETE", "r:4"]);

  expect(picked.loose).toEqual([{ resourceId: "3", httpMethod: "DELETE" }]);
  expect(picked.methods.map(({ path }) => path)).toEqual(["/pets/{petId}"]);
});

test.each([
  { dragged: "r:3", onto: "r:4", may: true },
  { dragged: "r:3", onto: "r:2", may: false },
  { dragged: "r:2", onto: "r:3", may: false },
  { dragged: "r:2", onto: "m:3:GET", may: false },
])("dropping $dragged on $onto is allowed: $may", ({ dragged, onto, may }) => {
  const { nodes } = buildTree(resources);
  const target = nodes.get(onto);

  expect(target && mayDrop(nodes.get(dragged), target)).toBe(may);
});
