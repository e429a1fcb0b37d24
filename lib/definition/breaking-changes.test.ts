import { expect, test } from "vitest";
import { findBreakingChanges } from "./breaking-changes.ts";
import type { Method, RestApiDefinition } from "./rest-api.ts";

const pet = {
  type: "object",
  required: ["id", "name"],
  properties: { id: {}, name: {}, owner: { $ref: "https://x/restapis/a/models/Owner" } },
};
const owner = { type: "object", required: ["name"], properties: { name: {}, phone: {} } };
const list = { type: "array", items: { $ref: "https://x/restapis/a/models/Pet" } };

const post: Method = {
  httpMethod: "POST",
  authorizationType: "NONE",
  apiKeyRequired: false,
  requestValidatorId: "v",
  requestParameters: { "method.request.querystring.page": false },
  requestModels: { "application/json": "Pet" },
  methodResponses: { "200": { statusCode: "200", responseModels: { "application/json": "Pets" } }, "404": { statusCode: "404" } },
};

type Change = { method?: Partial<Method>; methods?: Method[]; models?: Record<string, object> };

function define({ method = {}, methods, models = {} }: Change = {}): RestApiDefinition {
  const own = methods ?? [{ ...post, ...method }];
  return {
    kind: "REST",
    apiId: "abc",
    settings: { name: "pets", apiKeySource: "HEADER", endpointConfiguration: { types: ["EDGE"] }, disableExecuteApiEndpoint: false },
    resources: [{ id: "root", path: "/pets", resourceMethods: Object.fromEntries(own.map((each) => [each.httpMethod, each])) }],
    models: Object.entries({ Pet: pet, Owner: owner, Pets: list, ...models }).map(([name, schema]) => ({
      id: name,
      name,
      contentType: "application/json",
      schema: JSON.stringify(schema),
    })),
    requestValidators: [],
    authorizers: [],
    gatewayResponses: [],
  };
}

const textsOf = (change: Change) => findBreakingChanges(define(), define(change)).map(({ text }) => text);

test.each<{ name: string; change: Change; says: string[] }>([
  { name: "nothing", change: {}, says: [] },
  { name: "a method that goes", change: { methods: [] }, says: ["The method is gone."] },
  {
    name: "a parameter that becomes required",
    change: { method: { requestParameters: { "method.request.querystring.page": true } } },
    says: ["The query parameter page is required now."],
  },
  { name: "a key", change: { method: { apiKeyRequired: true } }, says: ["An API key is required now."] },
  { name: "authorization", change: { method: { authorizationType: "AWS_IAM" } }, says: ["Authorization AWS_IAM is required now."] },
  {
    name: "a status that goes",
    change: { method: { methodResponses: { "200": { statusCode: "200", responseModels: { "application/json": "Pets" } } } } },
    says: ["The response 404 is gone."],
  },
  {
    name: "a field that a body has to have",
    change: { models: { Pet: { ...pet, required: ["id", "name", "owner"] } } },
    says: ["The field owner of the body is required now."],
  },
  {
    name: "a field deep in a body and its answers",
    change: { models: { Owner: { ...owner, required: ["phone"] } } },
    says: ["The field owner.phone of the body is required now.", "Response 200: the field [].owner.name may be missing."],
  },
  {
    name: "a field of an answer that goes",
    change: { models: { Pet: { ...pet, required: ["name"], properties: { name: {}, owner: pet.properties.owner } } } },
    says: ["Response 200: the field [].id is gone."],
  },
])("$name", ({ change, says }) => {
  expect(textsOf(change)).toEqual(says);
});

test("what is added and asks for nothing breaks nobody", () => {
  const added: Method = { ...post, httpMethod: "PUT", apiKeyRequired: true };
  const models = { Pet: { ...pet, properties: { ...pet.properties, note: {} } } };

  expect(textsOf({ methods: [post, added], models })).toEqual([]);
});

test("a body that nobody validates may ask for anything", () => {
  const { requestValidatorId: _, ...loose } = post;

  expect(textsOf({ methods: [loose], models: { Pet: { ...pet, required: ["id", "name", "owner"] } } })).toEqual([]);
});

test("schemas that refer to themselves end", () => {
  const endless = { type: "object", required: ["self"], properties: { self: { $ref: "https://x/models/Pet" } } };

  expect(findBreakingChanges(define({ models: { Pet: endless } }), define({ models: { Pet: endless } }))).toEqual([]);
});

test("models that refer to themselves and to each other are compared in no time, and what is new in them is told", () => {
  const names = ["A", "B", "C", "D", "E", "F", "G", "H"];
  const properties = Object.fromEntries(names.map((name) => [name, { $ref: `https://x/restapis/a/models/${name}` }]));
  const models = Object.fromEntries(names.map((name) => [name, { type: "object", properties }]));
  const method = { requestModels: { "application/json": "A" } };
  const after = { ...models, B: { type: "object", required: ["A"], properties } };
  const startedAt = performance.now();

  const found = findBreakingChanges(define({ method, models }), define({ method, models: after }));

  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(found.map(({ text }) => text)).toContain("The field B.A of the body is required now.");
});

test("a model inside of itself is told of once", () => {
  const node = { type: "object", properties: { left: { $ref: "https://x/restapis/a/models/Pet" } } };
  const after = define({ models: { Pet: { ...node, required: ["left"] } } });

  const texts = findBreakingChanges(define({ models: { Pet: node } }), after).map(({ text }) => text);

  expect(texts).toEqual(["The field left of the body is required now."]);
});
