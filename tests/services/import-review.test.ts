import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { ImportDecisions, ImportReview } from "@/lib/definition/import-review.ts";
import { createPorts } from "@/lib/ports/real-ports.ts";
import { changeMethod } from "@/lib/services/change-method.ts";
import { getApiDefinition } from "@/lib/services/definitions.ts";
import { importRestApi, putRestApi } from "@/lib/services/import-rest-api.ts";
import { fetchDocument } from "@/lib/services/import-review/fetch-document.ts";
import { applyReviewedImport, reviewImport } from "@/lib/services/import-review/review-import.ts";
import { createResource } from "@/lib/services/resources.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { importV2Api } from "@/lib/services/v2/import-api.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

const answers = { 200: { description: "ok" } };
const mock = {
  type: "mock",
  requestTemplates: { "application/json": '{"statusCode": 200}' },
  responses: { default: { statusCode: "200" } },
};
const withMock = { responses: answers, "x-amazon-apigateway-integration": mock };
const plain = { responses: answers };
const document = (paths: object, more: object = {}) =>
  JSON.stringify({ openapi: "3.0.1", info: { title: "pets", version: "1" }, paths, ...more });
const bytes = (text: string) => new TextEncoder().encode(text);
const decided = (part: Partial<ImportDecisions> = {}): ImportDecisions => ({ items: {}, settings: [], documentation: true, ...part });

async function makeApi(at: Scope, text: string): Promise<string> {
  return (await importRestApi(at, { body: bytes(text) })).id;
}

const operationsOf = ({ items }: ImportReview) =>
  Object.fromEntries(
    items.filter(({ group }) => group === "operation").map(({ key, kind, byDefault }) => [key, `${kind} ${byDefault ?? "?"}`]),
  );

test("a preview of a merge tells what is added, changed, gone and kept, and writes nothing", async () => {
  const at = scope();
  const apiId = await makeApi(at, document({ "/a": { get: withMock, post: withMock }, "/b": { get: withMock } }));
  const before = await getApiDefinition(at, apiId);
  const text = document({ "/a": { get: plain, post: { ...plain, operationId: "post" } }, "/c": { get: plain } });

  const review = await reviewImport(at, { document: text, target: { kind: "REST", apiId, mode: "merge" } });

  expect(operationsOf(review)).toEqual({
    "GET /a": "kept merge",
    "POST /a": "changed merge",
    "GET /b": "removed ?",
    "GET /c": "added replace",
  });
  expect(review.items.find(({ key }) => key === "POST /a")?.fields.merge).toEqual([{ field: "operationName", to: "post" }]);
  expect(await getApiDefinition(at, apiId)).toEqual(before);
});

test.each(["merge", "overwrite"] as const)("undecided, %s gives what the wire's import gives", async (mode) => {
  const at = scope();
  const base = document({ "/a": { get: withMock }, "/b/c": { get: withMock } });
  const [reviewed, plainly] = [await makeApi(at, base), await makeApi(at, base)];
  const models = {
    components: { schemas: { Pet: { type: "object" } } },
    "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true } },
  };
  const text = document({ "/a": { get: { ...withMock, operationId: "a" } }, "/d/{e}": { put: withMock } }, models);

  await putRestApi(at, { restApiId: plainly, body: bytes(text), mode });
  const decisions = decided({ settings: ["name", "version"], items: { "GET /a": "replace" } });
  await applyReviewedImport(at, { document: text, target: { kind: "REST", apiId: reviewed, mode }, decisions });

  const [one, other] = [await getApiDefinition(at, reviewed), await getApiDefinition(at, plainly)];
  expect(withoutIds(one)).toEqual(withoutIds(other));
});

