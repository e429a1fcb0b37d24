import { describe, expect, test } from "vitest";
import type { LintRuleId } from "../definition/lint.ts";
import type { Integration, IntegrationResponse, Method, RestApiDefinition } from "../definition/rest-api.ts";
import { lintApi } from "./lint.ts";
import type { LintSubject } from "./subject.ts";

const integration = (over: Partial<Integration> = {}): Integration => ({
  type: "MOCK",
  passthroughBehavior: "WHEN_NO_MATCH",
  timeoutInMillis: 29_000,
  cacheNamespace: "r1",
  cacheKeyParameters: [],
  integrationResponses: { "200": { statusCode: "200" } },
  ...over,
});

const method = (over: Partial<Method> = {}): Method => ({
  httpMethod: "GET",
  authorizationType: "AWS_IAM",
  apiKeyRequired: false,
  methodIntegration: integration(),
  methodResponses: { "200": { statusCode: "200" } },
  ...over,
});

const withResponses = (responses: IntegrationResponse[], over: Partial<Integration> = {}): Method =>
  method({
    methodIntegration: integration({ integrationResponses: Object.fromEntries(responses.map((each) => [each.statusCode, each])), ...over }),
    methodResponses: Object.fromEntries(responses.map(({ statusCode }) => [statusCode, { statusCode }])),
  });

function api(get: Method, over: Partial<RestApiDefinition> = {}, path = "/pets"): RestApiDefinition {
  return {
    kind: "REST",
    apiId: "abc",
    settings: { name: "pets", apiKeySource: "HEADER", endpointConfiguration: { types: ["REGIONAL"] }, disableExecuteApiEndpoint: false },
    resources: [
      { id: "root", path: "/", resourceMethods: {} },
      { id: "r1", parentId: "root", pathPart: path.slice(1), path, resourceMethods: { GET: get } },
    ],
    models: [],
    requestValidators: [],
    authorizers: [],
    gatewayResponses: [],
    ...over,
  };
}

/** What one rule says about an API. */
function findings(rule: LintRuleId, definition: RestApiDefinition, over: Partial<LintSubject> = {}) {
  return lintApi({ definition, stages: [], policies: [], ...over }, { modes: {} }).filter((each) => each.rule === rule);
}
const texts = (...given: Parameters<typeof findings>) => findings(...given).map(({ text }) => text);

test("an API with nothing wrong has no findings", () => {
  expect(lintApi({ definition: api(method()), stages: [], policies: [] }, { modes: {} })).toEqual([]);
});

test("a rule that is switched off finds nothing", () => {
  const subject = { definition: api(method({ authorizationType: "NONE" })), stages: [], policies: [] };

  expect(lintApi(subject, { modes: {} }).map(({ rule }) => rule)).toEqual(["METHOD_WITHOUT_AUTH"]);
  expect(lintApi(subject, { modes: { METHOD_WITHOUT_AUTH: "off" } })).toEqual([]);
});

