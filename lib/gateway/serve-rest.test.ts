import fc from "fast-check";
import { expect, test } from "vitest";
import type { RestApiDefinition } from "../definition/rest-api.ts";
import { compileRestApi } from "./compile-rest.ts";
import { wholeBody } from "./compression.ts";
import type { StageFacts } from "./exchange.ts";
import { findHeader, type GatewayRequest, requestBodyMaxBytes } from "./message.ts";
import { BodyWorkLost, type HttpCall, HttpFailure, type Ports } from "./ports.ts";
import { serveRest } from "./serve-rest.ts";
import { definitionOf, json, mockRoute, proxyRoute, type RouteFixture, stageOf } from "./testing/definition-fixture.ts";
import { fakePorts, fakeRequest, headersOf } from "./testing/fake-ports.ts";
import { noTrace } from "./trace.ts";

type Call = { line: string; headers?: string[]; body?: string | Buffer; ports?: Ports; stage?: Partial<StageFacts> };

async function call(definition: RestApiDefinition, { line, headers, body, ports, stage }: Call) {
  const api = compileRestApi(definition, stageOf(definition, stage));
  const request = fakeRequest(line, { ...(headers && { headers }), ...(body !== undefined && { body }) });
  const { reply, facts } = await serveRest(api, request, ports ?? fakePorts(), noTrace);
  return { status: reply.status, headers: headersOf(reply), body: (await wholeBody(reply)).toString(), reason: facts.refusal?.reason };
}

function httpRoute(more: RouteFixture["integration"] extends infer Base ? Partial<Base> : never = {}): RouteFixture {
  return {
    integration: {
      type: "HTTP",
      uri: "http://backend/{place}",
      httpMethod: "POST",
      integrationResponses: { 200: { statusCode: "200" } },
      ...more,
    },
  };
}

test.each([
  { name: "always", value: "'Event'", headers: [], sent: "Event" },
  {
    name: "when the caller asks for it",
    value: "method.request.header.InvocationType",
    headers: ["InvocationType", "Event"],
    sent: "Event",
  },
  { name: "not when the caller does not", value: "method.request.header.InvocationType", headers: [], sent: undefined },
])("a function is invoked asynchronously $name", async ({ value, headers, sent }) => {
  const calls: HttpCall[] = [];
  const ports = fakePorts((made) => {
    calls.push(made);
    return { status: 202 };
  });
  const definition = definitionOf({
    "POST /": {
      integration: {
        type: "AWS",
        httpMethod: "POST",
        uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations",
        requestParameters: { "integration.request.header.X-Amz-Invocation-Type": value },
        integrationResponses: { 200: { statusCode: "200" } },
      },
    },
  });

  const answer = await call(definition, { line: "POST /", headers, body: "{}", ports });

  expect(answer).toMatchObject({ status: 200, body: "" });
  expect(findHeader(calls[0]?.headers ?? [], "x-amz-invocation-type")).toBe(sent);
});

test("a mock answers its response template", async () => {
  const definition = definitionOf({ "GET /pets/{id}": mockRoute(`{"id": "$input.params('id')", "path": "$context.path"}`) });

  const answer = await call(definition, { line: "GET /pets/a%20b" });

  expect(answer).toMatchObject({ status: 200, body: '{"id": "a b", "path": "/test/pets/a%20b"}', headers: { "content-type": json } });
});

test.each([
  { name: "no route", line: "GET /none", status: 403, body: '{"message":"Missing Authentication Token"}', reason: "NO_ROUTE" },
  { name: "no status in the mock", line: "GET /blank", status: 500, body: '{"message":"Internal server error"}', reason: "TEMPLATE_ERROR" },
  { name: "a broken template", line: "GET /broken", status: 500, body: '{"message":"Internal server error"}', reason: "TEMPLATE_ERROR" },
  { name: "no integration", line: "GET /open", status: 500, body: '{"message":"Internal server error"}', reason: "CONFIGURATION_INVALID" },
  { name: "no key", line: "GET /keyed", status: 403, body: '{"message":"Forbidden"}', reason: "KEY_MISSING" },
  {
    name: "an authorizer that is not there",
    line: "GET /guarded",
    status: 500,
    body: '{"message":"Internal server error"}',
    reason: "AUTHORIZER_FAILED",
  },
])("$name answers $status with reason $reason", async ({ line, status, body, reason }) => {
  const definition = definitionOf({
    "GET /blank": mockRoute("", "{}"),
    "GET /broken": mockRoute("#if("),
    "GET /keyed": { ...mockRoute("ok"), method: { apiKeyRequired: true } },
    "GET /guarded": { ...mockRoute("ok"), method: { authorizationType: "CUSTOM" } },
    "GET /open": mockRoute("ok"),
  });
  const open = definition.resources.find(({ path }) => path === "/open");
  delete open?.resourceMethods.GET?.methodIntegration;

  expect(await call(definition, { line })).toMatchObject({ status, body, reason });
});