/** Everything of a definition but what differs between two APIs of one content. */
function withoutIds(definition: object): unknown {
  const text = JSON.stringify(definition, (name, value: unknown) =>
    /^(id|parentId|apiId|cacheNamespace|requestValidatorId)$/.test(name) ? "" : value,
  );
  return JSON.parse(text.replaceAll(/restapis\/\w+\//g, "restapis//"));
}

test("a merged method keeps the integration, the authorization and the responses that the document does not name", async () => {
  const at = scope();
  const secured = { ...withMock, security: [{ api_key: [] }], responses: { ...answers, 404: { description: "none" } } };
  const schemes = { components: { securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } } };
  const apiId = await makeApi(at, document({ "/a": { get: secured } }, schemes));
  const text = document({ "/a": { get: { responses: { 200: { description: "ok", headers: { Age: { schema: { type: "string" } } } } } } } });

  await applyReviewedImport(at, { document: text, target: { kind: "REST", apiId, mode: "merge" }, decisions: decided() });

  const { resources } = await getApiDefinition(at, apiId);
  const method = resources[1]?.resourceMethods.GET;
  expect(method).toMatchObject({
    apiKeyRequired: true,
    methodIntegration: { type: "MOCK", integrationResponses: { 200: { statusCode: "200" } } },
    methodResponses: { 200: { responseParameters: { "method.response.header.Age": false } }, 404: { statusCode: "404" } },
  });
});

test("what is kept of an overwrite stays with its resource and whatever it needs, and the undo brings all of it back", async () => {
  const at = scope();
  const models = { components: { schemas: { Pet: { $ref: "#/components/schemas/Base" }, Base: { type: "object" } } } };
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } };
  const apiId = await makeApi(
    at,
    document({ "/a/{b}": { post: { ...withMock, requestBody: { content } } }, "/c": { get: withMock } }, models),
  );
  const before = await getApiDefinition(at, apiId);
  const target = { kind: "REST", apiId, mode: "overwrite" } as const;

  await applyReviewedImport(at, {
    document: document({ "/d": { get: withMock } }),
    target,
    decisions: decided({ items: { "POST /a/{b}": "keep" } }),
  });

  const after = await getApiDefinition(at, apiId);
  expect(after.resources.map(({ path }) => path)).toEqual(["/", "/a", "/a/{b}", "/d"]);
  expect(after.models.map(({ name }) => name)).toEqual(["Base", "Pet"]);
  expect(after.resources[2]).toEqual(before.resources[2]);
  const [revision] = await listRevisions(at, { restApiId: apiId, limit: 1 });
  await undoRevision(at, revision?.seq ?? 0);
  expect(await getApiDefinition(at, apiId)).toEqual(before);
});

test("what is removed of a merge takes its empty path along; a path made by hand stays", async () => {
  const at = scope();
  const { id: apiId, rootResourceId } = await importRestApi(at, {
    body: bytes(document({ "/a/b": { get: withMock }, "/c": { get: withMock } })),
  });
  await createResource(at, { restApiId: apiId, parentId: rootResourceId, pathPart: "by-hand" });
  const target = { kind: "REST", apiId, mode: "merge" } as const;

  await applyReviewedImport(at, {
    document: document({ "/c": { get: plain } }),
    target,
    decisions: decided({ items: { "GET /a/b": "remove" } }),
  });

  expect((await getApiDefinition(at, apiId)).resources.map(({ path }) => path)).toEqual(["/", "/by-hand", "/c"]);
});

test("only the settings that are ticked change", async () => {
  const at = scope();
  const apiId = await makeApi(at, document({ "/a": { get: withMock } }));
  const text = JSON.stringify({
    openapi: "3.0.1",
    info: { title: "renamed", version: "2", description: "new" },
    paths: { "/a": { get: plain } },
  });
  const target = { kind: "REST", apiId, mode: "merge" } as const;

  const review = await reviewImport(at, { document: text, target });
  await applyReviewedImport(at, { document: text, target, decisions: decided({ settings: ["description"] }) });

  expect(review.settings.map(({ field }) => field)).toEqual(["description", "name", "version"]);
  expect((await getApiDefinition(at, apiId)).settings).toMatchObject({ name: "pets", version: "1", description: "new" });
});

test("a draft that changed after the preview is not written over", async () => {
  const at = scope();
  const apiId = await makeApi(at, document({ "/a": { get: withMock } }));
  const target = { kind: "REST", apiId, mode: "merge" } as const;
  const text = document({ "/a": { get: { ...plain, operationId: "a" } } });
  const { draftVersion } = await reviewImport(at, { document: text, target });
  const [, resource] = (await getApiDefinition(at, apiId)).resources;
  const key = { restApiId: apiId, resourceId: resource?.id ?? "", httpMethod: "GET" };
  await changeMethod(at, key, { apiKeyRequired: true });

  const attempt = applyReviewedImport(at, { document: text, target, decisions: decided(), draftVersion });

  await expect(attempt).rejects.toThrow("The API was changed after this preview was made.");
});

