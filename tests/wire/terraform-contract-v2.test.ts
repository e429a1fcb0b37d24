// The same for the resources of HTTP and WebSocket APIs: created, read, changed, read and deleted with the members and the values that the
// provider sends. An update names only what changed; what it leaves out is kept.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../services/test-scope.ts";
import { type Call, caller, testRuntime } from "./aws-client.ts";
import { readBack } from "./read-back.ts";

let call: Call;
let read: ReturnType<typeof readBack>["read"];
let gone: ReturnType<typeof readBack>["gone"];
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  close = open.close;
  call = caller(await testRuntime(open.db));
  ({ read, gone } = readBack(call));
});
afterAll(() => close());

async function create(path: string, members: object): Promise<Record<string, unknown>> {
  const { status, body } = await call("POST", path, members);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body;
}

async function change(path: string, members: object): Promise<void> {
  const { status, body } = await call("PATCH", path, members);
  expect({ status, body }).toMatchObject({ status: 200 });
}

const sentWithEveryApi = {
  apiKeySelectionExpression: "$request.header.x-api-key",
  routeSelectionExpression: "$request.method $request.path",
};
const sentWithEveryIntegration = { connectionType: "INTERNET", passthroughBehavior: "WHEN_NO_MATCH", payloadFormatVersion: "1.0" };
const sentWithEveryRoute = { apiKeyRequired: false, authorizationType: "NONE" };
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:pets";
const invocation = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

async function newApi(protocolType: "HTTP" | "WEBSOCKET" = "HTTP") {
  const selection = protocolType === "HTTP" ? {} : { routeSelectionExpression: "$request.body.action" };
  const { apiId } = await create("/v2/apis", { ...sentWithEveryApi, ...selection, name: "contract", protocolType });
  return { api: `/v2/apis/${apiId}`, apiId: String(apiId) };
}

async function newRoute(protocolType: "HTTP" | "WEBSOCKET" = "HTTP") {
  const { api, apiId } = await newApi(protocolType);
  const integrationUri = "https://a.example/";
  const proxy = { ...sentWithEveryIntegration, integrationType: "HTTP_PROXY", integrationMethod: "GET", integrationUri };
  const { integrationId } = await create(`${api}/integrations`, proxy);
  const target = `integrations/${integrationId}`;
  const routeKey = protocolType === "HTTP" ? "GET /pets" : "join";
  const { routeId } = await create(`${api}/routes`, { ...sentWithEveryRoute, routeKey, target });
  return { api, apiId, integrationId, target, routeId, routeKey };
}

const apiComputed = ["apiId", "apiEndpoint", "createdDate"];

test("aws_apigatewayv2_api: absent is not empty, defaults are there", async () => {
  const { apiId } = await create("/v2/apis", { ...sentWithEveryApi, name: "plain", protocolType: "HTTP" });

  const api = await read(`/v2/apis/${apiId}`, ...apiComputed);

  expect(api).toEqual({
    ...sentWithEveryApi,
    name: "plain",
    protocolType: "HTTP",
    disableExecuteApiEndpoint: false,
    ipAddressType: "ipv4",
    // The service shows tags of the second API even where there are none.
    tags: {},
  });
  await gone(`/v2/apis/${apiId}`, 204);
});

test("aws_apigatewayv2_api: every member is read as it was configured, changed, and unset", async () => {
  const corsConfiguration = { allowHeaders: ["X-B", "x-a"], allowMethods: ["get"], allowOrigins: ["https://a.example"], maxAge: 300 };
  const configured = { name: "full", protocolType: "HTTP", description: "d", version: "v1", disableExecuteApiEndpoint: true };
  const tags = { a: "1" };
  const { apiId } = await create("/v2/apis", { ...sentWithEveryApi, ...configured, ipAddressType: "dualstack", corsConfiguration, tags });
  const path = `/v2/apis/${apiId}`;
  const cors = { ...corsConfiguration, allowCredentials: false };
  const full = { ...sentWithEveryApi, ...configured, ipAddressType: "dualstack", tags };
  expect(await read(path, ...apiComputed)).toEqual({ ...full, corsConfiguration: cors });

  await change(path, { name: "renamed" });
  expect(await read(path, ...apiComputed)).toEqual({ ...full, name: "renamed", corsConfiguration: cors });

  await change(path, { description: "", version: "", disableExecuteApiEndpoint: false, ipAddressType: "ipv4" });
  expect((await call("DELETE", `${path}/cors`)).status).toBe(204);
  expect(await read(path, ...apiComputed)).toEqual({
    ...sentWithEveryApi,
    name: "renamed",
    protocolType: "HTTP",
    disableExecuteApiEndpoint: false,
    ipAddressType: "ipv4",
    tags,
  });
});

