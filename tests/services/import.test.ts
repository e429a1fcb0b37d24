import fc from "fast-check";
import { expect, test } from "vitest";
import { getApiDefinition } from "@/lib/services/definitions.ts";
import { importRestApi, planDocument, putRestApi } from "@/lib/services/import-rest-api.ts";
import { createResource, getResources } from "@/lib/services/resources.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

const bytes = (document: unknown) => new TextEncoder().encode(typeof document === "string" ? document : JSON.stringify(document));
const mock = {
  type: "mock",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  responses: { default: { statusCode: "200" } },
};
const operation = { responses: { 200: { description: "ok" } }, "x-amazon-apigateway-integration": mock };
const document = (paths: object, more: object = {}) => ({ openapi: "3.0.1", info: { title: "pets", version: "1" }, paths, ...more });

async function pathsOf(at: ReturnType<typeof scope>, restApiId: string) {
  const { items } = await getResources(at, { restApiId, limit: 500 });
  return items.map((item) => `${item.path} ${Object.keys(item.resourceMethods ?? {}).join(",")}`.trim());
}

test("paths make their parents, which have no methods", async () => {
  const at = scope();

  const { id } = await importRestApi(at, { body: bytes(document({ "/a/b/{c}": { get: operation } })) });

  expect(await pathsOf(at, id)).toEqual(["/", "/a", "/a/b", "/a/b/{c} GET"]);
});

test("overwrite drops what the document lacks and keeps the ids of paths that stay", async () => {
  const at = scope();
  const { id: restApiId } = await importRestApi(at, { body: bytes(document({ "/a": { get: operation }, "/b": { get: operation } })) });
  const before = await getApiDefinition(at, restApiId);

  await putRestApi(at, { restApiId, mode: "overwrite", body: bytes(document({ "/a": { post: operation } })) });

  const after = await getApiDefinition(at, restApiId);
  expect(await pathsOf(at, restApiId)).toEqual(["/", "/a POST"]);
  expect(after.resources.map((resource) => resource.id)).toEqual(before.resources.slice(0, 2).map((resource) => resource.id));
});

test("merge keeps what the document lacks", async () => {
  const at = scope();
  const { id: restApiId } = await importRestApi(at, { body: bytes(document({ "/a": { get: operation } })) });

  await putRestApi(at, { restApiId, mode: "merge", body: bytes(document({ "/a": { post: operation }, "/b": { get: operation } })) });

  expect(await pathsOf(at, restApiId)).toEqual(["/", "/a GET,POST", "/b GET"]);
});

test("an import is one revision, and its undo brings the former API back", async () => {
  const at = scope();
  const { id: restApiId, rootResourceId } = await importRestApi(at, { body: bytes(document({ "/a": { get: operation } })) });
  await createResource(at, { restApiId, parentId: rootResourceId, pathPart: "by-hand" });
  const before = await getApiDefinition(at, restApiId);
  await putRestApi(at, { restApiId, mode: "overwrite", body: bytes(document({ "/b": { get: operation } })) });

  const [revision] = await listRevisions(at, { restApiId, limit: 1 });
  await undoRevision(at, revision?.seq ?? 0);

  expect(await getApiDefinition(at, restApiId)).toEqual(before);
});

test("YAML and JSON give the same plan", () => {
  const yaml =
    "openapi: 3.0.1\ninfo: {title: pets, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        200: {description: ok}\n";

  const plan = planDocument({ body: bytes(yaml) }, "api");

  expect(plan).toEqual(planDocument({ body: bytes(document({ "/a": { get: { responses: { 200: { description: "ok" } } } } })) }, "api"));
});

test("a wrong integration names its method and path, and nothing is made", async () => {
  const at = scope({ accountId: "000000000009" });
  const wrong = { ...operation, "x-amazon-apigateway-integration": { type: "http", httpMethod: "GET", uri: "nowhere" } };

  const attempt = importRestApi(at, { body: bytes(document({ "/a": { get: wrong } })) });

  await expect(attempt).rejects.toThrow("'GET' for resource at path '/a': Invalid HTTP endpoint specified for URI");
  expect(await at.db.reader.api.count({ where: { workspaceId: at.workspace.id } })).toBe(0);
});

