import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  CreateVpcLinkCommand,
  GenerateClientCertificateCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";

export type FullApi = {
  restApiId: string;
  resourceId: string;
  authorizerId: string;
  clientCertificateId: string;
  apiKey: string;
  usagePlanId: string;
  vpcLinkId: string;
};

const functionUri =
  "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:check/invocations";
const role = "arn:aws:iam::000000000000:role/caller";
const policy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" }],
};

/** One of everything that has a form, with every optional field that the control API takes. */
export async function createFullApi(client: APIGatewayClient): Promise<FullApi> {
  const { id: restApiId = "", rootResourceId: resourceId = "" } = await client.send(
    new CreateRestApiCommand({
      name: "full",
      description: "before",
      version: "7",
      binaryMediaTypes: ["image/png", "application/zip"],
      minimumCompressionSize: 1024,
      apiKeySource: "AUTHORIZER",
      endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" },
      policy: JSON.stringify(policy),
      tags: { team: "pets" },
      disableExecuteApiEndpoint: false,
    }),
  );
  await client.send(
    new CreateModelCommand({ restApiId, name: "Pet", description: "before", contentType: "application/json", schema: '{"type":"object"}' }),
  );
  const { id: requestValidatorId = "" } = await client.send(
    new CreateRequestValidatorCommand({ restApiId, name: "all", validateRequestBody: true, validateRequestParameters: true }),
  );
  const { id: authorizerId = "" } = await client.send(
    new CreateAuthorizerCommand({
      restApiId,
      name: "check",
      type: "TOKEN",
      authType: "custom",
      authorizerUri: functionUri,
      authorizerCredentials: role,
      identitySource: "method.request.header.X-Token",
      identityValidationExpression: "tok-.+",
      authorizerResultTtlInSeconds: 120,
    }),
  );
  await createFullMethod(client, { restApiId, resourceId, authorizerId, requestValidatorId });
  await client.send(
    new PutGatewayResponseCommand({
      restApiId,
      responseType: "DEFAULT_5XX",
      statusCode: "503",
      responseParameters: { "gatewayresponse.header.Retry-After": "'10'" },
      responseTemplates: { "application/json": '{"message":$context.error.messageString}', "text/plain": "sorry" },
    }),
  );
  const { clientCertificateId = "" } = await client.send(
    new GenerateClientCertificateCommand({ description: "before", tags: { team: "pets" } }),
  );
  await deployFullStage(client, { restApiId, clientCertificateId });
  const { id: apiKey = "" } = await client.send(
    new CreateApiKeyCommand({ name: "mobile", description: "before", enabled: true, customerId: "c-1", tags: { team: "pets" } }),
  );
  const { id: usagePlanId = "" } = await client.send(
    new CreateUsagePlanCommand({
      name: "gold",
      description: "before",
      apiStages: [{ apiId: restApiId, stage: "prod", throttle: { "//POST": { rateLimit: 3, burstLimit: 4 } } }],
      throttle: { rateLimit: 10, burstLimit: 20 },
      quota: { limit: 1000, offset: 1, period: "WEEK" },
      tags: { team: "pets" },
    }),
  );
  const { id: vpcLinkId = "" } = await client.send(
    new CreateVpcLinkCommand({
      name: "link",
      description: "before",
      targetArns: ["arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/inner/0123456789abcdef"],
      tags: { team: "pets" },
    }),
  );
  return { restApiId, resourceId, authorizerId, clientCertificateId, apiKey, usagePlanId, vpcLinkId };
}

type MethodParts = { restApiId: string; resourceId: string; authorizerId: string; requestValidatorId: string };

async function createFullMethod(client: APIGatewayClient, { restApiId, resourceId, ...rest }: MethodParts): Promise<void> {
  const method = { restApiId, resourceId, httpMethod: "POST" };
  await client.send(
    new PutMethodCommand({
      ...method,
      ...rest,
      authorizationType: "CUSTOM",
      apiKeyRequired: true,
      operationName: "before",
      requestParameters: { "method.request.querystring.page": true, "method.request.header.X-Trace": false },
      requestModels: { "application/json": "Pet" },
    }),
  );
  await client.send(
    new PutMethodResponseCommand({
      ...method,
      statusCode: "200",
      responseParameters: { "method.response.header.X-Total": true },
      responseModels: { "application/json": "Pet" },
    }),
  );
  await client.send(
    new PutIntegrationCommand({
      ...method,
      type: "HTTP",
      integrationHttpMethod: "PUT",
      uri: "https://127.0.0.1:9/${stageVariables.where}",
      credentials: role,
      requestParameters: { "integration.request.header.X-Page": "method.request.querystring.page" },
      requestTemplates: { "application/json": "$input.json('$')", "text/plain": "$input.body" },
      passthroughBehavior: "NEVER",
      contentHandling: "CONVERT_TO_TEXT",
      timeoutInMillis: 4321,
      cacheNamespace: "pets",
      cacheKeyParameters: ["method.request.querystring.page"],
      tlsConfig: { insecureSkipVerification: true },
    }),
  );
  await client.send(
    new PutIntegrationResponseCommand({
      ...method,
      statusCode: "200",
      selectionPattern: "2\\d{2}",
      responseParameters: { "method.response.header.X-Total": "integration.response.header.X-Count" },
      responseTemplates: { "application/json": "$input.json('$.pets')" },
      contentHandling: "CONVERT_TO_TEXT",
    }),
  );
}

async function deployFullStage(client: APIGatewayClient, stage: { restApiId: string; clientCertificateId: string }): Promise<void> {
  const { restApiId, clientCertificateId } = stage;
  await client.send(
    new CreateDeploymentCommand({
      restApiId,
      stageName: "prod",
      stageDescription: "before",
      variables: { where: "pets" },
      cacheClusterEnabled: true,
      cacheClusterSize: "0.5",
      tracingEnabled: true,
    }),
  );
  const set = (path: string, value: string) => ({ op: "replace" as const, path, value });
  await client.send(
    new UpdateStageCommand({
      restApiId,
      stageName: "prod",
      patchOperations: [
        set("/clientCertificateId", clientCertificateId),
        set("/*/*/throttling/rateLimit", "50"),
        set("/*/*/throttling/burstLimit", "60"),
        set("/*/*/logging/loglevel", "INFO"),
        set("/*/*/metrics/enabled", "true"),
        set("/~1/POST/caching/ttlInSeconds", "77"),
        set("/accessLogSettings/destinationArn", "arn:aws:logs:us-east-1:000000000000:log-group:access"),
        set("/accessLogSettings/format", "$context.requestId"),
      ],
    }),
  );
}
