import { expect, test } from "vitest";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import { type ExportVersion, exportRestApi } from "./export-rest.ts";

const definition: RestApiDefinition = {
  kind: "REST",
  apiId: "abcdefghij",
  settings: {
    name: "pets",
    apiKeySource: "AUTHORIZER",
    binaryMediaTypes: ["image/png"],
    policy: '{"Version": "2012-10-17", "Statement": []}',
    endpointConfiguration: { types: ["REGIONAL"] },
    disableExecuteApiEndpoint: true,
  },
  resources: [
    { id: "root", path: "/", resourceMethods: {} },
    {
      id: "r1",
      path: "/pets/{id}",
      resourceMethods: {
        POST: {
          httpMethod: "POST",
          authorizationType: "COGNITO_USER_POOLS",
          authorizerId: "a1",
          authorizationScopes: ["pets/write"],
          apiKeyRequired: true,
          operationName: "savePet",
          requestValidatorId: "v1",
          requestParameters: { "method.request.path.id": true, "method.request.querystring.q": false },
          requestModels: { "application/json": "Pet" },
          methodResponses: {
            200: {
              statusCode: "200",
              responseParameters: { "method.response.header.X-A": false },
              responseModels: { "application/json": "Pet" },
            },
          },
          methodIntegration: {
            type: "HTTP",
            httpMethod: "POST",
            uri: "http://127.0.0.1/pets",
            passthroughBehavior: "NEVER",
            timeoutInMillis: 1_000,
            cacheNamespace: "r1",
            cacheKeyParameters: ["method.request.path.id"],
            requestTemplates: { "application/json": null, "text/xml": "<a/>" },
            integrationResponses: { 200: { statusCode: "200" }, 500: { statusCode: "500", selectionPattern: "5\\d{2}" } },
          },
        },
        ANY: {
          httpMethod: "ANY",
          authorizationType: "AWS_IAM",
          apiKeyRequired: false,
          methodIntegration: {
            type: "MOCK",
            passthroughBehavior: "WHEN_NO_MATCH",
            timeoutInMillis: 29_000,
            cacheNamespace: "other",
            cacheKeyParameters: [],
          },
        },
      },
    },
  ],
  models: [
    { id: "m1", name: "Owner", contentType: "application/json", schema: '{"type": "object"}' },
    {
      id: "m2",
      name: "Pet",
      contentType: "application/json",
      schema: '{"properties": {"owner": {"$ref": "https://apigateway.amazonaws.com/restapis/abcdefghij/models/Owner"}}}',
    },
  ],
  requestValidators: [{ id: "v1", name: "all", validateRequestBody: true, validateRequestParameters: true }],
  authorizers: [
    {
      id: "a1",
      name: "pool",
      type: "COGNITO_USER_POOLS",
      authType: "cognito_user_pools",
      identitySource: "method.request.header.Authorization",
      providerARNs: ["arn:aws:cognito-idp:us-east-1:0:userpool/p"],
    },
  ],
  gatewayResponses: [{ responseType: "DEFAULT_4XX", responseParameters: { "gatewayresponse.header.X": "'y'" } }],
};

function exported(version: ExportVersion, isWhole = true) {
  const includes = { integrations: isWhole, authorizers: isWhole };
  const documentation = {
    version: "1",
    parts: [
      {
        location: { type: "METHOD", path: "/pets/{id}", method: "POST" },
        properties: '{"summary": "Saves a pet", "description": "All of it"}',
      },
    ],
  };
  return exportRestApi({
    definition,
    version,
    includes,
    stageName: "prod",
    region: "us-east-1",
    createdDate: new Date("2026-11-21T10:00:00Z"),
    documentation,
  });
}

test("an OpenAPI 3.0 export says where the stage is, what methods take and give, and how they are protected", () => {
  const document = JSON.parse(JSON.stringify(exported("oas30")));
  const operation = document.paths["/pets/{id}"].post;

  expect(document).toMatchObject({
    openapi: "3.0.1",
    info: { title: "pets", version: "2026-11-21T10:00:00.000Z" },
    servers: [{ url: "https://abcdefghij.execute-api.us-east-1.amazonaws.com/{basePath}", variables: { basePath: { default: "prod" } } }],
    "x-amazon-apigateway-binary-media-types": ["image/png"],
    "x-amazon-apigateway-policy": { Version: "2012-10-17", Statement: [] },
    "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true, validateRequestParameters: true } },
  });
  expect(document.paths["/"]).toBeUndefined();
  expect(document.components.schemas.Pet.properties.owner).toEqual({ $ref: "#/components/schemas/Owner" });
  expect(operation).toMatchObject({
    summary: "Saves a pet",
    description: "All of it",
    operationId: "savePet",
    requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } }, required: true },
    security: [{ pool: ["pets/write"] }, { api_key: [] }],
    "x-amazon-apigateway-request-validator": "all",
    "x-amazon-apigateway-integration": {
      type: "http",
      passthroughBehavior: "never",
      requestTemplates: { "application/json": "", "text/xml": "<a/>" },
      responses: { default: { statusCode: "200" }, "5\\d{2}": { statusCode: "500" } },
    },
  });
  expect(operation["x-amazon-apigateway-integration"].cacheNamespace).toBeUndefined();
  expect(document.paths["/pets/{id}"]["x-amazon-apigateway-any-method"]).toMatchObject({
    security: [{ sigv4: [] }],
    "x-amazon-apigateway-auth": { type: "AWS_IAM" },
    "x-amazon-apigateway-integration": { type: "mock", cacheNamespace: "other" },
  });
});

test("a plain export has nothing of the service's but how schemes authenticate", () => {
  const text = JSON.stringify(exported("oas30", false));

  expect(text.match(/x-amazon-apigateway-[a-z-]+/g)?.filter((name) => !/authtype|any-method/.test(name))).toEqual([]);
});

test("a Swagger 2.0 export says the same in its own members", () => {
  const document = JSON.parse(JSON.stringify(exported("swagger")));

  expect(document).toMatchObject({
    swagger: "2.0",
    host: "abcdefghij.execute-api.us-east-1.amazonaws.com",
    basePath: "/prod",
    schemes: ["https"],
  });
  expect(document.definitions.Pet.properties.owner).toEqual({ $ref: "#/definitions/Owner" });
  expect(document.paths["/pets/{id}"].post).toMatchObject({
    consumes: ["application/json"],
    produces: ["application/json"],
    parameters: [
      { name: "id", in: "path", required: true, type: "string" },
      { name: "q", in: "query", type: "string" },
      { in: "body", name: "Pet", required: true, schema: { $ref: "#/definitions/Pet" } },
    ],
    responses: { 200: { headers: { "X-A": { type: "string" } }, schema: { $ref: "#/definitions/Pet" } } },
  });
});