test("everything that is wrong with a document is said at once, with what would have been left out", async () => {
  const at = scope({ accountId: "000000000010" });
  const missing = { ...operation, responses: { 200: { content: { "a/b": { schema: { $ref: "#/components/schemas/Pet_1" } } } } } };
  const paths = { "/a/{b}": { get: operation }, "/a/{c}/d": { get: operation }, "/e-{f}": { get: operation }, "/g": { get: missing } };
  const models = { components: { schemas: { Pet_1: { type: "object" } } } };

  const attempt = importRestApi(at, { body: bytes(document(paths, models)) });

  await expect(attempt).rejects.toThrow(
    [
      "Errors found during import:",
      "\tUnable to create model for 'Pet_1': Model name must be alphanumeric: Pet_1",
      "\tUnable to create resource at path '/a/{c}': A sibling ({b}) of this resource already has a variable path part -- only one is allowed",
      "\tUnable to create resource at path '/e-{f}': Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
      "Additionally, these warnings were found:",
      "\tReference to model 'Pet_1' not found. Ignoring.",
    ].join("\n"),
  );
  expect(await at.db.reader.api.count({ where: { workspaceId: at.workspace.id } })).toBe(0);
});

test("a reference to a model that is not there is left out with a warning, and stops an import that may have none", async () => {
  const at = scope({ accountId: "000000000011" });
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Missing" } } };
  const body = bytes(document({ "/a": { post: { ...operation, requestBody: { content }, responses: { 200: { content } } } } }));
  const warning = "Reference to model 'Missing' not found. Ignoring.";

  await expect(importRestApi(at, { body, failOnWarnings: true })).rejects.toThrow(
    `Warnings found during import:\n\t${warning}\n\t${warning}`,
  );
  expect(await at.db.reader.api.count({ where: { workspaceId: at.workspace.id } })).toBe(0);
  const { id, warnings } = await importRestApi(at, { body });

  expect(warnings).toEqual([warning, warning]);
  const { resources } = await getApiDefinition(at, id);
  expect(resources[1]?.resourceMethods.POST).toMatchObject({ methodResponses: { 200: { statusCode: "200" } } });
  expect(resources[1]?.resourceMethods.POST?.requestModels).toBeUndefined();
});

test.each([
  { name: "an alias bomb", text: aliasBomb() },
  { name: "deep nesting", text: `{"openapi":"3.0.1","x":${"[".repeat(5_000)}${"]".repeat(5_000)}}` },
  { name: "a text", text: "hello" },
  { name: "a list", text: "[]" },
  { name: "OpenAPI 3.1", text: '{"openapi":"3.1.0","info":{"title":"x"},"paths":{}}' },
])("$name is refused as an invalid document", ({ text }) => {
  expect(() => planDocument({ body: bytes(text) }, "api")).toThrow("Invalid OpenAPI input.");
});

test("rubbish is refused with an error of the service", () => {
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc.object().map((paths) => JSON.stringify(document(paths))),
  );
  fc.assert(
    fc.property(anything, (text) => {
      try {
        planDocument({ body: bytes(text) }, "api");
      } catch (error) {
        expect(error).toMatchObject({ name: "ServiceError" });
      }
    }),
  );
});

const hostileParameter = { name: "x", in: "constructor" };
const hostileIntegration = { type: "mock", responses: { default: { statusCode: "__proto__" } } };

test.each([
  { name: "a path", text: '{"openapi":"3.0.1","info":{"title":"x"},"paths":{"__proto__":{"get":{}}}}' },
  { name: "a verb", text: '{"openapi":"3.0.1","info":{"title":"x"},"paths":{"/a":{"__proto__":{},"constructor":{}}}}' },
  { name: "a member of YAML", text: "openapi: 3.0.1\ninfo: {title: x}\n__proto__: {polluted: true}\npaths: {}\n" },
  { name: "a scheme", text: document({ "/a": { get: { security: [{ constructor: [] }, { ["__proto__"]: [] }] } } }) },
  { name: "a place of a parameter", text: document({ "/a": { get: { parameters: [hostileParameter] } } }) },
  { name: "a status", text: document({ "/a": { get: { "x-amazon-apigateway-integration": hostileIntegration } } }) },
  { name: "a reference", text: document({ "/a": { get: { parameters: [{ $ref: "#/__proto__/constructor" }] } } }) },
])("$name with the name of a prototype makes an API or is refused, and nothing else", async ({ text }) => {
  const at = scope();

  const outcome = await importRestApi(at, { body: bytes(text) }).catch((error: unknown) => error);

  expect(outcome).toSatisfy((value: object) => "rootResourceId" in value || ("code" in value && value.code === "BadRequestException"));
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("a few aliases do not make a document of millions of members", () => {
  const list = `[${Array(5_000).fill("1").join(",")}]`;
  const text = `openapi: 3.0.1\ninfo: {title: x}\npaths: {}\na: &a ${list}\nb: [${Array(900).fill("*a").join(",")}]\n`;

  expect(() => planDocument({ body: bytes(text) }, "api")).toThrow("Invalid OpenAPI input.");
});

function aliasBomb(): string {
  const lines = Array.from({ length: 9 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`).join(",")}]`);
  return `a0: &a0 x\n${lines.join("\n")}\n`;
}