test("aws_apigatewayv2_api with a document: imported again, its name, description and version set afterwards", async () => {
  const { api } = await newApi();
  const integration = { type: "http_proxy", httpMethod: "GET", uri: "https://a.example/", payloadFormatVersion: "1.0" };
  const paths = { "/pets": { get: { "x-amazon-apigateway-integration": integration } } };
  const document = JSON.stringify({ openapi: "3.0.1", info: { title: "of the document", version: "9" }, paths });

  expect((await call("PUT", api, { body: document })).status).toBe(201);
  await change(api, { name: "configured", description: "d", version: "1" });

  expect(await read(api, ...apiComputed)).toMatchObject({ name: "configured", description: "d", version: "1" });
  expect((await read(`${api}/routes`)).items).toMatchObject([{ routeKey: "GET /pets", authorizationType: "NONE" }]);
});

test("tags of APIs and stages: sent with the creation, later by ARN only", async () => {
  const { api, apiId } = await newApi();
  await create(`${api}/stages`, { stageName: "$default", autoDeploy: false, tags: { a: "1" } });
  const arn = `/v2/tags/${encodeURIComponent(`arn:aws:apigateway:us-east-1::/apis/${apiId}/stages/$default`)}`;

  await create(arn, { tags: { b: "2" } });
  expect((await call("DELETE", `${arn}?tagKeys=a`)).status).toBe(204);

  expect((await call("GET", `${api}/stages/$default`)).body.tags).toEqual({ b: "2" });
  expect(await call("GET", `/v2/tags/${encodeURIComponent("arn:aws:apigateway:us-east-1::/apis/nothing")}`)).toMatchObject({
    status: 404,
    code: "NotFoundException",
  });
});

test("aws_apigatewayv2_integration of an HTTP API", async () => {
  const { api } = await newApi();
  const sent = { integrationType: "HTTP_PROXY", integrationMethod: "GET", integrationUri: "https://a.example/{id}" };
  const requestParameters = { "append:header.a": "$request.header.a", "overwrite:path": "/b" };
  const responseParameters = { "403": { "append:header.auth": "$context.authorizer.x" }, "200": { "overwrite:statuscode": "204" } };
  const { integrationId } = await create(`${api}/integrations`, {
    ...sentWithEveryIntegration,
    ...sent,
    requestParameters,
    responseParameters,
    description: "d",
    timeoutInMillis: 5_000,
    tlsConfig: { serverNameToVerify: "a.example" },
  });
  const path = `${api}/integrations/${integrationId}`;
  const kept = { integrationId, ...sent, connectionType: "INTERNET", payloadFormatVersion: "1.0" };
  expect(await read(path)).toEqual({
    ...kept,
    requestParameters,
    responseParameters,
    description: "d",
    timeoutInMillis: 5_000,
    tlsConfig: { serverNameToVerify: "a.example" },
  });

  await change(path, {
    integrationType: "HTTP_PROXY",
    description: "",
    timeoutInMillis: 30_000,
    requestParameters: { "append:header.a": "", "overwrite:path": "/b" },
    responseParameters: { "403": {}, "200": { "overwrite:statuscode": "204" } },
    tlsConfig: {},
  });
  expect(await read(path)).toEqual({
    ...kept,
    requestParameters: { "overwrite:path": "/b" },
    responseParameters: { "200": { "overwrite:statuscode": "204" } },
    timeoutInMillis: 30_000,
  });
  await gone(path, 204);
});

test("aws_apigatewayv2_integration of a function: its method reads POST, its time is there", async () => {
  const { api } = await newApi();
  const sent = { integrationType: "AWS_PROXY", integrationUri: functionArn, credentialsArn: "arn:aws:iam::000000000000:role/r" };
  const { integrationId } = await create(`${api}/integrations`, { ...sentWithEveryIntegration, ...sent, payloadFormatVersion: "2.0" });
  const path = `${api}/integrations/${integrationId}`;
  const kept = { integrationId, integrationMethod: "POST", connectionType: "INTERNET", timeoutInMillis: 30_000 };
  expect(await read(path)).toEqual({ ...kept, ...sent, payloadFormatVersion: "2.0" });

  await change(path, { integrationType: "AWS_PROXY", credentialsArn: "", payloadFormatVersion: "1.0" });

  const { credentialsArn: _, ...left } = sent;
  expect(await read(path)).toEqual({ ...kept, ...left, payloadFormatVersion: "1.0" });
});

