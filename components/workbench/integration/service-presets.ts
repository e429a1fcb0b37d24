import type { Integration, Method } from "@/lib/definition/rest-api";
import { formatServiceUri, type ServiceAddress, type Workspace } from "./aws-uri";

type PresetIntegration = {
  address: Omit<ServiceAddress, "region">;
  httpMethod?: string;
  requestParameters?: Record<string, string>;
  requestTemplate?: string;
  responseTemplate?: string;
};

/** A call of a service that is whole as it stands, except for the name of the thing it calls. */
export type ServicePreset = { id: string; label: string; sentence: string; make: (place: Place) => PresetIntegration };

/** Where the preset is put: names of things are made of the workspace, keys of the path. */
type Place = Workspace & { path: string };

const json = "application/json";
const contentType = (type: string) => ({ "integration.request.header.Content-Type": `'${type}'` });
const form = contentType("application/x-www-form-urlencoded");
const amzJson = (version: string) => contentType(`application/x-amz-json-${version}`);

/** The first path parameter, where the resource has one; else a query parameter named `id`. */
function keyExpression(path: string): string {
  const name = /\{([^}+]+)\+?\}/.exec(path)?.[1];
  return name === undefined ? "$input.params('id')" : `$input.params('${name}')`;
}

export const servicePresets: readonly ServicePreset[] = [
  {
    id: "sqs-send",
    label: "SQS SendMessage",
    sentence: "The body becomes a message of a queue.",
    make: ({ accountId }) => ({
      address: { service: "sqs", style: "path", what: `${accountId}/queue` },
      requestParameters: form,
      requestTemplate: "Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
      responseTemplate: '{"sent": true}',
    }),
  },
  {
    id: "sns-publish",
    label: "SNS Publish",
    sentence: "The body is published to a topic.",
    make: ({ accountId, region }) => ({
      address: { service: "sns", style: "action", what: "Publish" },
      requestParameters: form,
      requestTemplate: `TopicArn=$util.urlEncode('arn:aws:sns:${region}:${accountId}:topic')&Message=$util.urlEncode($input.body)`,
      responseTemplate: '{"published": true}',
    }),
  },
  {
    id: "kinesis-put",
    label: "Kinesis PutRecord",
    sentence: "The body becomes a record of a stream.",
    make: () => ({
      address: { service: "kinesis", style: "action", what: "PutRecord" },
      requestParameters: amzJson("1.1"),
      requestTemplate: `{
  "StreamName": "stream",
  "Data": "$util.base64Encode($input.body)",
  "PartitionKey": "$context.requestId"
}`,
    }),
  },
  {
    id: "sfn-start",
    label: "Step Functions StartExecution",
    sentence: "The body starts an execution of a state machine.",
    make: ({ accountId, region }) => ({
      address: { service: "states", style: "action", what: "StartExecution" },
      requestParameters: amzJson("1.0"),
      requestTemplate: `{
  "stateMachineArn": "arn:aws:states:${region}:${accountId}:stateMachine:machine",
  "input": "$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'", "'")"
}`,
    }),
  },
  {
    id: "dynamodb-put",
    label: "DynamoDB PutItem",
    sentence: "The body is stored as an item, under an id of its own.",
    make: () => ({
      address: { service: "dynamodb", style: "action", what: "PutItem" },
      requestParameters: amzJson("1.0"),
      requestTemplate: `{
  "TableName": "table",
  "Item": {
    "id": {"S": "$context.requestId"},
    "body": {"S": "$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'", "'")"}
  }
}`,
      responseTemplate: '{"id": "$context.requestId"}',
    }),
  },
  {
    id: "dynamodb-get",
    label: "DynamoDB GetItem",
    sentence: "Answers with the item of an id.",
    make: ({ path }) => ({
      address: { service: "dynamodb", style: "action", what: "GetItem" },
      requestParameters: amzJson("1.0"),
      requestTemplate: `{
  "TableName": "table",
  "Key": {"id": {"S": "$util.escapeJavaScript(${keyExpression(path)})"}}
}`,
      responseTemplate: "$input.json('$.Item')",
    }),
  },
  {
    id: "dynamodb-query",
    label: "DynamoDB Query",
    sentence: "Answers with every item of a key.",
    make: ({ path }) => ({
      address: { service: "dynamodb", style: "action", what: "Query" },
      requestParameters: amzJson("1.0"),
      requestTemplate: `{
  "TableName": "table",
  "KeyConditionExpression": "id = :id",
  "ExpressionAttributeValues": {":id": {"S": "$util.escapeJavaScript(${keyExpression(path)})"}}
}`,
      responseTemplate: "$input.json('$.Items')",
    }),
  },
  {
    id: "s3-get",
    label: "S3 GetObject",
    sentence: "Answers with an object of a bucket.",
    make: ({ path }) => {
      const name = /\{([^}+]+)\+?\}/.exec(path)?.[1];
      const source = name === undefined ? "method.request.querystring.key" : `method.request.path.${name}`;
      return {
        address: { service: "s3", style: "path", what: "bucket/{key}" },
        httpMethod: "GET",
        requestParameters: { "integration.request.path.key": source },
      };
    },
  },
  {
    id: "events-put",
    label: "EventBridge PutEvents",
    sentence: "The body becomes an event of a bus.",
    make: () => ({
      address: { service: "events", style: "action", what: "PutEvents" },
      requestParameters: { ...amzJson("1.1"), "integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'" },
      requestTemplate: `{
  "Entries": [{
    "EventBusName": "default",
    "Source": "api",
    "DetailType": "request",
    "Detail": "$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'", "'")"
  }]
}`,
    }),
  },
];