test("the method override header chooses the method, if it names a verb", async () => {
  const definition = definitionOf({ "POST /": mockRoute("post"), "PUT /": mockRoute("put") });

  expect((await call(definition, { line: "POST /", headers: ["X-HTTP-Method-Override", "PUT"] })).body).toBe("put");
  expect((await call(definition, { line: "POST /", headers: ["X-HTTP-Method-Override", "X / HTTP"] })).body).toBe("post");
});

test("mappings and overrides fill path, query and headers of an HTTP call", async () => {
  const calls: HttpCall[] = [];
  const route = httpRoute({
    requestParameters: {
      "integration.request.path.place": "method.request.querystring.q",
      "integration.request.querystring.from": "method.request.header.X-In",
      "integration.request.header.X-Body": "method.request.body.pets[0].name",
      "integration.request.header.X-Static": "'a'",
    },
    requestTemplates: { [json]: '#set($context.requestOverride.header.X-Static = "b"){"sent": $input.json(\'$.n\')}' },
  });

  await call(definitionOf({ "POST /": route }), {
    line: "POST /?q=a/b%20c",
    headers: ["X-In", "ü&", "Content-Type", `${json}; charset=utf-8`],
    body: '{"n": 1, "pets": [{"name": "Tom\\r\\nX-Evil: 1"}]}',
    ports: fakePorts((sent) => {
      calls.push(sent);
      return { body: "{}" };
    }),
  });

  expect(calls[0]).toMatchObject({ method: "POST", origin: "http://backend", path: "/a/b%20c?from=%C3%BC%26", body: '{"sent": 1}' });
  expect(calls[0]?.headers).toEqual(
    expect.arrayContaining(["X-Body", "TomX-Evil: 1", "X-Static", "b", "User-Agent", "AmazonAPIGateway_abcdefghij"]),
  );
});

test.each([
  { name: "timeout", failure: "timeout", status: 504, body: '{"message":"Endpoint request timed out"}', reason: "BACKEND_TIMEOUT" },
  { name: "refused connection", failure: "refused", status: 500, body: '{"message":"Internal server error"}', reason: "BACKEND_REFUSED" },
  { name: "denied address", failure: "denied", status: 500, body: '{"message":"Internal server error"}', reason: "BACKEND_DENIED" },
] as const)("a backend with a $name answers $status", async ({ failure, status, body, reason }) => {
  const definition = definitionOf({ "GET /": proxyRoute("http://backend/") });
  const ports = fakePorts(() => new HttpFailure(failure, "no"));

  expect(await call(definition, { line: "GET /", ports })).toMatchObject({ status, body, reason });
});

test("a proxy passes headers on, without those of the connection, and remaps those of the answer", async () => {
  const calls: HttpCall[] = [];
  const ports = fakePorts((sent) => {
    calls.push(sent);
    return { status: 418, headers: ["Server", "x", "X-Own", "1", "Transfer-Encoding", "chunked"], body: "tea" };
  });
  const headers = ["X-Sent", "1", "Connection", "close", "Content-Encoding", "gzip", "TE", "gzip", "Host", "h"];

  const answer = await call(definitionOf({ "ANY /{proxy+}": proxyRoute("http://backend/base") }), {
    line: "PATCH /a?x=%26",
    headers,
    ports,
  });

  expect(answer).toEqual({ status: 418, headers: { "x-amzn-remapped-server": "x", "x-own": "1" }, body: "tea", reason: undefined });
  expect(calls[0]).toMatchObject({ method: "PATCH", path: "/base?x=%26" });
  const sent = calls[0]?.headers.filter((_text, at) => at % 2 === 0);
  expect(sent).toEqual(["X-Sent", "Accept", "User-Agent", "X-Amzn-Trace-Id", "x-amzn-apigateway-api-id"]);
});