test("aws_apigatewayv2_integration with a subtype: its parameters go one by one", async () => {
  const { api } = await newApi();
  const sent = {
    integrationType: "AWS_PROXY",
    integrationSubtype: "SQS-SendMessage",
    credentialsArn: "arn:aws:iam::000000000000:role/r",
    requestParameters: { QueueUrl: "$request.header.queueUrl", MessageBody: "$request.body.message", DelaySeconds: "1" },
  };
  const { integrationId } = await create(`${api}/integrations`, { ...sentWithEveryIntegration, ...sent });
  const path = `${api}/integrations/${integrationId}`;
  const kept = { integrationId, connectionType: "INTERNET", payloadFormatVersion: "1.0", timeoutInMillis: 30_000 };
  expect(await read(path)).toEqual({ ...kept, ...sent });

  const { DelaySeconds: _, ...left } = sent.requestParameters;
  const update = { integrationType: sent.integrationType, integrationSubtype: sent.integrationSubtype };
  await change(path, { ...update, requestParameters: { ...left, DelaySeconds: "" } });

  expect(await read(path)).toEqual({ ...kept, ...sent, requestParameters: left });
});

test("aws_apigatewayv2_integration and _integration_response of a WebSocket API", async () => {
  const { api } = await newApi("WEBSOCKET");
  const sent = {
    ...sentWithEveryIntegration,
    integrationType: "HTTP",
    integrationMethod: "POST",
    integrationUri: "https://a.example/",
    contentHandlingStrategy: "CONVERT_TO_TEXT",
    requestTemplates: { "application/json": "{}" },
    requestParameters: { "integration.request.header.a": "'1'" },
    templateSelectionExpression: "$request.body.x",
  };
  const { integrationId } = await create(`${api}/integrations`, sent);
  const path = `${api}/integrations/${integrationId}`;
  const computed = ["integrationId", "integrationResponseSelectionExpression"];
  expect(await read(path, ...computed)).toEqual({ ...sent, timeoutInMillis: 29_000 });

  const response = { integrationResponseKey: "/200/", templateSelectionExpression: "x", responseTemplates: { "a/b": "t" } };
  const { integrationResponseId } = await create(`${path}/integrationresponses`, {
    ...response,
    contentHandlingStrategy: "CONVERT_TO_TEXT",
  });
  const responsePath = `${path}/integrationresponses/${integrationResponseId}`;
  expect(await read(responsePath)).toEqual({ ...response, contentHandlingStrategy: "CONVERT_TO_TEXT", integrationResponseId });
  await change(responsePath, {
    contentHandlingStrategy: "CONVERT_TO_BINARY",
    templateSelectionExpression: "",
    integrationResponseKey: "/500/",
    responseTemplates: {},
  });
  expect(await read(responsePath)).toEqual({
    contentHandlingStrategy: "CONVERT_TO_BINARY",
    integrationResponseKey: "/500/",
    integrationResponseId,
  });
  await gone(responsePath, 204);

  await change(path, { integrationType: "HTTP", timeoutInMillis: 50, requestTemplates: {}, templateSelectionExpression: "" });
  const { requestTemplates: _, templateSelectionExpression: __, ...left } = sent;
  expect(await read(path, ...computed)).toEqual({ ...left, timeoutInMillis: 50 });
  await gone(path, 204);
});