describe("methods", () => {
  test("one without an integration is told with its place", () => {
    const { methodIntegration: _, ...bare } = method();

    expect(findings("METHOD_WITHOUT_INTEGRATION", api(bare))).toEqual([
      {
        rule: "METHOD_WITHOUT_INTEGRATION",
        place: { kind: "method", path: "/pets", resourceId: "r1", httpMethod: "GET", box: "integration" },
        label: "GET /pets",
        text: "It has no integration, so nothing can answer it.",
      },
    ]);
  });

  test.each([
    { name: "no authorization at all", over: { authorizationType: "NONE" }, count: 1 },
    { name: "an API key", over: { authorizationType: "NONE", apiKeyRequired: true }, count: 0 },
    { name: "an authorizer", over: { authorizationType: "CUSTOM", authorizerId: "a1" }, count: 0 },
    { name: "a preflight", over: { authorizationType: "NONE", httpMethod: "OPTIONS" as const }, count: 0 },
  ])("anybody may call: $name gives $count", ({ over, count }) => {
    expect(findings("METHOD_WITHOUT_AUTH", api(method(over)))).toHaveLength(count);
  });

  test("a resource policy guards all methods", () => {
    const definition = api(method({ authorizationType: "NONE" }));

    expect(findings("METHOD_WITHOUT_AUTH", { ...definition, settings: { ...definition.settings, policy: "{}" } })).toEqual([]);
  });

  test("a model that nothing validates offers the narrowest validator that fits", () => {
    const requestValidators = [
      { id: "all", name: "everything", validateRequestBody: true, validateRequestParameters: true },
      { id: "body", name: "bodies", validateRequestBody: true, validateRequestParameters: false },
    ];
    const declared = method({ requestModels: { "application/json": "Pet" } });

    expect(findings("NOTHING_VALIDATED", api(declared, { requestValidators }))).toMatchObject([
      {
        text: "It declares the model Pet, and no request validator checks that.",
        fix: { title: "Use the validator bodies", change: { kind: "set-validator", requestValidatorId: "body" } },
      },
    ]);
    expect(findings("NOTHING_VALIDATED", api({ ...declared, requestValidatorId: "body" }, { requestValidators }))).toEqual([]);
  });

  test("required parameters want a validator too, parameters of the path do not", () => {
    const requestParameters = { "method.request.querystring.page": true, "method.request.path.petId": true };

    expect(texts("NOTHING_VALIDATED", api(method({ requestParameters })))).toEqual([
      "It declares the required parameter page, and no request validator checks that.",
    ]);
  });

  test("a parameter in the address of a backend has to be mapped", () => {
    const uri = "https://example.com/$" + "{stageVariables.base}/{petId}/{other}";
    const methodIntegration = integration({ type: "HTTP_PROXY", uri, requestParameters: {} });

    expect(findings("PATH_PARAMETER_UNMAPPED", api(method({ methodIntegration }), {}, "/{petId}"))).toMatchObject([
      { fix: { change: { kind: "map-path-parameter", name: "petId" } } },
      { text: "The address of the backend has {other}, and nothing is mapped to integration.request.path.other." },
    ]);
    const requestParameters = {
      "integration.request.path.petId": "method.request.path.petId",
      "integration.request.path.other": "'x'",
    };
    const mapped = method({ methodIntegration: { ...methodIntegration, requestParameters } });
    expect(findings("PATH_PARAMETER_UNMAPPED", api(mapped, {}, "/{petId}"))).toEqual([]);
  });
});

