import { expect, test } from "vitest";
import { defaultMethodSetting, methodSettingKey } from "@/lib/definition/method-setting";
import type { Method, Resource } from "@/lib/definition/rest-api";
import { methodRows } from "./method-rows";

const get: Method = { httpMethod: "GET", authorizationType: "NONE", apiKeyRequired: false };
const resources: Resource[] = [
  { id: "1", path: "/", resourceMethods: { GET: get } },
  { id: "2", path: "/pets/{id}", resourceMethods: { GET: get } },
];

test.each([
  { path: "/", key: "~1/GET" },
  { path: "/pets", key: "pets/GET" },
  { path: "/pets/{id}", key: "pets~1{id}/GET" },
])("the settings of GET $path are under $key", ({ path, key }) => {
  expect(methodSettingKey(path, "GET")).toBe(key);
});

test.each(["pets~1{id}/GET", "~1pets~1{id}/GET"])("a tool may have written the key as %s", (key) => {
  const rows = methodRows(resources, { [key]: defaultMethodSetting });

  expect(rows.map(({ label, key: at, own }) => [label, at, own !== undefined])).toEqual([
    ["GET /", "~1/GET", false],
    ["GET /pets/{id}", key, true],
  ]);
});