test("aws_apigatewayv2_route and _authorizer of an HTTP API", async () => {
  const { api, routeId, routeKey, target } = await newRoute();
  const path = `${api}/routes/${routeId}`;
  expect(await read(path)).toEqual({ ...sentWithEveryRoute, routeId, routeKey, target });
  const jwt = { authorizerType: "JWT", name: "jwt", identitySource: ["$request.header.Authorization"] };
  const jwtConfiguration = { audience: ["a", "b"], issuer: "https://issuer.example/" };
  const { authorizerId } = await create(`${api}/authorizers`, { ...jwt, jwtConfiguration });

  await change(path, { authorizationType: "JWT", authorizerId, authorizationScopes: ["b", "a"], operationName: "op", routeKey: "POST /x" });
  const secured = { routeId, target, apiKeyRequired: false, authorizationType: "JWT", authorizerId, authorizationScopes: ["b", "a"] };
  expect(await read(path)).toEqual({ ...secured, operationName: "op", routeKey: "POST /x" });
  await change(path, { authorizationType: "NONE", authorizerId: "", authorizationScopes: [], operationName: "" });
  expect(await read(path)).toEqual({ ...sentWithEveryRoute, routeId, routeKey: "POST /x", target });
  await change(path, { target: "" });
  expect(await read(path)).toEqual({ ...sentWithEveryRoute, routeId, routeKey: "POST /x" });
  await gone(path, 204);

  const authorizer = `${api}/authorizers/${authorizerId}`;
  expect(await read(authorizer)).toEqual({ ...jwt, jwtConfiguration, authorizerId });
  await change(authorizer, { name: "renamed", jwtConfiguration: { ...jwtConfiguration, audience: ["c"] } });
  expect(await read(authorizer)).toEqual({
    ...jwt,
    authorizerId,
    name: "renamed",
    jwtConfiguration: { ...jwtConfiguration, audience: ["c"] },
  });
  await gone(authorizer, 204);
});

test("aws_apigatewayv2_authorizer that is a function: its time to live is there, also 0", async () => {
  const { api } = await newApi();
  const identitySource = ["$request.header.Authorization", "$context.httpMethod"];
  const sent = { authorizerType: "REQUEST", name: "fn", authorizerUri: invocation, authorizerPayloadFormatVersion: "2.0", identitySource };
  const role = "arn:aws:iam::000000000000:role/r";
  const more = { authorizerResultTtlInSeconds: 300, authorizerCredentialsArn: role, enableSimpleResponses: true };
  const { authorizerId } = await create(`${api}/authorizers`, { ...sent, ...more });
  const path = `${api}/authorizers/${authorizerId}`;
  expect(await read(path)).toEqual({ ...sent, ...more, authorizerId });

  await change(path, { authorizerResultTtlInSeconds: 0, identitySource: [], authorizerCredentialsArn: "", enableSimpleResponses: false });

  expect(await read(path)).toEqual({
    ...sent,
    authorizerId,
    identitySource: [],
    authorizerResultTtlInSeconds: 0,
    enableSimpleResponses: false,
  });
  await gone(path, 204);
});

test("aws_apigatewayv2_route, _route_response and _model of a WebSocket API", async () => {
  const { api, routeId, routeKey, target } = await newRoute("WEBSOCKET");
  const schema = '{"type":"object"}';
  const { modelId } = await create(`${api}/models`, { name: "Pet", contentType: "application/json", description: "d", schema });
  const model = `${api}/models/${modelId}`;
  expect(await read(model)).toEqual({ modelId, name: "Pet", contentType: "application/json", description: "d", schema });
  await change(model, { description: "", schema: '{"type":"array"}' });
  expect(await read(model)).toEqual({ modelId, name: "Pet", contentType: "application/json", schema: '{"type":"array"}' });

  const path = `${api}/routes/${routeId}`;
  const requestParameters = { "route.request.header.a": { required: true }, "route.request.querystring.b": { required: false } };
  const selections = { modelSelectionExpression: "$request.body.x", routeResponseSelectionExpression: "$default" };
  await change(path, { ...selections, requestModels: { $default: "Pet" }, requestParameters, apiKeyRequired: true });
  const kept = { routeId, routeKey, target, authorizationType: "NONE", apiKeyRequired: true };
  expect(await read(path)).toEqual({ ...kept, ...selections, requestModels: { $default: "Pet" }, requestParameters });
  const parameter = `${path}/requestparameters/route.request.header.a`;
  expect((await call("DELETE", parameter)).status).toBe(204);
  expect((await call("DELETE", parameter)).code).toBe("NotFoundException");
  const left = { "route.request.querystring.b": { required: false } };
  await change(path, { requestParameters: left, requestModels: {}, modelSelectionExpression: "", routeResponseSelectionExpression: "" });
  expect(await read(path)).toEqual({ ...kept, requestParameters: left });

  const response = { routeResponseKey: "$default", modelSelectionExpression: "x", responseModels: { "a/b": "Pet" } };
  const { routeResponseId } = await create(`${path}/routeresponses`, response);
  const responsePath = `${path}/routeresponses/${routeResponseId}`;
  expect(await read(responsePath)).toEqual({ ...response, routeResponseId });
  await change(responsePath, { modelSelectionExpression: "", responseModels: {}, routeResponseKey: "$default" });
  expect(await read(responsePath)).toEqual({ routeResponseKey: "$default", routeResponseId });
  await gone(responsePath, 204);
  await gone(model, 204);
});

