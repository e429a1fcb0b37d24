import { expect, test } from "vitest";
import { createAuthorizer } from "@/lib/services/authorizers.ts";
import { getApiDefinition } from "@/lib/services/definitions.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { createExampleApi } from "@/lib/services/example-api.ts";
import { exportCollection } from "@/lib/services/export-collection.ts";
import { getExport } from "@/lib/services/get-export.ts";
import { putIntegration } from "@/lib/services/integrations.ts";
import { putMethod } from "@/lib/services/methods.ts";
import { createModel } from "@/lib/services/models.ts";
import { createResource } from "@/lib/services/resources.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { createV2Example } from "@/lib/services/v2/example-apis.ts";
import { getV2Definition } from "@/lib/services/v2/get-definition.ts";
import { getV2Stages } from "@/lib/services/v2/stages.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const baseUrl = "http://gateway.example/prod";

type Item = { name: string; request: { method: string; header: object[]; url: { raw: string }; body?: { raw: string }; auth?: object } };
type Collection = {
  info: { name: string; schema: string };
  item: { name: string; item: Item[] }[];
  variable: { key: string; value: string }[];
};

async function collectionOf(at: ReturnType<typeof scope>, apiId: string, stageName: string): Promise<Collection> {
  return JSON.parse((await exportCollection(at, { apiId, stageName, baseUrl: `${baseUrl}/` })).body);
}

const requestsOf = ({ item }: Collection) => item.flatMap((folder) => folder.item);

test("the collection of the example has a request for each of its methods, at the stage's address", async () => {
  const at = scope({ accountId: "000000000830" });
  const { apiId } = await createExampleApi(at, { demoPort: 1 });
  const { resources } = await getApiDefinition(at, apiId);

  const collection = await collectionOf(at, apiId, "prod");

  expect(collection.info.schema).toBe("https://schema.getpostman.com/json/collection/v2.1.0/collection.json");
  expect(requestsOf(collection)).toHaveLength(resources.flatMap(({ resourceMethods }) => Object.keys(resourceMethods)).length);
  expect(collection.variable.find(({ key }) => key === "baseUrl")?.value).toBe(baseUrl);
  expect(await collectionOf(at, apiId, "prod")).toEqual(collection);
});

test("parameters, bodies and what callers prove themselves with are in the requests; keys and tokens are not", async () => {
  const at = scope({ accountId: "000000000831" });
  const { id: restApiId, rootResourceId } = await createRestApi(at, { name: "orders" });
  const { id: parentId } = await createResource(at, { restApiId, parentId: rootResourceId, pathPart: "orders" });
  const { id: resourceId } = await createResource(at, { restApiId, parentId, pathPart: "{id}" });
  const base = '{"type":"object","required":["size"],"properties":{"size":{"type":"integer","enum":[7]}}}';
  await createModel(at, { restApiId, name: "Base", contentType: "application/json", schema: base });
  const schema = `{"$ref":"https://apigateway.amazonaws.com/restapis/${restApiId}/models/Base"}`;
  await createModel(at, { restApiId, name: "Order", contentType: "application/json", schema });
  const authorizerUri =
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000831:function:g/invocations";
  const guard = { restApiId, name: "guard", type: "TOKEN" as const, identitySource: "method.request.header.Authorization", authorizerUri };
  const { id: authorizerId } = await createAuthorizer(at, guard);
  const method = { restApiId, resourceId, httpMethod: "PUT" };
  await putMethod(at, {
    ...method,
    ...{ authorizationType: "CUSTOM", authorizerId, apiKeyRequired: true, requestModels: { "application/json": "Order" } },
    requestParameters: { "method.request.querystring.q": true, "method.request.header.X-A": false, "method.request.path.id": true },
  });
  await putMethod(at, { ...method, httpMethod: "ANY", authorizationType: "AWS_IAM" });
  for (const httpMethod of ["PUT", "ANY"]) await putIntegration(at, { ...method, httpMethod, type: "MOCK" });
  await createDeployment(at, { restApiId, stageName: "prod" });

  const collection = await collectionOf(at, restApiId, "prod");

  expect(collection.item.map(({ name }) => name)).toEqual(["/orders"]);
  const [any, put] = requestsOf(collection).sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(put?.request).toMatchObject({
    method: "PUT",
    header: [
      { key: "x-api-key", value: "{{apiKey}}" },
      { key: "Content-Type", value: "application/json" },
      { key: "X-A", value: "", disabled: true },
      { key: "Authorization", value: "{{authorization}}" },
    ],
    url: {
      raw: "{{baseUrl}}/orders/:id?q=",
      host: ["{{baseUrl}}"],
      path: ["orders", ":id"],
      query: [{ key: "q", value: "" }],
      variable: [{ key: "id", value: "" }],
    },
  });
  expect(JSON.parse(put?.request.body?.raw ?? "")).toMatchObject({ size: 7 });
  expect(any).toMatchObject({ name: "ANY /orders/{id}", request: { method: "GET", auth: { type: "awsv4" } } });
  expect(collection.variable.filter(({ key }) => key !== "baseUrl").every(({ value }) => value === "")).toBe(true);
});

test("an HTTP API has a collection of its routes, a WebSocket API none; the service's word for Postman is taken", async () => {
  const at = scope({ accountId: "000000000832" });
  const { apiId } = await createV2Example(at, { protocolType: "HTTP", demoPort: 1 });
  const [stage] = (await getV2Stages(at, { apiId })).items;
  const sockets = await createV2Example(at, { protocolType: "WEBSOCKET", demoPort: 1 });
  const rest = await createExampleApi(at, { demoPort: 1 });

  const collection = await collectionOf(at, apiId, stage?.stageName ?? "");

  expect(
    requestsOf(collection)
      .map(({ name }) => name)
      .sort(),
  ).toEqual((await getV2Definition(at, apiId)).routes.map(({ operationName, routeKey }) => operationName ?? routeKey).sort());
  expect(requestsOf(collection).map(({ request }) => request.url.raw)).toContain("{{baseUrl}}/pets/:petId");
  const ofSockets = exportCollection(at, { apiId: sockets.apiId, stageName: "prod", baseUrl });
  await expect(ofSockets).rejects.toThrow("A WebSocket API has no requests for a collection.");
  const exported = (extensions: string) =>
    getExport(at, { restApiId: rest.apiId, stageName: "prod", exportType: "oas30", parameters: { extensions } });
  expect((await exported("integrations,postman")).body).toBe((await exported("integrations")).body);
  await expect(exported("paper")).rejects.toThrow("Invalid extension specified: paper");
});