test("a query in a POST passes a proxy untouched, and where a backend sends callers on, the caller goes", async () => {
  const query = '{"query": "{ pets(first: 2) { name } }", "variables": {"a": "é"}}';
  const calls: HttpCall[] = [];
  const ports = fakePorts((sent) => {
    calls.push(sent);
    return { status: 307, headers: ["Location", "http://elsewhere/"] };
  });

  const definition = definitionOf({ "POST /graphql": proxyRoute("http://backend/graphql", "POST") });
  const answer = await call(definition, { line: "POST /graphql?a=1&a=2", headers: ["Content-Type", json], body: query, ports });

  expect(answer).toMatchObject({ status: 307, headers: { location: "http://elsewhere/" } });
  expect(calls).toHaveLength(1);
  expect(calls[0]?.path).toBe("/graphql?a=1&a=2");
  const sent = calls[0]?.body as GatewayRequest["body"];
  expect((await sent.collect()).toString()).toBe(query);
});

test("a mapping of a header that the gateway owns answers 500", async () => {
  const definition = definitionOf({
    "GET /": proxyRoute("http://backend/", "ANY", { requestParameters: { "integration.request.header.Content-Length": "'0'" } }),
  });

  expect(await call(definition, { line: "GET /" })).toMatchObject({ status: 500, reason: "CONFIGURATION_INVALID" });
});

test("a stage variable that is missing in an address is named", async () => {
  const definition = definitionOf({ "GET /": proxyRoute("https://${stageVariables.host}/") });

  expect(await call(definition, { line: "GET /" })).toMatchObject({ status: 500, reason: "STAGE_VARIABLE_MISSING" });
});

test("overrides of templates change path, query and headers of the call, and status and headers of the answer", async () => {
  const calls: HttpCall[] = [];
  const before =
    '#set($o = $context.requestOverride)#set($o.path.place = "b")#set($o.querystring.q = "2")#set($o.header.X-Many = ["1", "2"]){}';
  const after = '#set($context.responseOverride.status = 418)#set($context.responseOverride.header.X-Own = "from the template")tea';
  const route = httpRoute({
    requestParameters: { "integration.request.path.place": "'a'", "integration.request.querystring.q": "'1'" },
    requestTemplates: { [json]: before },
    integrationResponses: {
      200: {
        statusCode: "200",
        responseParameters: { "method.response.header.X-Own": "'mapped'" },
        responseTemplates: { [json]: after },
      },
    },
  });

  const answer = await call(definitionOf({ "POST /": route }), {
    line: "POST /",
    body: "{}",
    ports: fakePorts((sent) => {
      calls.push(sent);
      return { body: "{}" };
    }),
  });

  expect(calls[0]?.path).toBe("/b?q=2");
  expect(calls[0]?.headers).toEqual(expect.arrayContaining(["X-Many", "1", "X-Many", "2"]));
  expect(answer).toMatchObject({ status: 418, body: "tea", headers: { "x-own": "from the template" } });
});

test("a header that the method response does not declare is dropped, and so is what a backend sent without a mapping", async () => {
  const responseParameters = {
    "method.response.header.X-Declared": "integration.response.header.X-One",
    "method.response.header.X-Other": "integration.response.header.X-Two",
  };
  const route = {
    ...httpRoute({ integrationResponses: { 200: { statusCode: "200", responseParameters } } }),
    responses: { 200: { statusCode: "200", responseParameters: { "method.response.header.x-declared": false } } },
  };
  const ports = fakePorts(() => ({ headers: ["X-One", "1", "X-Two", "2", "X-Three", "3"] }));

  const { headers } = await call(definitionOf({ "GET /": route }), { line: "GET /", ports });

  expect(Object.keys(headers).filter((name) => !name.startsWith("x-amz"))).toEqual(["content-type", "x-declared"]);
});