const stageComputed = ["createdDate", "lastUpdatedDate"];
const plainStage = { defaultRouteSettings: { detailedMetricsEnabled: false }, routeSettings: {}, stageVariables: {} };

test("aws_apigatewayv2_stage", async () => {
  const { api } = await newRoute();
  const accessLogSettings = { destinationArn: "arn:aws:logs:us-east-1:000000000000:log-group:x", format: "$context.requestId" };
  const limits = { throttlingBurstLimit: 5, throttlingRateLimit: 0.5, detailedMetricsEnabled: true };
  await create(`${api}/stages`, {
    stageName: "dev",
    autoDeploy: false,
    description: "d",
    accessLogSettings,
    defaultRouteSettings: limits,
    routeSettings: { "GET /pets": limits, "GET /other": limits },
    stageVariables: { a: "1", b: "2" },
    tags: { t: "1" },
  });
  const path = `${api}/stages/dev`;
  const base = { stageName: "dev", autoDeploy: false, tags: { t: "1" } };
  expect(await read(path, ...stageComputed)).toEqual({
    ...base,
    description: "d",
    accessLogSettings,
    defaultRouteSettings: limits,
    routeSettings: { "GET /pets": limits, "GET /other": limits },
    stageVariables: { a: "1", b: "2" },
  });

  const settings = `${path}/routesettings`;
  expect((await call("DELETE", `${settings}/${encodeURIComponent("GET /other")}`)).status).toBe(204);
  expect((await call("DELETE", `${settings}/${encodeURIComponent("GET /other")}`)).code).toBe("NotFoundException");
  const { deploymentId } = await create(`${api}/deployments`, { description: "first" });
  await change(path, {
    deploymentId,
    description: "",
    accessLogSettings: {},
    defaultRouteSettings: { detailedMetricsEnabled: false },
    routeSettings: { "GET /pets": limits },
    stageVariables: { a: "", c: "3" },
  });
  expect(await read(path, ...stageComputed)).toEqual({
    ...plainStage,
    ...base,
    deploymentId,
    routeSettings: { "GET /pets": limits },
    stageVariables: { b: "2", c: "3" },
  });
  await gone(path, 204);
});

test("aws_apigatewayv2_stage that deploys by itself has its deployment from the first read on", async () => {
  const { api } = await newRoute();

  await create(`${api}/stages`, { stageName: "$default", autoDeploy: true });

  const stage = await read(`${api}/stages/$default`, ...stageComputed, "deploymentId");
  expect(stage).toMatchObject({ ...plainStage, stageName: "$default", autoDeploy: true });
});

test("aws_apigatewayv2_stage of a WebSocket API logs, and has a client certificate", async () => {
  const { api } = await newRoute("WEBSOCKET");
  const { clientCertificateId } = await create("/clientcertificates", { description: "c" });
  const logged = { dataTraceEnabled: true, loggingLevel: "INFO", detailedMetricsEnabled: false };

  await create(`${api}/stages`, { stageName: "dev", autoDeploy: false, clientCertificateId, defaultRouteSettings: logged });
  expect(await read(`${api}/stages/dev`, ...stageComputed)).toMatchObject({ clientCertificateId, defaultRouteSettings: logged });
  await change(`${api}/stages/dev`, { clientCertificateId: "" });

  expect((await call("GET", `${api}/stages/dev`)).body.clientCertificateId).toBeUndefined();
});

test("aws_apigatewayv2_deployment", async () => {
  const { api } = await newRoute();
  const { deploymentId } = await create(`${api}/deployments`, { description: "first" });
  const path = `${api}/deployments/${deploymentId}`;
  const deployed = { deploymentId, autoDeployed: false, deploymentStatus: "DEPLOYED" };
  expect(await read(path, "createdDate")).toEqual({ ...deployed, description: "first" });

  await change(path, { description: "second" });
  expect(await read(path, "createdDate")).toEqual({ ...deployed, description: "second" });
  await change(path, { description: "" });

  expect(await read(path, "createdDate")).toEqual(deployed);
  await gone(path, 204);
});