test("warnings name their operation and its line, in JSON and in YAML", async () => {
  const at = scope();
  const yaml = `openapi: 3.0.1
info: {title: pets, version: '1'}
paths:
  /a:
    parameters: []
    get:
      responses:
        200: {description: ok, content: {a/b: {schema: {$ref: '#/components/schemas/None'}}}}
  "/b":
    x-amazon-apigateway-any-method: {responses: {}}
`;
  const json = JSON.stringify(
    { openapi: "3.0.1", 'x-\\"': ["}", { a: 1 }], info: { title: "pets" }, paths: { "/a": { parameters: [1, [2]], get: plain } } },
    null,
    2,
  );

  const reviews = [yaml, json].map((text) => reviewImport(at, { document: text, target: { kind: "REST" } }));

  const [ofYaml, ofJson] = await Promise.all(reviews);
  expect(ofYaml?.warnings).toEqual([
    { text: "Reference to model 'None' not found. Ignoring.", operation: "GET /a", place: { line: 6, column: 5 } },
  ]);
  expect(ofYaml?.items.map(({ key, place }) => [key, place?.line])).toEqual([
    ["GET /a", 6],
    ["ANY /b", 10],
  ]);
  const line = json.split("\n").findIndex((text) => text.includes('"get"')) + 1;
  expect(ofJson?.items.map(({ key, place }) => [key, place])).toEqual([["GET /a", { line, column: 7 }]]);
});

test("routes of an HTTP API are compared with their integrations; the whole is imported as one revision", async () => {
  const at = scope();
  const proxy = (uri: string) => ({
    "x-amazon-apigateway-integration": { type: "http_proxy", httpMethod: "GET", uri, payloadFormatVersion: "1.0" },
  });
  const first = document({
    "/a": { get: proxy("http://127.0.0.1:1/a") },
    "/b": { get: proxy("http://127.0.0.1:1/b") },
    "/c": { get: proxy("http://127.0.0.1:1/c") },
  });
  const second = document({
    "/a": { get: proxy("http://127.0.0.1:1/a") },
    "/b": { get: proxy("http://127.0.0.1:2/b") },
    "/d": { get: proxy("http://127.0.0.1:1/d") },
  });
  const { apiId } = await importV2Api(at, { body: first });

  const review = await reviewImport(at, { document: second, target: { kind: "HTTP", apiId } });
  const input = { document: second, target: { kind: "HTTP", apiId } as const, decisions: decided(), draftVersion: review.draftVersion };
  await applyReviewedImport(at, input);

  expect(operationsOf(review)).toEqual({
    "GET /a": "kept replace",
    "GET /b": "changed replace",
    "GET /c": "removed remove",
    "GET /d": "added replace",
  });
  const again = await reviewImport(at, { document: second, target: { kind: "HTTP", apiId } });
  expect(Object.values(operationsOf(again))).toEqual(["kept replace", "kept replace", "kept replace"]);
  expect((await listRevisions(at, { restApiId: apiId })).map(({ summary }) => summary)).toEqual([
    "Import a document (reviewed)",
    "Import API pets",
  ]);
});

test("a document is fetched by the rules of backends; redirects and denied addresses are refused with a sentence", async () => {
  const at = scope();
  const server = createServer((request, response) => {
    if (request.url === "/moved") response.writeHead(302, { location: "/api.json" });
    response.end(document({}));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const open = createPorts({ integrationDeny: "", variables: {} });
  const closed = createPorts({ integrationDeny: "127.0.0.0/8", variables: {} });
  onTestFinished(async () => {
    await Promise.all([open.close(), closed.close()]);
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  expect(await fetchDocument(at, { ports: open }, { url: `${url}/api.json` })).toEqual({ document: document({}) });
  await expect(fetchDocument(at, { ports: open }, { url: `${url}/moved` })).rejects.toThrow("answered 302 instead of the document");
  await expect(fetchDocument(at, { ports: closed }, { url })).rejects.toThrow("is an address that INTEGRATION_DENY forbids");
  await expect(fetchDocument(at, { ports: open }, { url: "file:///etc/passwd" })).rejects.toThrow("needs http:// or https://");
  const viewer = scope({ actor: { ...at.actor, role: "viewer" } });
  await expect(fetchDocument(viewer, { ports: open }, { url })).rejects.toThrow("is not authorized");
  await expect(reviewImport(viewer, { document: document({}), target: { kind: "REST" } })).rejects.toThrow("is not authorized");
});
