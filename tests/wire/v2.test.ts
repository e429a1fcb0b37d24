import {
  type ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  CreateIntegrationResponseCommand,
  CreateModelCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
  CreateVpcLinkCommand,
  DeleteApiCommand,
  DeleteAuthorizerCommand,
  DeleteCorsConfigurationCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  DeleteRouteRequestParameterCommand,
  DeleteRouteSettingsCommand,
  ExportApiCommand,
  GetApiCommand,
  GetApisCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetIntegrationCommand,
  GetModelTemplateCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  GetStageCommand,
  GetTagsCommand,
  ImportApiCommand,
  ReimportApiCommand,
  TagResourceCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "@/lib/db/database.ts";
import { openTestDatabase } from "../services/test-scope.ts";
import { awsV2Client, testRuntime } from "./aws-client.ts";

let db: Database;
let close: () => Promise<void>;
let client: ApiGatewayV2Client;

beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
  client = awsV2Client(await testRuntime(db));
});
afterAll(() => close());

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:pets";
const authorizerUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

async function httpApi(name = "pets") {
  const { ApiId = "" } = await client.send(new CreateApiCommand({ Name: name, ProtocolType: "HTTP" }));
  const integrate = async () => {
    const input = { ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: functionArn, PayloadFormatVersion: "2.0" } as const;
    return (await client.send(new CreateIntegrationCommand(input))).IntegrationId ?? "";
  };
  const route = async (RouteKey: string) =>
    client.send(new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${await integrate()}` }));
  return { ApiId, integrate, route };
}

test("an API is made, read, changed and deleted; what is not given is as the service has it", async () => {
  const cors = { AllowOrigins: ["*"], AllowMethods: ["GET"] };
  const made = await client.send(new CreateApiCommand({ Name: "a", ProtocolType: "HTTP", CorsConfiguration: cors, Tags: { team: "x" } }));
  const { ApiId = "" } = made;

  expect(made).toMatchObject({
    Name: "a",
    ApiEndpoint: `https://${ApiId}.execute-api.us-east-1.amazonaws.com`,
    RouteSelectionExpression: "$request.method $request.path",
    ApiKeySelectionExpression: "$request.header.x-api-key",
    DisableExecuteApiEndpoint: false,
    IpAddressType: "ipv4",
    CorsConfiguration: { ...cors, AllowCredentials: false, MaxAge: 0 },
    Tags: { team: "x" },
  });
  expect(made.CreatedDate).toBeInstanceOf(Date);
  expect(await client.send(new UpdateApiCommand({ ApiId, Description: "about pets" }))).toMatchObject({
    Name: "a",
    Description: "about pets",
  });
  expect((await client.send(new UpdateApiCommand({ ApiId, Description: "" }))).Description).toBeUndefined();
  await client.send(new DeleteCorsConfigurationCommand({ ApiId }));
  expect((await client.send(new GetApiCommand({ ApiId }))).CorsConfiguration).toBeUndefined();
  const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}`;
  await client.send(new TagResourceCommand({ ResourceArn, Tags: { team: "y" } }));
  expect((await client.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ team: "y" });
  await client.send(new DeleteApiCommand({ ApiId }));
  await expect(client.send(new GetApiCommand({ ApiId }))).rejects.toMatchObject({
    name: "NotFoundException",
    message: `Invalid API identifier specified 000000000000:${ApiId}`,
  });
});

test("quick create gives a route, an integration and a stage that serves them", async () => {
  const { ApiId = "" } = await client.send(new CreateApiCommand({ Name: "quick", ProtocolType: "HTTP", Target: "http://127.0.0.1:8081/" }));

  const { Items: routes = [] } = await client.send(new GetRoutesCommand({ ApiId }));
  expect(routes).toMatchObject([{ RouteKey: "$default", ApiGatewayManaged: true, AuthorizationType: "NONE", ApiKeyRequired: false }]);
  const stage = await client.send(new GetStageCommand({ ApiId, StageName: "$default" }));
  expect(stage).toMatchObject({ AutoDeploy: true, ApiGatewayManaged: true });
  expect((await client.send(new GetDeploymentCommand({ ApiId, DeploymentId: stage.DeploymentId }))).AutoDeployed).toBe(true);
});

test("a stage that deploys by itself serves each change, and only changes make deployments", async () => {
  const { ApiId, route, integrate } = await httpApi();
  const first = await route("GET /pets");
  const made = await client.send(new CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true }));
  await client.send(new CreateStageCommand({ ApiId, StageName: "manual" }));
  const deploymentOf = async (StageName: string) => (await client.send(new GetStageCommand({ ApiId, StageName }))).DeploymentId;

  expect(await deploymentOf("$default")).toBe(made.DeploymentId);
  await route("GET /pets/{id}");
  const second = await deploymentOf("$default");
  expect(second).not.toBe(made.DeploymentId);
  const before = (await client.send(new GetDeploymentsCommand({ ApiId }))).Items?.length;
  await client.send(new UpdateRouteCommand({ ApiId, RouteId: first.RouteId, OperationName: "" }));
  expect(await deploymentOf("$default")).toBe(second);
  expect((await client.send(new GetDeploymentsCommand({ ApiId }))).Items).toHaveLength(before ?? 0);
  expect(await deploymentOf("manual")).toBeUndefined();
  const { DeploymentId } = await client.send(new CreateDeploymentCommand({ ApiId, StageName: "manual", Description: "by hand" }));
  await integrate();
  expect(await deploymentOf("manual")).toBe(DeploymentId);
});

test.each([
  [
    { RouteKey: "pets" },
    'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
  ],
  [{ RouteKey: "GET /a/{x}/{x}" }, "Invalid route key GET /a/{x}/{x}: the variable x is there twice"],
  [{ RouteKey: "GET /{proxy+}/a" }, "Invalid route key GET /{proxy+}/a: a greedy variable has to be last"],
  [{ RouteKey: "GET /a", Target: "integrations/none" }, "Invalid target specified: integrations/none"],
  [{ RouteKey: "GET /a", AuthorizationType: "JWT" as const }, "Invalid authorizer id specified for route"],
])("a route %j is refused", async (route, message) => {
  const { ApiId } = await httpApi();

  await expect(client.send(new CreateRouteCommand({ ApiId, ...route }))).rejects.toMatchObject({ name: "BadRequestException", message });
});

test("two routes cannot have one key, and an integration that a route leads to cannot go", async () => {
  const { ApiId, route, integrate } = await httpApi();
  const { RouteId, Target = "" } = await route("GET /a");

  await expect(route("GET /a")).rejects.toMatchObject({
    name: "ConflictException",
    message: "Route with key GET /a already exists for this API",
  });
  const IntegrationId = Target.replace("integrations/", "");
  await expect(client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId }))).rejects.toMatchObject({ name: "ConflictException" });
  await client.send(new UpdateRouteCommand({ ApiId, RouteId, Target: `integrations/${await integrate()}` }));
  await client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId }));
});

test("parameters of an integration are added one by one, and go with the empty text or map", async () => {
  const { ApiId } = await httpApi();
  const made = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "HTTP_PROXY",
      IntegrationMethod: "GET",
      IntegrationUri: "http://127.0.0.1:8081/pets",
      PassthroughBehavior: "WHEN_NO_MATCH",
      RequestParameters: { "append:header.a": "1", "append:header.b": "2" },
      ResponseParameters: { "500": { "overwrite:statuscode": "502" }, "404": { "append:header.x": "y" } },
    }),
  );
  const { IntegrationId } = made;

  expect(made).toMatchObject({ PayloadFormatVersion: "1.0", TimeoutInMillis: 30_000, ConnectionType: "INTERNET" });
  expect(made.PassthroughBehavior).toBeUndefined();
  await client.send(
    new UpdateIntegrationCommand({
      ApiId,
      IntegrationId,
      RequestParameters: { "append:header.a": "", "append:header.c": "3" },
      ResponseParameters: { "404": {} },
    }),
  );
  expect(await client.send(new GetIntegrationCommand({ ApiId, IntegrationId }))).toMatchObject({
    RequestParameters: { "append:header.b": "2", "append:header.c": "3" },
    ResponseParameters: { "500": { "overwrite:statuscode": "502" } },
  });
});

test("variables of a stage go with the empty text, settings of routes by their own call", async () => {
  const { ApiId } = await httpApi();
  const RouteSettings = { "GET /a": { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.5 } };
  const StageVariables = { colour: "blue", size: "l" };
  const made = await client.send(new CreateStageCommand({ ApiId, StageName: "dev", RouteSettings, StageVariables }));

  expect(made).toMatchObject({ AutoDeploy: false, DefaultRouteSettings: { DetailedMetricsEnabled: false }, RouteSettings, StageVariables });
  expect(made.DeploymentId).toBeUndefined();
  const updated = await client.send(new UpdateStageCommand({ ApiId, StageName: "dev", StageVariables: { colour: "", weight: "1" } }));
  expect(updated).toMatchObject({ StageVariables: { size: "l", weight: "1" }, RouteSettings });
  await client.send(new DeleteRouteSettingsCommand({ ApiId, StageName: "dev", RouteKey: "GET /a" }));
  expect((await client.send(new GetStageCommand({ ApiId, StageName: "dev" }))).RouteSettings).toEqual({});
});

test("authorizers are checked, and one in use stays", async () => {
  const { ApiId, integrate } = await httpApi();
  const IdentitySource = ["$request.header.Authorization"];
  const jwt = { ApiId, Name: "jwt", AuthorizerType: "JWT" as const, IdentitySource };
  await expect(client.send(new CreateAuthorizerCommand(jwt))).rejects.toMatchObject({ name: "BadRequestException" });
  const JwtConfiguration = { Issuer: "https://issuer.example", Audience: ["pets"] };
  const { AuthorizerId } = await client.send(new CreateAuthorizerCommand({ ...jwt, JwtConfiguration }));
  const request = {
    ...jwt,
    Name: "fn",
    AuthorizerType: "REQUEST",
    AuthorizerUri: authorizerUri,
    AuthorizerPayloadFormatVersion: "2.0",
  } as const;
  expect(await client.send(new CreateAuthorizerCommand(request))).toMatchObject({
    AuthorizerResultTtlInSeconds: 0,
    EnableSimpleResponses: false,
  });
  const route = { ApiId, RouteKey: "GET /a", AuthorizationType: "JWT", AuthorizerId, Target: `integrations/${await integrate()}` } as const;
  const { RouteId } = await client.send(new CreateRouteCommand(route));

  await expect(client.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId }))).rejects.toMatchObject({ name: "BadRequestException" });
  await client.send(new UpdateRouteCommand({ ApiId, RouteId, AuthorizationType: "NONE", AuthorizerId: "" }));
  await client.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId }));
});

test("a WebSocket API has responses of integrations and routes, models, and its own endpoint", async () => {
  const api = { Name: "chat", ProtocolType: "WEBSOCKET" } as const;
  await expect(client.send(new CreateApiCommand(api))).rejects.toMatchObject({
    message: "RouteSelectionExpression is a required parameter for protocol type WEBSOCKET",
  });
  const made = await client.send(new CreateApiCommand({ ...api, RouteSelectionExpression: "$request.body.action" }));
  const { ApiId = "" } = made;
  expect(made.ApiEndpoint).toBe(`wss://${ApiId}.execute-api.us-east-1.amazonaws.com`);

  const integration = await client.send(new CreateIntegrationCommand({ ApiId, IntegrationType: "MOCK" }));
  const { IntegrationId } = integration;
  expect(integration).toMatchObject({
    PassthroughBehavior: "WHEN_NO_MATCH",
    TimeoutInMillis: 29_000,
    IntegrationResponseSelectionExpression: "${integration.response.statuscode}",
  });
  const response = { ApiId, IntegrationId, IntegrationResponseKey: "$default" };
  await client.send(new CreateIntegrationResponseCommand(response));
  await expect(client.send(new CreateIntegrationResponseCommand(response))).rejects.toMatchObject({ name: "ConflictException" });
  const { ModelId } = await client.send(
    new CreateModelCommand({
      ApiId,
      Name: "Message",
      ContentType: "application/json",
      Schema: '{"properties": {"text": {"type": "string"}}}',
    }),
  );
  expect((await client.send(new GetModelTemplateCommand({ ApiId, ModelId }))).Value).toContain("$input.json('$.text')");
  const route = { ApiId, RouteKey: "join", RequestParameters: { "route.request.querystring.q": { Required: true } } };
  const { RouteId } = await client.send(new CreateRouteCommand({ ...route, Target: `integrations/${IntegrationId}` }));
  await client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
  expect((await client.send(new GetRouteResponsesCommand({ ApiId, RouteId }))).Items).toMatchObject([{ RouteResponseKey: "$default" }]);
  const parameter = { ApiId, RouteId, RequestParameterKey: "route.request.querystring.q" };
  await client.send(new DeleteRouteRequestParameterCommand(parameter));
  await expect(client.send(new DeleteRouteRequestParameterCommand(parameter))).rejects.toMatchObject({ name: "NotFoundException" });
  await client.send(new DeleteRouteCommand({ ApiId, RouteId }));
});

