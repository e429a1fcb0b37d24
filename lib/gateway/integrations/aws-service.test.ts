import { expect, test } from "vitest";
import type { Integration } from "../../definition/rest-api.ts";
import { compileRestApi } from "../compile-rest.ts";
import { wholeBody } from "../compression.ts";
import type { StageFacts } from "../exchange.ts";
import { findHeader } from "../message.ts";
import type { HttpCall, Ports } from "../ports.ts";
import { serveRest } from "../serve-rest.ts";
import { definitionOf, stageOf } from "../testing/definition-fixture.ts";
import { fakePorts, fakeRequest, headersOf } from "../testing/fake-ports.ts";
import { noTrace } from "../trace.ts";

const responses = { 200: { statusCode: "200" }, 409: { statusCode: "409", selectionPattern: "4\\d\\d" } };

type Setup = { uri: string; more?: Partial<Integration>; answer?: { status?: number; headers?: string[]; body?: string } };

/** An API with one method, `POST /{key+}`, and the calls that its service got. */
function serve({ uri, more, answer = {} }: Setup, stage: Partial<StageFacts> = {}) {
  const calls: HttpCall[] = [];
  const ports: Ports = {
    ...fakePorts((call) => {
      calls.push(call);
      return answer;
    }),
    aws: {
      endpoint: (service, region) => `https://${service}.${region}.example.com`,
      credentials: () => ({ accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "token" }),
    },
  };
  const integration = { type: "AWS", httpMethod: "POST", uri, integrationResponses: responses, ...more } as const;
  const definition = definitionOf({ "POST /{key+}": { integration } });
  const api = compileRestApi(definition, stageOf(definition, stage));
  return {
    calls,
    post: async (target: string, options?: Parameters<typeof fakeRequest>[1]) => {
      const { reply, facts } = await serveRest(api, fakeRequest(`POST ${target}`, options), ports, noTrace);
      return { status: reply.status, headers: headersOf(reply), body: (await wholeBody(reply)).toString(), reason: facts.refusal?.reason };
    },
  };
}

const scopeOf = (call: HttpCall | undefined) =>
  /Credential=AKID\/\d+\/(\S+)\/aws4_request/.exec(findHeader(call?.headers ?? [], "authorization") ?? "")?.[1];

test.each([
  { uri: "dynamodb:action/PutItem", target: "DynamoDB_20120810.PutItem", type: "application/x-amz-json-1.0", scope: "us-east-1/dynamodb" },
  { uri: "events:action/PutEvents", target: "AWSEvents.PutEvents", type: "application/x-amz-json-1.1", scope: "us-east-1/events" },
  { uri: "ssm:action/GetParameter", target: "AmazonSSM.GetParameter", type: "application/x-amz-json-1.1", scope: "us-east-1/ssm" },
  {
    uri: "api.ecr:action/ListImages",
    target: "AmazonEC2ContainerRegistry_V20150921.ListImages",
    type: "application/x-amz-json-1.1",
    scope: "us-east-1/ecr",
  },
])("$uri is a target of a JSON API", async ({ uri, target, type, scope }) => {
  const { calls, post } = serve({ uri: `arn:aws:apigateway:us-east-1:${uri}` });

  await post("/x", { body: "{}" });

  const [call] = calls;
  expect(call).toMatchObject({ method: "POST", path: "/", body: "{}" });
  expect([findHeader(call?.headers ?? [], "x-amz-target"), findHeader(call?.headers ?? [], "content-type")]).toEqual([target, type]);
  expect(scopeOf(call)).toBe(scope);
});

test("an action of a query API travels in the query, with the URI's parameters and the mapped ones", async () => {
  const { calls, post } = serve({
    uri: "arn:aws:apigateway:us-east-1:sns:action/Publish&TopicArn={topic}",
    more: {
      requestParameters: {
        "integration.request.path.topic": "'arn:t'",
        "integration.request.querystring.Message": "method.request.querystring.text",
      },
    },
  });

  await post("/x?text=a%20b");

  expect(calls[0]?.path).toBe("/?Action=Publish&Version=2010-03-31&TopicArn=arn%3At&Message=a%20b");
});