test("a verb of its own wins over ANY, and a verb that nobody serves is 403", async () => {
  const definition = definitionOf({ "ANY /a": mockRoute("any"), "GET /a": mockRoute("get"), "GET /b": mockRoute("get") });
  const ask = async (line: string) => {
    const { status, body } = await call(definition, { line });
    return [status, body];
  };

  expect(await ask("GET /a")).toEqual([200, "get"]);
  expect(await ask("PATCH /a")).toEqual([200, "any"]);
  expect(await ask("PATCH /b")).toEqual([403, '{"message":"Missing Authentication Token"}']);
});

const requiredEverywhere = {
  method: {
    requestValidatorId: "v",
    requestParameters: { "method.request.header.X-Key": true, "method.request.querystring.page": true, "method.request.path.id": true },
  },
};

test.each([
  { line: "GET /pets/1?page=2", headers: ["x-key", "k"], status: 200, message: undefined },
  { line: "GET /pets/1?page=", headers: ["X-Key", "k"], status: 400, message: "Missing required request parameters: [page]" },
  { line: "GET /pets/1", headers: [], status: 400, message: "Missing required request parameters: [X-Key, page]" },
])("$line with headers $headers and required parameters answers $status", async ({ line, headers, status, message }) => {
  const definition = definitionOf(
    { "GET /pets/{id}": { ...mockRoute("ok"), ...requiredEverywhere } },
    { requestValidators: [{ id: "v", name: "v", validateRequestBody: false, validateRequestParameters: true }] },
  );

  const answer = await call(definition, { line, headers });

  expect([answer.status, answer.status === 200 ? undefined : JSON.parse(answer.body).message]).toEqual([status, message]);
});

test.each([
  { name: "a known status", selector: 404, status: 400 },
  { name: "any other", selector: 201, status: 200 },
])("$name selects the response by a pattern of the whole status", async ({ selector, status }) => {
  const integrationResponses = { 200: { statusCode: "200" }, 400: { statusCode: "400", selectionPattern: "4\\d{2}" } };
  const definition = definitionOf({ "GET /": httpRoute({ integrationResponses }) });

  expect((await call(definition, { line: "GET /", ports: fakePorts(() => ({ status: selector })) })).status).toBe(status);
});

test.each([
  { behavior: "WHEN_NO_MATCH", type: "text/xml", status: 200 },
  { behavior: "WHEN_NO_TEMPLATES", type: "text/xml", status: 415 },
  { behavior: "NEVER", type: "text/xml", status: 415 },
  { behavior: "NEVER", type: undefined, status: 200 },
])("$behavior and a body of type $type answer $status", async ({ behavior, type, status }) => {
  const definition = definitionOf({ "POST /": httpRoute({ passthroughBehavior: behavior, requestTemplates: { [json]: "x" } }) });

  expect((await call(definition, { line: "POST /", headers: type === undefined ? [] : ["Content-Type", type], body: "x" })).status).toBe(
    status,
  );
});

test("a gateway response is customised by its type, else by its class", async () => {
  const definition = definitionOf(
    { "GET /": mockRoute("ok") },
    {
      gatewayResponses: [
        {
          responseType: "DEFAULT_4XX",
          statusCode: "418",
          responseParameters: {
            "gatewayresponse.header.X-Path": "context.path",
            "gatewayresponse.header.X-Query": "method.request.querystring.q",
          },
          responseTemplates: { [json]: '{"m": $context.error.messageString, "t": "$context.error.responseType"}' },
        },
      ],
    },
  );

  expect(await call(definition, { line: "GET /none?q=1" })).toMatchObject({
    status: 418,
    body: '{"m": "Missing Authentication Token", "t": "MISSING_AUTHENTICATION_TOKEN"}',
    headers: { "x-path": "/test/none", "x-query": "1", "x-amzn-errortype": "MissingAuthenticationTokenException" },
  });
});