test("lists come in pages", async () => {
  const { ApiId, route } = await httpApi();
  for (const path of ["a", "b", "c"]) await route(`GET /${path}`);

  const first = await client.send(new GetRoutesCommand({ ApiId, MaxResults: "2" }));
  const second = await client.send(new GetRoutesCommand({ ApiId, MaxResults: "2", NextToken: first.NextToken }));

  expect([first.Items?.length, second.Items?.length, second.NextToken]).toEqual([2, 1, undefined]);
  expect((await client.send(new GetApisCommand({}))).Items?.map((api) => api.ApiId)).toContain(ApiId);
});

test("a VPC link is available at once", async () => {
  const made = await client.send(new CreateVpcLinkCommand({ Name: "link", SubnetIds: ["10.0.0.5:8080", "subnet-1"] }));

  expect(made).toMatchObject({ VpcLinkStatus: "AVAILABLE", VpcLinkVersion: "V2", SubnetIds: ["10.0.0.5:8080", "subnet-1"] });
});

const proxy = { type: "aws_proxy", httpMethod: "POST", uri: authorizerUri, payloadFormatVersion: "2.0" };
const document = {
  openapi: "3.0.1",
  info: { title: "imported", version: "1" },
  "x-amazon-apigateway-cors": { allowOrigins: ["https://www.example.com"], allowMethods: ["GET"] },
  paths: {
    "/pets/{id}": {
      get: { operationId: "getPet", responses: {}, security: [{ jwt: ["pets/read"] }], "x-amazon-apigateway-integration": proxy },
      put: {
        responses: {},
        "x-amazon-apigateway-auth": { type: "AWS_IAM" },
        "x-amazon-apigateway-integration": { $ref: "#/components/x-amazon-apigateway-integrations/shared" },
      },
    },
    "/pets": {
      post: { responses: {}, "x-amazon-apigateway-integration": { $ref: "#/components/x-amazon-apigateway-integrations/shared" } },
    },
    "/$default": { "x-amazon-apigateway-any-method": { isDefaultRoute: true, responses: {}, "x-amazon-apigateway-integration": proxy } },
  },
  components: {
    "x-amazon-apigateway-integrations": {
      shared: {
        type: "http_proxy",
        httpMethod: "ANY",
        uri: "http://127.0.0.1:8081",
        payloadFormatVersion: "1.0",
        requestParameters: { "append:header.a": "b" },
      },
    },
    securitySchemes: {
      jwt: {
        type: "oauth2",
        "x-amazon-apigateway-authorizer": {
          type: "jwt",
          identitySource: "$request.header.Authorization",
          jwtConfiguration: { issuer: "https://issuer.example", audience: ["pets"] },
        },
      },
    },
  },
};

