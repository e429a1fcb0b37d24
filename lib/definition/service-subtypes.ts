/** How a parameter of a service call travels. */
export type ParameterKind = "text" | "number" | "json" | "list" | "instant";

/** A parameter of a subtype: its name in the call, when it is not its own. */
export type ServiceParameter = { kind: ParameterKind; as?: string; isRequired?: true };

/** A call of a JSON API, or of a path with parameters in it and behind it. */
export type ServiceSubtype = {
  /** By the name of its host. */
  service: string;
  parameters: Readonly<Record<string, ServiceParameter>>;
} & (
  | { protocol: "json"; target: string; version: "1.0" | "1.1" /** The members go into a list of one under this name. */; within?: string }
  | { protocol: "path"; path: string; query: readonly string[] }
);

const text: ServiceParameter = { kind: "text" };
const required: ServiceParameter = { kind: "text", isRequired: true };
const number: ServiceParameter = { kind: "number" };
const json: ServiceParameter = { kind: "json" };
const list: ServiceParameter = { kind: "list" };

const sqs = { service: "sqs", protocol: "json", version: "1.0" } as const;
const states = { service: "states", protocol: "json", version: "1.0" } as const;

/** The services that HTTP APIs call themselves, by subtype. `Region` goes with each of them. */
export const serviceSubtypes: Readonly<Record<string, ServiceSubtype>> = {
  "EventBridge-PutEvents": {
    service: "events",
    protocol: "json",
    version: "1.1",
    target: "AWSEvents.PutEvents",
    within: "Entries",
    parameters: {
      Detail: required,
      DetailType: required,
      Source: required,
      Time: { kind: "instant" },
      EventBusName: text,
      Resources: list,
      TraceHeader: text,
    },
  },
  "SQS-SendMessage": {
    ...sqs,
    target: "AmazonSQS.SendMessage",
    parameters: {
      QueueUrl: required,
      MessageBody: required,
      DelaySeconds: number,
      MessageAttributes: json,
      MessageDeduplicationId: text,
      MessageGroupId: text,
      MessageSystemAttributes: json,
    },
  },
  "SQS-ReceiveMessage": {
    ...sqs,
    target: "AmazonSQS.ReceiveMessage",
    parameters: {
      QueueUrl: required,
      AttributeNames: list,
      MaxNumberOfMessages: number,
      MessageAttributeNames: list,
      ReceiveRequestAttemptId: text,
      VisibilityTimeout: number,
      WaitTimeSeconds: number,
    },
  },
  "SQS-DeleteMessage": { ...sqs, target: "AmazonSQS.DeleteMessage", parameters: { ReceiptHandle: required, QueueUrl: required } },
  "SQS-PurgeQueue": { ...sqs, target: "AmazonSQS.PurgeQueue", parameters: { QueueUrl: required } },
  "AppConfig-GetConfiguration": {
    service: "appconfig",
    protocol: "path",
    path: "/applications/{Application}/environments/{Environment}/configurations/{Configuration}",
    query: ["ClientId", "ClientConfigurationVersion"],
    parameters: {
      Application: required,
      Environment: required,
      Configuration: required,
      ClientId: { ...required, as: "client_id" },
      ClientConfigurationVersion: { ...text, as: "client_configuration_version" },
    },
  },
  "Kinesis-PutRecord": {
    service: "kinesis",
    protocol: "json",
    version: "1.1",
    target: "Kinesis_20131202.PutRecord",
    parameters: {
      StreamName: required,
      Data: required,
      PartitionKey: required,
      SequenceNumberForOrdering: text,
      ExplicitHashKey: text,
    },
  },
  "StepFunctions-StartExecution": {
    ...states,
    target: "AWSStepFunctions.StartExecution",
    parameters: {
      StateMachineArn: { ...required, as: "stateMachineArn" },
      Name: { ...text, as: "name" },
      Input: { ...text, as: "input" },
    },
  },
  "StepFunctions-StartSyncExecution": {
    ...states,
    target: "AWSStepFunctions.StartSyncExecution",
    parameters: {
      StateMachineArn: { ...required, as: "stateMachineArn" },
      Name: { ...text, as: "name" },
      Input: { ...text, as: "input" },
      TraceHeader: { ...text, as: "traceHeader" },
    },
  },
  "StepFunctions-StopExecution": {
    ...states,
    target: "AWSStepFunctions.StopExecution",
    parameters: {
      ExecutionArn: { ...required, as: "executionArn" },
      Cause: { ...text, as: "cause" },
      Error: { ...text, as: "error" },
    },
  },
};
