/** Services that integrations call most, with actions to choose from; any other name can be typed. */
export const serviceActions: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem", "TransactWriteItems"],
  events: ["PutEvents"],
  firehose: ["PutRecord", "PutRecordBatch"],
  kinesis: ["PutRecord", "PutRecords", "ListStreams", "DescribeStream"],
  kms: ["Encrypt", "Decrypt", "GenerateDataKey"],
  s3: [],
  secretsmanager: ["GetSecretValue", "PutSecretValue"],
  sns: ["Publish", "PublishBatch", "Subscribe"],
  sqs: ["SendMessage", "ReceiveMessage", "DeleteMessage", "SendMessageBatch"],
  ssm: ["GetParameter", "GetParametersByPath", "PutParameter"],
  states: ["StartExecution", "StartSyncExecution", "DescribeExecution", "StopExecution"],
};