describe("integration responses", () => {
  test("one without its method response is repaired by adding it", () => {
    const get = method({ methodResponses: {} });

    expect(findings("METHOD_RESPONSE_MISSING", api(get))).toMatchObject([
      { fix: { change: { kind: "add-method-response", resourceId: "r1", httpMethod: "GET", statusCode: "200" } } },
    ]);
  });

  test("those of a proxy do not count", () => {
    const get = method({ methodIntegration: integration({ type: "HTTP_PROXY" }), methodResponses: {} });

    expect(findings("METHOD_RESPONSE_MISSING", api(get))).toEqual([]);
    expect(findings("NO_DEFAULT_RESPONSE", api(get))).toEqual([]);
  });

  test("a pattern that is no regular expression is told with what is wrong", () => {
    const get = withResponses([{ statusCode: "200" }, { statusCode: "500", selectionPattern: "5(" }]);

    expect(texts("PATTERN_INVALID", api(get))).toEqual([expect.stringContaining("The pattern 5( of response 500 cannot be read:")]);
  });

  test.each([
    { name: "statuses that both match", patterns: ["4\\d{2}", "404"], found: ["both match 404: 400 is answered."] },
    { name: "a range within another", patterns: ["[45]..", "5\\d\\d"], found: ["both match 500 and 99 more: 400 is answered."] },
    { name: "ranges apart", patterns: ["4\\d{2}", "5\\d{2}"], found: [] },
    { name: "what matches no status", patterns: ["4\\d{2}", "4"], found: [] },
  ])("overlap by status: $name", ({ patterns, found }) => {
    const [first = "", later = ""] = patterns;
    const get = withResponses([
      { statusCode: "200" },
      { statusCode: "400", selectionPattern: first },
      { statusCode: "500", selectionPattern: later },
    ]);

    expect(texts("OVERLAPPING_PATTERNS", api(get))).toEqual(found.map((text) => expect.stringContaining(text)));
  });

  test.each([
    { name: "one swallows the other", patterns: [".*Error.*", "NotFoundError: .*"], count: 1 },
    { name: "the later one swallows the first", patterns: ["NotFound", ".*"], count: 1 },
    { name: "alternatives in common", patterns: ["(Bad|Missing) input", "(Late|Missing) input"], count: 2 },
    { name: "messages that only meet when somebody writes both", patterns: [".*\\[404\\].*", ".*\\[500\\].*"], count: 0 },
  ])("overlap by error message: $name", ({ patterns, count }) => {
    const [first = "", later = ""] = patterns;
    const get = withResponses(
      [{ statusCode: "200" }, { statusCode: "400", selectionPattern: first }, { statusCode: "500", selectionPattern: later }],
      {
        type: "AWS",
        uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations",
      },
    );

    expect(findings("OVERLAPPING_PATTERNS", api(get)).length).toBe(Math.min(count, 1));
  });

  test("of two defaults the second never answers", () => {
    const get = withResponses([{ statusCode: "200" }, { statusCode: "400", selectionPattern: "" }]);

    expect(texts("OVERLAPPING_PATTERNS", api(get))).toEqual([
      "200 and 400 have no pattern: 200 is the default one, and 400 never answers.",
    ]);
  });

  test("a default is missing unless the patterns cover every status", () => {
    const only = (selectionPattern: string) => api(withResponses([{ statusCode: "200", selectionPattern }]));

    expect(texts("NO_DEFAULT_RESPONSE", only("2\\d{2}"))).toEqual([
      "A status that no pattern matches is answered with 500, as no response is the default one.",
    ]);
    expect(texts("NO_DEFAULT_RESPONSE", only("\\d{3}"))).toEqual([]);
    expect(texts("NO_DEFAULT_RESPONSE", api(withResponses([])))).toEqual([
      "It has no integration response at all, so every call is answered with 500.",
    ]);
  });
});

describe("stage variables", () => {
  const variable = (name: string) => `$${`{stageVariables.${name}}`}`;
  const get = method({
    methodIntegration: integration({
      type: "HTTP",
      uri: `https://${variable("backend")}/pets`,
      requestParameters: { "integration.request.header.X-Key": "stageVariables.key" },
      requestTemplates: { "application/json": '$stageVariables.a $stageVariables.get("b") $stageVariables["c"] \\$stageVariables.not' },
    }),
  });

  test("each one that a stage lacks is told once, with what it is used for", () => {
    const stages = [
      { stageName: "prod", variables: { backend: "example.com", key: "k", a: "1", b: "2", c: "3" } },
      { stageName: "dev", variables: { a: "1", b: "", key: "k" } },
    ];

    expect(findings("STAGE_VARIABLE_MISSING", api(get), { stages }).map(({ place, text }) => [place, text])).toEqual([
      [{ kind: "stage", stageName: "dev" }, "dev has no value for b. It is missing in mappings of GET /pets."],
      [{ kind: "stage", stageName: "dev" }, "dev has no value for backend. The address of GET /pets is incomplete there."],
      [{ kind: "stage", stageName: "dev" }, "dev has no value for c. It is missing in mappings of GET /pets."],
    ]);
  });

  test("a name of every object is no value", () => {
    const toText = method({ methodIntegration: integration({ type: "HTTP", uri: `https://${variable("toString")}` }) });

    expect(findings("STAGE_VARIABLE_MISSING", api(toText), { stages: [{ stageName: "prod", variables: {} }] })).toHaveLength(1);
  });
});