test("aws_apigatewayv2_domain_name and _api_mapping", async () => {
  const { api, apiId } = await newRoute();
  await create(`${api}/stages`, { stageName: "dev", autoDeploy: true });
  const certificateArn = "arn:aws:acm:us-east-1:000000000000:certificate/1";
  const configuration = { certificateArn, endpointType: "REGIONAL", securityPolicy: "TLS_1_2", ipAddressType: "ipv4" };
  const domainName = "contract.example.com";
  const sent = { domainName, domainNameConfigurations: [configuration], routingMode: "API_MAPPING_ONLY", tags: { t: "1" } };
  await create("/v2/domainnames", sent);
  const path = `/v2/domainnames/${domainName}`;
  const domain = await read(path, "domainNameArn");
  const computed = ["apiGatewayDomainName", "hostedZoneId", "certificateUploadDate"];
  const configurations = (of: Record<string, unknown>) =>
    (of.domainNameConfigurations as Record<string, unknown>[]).map((each) =>
      Object.fromEntries(Object.entries(each).filter(([name]) => !computed.includes(name))),
    );
  expect({ ...domain, domainNameConfigurations: configurations(domain) }).toEqual({
    ...sent,
    apiMappingSelectionExpression: "$request.basepath",
    domainNameConfigurations: [{ ...configuration, domainNameStatus: "AVAILABLE" }],
  });

  await change(path, {
    domainNameConfigurations: [{ ...configuration, certificateArn: `${certificateArn}2`, ipAddressType: "dualstack" }],
  });
  expect(configurations(await read(path))).toEqual([
    { ...configuration, certificateArn: `${certificateArn}2`, ipAddressType: "dualstack", domainNameStatus: "AVAILABLE" },
  ]);

  const { apiMappingId } = await create(`${path}/apimappings`, { apiId, domainName, stage: "dev" });
  const mapping = `${path}/apimappings/${apiMappingId}`;
  expect(await read(mapping)).toEqual({ apiMappingId, apiId, stage: "dev", apiMappingKey: "" });
  await change(mapping, { apiId, apiMappingKey: "v1/x" });
  expect(await read(mapping)).toEqual({ apiMappingId, apiId, stage: "dev", apiMappingKey: "v1/x" });
  await change(mapping, { apiId, apiMappingKey: "" });
  expect((await read(mapping)).apiMappingKey).toBe("");
  await gone(mapping, 204);
  await gone(path, 204);
});

test("aws_apigatewayv2_vpc_link", async () => {
  const sent = { name: "link", securityGroupIds: ["sg-1"], subnetIds: ["subnet-1", "subnet-2"], tags: { t: "1" } };
  const { vpcLinkId } = await create("/v2/vpclinks", sent);
  const path = `/v2/vpclinks/${vpcLinkId}`;
  const kept = { ...sent, vpcLinkId, vpcLinkStatus: "AVAILABLE", vpcLinkVersion: "V2" };
  expect(await read(path, "createdDate")).toEqual(kept);

  await change(path, { name: "renamed" });

  expect(await read(path, "createdDate")).toEqual({ ...kept, name: "renamed" });
  await gone(path, 202);
});

test("ten routes created at once, each with its integration, are all read at once on other connections", async () => {
  const { api, target } = await newRoute();

  const keys = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const { routeId } = await create(`${api}/routes`, { ...sentWithEveryRoute, routeKey: `GET /p${index}`, target });
      return (await call("GET", `${api}/routes/${routeId}`)).body.routeKey;
    }),
  );

  expect(keys).toEqual(Array.from({ length: 10 }, (_, index) => `GET /p${index}`));
});

test("data sources read every page of a list", async () => {
  const { api, target } = await newRoute();
  for (const path of ["a", "b"]) await create(`${api}/routes`, { ...sentWithEveryRoute, routeKey: `GET /${path}`, target });

  const first = await read(`${api}/routes?maxResults=2`);
  const second = await read(`${api}/routes?maxResults=2&nextToken=${encodeURIComponent(String(first.nextToken))}`);

  expect([first.items, second.items]).toMatchObject([[{}, {}], [{}]]);
  expect(second.nextToken).toBeUndefined();
});