/** The method with the preset's call, its templates, and responses for success, refusal and failure. */
export function applyPreset(method: Method, preset: ServicePreset, place: Place): Method {
  const { address, httpMethod = "POST", requestParameters = {}, requestTemplate, responseTemplate } = preset.make(place);
  const old = method.methodIntegration;
  const statuses = [
    { statusCode: "200", ...(responseTemplate === undefined ? {} : { responseTemplates: { [json]: responseTemplate } }) },
    { statusCode: "400", selectionPattern: "4\\d{2}" },
    { statusCode: "500", selectionPattern: "5\\d{2}" },
  ];
  const integration: Integration = {
    type: "AWS",
    httpMethod,
    uri: formatServiceUri({ ...address, region: place.region }),
    ...(old?.credentials ? { credentials: old.credentials } : {}),
    requestParameters,
    ...(requestTemplate === undefined ? {} : { requestTemplates: { [json]: requestTemplate } }),
    // A body of a type without a template would reach the service as it is.
    passthroughBehavior: requestTemplate === undefined ? "WHEN_NO_MATCH" : "NEVER",
    timeoutInMillis: old?.timeoutInMillis ?? 29_000,
    cacheNamespace: old?.cacheNamespace ?? "",
    cacheKeyParameters: old?.cacheKeyParameters ?? [],
    integrationResponses: Object.fromEntries(statuses.map((response) => [response.statusCode, response])),
  };
  const declared = Object.fromEntries(
    statuses.map(({ statusCode }) => [statusCode, method.methodResponses?.[statusCode] ?? { statusCode }]),
  );
  return {
    ...method,
    requestParameters: { ...method.requestParameters, ...neededParameters(requestParameters, method) },
    methodResponses: { ...method.methodResponses, ...declared },
    methodIntegration: integration,
  };
}

/** A mapping reads only what the method declares. */
function neededParameters(mappings: Record<string, string>, method: Method): Record<string, boolean> {
  const sources = Object.values(mappings).filter((source) => source.startsWith("method.request."));
  return Object.fromEntries(sources.filter((source) => !(source in (method.requestParameters ?? {}))).map((source) => [source, true]));
}
