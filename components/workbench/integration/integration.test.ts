import { expect, test } from "vitest";
import type { Integration, IntegrationType, Method } from "@/lib/definition/rest-api";
import { formatServiceUri, functionOf, functionUri, parseServiceUri, withStreaming } from "./aws-uri";
import { isAsync, kindOf, kinds, startIntegration, withAsync, withProxy } from "./integration-kinds";
import { resolveForStages } from "./resolve-for-stages";

const workspace = { accountId: "000000000000", region: "eu-west-1" };
const invocation = (arn: string, region = "eu-west-1") =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;

test.each([
  { typed: "hello", uri: invocation("arn:aws:lambda:eu-west-1:000000000000:function:hello"), shown: "hello" },
  {
    typed: "${stageVariables.fn}",
    uri: invocation("arn:aws:lambda:eu-west-1:000000000000:function:${stageVariables.fn}"),
    shown: "${stageVariables.fn}",
  },
  {
    typed: "arn:aws:lambda:us-east-1:111111111111:function:hi:live",
    uri: invocation("arn:aws:lambda:us-east-1:111111111111:function:hi:live", "us-east-1"),
    shown: "arn:aws:lambda:us-east-1:111111111111:function:hi:live",
  },
  { typed: "", uri: "", shown: "" },
])("the function $typed is stored as an invocation and shown as typed", ({ typed, uri, shown }) => {
  expect(functionUri(typed, workspace)).toBe(uri);
  expect(functionOf(uri, workspace)).toBe(shown);
});

test("a whole integration URI stays as it is typed", () => {
  const uri = invocation("arn:aws:lambda:eu-west-1:000000000000:function:hello");

  expect(functionUri(uri, workspace)).toBe(uri);
});

test("a function that streams has a URI of its own, and is shown by the same name", () => {
  const uri = functionUri("hello", workspace);
  const streamed = withStreaming(uri, true);

  expect(streamed).toMatch(/:lambda:path\/2021-11-15\/functions\/.+:function:hello\/response-streaming-invocations$/);
  expect(functionOf(streamed, workspace)).toBe("hello");
  expect(withStreaming(streamed, false)).toBe(uri);
  expect(withStreaming("https://example.com/invocations", true)).toBe("https://example.com/invocations");
});

test.each([
  "arn:aws:apigateway:us-east-1:sqs:path/000000000000/orders",
  "arn:aws:apigateway:us-east-1:dynamodb:action/PutItem",
  "arn:aws:apigateway:us-east-1:bucket.s3:path/{key}",
  "arn:aws:apigateway:us-east-1:s3:path/bucket/a:b/{key}",
])("%s is read and written back", (uri) => {
  const address = parseServiceUri(uri);

  expect(address && formatServiceUri(address)).toBe(uri);
});

const base = { passthroughBehavior: "WHEN_NO_MATCH", timeoutInMillis: 29_000, cacheNamespace: "r", cacheKeyParameters: [] };
const integration = (type: IntegrationType, rest: Partial<Integration> = {}): Integration => ({ ...base, type, ...rest });

test.each([
  { name: "a mock", of: integration("MOCK"), kind: "mock" },
  { name: "a function with mapping", of: integration("AWS", { uri: invocation("x") }), kind: "lambda" },
  { name: "a queue", of: integration("AWS", { uri: "arn:aws:apigateway:us-east-1:sqs:path/1/q" }), kind: "aws" },
  { name: "a proxy without an address", of: integration("AWS_PROXY"), kind: "lambda" },
  { name: "a server behind a link", of: integration("HTTP", { connectionType: "VPC_LINK" }), kind: "vpc-link" },
  { name: "a server", of: integration("HTTP_PROXY", { connectionType: "INTERNET" }), kind: "http" },
])("$name is of the kind $kind", ({ of, kind }) => {
  expect(kindOf(of)).toBe(kind);
});

const method: Method = { httpMethod: "GET", authorizationType: "NONE", apiKeyRequired: false };

test.each(kinds.map(({ id }) => ({ id })))("a new integration of kind $id is seen as that kind", ({ id }) => {
  const started = startIntegration(id, method, workspace).methodIntegration;

  expect(started && kindOf(started)).toBe(id);
});

test("choosing a kind keeps timeout and cache key", () => {
  const before = {
    ...method,
    methodIntegration: integration("MOCK", { timeoutInMillis: 1_000, cacheKeyParameters: ["method.request.querystring.q"] }),
  };

  expect(startIntegration("http", before, workspace).methodIntegration).toMatchObject({
    type: "HTTP_PROXY",
    timeoutInMillis: 1_000,
    cacheKeyParameters: ["method.request.querystring.q"],
  });
});

test("a proxy turned off has a response to map, and turned on again keeps its address", () => {
  const proxy = { ...method, methodIntegration: integration("HTTP_PROXY", { uri: "http://a.example/", responseTransferMode: "STREAM" }) };

  const mapped = withProxy(proxy, false);

  expect(mapped.methodIntegration).toMatchObject({
    type: "HTTP",
    uri: "http://a.example/",
    integrationResponses: { "200": { statusCode: "200" } },
  });
  expect(mapped.methodIntegration?.responseTransferMode).toBeUndefined();
  expect(mapped.methodResponses).toEqual({ "200": { statusCode: "200" } });
  expect(withProxy(mapped, true).methodIntegration).toMatchObject({ type: "HTTP_PROXY", uri: "http://a.example/" });
});

test("asynchronous invocation is a header, and leaves other parameters alone", () => {
  const before = integration("AWS", { requestParameters: { "integration.request.header.X-Id": "context.requestId" } });

  const after = withAsync(before, true);

  expect([isAsync(before), isAsync(after)]).toEqual([false, true]);
  expect(withAsync(after, false)).toEqual(before);
  expect(withAsync(integration("AWS"), false)).toEqual(integration("AWS"));
});

test("every stage has its own address, and names what it lacks", () => {
  const settings = { cacheClusterEnabled: false, methodSettings: {}, tracingEnabled: false };
  const stages = [
    { stageName: "dev", settings: { ...settings, variables: { host: "dev.example" } } },
    { stageName: "prod", settings },
  ];

  expect(resolveForStages("http://${stageVariables.host}/pets/{id}", stages)).toEqual([
    { stageName: "dev", address: "http://dev.example/pets/{id}", missing: [], hasSecret: false },
    { stageName: "prod", address: "http://${stageVariables.host}/pets/{id}", missing: ["host"], hasSecret: false },
  ]);
});
