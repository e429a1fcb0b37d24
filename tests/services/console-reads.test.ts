import { beforeAll, expect, test } from "vitest";
import { createDeployment } from "@/lib/services/deployments.ts";
import { listApisWithChanges } from "@/lib/services/draft-state.ts";
import { findUsersOfModels } from "@/lib/services/find-users.ts";
import { importRestApi } from "@/lib/services/import-rest-api.ts";
import { listResources } from "@/lib/services/resources.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { search } from "@/lib/services/search.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const routes = 10_000;
let restApiId: string;

beforeAll(async () => {
  const schema = { $ref: "#/components/schemas/Pet" };
  const content = { "application/json": { schema } };
  const operation = { responses: { 200: { description: "ok" } }, "x-amazon-apigateway-integration": { type: "mock" } };
  const paths = {
    ...Object.fromEntries(Array.from({ length: routes }, (_, index) => [`/r${index}`, { get: operation }])),
    "/odd_name/100%": { post: { ...operation, requestBody: { content } } },
  };
  const schemas = {
    Pet: { type: "object", properties: { tag: { $ref: "#/components/schemas/Tag" } } },
    Tag: { type: "string" },
    Alone: {},
  };
  const document = { openapi: "3.0.1", info: { title: "large", version: "1" }, paths, components: { schemas } };
  const at = scope();
  restApiId = (await importRestApi(at, { body: new TextEncoder().encode(JSON.stringify(document)) })).id;
  await createDeployment(at, { restApiId, stageName: "prod" });
}, 120_000);

test.each([
  { text: "get /R77", first: "GET /r77" },
  { text: "_name", first: "POST /odd_name/100%" },
  { text: "100%", first: "POST /odd_name/100%" },
  { text: "prod", first: "prod" },
  { text: "alon", first: "Alone" },
  { text: "large", first: "large" },
])("a search for $text finds $first first", async ({ text, first }) => {
  const [hit] = await search(scope(), { text, restApiId });

  expect(hit?.label).toBe(first);
});

test("a search among 10,000 methods takes well under 50 ms", async () => {
  const at = scope();
  await search(at, { text: "r9", restApiId });
  const times: number[] = [];

  for (let index = 0; index < 15; index++) {
    const started = performance.now();
    const hits = await search(at, { text: `r${index}`, restApiId });
    times.push(performance.now() - started);
    expect(hits.length).toBeLessThanOrEqual(40);
  }

  expect(Math.min(...times)).toBeLessThan(50);
});

test("the models of an API say who uses them", async () => {
  const users = await findUsersOfModels(scope(), restApiId);

  expect(Object.fromEntries(users)).toEqual({ Pet: ["POST /odd_name/100%"], Tag: ["Pet"], Alone: [] });
});

test("the tree of 10,000 resources comes in one look", async () => {
  const resources = await listResources(scope(), restApiId);

  expect(resources).toHaveLength(routes + 3);
  expect(resources.find(({ path }) => path === "/odd_name/100%")?.methods.map(({ httpMethod }) => httpMethod)).toEqual(["POST"]);
});

test("one API is looked up without the others", async () => {
  const at = scope();
  await createRestApi(at, { name: "another" });

  const listed = await listApisWithChanges(at, restApiId);

  expect(listed.map(({ id, stages }) => ({ id, stages: stages.map(({ stageName, changes }) => ({ stageName, changes })) }))).toEqual([
    { id: restApiId, stages: [{ stageName: "prod", changes: 0 }] },
  ]);
});