describe("what is not used", () => {
  test("a model that another one refers to is used; the service's own are not told", () => {
    const models = [
      { id: "m1", name: "Pet", contentType: "application/json", schema: '{"$ref": "https://x/restapis/abc/models/Name"}' },
      { id: "m2", name: "Name", contentType: "application/json", schema: '{"$ref": "https://x/restapis/abc/models/Name"}' },
      { id: "m3", name: "Empty", contentType: "application/json" },
    ];

    expect(findings("UNUSED_MODEL", api(method(), { models })).map(({ label }) => label)).toEqual(["model Pet"]);
  });

  test("authorizers and validators that no method has", () => {
    const authorizers = [
      { id: "a1", name: "used", type: "TOKEN" },
      { id: "a2", name: "left", type: "TOKEN" },
    ];
    const requestValidators = [{ id: "v1", validateRequestBody: true, validateRequestParameters: true }];
    const definition = api(method({ authorizationType: "CUSTOM", authorizerId: "a1" }), { authorizers, requestValidators });

    expect(findings("UNUSED_AUTHORIZER", definition)).toMatchObject([
      { label: "authorizer left", fix: { change: { kind: "delete-authorizer", authorizerId: "a2" } } },
    ]);
    expect(findings("UNUSED_VALIDATOR", definition)).toMatchObject([{ fix: { change: { requestValidatorId: "v1" } } }]);
  });
});

describe("names", () => {
  test.each([
    { path: "/myPets", fix: "my-pets" },
    { path: "/my_pets", fix: "my-pets" },
    { path: "/my-pets" },
    { path: "/{PetId}" },
    { path: "/.well-known" },
    { path: "/robots.txt" },
  ])("$path", ({ path, fix }) => {
    expect(findings("RESOURCE_NAME", api(method(), {}, path)).map((each) => each.fix?.change)).toEqual(
      fix === undefined ? [] : [{ kind: "rename-resource", resourceId: "r1", pathPart: fix }],
    );
  });

  test("a model begins with a capital letter", () => {
    const models = [{ id: "m1", name: "pet", contentType: "application/json" }];

    expect(findings("MODEL_NAME", api(method(), { models })).map(({ label }) => label)).toEqual(["model pet"]);
  });
});

describe("cached policies", () => {
  const authorizers = [{ id: "a1", name: "tokens", type: "TOKEN", authorizerResultTtlInSeconds: 300 }];
  const guarded = { authorizationType: "CUSTOM", authorizerId: "a1" };
  const definition = (): RestApiDefinition => {
    const one = api(method(guarded), { authorizers });
    return {
      ...one,
      resources: one.resources.map((each) =>
        each.id === "r1" ? { ...each, resourceMethods: { GET: method(guarded), POST: method({ ...guarded, httpMethod: "POST" }) } } : each,
      ),
    };
  };
  const seen = (resource: string) => ({
    authorizerId: "a1",
    accountId: "123456789012",
    region: "us-east-1",
    stageName: "prod",
    principalId: "ada",
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "execute-api:Invoke", Resource: `arn:aws:execute-api:us-east-1:123456789012:abc/prod/${resource}` },
      ],
    }),
  });

  test("a policy for one method refuses the others of its authorizer while it is kept", () => {
    expect(findings("CACHED_POLICY", definition(), { policies: [seen("GET/pets")] })).toMatchObject([
      {
        place: { kind: "authorizer", id: "a1" },
        text: "Its last policy for ada names single methods and is kept for 300 s. Until it ends, the same caller is refused on POST /pets.",
        fix: { change: { kind: "stop-policy-cache", authorizerId: "a1" } },
      },
    ]);
  });

  test("a policy with stars, or one that is not kept, is no trap", () => {
    const uncached = { ...definition(), authorizers: authorizers.map((each) => ({ ...each, authorizerResultTtlInSeconds: 0 })) };

    expect(findings("CACHED_POLICY", definition(), { policies: [seen("*/pets")] })).toEqual([]);
    expect(findings("CACHED_POLICY", uncached, { policies: [seen("GET/pets")] })).toEqual([]);
  });
});

test("patterns that take forever end the looking, not the process", () => {
  const responses = Array.from({ length: 20 }, (_, index) => ({
    statusCode: String(300 + index),
    selectionPattern: `(a|aa|.|..)*(b|.|..)*(c|.|..)*${index}x`,
  }));

  expect(texts("OVERLAPPING_PATTERNS", api(withResponses([{ statusCode: "200" }, ...responses])))).toEqual([]);
});