test("a body that is announced as too large gets the gateway response of its type", async () => {
  const gatewayResponses = [{ responseType: "REQUEST_TOO_LARGE" as const, statusCode: "418", responseTemplates: { [json]: "too large" } }];
  const request = fakeRequest("POST /");
  const large = { ...request, body: { ...request.body, length: requestBodyMaxBytes + 1 } };
  const serve = async (definition: RestApiDefinition) => {
    const { reply, facts } = await serveRest(compileRestApi(definition, stageOf(definition)), large, fakePorts(), noTrace);
    return [reply.status, reply.body, headersOf(reply)["x-amzn-errortype"], facts.refusal?.reason];
  };
  const routes = { "POST /": mockRoute("ok") };

  const type = "RequestTooLargeException";
  expect(await serve(definitionOf(routes, { gatewayResponses }))).toEqual([418, "too large", type, "BODY_TOO_LARGE"]);
  expect(await serve(definitionOf(routes))).toEqual([413, '{"message":"Request Too Long"}', type, "BODY_TOO_LARGE"]);
});

test("a gateway response whose template is broken still answers", async () => {
  const gatewayResponses = [{ responseType: "DEFAULT_4XX" as const, responseTemplates: { [json]: "#if(" } }];

  expect(await call(definitionOf({}, { gatewayResponses }), { line: "GET /" })).toMatchObject({ status: 403 });
});

const functionUri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

test.each([
  { name: "an empty object", result: {}, status: 200, body: "" },
  { name: "a status in quotes", result: { statusCode: "201", body: "x" }, status: 201, body: "x" },
  { name: "an unknown member", result: { statusCode: 200, wrong: 1 }, status: 502, body: '{"message":"Internal server error"}' },
  { name: "a text", result: "text", status: 502, body: '{"message":"Internal server error"}' },
  { name: "a body that is an object", result: { body: {} }, status: 502, body: '{"message":"Internal server error"}' },
])("a function that returns $name answers $status", async ({ result, status, body }) => {
  const definition = definitionOf({ "GET /": { integration: { type: "AWS_PROXY", httpMethod: "POST", uri: functionUri } } });
  const ports = fakePorts(() => ({ body: JSON.stringify(result) }));

  expect(await call(definition, { line: "GET /", ports })).toMatchObject({ status, body });
});

test("an answer of a function of usual size does not wait for long bodies of others", async () => {
  const definition = definitionOf({ "GET /": { integration: { type: "AWS_PROXY", httpMethod: "POST", uri: functionUri } } });
  const body = "x".repeat(200_000);
  const bodies = { run: () => Promise.reject(new BodyWorkLost("Too many long bodies wait to be worked on.")) };
  const ports = { ...fakePorts(() => ({ body: JSON.stringify({ body }) })), bodies };

  expect(await call(definition, { line: "GET /", ports })).toMatchObject({ status: 200, body });
});

test("headers of a function are merged under their first spelling", async () => {
  const definition = definitionOf({ "GET /": { integration: { type: "AWS_PROXY", httpMethod: "POST", uri: functionUri } } });
  const result = { headers: { "test-multi": "solo", "X-Bool": true }, multiValueHeaders: { "tesT-Multi": ["multi"] } };
  const api = compileRestApi(definition, stageOf(definition));

  const { reply } = await serveRest(
    api,
    fakeRequest("GET /"),
    fakePorts(() => ({ body: JSON.stringify(result) })),
    noTrace,
  );

  expect(reply.headers.slice(2)).toEqual(["tesT-Multi", "multi", "tesT-Multi", "solo", "X-Bool", "true", "Content-Type", json]);
});

test.each([
  { minimum: 3, accept: "gzip", coding: "gzip", body: "gzip(long)" },
  { minimum: 3, accept: "br, deflate", coding: "deflate", body: "deflate(long)" },
  { minimum: 3, accept: "gzip;q=0", coding: undefined, body: "long" },
  { minimum: 9, accept: "gzip", coding: undefined, body: "long" },
])("with a minimum of $minimum and Accept-Encoding $accept the coding is $coding", async ({ minimum, accept, coding, body }) => {
  const definition = definitionOf({ "GET /": mockRoute("long") });
  definition.settings.minimumCompressionSize = minimum;

  const answer = await call(definition, { line: "GET /", headers: ["Accept-Encoding", accept] });

  expect([answer.headers["content-encoding"], answer.body]).toEqual([coding, body]);
});

