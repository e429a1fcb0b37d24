import { expect, test } from "vitest";
import { findHeader } from "../message.ts";
import type { HttpCall } from "../ports.ts";
import { fakePorts } from "../testing/fake-ports.ts";
import { httpApi, httpDefinition } from "../testing/http-fixture.ts";

async function callService(integrationSubtype: string, requestParameters: Record<string, string>, body = "{}", line = "POST /?type=order") {
  const calls: HttpCall[] = [];
  const ports = {
    ...fakePorts((call) => {
      calls.push(call);
      return { status: 400, headers: ["x-amzn-RequestId", "r", "Content-Type", "application/x-amz-json-1.0"], body: '{"__type":"x"}' };
    }),
    aws: {
      endpoint: (service: string, region: string) => `https://${service}.${region}.example.com`,
      credentials: () => ({ accessKeyId: "AKIA", secretAccessKey: "secret" }),
    },
  };
  const route = { integration: { integrationType: "AWS_PROXY" as const, integrationSubtype, requestParameters } };
  const answer = await httpApi(httpDefinition({ "POST /": route }))(line, { ports, body, headers: ["Queue", "https://sqs/q"] });
  return { answer, call: calls[0] };
}

test.each([
  {
    subtype: "EventBridge-PutEvents",
    parameters: {
      Source: "shop",
      DetailType: "$request.querystring.type",
      Detail: "$request.body",
      Time: "2026-11-21T10:00:00Z",
      Resources: "a,b",
    },
    target: "AWSEvents.PutEvents",
    service: "events",
    sent: { Entries: [{ Detail: '{"a":[1]}', DetailType: "order", Source: "shop", Time: 1795255200, Resources: ["a", "b"] }] },
  },
  {
    subtype: "SQS-SendMessage",
    parameters: {
      QueueUrl: "$request.header.queue",
      MessageBody: "$request.body.a",
      DelaySeconds: "5",
      MessageAttributes: '{"x": {"DataType": "String", "StringValue": "1"}}',
      MessageGroupId: "$request.header.none",
    },
    target: "AmazonSQS.SendMessage",
    service: "sqs",
    sent: {
      QueueUrl: "https://sqs/q",
      MessageBody: "[1]",
      DelaySeconds: 5,
      MessageAttributes: { x: { DataType: "String", StringValue: "1" } },
    },
  },
  {
    subtype: "SQS-ReceiveMessage",
    parameters: { QueueUrl: "q", MaxNumberOfMessages: "10", AttributeNames: '["All"]' },
    target: "AmazonSQS.ReceiveMessage",
    service: "sqs",
    sent: { QueueUrl: "q", AttributeNames: ["All"], MaxNumberOfMessages: 10 },
  },
  {
    subtype: "SQS-DeleteMessage",
    parameters: { QueueUrl: "q", ReceiptHandle: "h" },
    target: "AmazonSQS.DeleteMessage",
    service: "sqs",
    sent: { ReceiptHandle: "h", QueueUrl: "q" },
  },
  { subtype: "SQS-PurgeQueue", parameters: { QueueUrl: "q" }, target: "AmazonSQS.PurgeQueue", service: "sqs", sent: { QueueUrl: "q" } },
  {
    subtype: "Kinesis-PutRecord",
    parameters: { StreamName: "s", Data: "aGk=", PartitionKey: "p" },
    target: "Kinesis_20131202.PutRecord",
    service: "kinesis",
    sent: { StreamName: "s", Data: "aGk=", PartitionKey: "p" },
  },
  {
    subtype: "StepFunctions-StartExecution",
    parameters: { StateMachineArn: "arn", Name: "n", Input: "$request.body" },
    target: "AWSStepFunctions.StartExecution",
    service: "states",
    sent: { stateMachineArn: "arn", name: "n", input: '{"a":[1]}' },
  },
  {
    subtype: "StepFunctions-StartSyncExecution",
    parameters: { StateMachineArn: "arn", TraceHeader: "t" },
    target: "AWSStepFunctions.StartSyncExecution",
    service: "states",
    sent: { stateMachineArn: "arn", traceHeader: "t" },
  },
  {
    subtype: "StepFunctions-StopExecution",
    parameters: { ExecutionArn: "arn", Cause: "c", Error: "e" },
    target: "AWSStepFunctions.StopExecution",
    service: "states",
    sent: { executionArn: "arn", cause: "c", error: "e" },
  },
])("$subtype calls $target", async ({ subtype, parameters, target, service, sent }) => {
  const { call } = await callService(subtype, parameters as Record<string, string>, '{"a":[1]}');

  expect(call).toMatchObject({ method: "POST", origin: `https://${service}.us-east-1.example.com`, path: "/" });
  expect(findHeader(call?.headers ?? [], "x-amz-target")).toBe(target);
  expect(findHeader(call?.headers ?? [], "authorization")).toContain(`/us-east-1/${service}/aws4_request`);
  expect(JSON.parse(String(call?.body))).toEqual(sent);
});

test("AppConfig-GetConfiguration reads a path, in the region that is asked for", async () => {
  const { call } = await callService("AppConfig-GetConfiguration", {
    Application: "a/b",
    Environment: "e",
    Configuration: "c",
    ClientId: "me",
    Region: "eu-west-1",
  });

  expect(call).toMatchObject({
    method: "GET",
    origin: "https://appconfig.eu-west-1.example.com",
    path: "/applications/a%2Fb/environments/e/configurations/c?client_id=me",
  });
});

test("the answer of the service is passed on, errors too, under the gateway's own id", async () => {
  const { answer } = await callService("SQS-PurgeQueue", { QueueUrl: "q" });

  expect(answer).toMatchObject({ status: 400, body: '{"__type":"x"}', headers: { "content-type": "application/x-amz-json-1.0" } });
  expect(answer.headers["x-amzn-requestid"]).toBeUndefined();
});

test.each([
  {
    name: "a required parameter that the request does not have",
    parameters: { QueueUrl: "q", MessageBody: "$request.body.none" },
    reason: "PARAM_MISSING",
  },
  { name: "a number that is none", parameters: { QueueUrl: "q", MessageBody: "m", DelaySeconds: "soon" }, reason: "BODY_INVALID" },
  { name: "a map that is none", parameters: { QueueUrl: "q", MessageBody: "m", MessageAttributes: "x" }, reason: "BODY_INVALID" },
])("$name is the caller's fault", async ({ parameters, reason }) => {
  const { answer, call } = await callService("SQS-SendMessage", parameters);

  expect([answer.status, answer.body, answer.reason, call]).toEqual([400, '{"message":"Bad Request"}', reason, undefined]);
});

test("a subtype that does not exist is a fault of the API", async () => {
  expect((await callService("SQS-Nothing", {})).answer).toMatchObject({ status: 500, reason: "CONFIGURATION_INVALID" });
});
