import { expect, test } from "vitest";
import { fakePorts } from "../testing/fake-ports.ts";
import { functionRoute, type HttpCallFixture, type HttpStageFixture, httpApi, httpDefinition } from "../testing/http-fixture.ts";

type Event = Record<string, unknown> & { requestContext: Record<string, unknown>; headers: Record<string, string> };

/** The event that a function gets for a request. */
async function eventOf(
  version: "1.0" | "2.0",
  line: string,
  { stage, key = "ANY /{proxy+}", ...call }: HttpCallFixture & { key?: string; stage?: HttpStageFixture } = {},
): Promise<Event> {
  let event = "{}";
  const ports = fakePorts(({ body }) => {
    event = String(body);
    return { body: "{}" };
  });
  await httpApi(httpDefinition({ [key]: functionRoute(version) }), stage)(line, { ...call, ports });
  return JSON.parse(event) as Event;
}

const many = [
  "X-Many",
  "one",
  "X-Many",
  "two",
  "Cookie",
  "c1=1; c2=2",
  "Content-Type",
  "text/plain",
  "User-Agent",
  "agent",
  "Host",
  "host",
];

test("an event of format 2.0 has the request, key for key", async () => {
  const { headers, ...event } = await eventOf("2.0", "POST /pets/a%20b?a=1&a=2&b=x%20y", {
    key: "POST /pets/{id}",
    headers: many,
    body: "Hello",
    stage: { stageVariables: { colour: "blue" } },
  });

  expect(event).toEqual({
    version: "2.0",
    routeKey: "POST /pets/{id}",
    rawPath: "/pets/a b",
    rawQueryString: "a=1&a=2&b=x%20y",
    cookies: ["c1=1", "c2=2"],
    queryStringParameters: { a: "1,2", b: "x y" },
    requestContext: {
      accountId: "000000000000",
      apiId: "abcdefghij",
      domainName: "abcdefghij.execute-api.us-east-1.localhost",
      domainPrefix: "abcdefghij",
      http: { method: "POST", path: "/pets/a b", protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "agent" },
      requestId: "AAAAAAAAAAAAAAA=",
      routeKey: "POST /pets/{id}",
      stage: "$default",
      time: "21/Nov/2026:10:00:00 +0000",
      timeEpoch: Date.UTC(2026, 10, 21, 10),
    },
    pathParameters: { id: "a b" },
    stageVariables: { colour: "blue" },
    body: "Hello",
    isBase64Encoded: false,
  });
  expect(headers).toMatchObject({
    "x-many": "one,two",
    "content-type": "text/plain",
    "content-length": "5",
    host: "host",
    "x-forwarded-for": "127.0.0.1",
  });
  expect([headers.cookie, Object.keys(headers).filter((name) => name !== name.toLowerCase())]).toEqual([undefined, []]);
});

test("what a request does not have is not in an event of format 2.0", async () => {
  const event = await eventOf("2.0", "GET /", { key: "$default" });

  expect(Object.keys(event)).toEqual(["version", "routeKey", "rawPath", "rawQueryString", "headers", "requestContext", "isBase64Encoded"]);
  expect(event.routeKey).toBe("$default");
});

test("a named stage stands in front of the path", async () => {
  const stage = { stageName: "prod" };
  const [first, second] = [await eventOf("1.0", "GET /a/b", { stage }), await eventOf("2.0", "GET /a/b", { stage })];

  expect([first.path, second.rawPath, second.requestContext.http]).toMatchObject(["/prod/a/b", "/prod/a/b", { path: "/prod/a/b" }]);
});

test("an event of format 1.0 has the request, key for key", async () => {
  const { headers, multiValueHeaders, requestContext, ...event } = await eventOf("1.0", "GET /pets/7?a=1&a=2", {
    key: "GET /pets/{id}",
    headers: many,
  });

  expect(event).toEqual({
    version: "1.0",
    resource: "/pets/{id}",
    path: "/pets/7",
    httpMethod: "GET",
    queryStringParameters: { a: "2" },
    multiValueQueryStringParameters: { a: ["1", "2"] },
    pathParameters: { id: "7" },
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
  });
  expect(headers).toMatchObject({ "x-many": "two", cookie: "c1=1; c2=2" });
  expect(multiValueHeaders).toMatchObject({ "x-many": ["one", "two"] });
  expect(requestContext).toMatchObject({ resourceId: "GET /pets/{id}", resourcePath: "/pets/{id}", stage: "$default", path: "/pets/7" });
});