test("a service that nobody has heard of is signed for its own name and sent", async () => {
  const { calls, post } = serve({ uri: "arn:aws:apigateway:ap-south-2:quantum-teapot:action/Brew" });

  const answer = await post("/x");

  expect(answer.status).toBe(200);
  expect(calls[0]).toMatchObject({ origin: "https://quantum-teapot.ap-south-2.example.com", path: "/?Action=Brew" });
  expect(scopeOf(calls[0])).toBe("ap-south-2/quantum-teapot");
});

test.each([
  { uri: "s3:path/bucket/{key}", path: "/bucket/a%20b/c%2Bd%3A%40", scope: "us-east-1/s3" },
  { uri: "bucket.s3:path/{key}?versionId=7", path: "/bucket/a%20b/c%2Bd%3A%40?versionId=7", scope: "us-east-1/s3" },
  { uri: "runtime.sagemaker:path//endpoints/m/invocations", path: "/endpoints/m/invocations", scope: "us-east-1/sagemaker" },
  { uri: "sqs:path/123/${stageVariables.queue}", path: "/123/orders", scope: "us-east-1/sqs" },
])("$uri is called at $path", async ({ uri, path, scope }) => {
  const parameters = { "integration.request.path.key": "method.request.path.key" };
  const api = serve(
    { uri: `arn:aws:apigateway:us-east-1:${uri}`, more: { requestParameters: parameters } },
    { variables: { queue: "orders" } },
  );

  await api.post("/a%20b/c%2Bd:@");

  expect(api.calls[0]?.path).toBe(path);
  expect(scopeOf(api.calls[0])).toBe(scope);
});

test("the status of a service selects the integration response", async () => {
  const { post } = serve({ uri: "arn:aws:apigateway:us-east-1:sqs:path/1/q", answer: { status: 403, body: "<no/>" } });

  expect(await post("/x")).toMatchObject({ status: 409, body: "<no/>" });
});

test("mapped headers win over what the gateway would say, and the caller's credentials stay here", async () => {
  const { calls, post } = serve({
    uri: "arn:aws:apigateway:us-east-1:sqs:path/1/q",
    more: {
      requestParameters: {
        "integration.request.header.Content-Type": "'application/x-amz-json-1.0'",
        "integration.request.header.X-Amz-Target": "'AmazonSQS.SendMessage'",
        "integration.request.header.Authorization": "method.request.header.Authorization",
      },
    },
  });

  await post("/x", { headers: ["Authorization", "Bearer mine"], body: "{}" });

  const headers = calls[0]?.headers ?? [];
  expect(findHeader(headers, "content-type")).toBe("application/x-amz-json-1.0");
  expect(findHeader(headers, "x-amz-target")).toBe("AmazonSQS.SendMessage");
  expect(headers.join(" ")).not.toContain("Bearer mine");
  expect(findHeader(headers, "x-amz-security-token")).toBe("token");
});

test("a Firehose proxy passes request and answer on", async () => {
  const { calls, post } = serve({
    uri: "arn:aws:apigateway:us-east-1:firehose:action/PutRecord",
    more: { type: "AWS_PROXY" },
    answer: { status: 400, headers: ["Content-Type", "application/x-amz-json-1.1"], body: '{"__type":"X"}' },
  });

  const answer = await post("/x", { body: '{"Record":{}}' });

  expect(answer).toMatchObject({ status: 400, body: '{"__type":"X"}' });
  expect(calls[0]?.body).toBe('{"Record":{}}');
});

test("a URI that needs a stage variable that is not there names it", async () => {
  const { post } = serve({ uri: "arn:aws:apigateway:us-east-1:${stageVariables.service}:path/x" });

  expect(await post("/x")).toMatchObject({ status: 500, reason: "STAGE_VARIABLE_MISSING" });
});