test.each([
  { name: "is gzip", coding: "gzip", sent: "gzip(long)", status: 200, reason: undefined },
  { name: "is something else", coding: "gzip", sent: "plain", status: 415, reason: "MEDIA_TYPE" },
  { name: "is broken off", coding: "deflate", sent: "gzip(", status: 415, reason: "MEDIA_TYPE" },
  { name: "has a coding that nobody unpacks", coding: "br", sent: "long", status: 415, reason: "MEDIA_TYPE" },
  { name: "is empty", coding: "gzip", sent: "", status: 200, reason: undefined },
])(
  "a body that $name with Content-Encoding $coding answers $status, whether the method reads it or not",
  async ({ coding, sent, status, reason }) => {
    const sentOn: HttpCall[] = [];
    const ports = fakePorts((made) => {
      sentOn.push(made);
      return {};
    });
    const definition = definitionOf({ "POST /mock": mockRoute("ok"), "POST /proxy": proxyRoute("http://backend/") });
    definition.settings.minimumCompressionSize = 1_000;

    for (const path of ["/mock", "/proxy"]) {
      const answer = await call(definition, { line: `POST ${path}`, headers: ["Content-Encoding", coding], body: sent, ports });
      expect([path, answer.status, answer.reason]).toEqual([path, status, reason]);
    }
    expect(sentOn).toHaveLength(status === 200 ? 1 : 0);
  },
);

test("a body that says what coding it has stays as it is on APIs without compression", async () => {
  const definition = definitionOf({ "POST /": mockRoute("ok") });

  expect(await call(definition, { line: "POST /", headers: ["Content-Encoding", "gzip"], body: "plain" })).toMatchObject({ status: 200 });
});

test("rubbish requests are answered, never thrown", async () => {
  const definition = definitionOf({
    "ANY /{proxy+}": httpRoute({ requestTemplates: { [json]: "$input.params('proxy')$input.body$context.path" } }),
    "POST /f": { integration: { type: "AWS_PROXY", httpMethod: "POST", uri: functionUri } },
  });
  const text = fc.string({ unit: "binary" });

  await fc.assert(
    fc.asyncProperty(
      text,
      fc.array(fc.tuple(fc.constantFrom("Content-Type", "Accept", "X"), text)),
      text,
      async (target, headers, body) => {
        const answer = await call(definition, { line: `POST /${target.replaceAll(" ", "")}`, headers: headers.flat(), body });

        expect(answer.status).toBeGreaterThanOrEqual(200);
      },
    ),
  );
});

test("what is wrong with a method is found once, not with each call", async () => {
  const definition = definitionOf({ "GET /": mockRoute("ok", "{}") });
  const method = definition.resources[0]?.resourceMethods.GET;
  let reads = 0;
  Object.defineProperty(method?.methodIntegration, "requestTemplates", {
    get: () => {
      reads++;
      throw new Error("broken");
    },
  });
  const api = compileRestApi(definition, stageOf(definition));

  const served = [
    await serveRest(api, fakeRequest("GET /"), fakePorts(), noTrace),
    await serveRest(api, fakeRequest("GET /"), fakePorts(), noTrace),
  ];

  expect(served.map(({ reply }) => reply.status)).toEqual([500, 500]);
  expect(reads).toBe(1);
});

test.each([
  { trustedHops: 0, forwarded: "203.0.113.9, 192.0.2.7, 192.0.2.7" },
  { trustedHops: 1, forwarded: "203.0.113.9, 192.0.2.7" },
])("a function sees the caller once behind $trustedHops trusted proxies", async ({ trustedHops, forwarded }) => {
  const uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";
  const definition = definitionOf({ "GET /": { integration: { type: "AWS_PROXY", httpMethod: "POST", uri } } });
  let event = "";
  const ports = fakePorts((call) => {
    event = String(call.body);
    return { body: "{}" };
  });
  const request = {
    ...fakeRequest("GET /", { headers: ["X-Forwarded-For", "203.0.113.9, 192.0.2.7"] }),
    sourceIp: "192.0.2.7",
    trustedHops,
  };

  await serveRest(compileRestApi(definition, stageOf(definition)), request, ports, noTrace);

  expect(JSON.parse(event)).toMatchObject({
    headers: { "X-Forwarded-For": forwarded },
    requestContext: { identity: { sourceIp: "192.0.2.7" } },
  });
});