test.each([
  { type: "text/plain", isBase64Encoded: false },
  { type: "application/json; charset=utf-8", isBase64Encoded: false },
  { type: "application/vnd.api+json", isBase64Encoded: false },
  { type: "application/xml", isBase64Encoded: false },
  { type: "image/png", isBase64Encoded: true },
  { type: "application/octet-stream", isBase64Encoded: true },
  { type: "application/x-www-form-urlencoded", isBase64Encoded: true },
])("a body of $type is base64: $isBase64Encoded", async ({ type, isBase64Encoded }) => {
  const event = await eventOf("2.0", "POST /a", { headers: ["Content-Type", type], body: "abc" });

  expect(event).toMatchObject({ isBase64Encoded, body: isBase64Encoded ? "YWJj" : "abc" });
});

test("bytes that are no text are base64 whatever their type says, and so is what is packed", async () => {
  const bytes = Buffer.from([0xff, 0xfe]);

  expect(await eventOf("1.0", "POST /a", { headers: ["Content-Type", "text/plain"], body: bytes })).toMatchObject({ body: "//4=" });
  expect(await eventOf("1.0", "POST /a", { headers: ["Content-Type", "text/plain", "Content-Encoding", "gzip"], body: "a" })).toMatchObject(
    { body: "YQ==", isBase64Encoded: true },
  );
});

async function answerOf(version: "1.0" | "2.0", payload: string, headers: string[] = []) {
  const ports = fakePorts(() => ({ headers, body: payload }));
  const { exchange: _, ...answer } = await httpApi(httpDefinition({ "GET /": functionRoute(version) }))("GET /", { ports });
  return answer;
}

test.each([
  { name: "a text", result: "Hello", body: "Hello" },
  { name: "an object", result: { message: "Hello" }, body: '{"message":"Hello"}' },
  { name: "a list", result: [1], body: "[1]" },
  { name: "nothing", result: null, body: "null" },
])("$name is the body of a JSON response in format 2.0", async ({ result, body }) => {
  expect(await answerOf("2.0", JSON.stringify(result))).toMatchObject({
    status: 200,
    body,
    headers: { "content-type": "application/json" },
  });
});

test("a whole response of format 2.0 has headers and cookies of its own", async () => {
  const result = { statusCode: 201, headers: { "X-Own": 1, Connection: "close" }, cookies: ["a=1; Secure", "b=2"], body: "created" };

  expect(await answerOf("2.0", JSON.stringify(result))).toMatchObject({
    status: 201,
    body: "created",
    headers: { "x-own": "1", "set-cookie": "a=1; Secure, b=2", "content-type": "text/plain; charset=utf-8" },
  });
});

test("a whole response of format 1.0 has headers of one value and of several", async () => {
  const result = { statusCode: "200", headers: { "X-A": "1", "X-B": "1" }, multiValueHeaders: { "x-b": ["2", "3"] }, body: "YWJj" };

  expect(await answerOf("1.0", JSON.stringify({ ...result, isBase64Encoded: true }))).toMatchObject({
    status: 200,
    body: "abc",
    headers: { "x-a": "1", "x-b": "2, 3" },
  });
});

test.each([
  { name: "a text in format 1.0", version: "1.0", payload: '"no response"' },
  { name: "no status in format 1.0", version: "1.0", payload: '{"body":"x"}' },
  { name: "a status that is none", version: "2.0", payload: '{"statusCode":99}' },
  { name: "a body that is no text", version: "2.0", payload: '{"statusCode":200,"body":{}}' },
  { name: "base64 that is none", version: "2.0", payload: '{"statusCode":200,"body":"?","isBase64Encoded":true}' },
  { name: "a function error", version: "2.0", payload: '{"errorMessage":"x"}', headers: ["X-Amz-Function-Error", "Unhandled"] },
] as const)("$name is an error that says nothing of the function", async ({ version, payload, ...more }) => {
  const headers = "headers" in more ? [...more.headers] : [];

  expect(await answerOf(version, payload, headers)).toMatchObject({
    status: 500,
    body: '{"message":"Internal Server Error"}',
    reason: "RESULT_MALFORMED",
  });
});

test("events are changed by the mappings of their integration", async () => {
  let event: Event | undefined;
  const ports = fakePorts(({ body }) => {
    event = JSON.parse(String(body)) as Event;
    return { body: "{}" };
  });
  const requestParameters = { "overwrite:header.X-Own": "$context.stage", "append:querystring.more": "1", "overwrite:path": "/moved" };

  await httpApi(httpDefinition({ $default: functionRoute("2.0", { requestParameters }) }))("GET /a?x=1", { ports });

  expect(event).toMatchObject({ rawPath: "/moved", rawQueryString: "x=1&more=1", headers: { "x-own": "$default" } });
});