async function exported(ApiId: string, OutputType = "JSON"): Promise<string> {
  const { body } = await client.send(new ExportApiCommand({ ApiId, OutputType, Specification: "OAS30" }));
  return new TextDecoder().decode(body).replaceAll(ApiId, "API");
}

test("a document becomes an HTTP API: routes, shared integrations, authorizers, CORS", async () => {
  const { ApiId = "", CorsConfiguration } = await client.send(new ImportApiCommand({ Body: JSON.stringify(document) }));
  const { Items: routes = [] } = await client.send(new GetRoutesCommand({ ApiId }));
  const byKey = new Map(routes.map((route) => [route.RouteKey, route]));

  expect(CorsConfiguration).toMatchObject({ AllowOrigins: ["https://www.example.com"], AllowMethods: ["GET"] });
  expect([...byKey.keys()].sort()).toEqual(["$default", "GET /pets/{id}", "POST /pets", "PUT /pets/{id}"]);
  expect(byKey.get("GET /pets/{id}")).toMatchObject({
    AuthorizationType: "JWT",
    AuthorizationScopes: ["pets/read"],
    OperationName: "getPet",
  });
  expect(byKey.get("PUT /pets/{id}")).toMatchObject({ AuthorizationType: "AWS_IAM", Target: byKey.get("POST /pets")?.Target });
});

