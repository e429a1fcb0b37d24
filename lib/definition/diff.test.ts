import { expect, test } from "vitest";
import { diffDefinitions } from "./diff.ts";
import type { Method, RestApiDefinition } from "./rest-api.ts";

const method = (body: string): Method => ({
  httpMethod: "GET",
  authorizationType: "NONE",
  apiKeyRequired: false,
  methodIntegration: {
    type: "MOCK",
    passthroughBehavior: "WHEN_NO_MATCH",
    timeoutInMillis: 29_000,
    cacheNamespace: "r",
    cacheKeyParameters: [],
    integrationResponses: { "200": { statusCode: "200", responseTemplates: { "application/json": body } } },
  },
});

const definition = (methods: RestApiDefinition["resources"][number]["resourceMethods"]): RestApiDefinition => ({
  kind: "REST",
  apiId: "abc",
  settings: { name: "pets", apiKeySource: "HEADER", endpointConfiguration: { types: ["EDGE"] }, disableExecuteApiEndpoint: false },
  resources: [{ id: "root", path: "/", resourceMethods: methods }],
  models: [],
  requestValidators: [],
  authorizers: [],
  gatewayResponses: [],
});

test("equal content in another member order is no change", () => {
  const from = definition({ GET: method("[]") });
  const { apiId, kind, ...rest } = definition({ GET: method("[]") });

  expect(diffDefinitions(from, { ...rest, kind, apiId })).toEqual([]);
});

test("a changed template is one change of its method, with both texts", () => {
  const changes = diffDefinitions(definition({ GET: method("[]") }), definition({ GET: method("[1]") }));

  expect(changes).toEqual([
    {
      entity: "method",
      kind: "changed",
      label: "GET /",
      path: "/",
      verb: "GET",
      fields: [{ field: "methodIntegration › integrationResponses › 200 › responseTemplates › application/json", from: "[]", to: "[1]" }],
    },
  ]);
});

test("every setting of the API that changed is in the difference", () => {
  const from = definition({});
  const to: RestApiDefinition = {
    ...from,
    settings: {
      ...from.settings,
      description: "d",
      binaryMediaTypes: ["image/png"],
      minimumCompressionSize: 0,
      apiKeySource: "AUTHORIZER",
      disableExecuteApiEndpoint: true,
      endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" },
    },
  };

  const fields = diffDefinitions(from, to).flatMap((change) => change.fields.map(({ field }) => field));

  expect(fields.sort()).toEqual([
    "apiKeySource",
    "binaryMediaTypes",
    "description",
    "disableExecuteApiEndpoint",
    "endpointConfiguration › ipAddressType",
    "endpointConfiguration › types",
    "minimumCompressionSize",
  ]);
});

test("a removed method and an added resource are listed by path", () => {
  const from = definition({ GET: method("[]") });
  const to = {
    ...definition({}),
    resources: [
      { id: "root", path: "/", resourceMethods: {} },
      { id: "x", path: "/x", pathPart: "x", parentId: "root", resourceMethods: {} },
    ],
  };

  expect(diffDefinitions(from, to).map(({ kind, label }) => `${kind} ${label}`)).toEqual(["removed GET /", "added /x"]);
});

test("two definitions of 1,000 operations are compared within three times the second that pages promise", () => {
  const methods = Array.from({ length: 1_000 }, (_, index) => index);
  const templateOf = (index: number) => `{"index": ${index}, "text": "${"x".repeat(2_000)}"}`;
  const large = (bodyOf: (index: number) => string): RestApiDefinition => ({
    ...definition({}),
    resources: methods.map((index) => ({ id: `r${index}`, path: `/p${index}`, resourceMethods: { GET: method(bodyOf(index)) } })),
  });
  const from = large(templateOf);
  const to = large((index) => (index % 2 === 0 ? templateOf(index) : templateOf(index + 1)));
  const startedAt = performance.now();

  const changes = diffDefinitions(from, to);

  expect(changes).toHaveLength(500);
  expect(performance.now() - startedAt).toBeLessThan(3_000);
});