test.each(["JSON", "YAML"])("an import of an export in %s is exported the same, and so is importing it again", async (outputType) => {
  const { ApiId: original = "" } = await client.send(new ImportApiCommand({ Body: JSON.stringify(document) }));
  const first = await exported(original, outputType);

  const { ApiId = "" } = await client.send(new ImportApiCommand({ Body: first, FailOnWarnings: true }));
  expect(await exported(ApiId, outputType)).toBe(first);
  await client.send(new ReimportApiCommand({ ApiId, Body: first }));
  expect(await exported(ApiId, outputType)).toBe(first);
});

test("importing again replaces what the document does not have, and a bad document changes nothing", async () => {
  const { ApiId = "" } = await client.send(new ImportApiCommand({ Body: JSON.stringify(document) }));
  const before = await exported(ApiId);
  const broken = { ...document, paths: { "/a{b}": { get: { responses: {}, "x-amazon-apigateway-integration": proxy } } } };

  await expect(client.send(new ReimportApiCommand({ ApiId, Body: JSON.stringify(broken) }))).rejects.toMatchObject({
    name: "BadRequestException",
  });
  expect(await exported(ApiId)).toBe(before);
  const smaller = {
    openapi: "3.0.1",
    info: { title: "smaller" },
    paths: { "/a": { get: { responses: {}, "x-amazon-apigateway-integration": proxy } } },
  };
  const { Name, CorsConfiguration } = await client.send(new ReimportApiCommand({ ApiId, Body: JSON.stringify(smaller) }));
  expect([Name, CorsConfiguration]).toEqual(["smaller", undefined]);
  expect((await client.send(new GetRoutesCommand({ ApiId }))).Items?.map(({ RouteKey }) => RouteKey)).toEqual(["GET /a"]);
});

test("warnings are told, or stop the import when they shall", async () => {
  const odd = {
    ...document,
    paths: {
      "/a": { get: { responses: {}, "x-amazon-apigateway-integration": { $ref: "#/components/x-amazon-apigateway-integrations/none" } } },
    },
  };
  const warning = "Unable to find the integration 'none' of route 'GET /a'";

  expect((await client.send(new ImportApiCommand({ Body: JSON.stringify(odd) }))).ImportInfo).toEqual([warning]);
  await expect(client.send(new ImportApiCommand({ Body: JSON.stringify(odd), FailOnWarnings: true }))).rejects.toMatchObject({
    message: `Warnings found during import:\n\t${warning}`,
  });
});
