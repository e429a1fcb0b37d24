import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import type { RestApiDefinition } from "@/lib/definition/rest-api.ts";
import { getClientCertificate } from "@/lib/services/client-certificates.ts";
import { getApiDefinition } from "@/lib/services/definitions.ts";
import { createDeployment } from "@/lib/services/deployments.ts";
import { createDocumentationPart, getDocumentationParts } from "@/lib/services/documentation-parts.ts";
import { getDocumentationVersions } from "@/lib/services/documentation-versions.ts";
import { createExampleApi } from "@/lib/services/example-api.ts";
import { updateIntegration } from "@/lib/services/integrations.ts";
import { deleteModel } from "@/lib/services/models.ts";
import { listResources } from "@/lib/services/resources.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { describeStack, listStackResources } from "@/lib/services/stacks/describe-stacks.ts";
import { exportTemplate } from "@/lib/services/stacks/export-template.ts";
import { createStack } from "@/lib/services/stacks/stacks.ts";
import { getStages } from "@/lib/services/stages.ts";
import { tagResource } from "@/lib/services/tags.ts";
import { getV2Definition } from "@/lib/services/v2/get-definition.ts";
import { getV2Stages } from "@/lib/services/v2/stages.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const tools = { sealer: makeSealer("the secret of the tests", "access-keys") };

let accounts = 750;
const newAccount = () => scope({ accountId: `000000000${accounts++}` });

/** A stack in an account of its own; the id of its API. */
async function imported(at: Scope, templateBody: string): Promise<string> {
  await createStack(at, tools, { stackName: "copy", templateBody });
  expect(await describeStack(at, { stackName: "copy" })).toMatchObject({ status: "CREATE_COMPLETE" });
  const { resources } = await listStackResources(at, { stackName: "copy" });
  return resources.find(({ type }) => type.endsWith("RestApi") || type.endsWith("V2::Api"))?.physicalId ?? "";
}

/** A definition with names in place of ids. */
async function restPicture(at: Scope, restApiId: string) {
  const definition = await getApiDefinition(at, restApiId);
  const { item } = await getStages(at, { restApiId });
  const parts = await getDocumentationParts(at, { restApiId, limit: 500 });
  const versions = await getDocumentationVersions(at, { restApiId });
  const stages = await Promise.all(
    item.map(async ({ createdDate: _, lastUpdatedDate: __, deploymentId: ___, entityVersion: ____, ...stage }) => ({
      ...stage,
      canarySettings: stage.canarySettings && { ...stage.canarySettings, deploymentId: "of the draft" },
      clientCertificateId: await certificatePicture(at, stage),
    })),
  );
  const documentation = parts.items.map(({ location, properties }) => JSON.stringify({ location, properties })).sort();
  const documentationVersions = versions.items.map(({ version, description }) => ({ version, description }));
  const picture = { definition: sorted(definition), stages, documentation, documentationVersions };
  return JSON.parse(withoutIds(JSON.stringify(picture), namesOf(definition)));
}

/** What stays of a certificate when it is made again: its key does not. */
async function certificatePicture(at: Scope, { clientCertificateId }: { clientCertificateId?: string | undefined }) {
  if (clientCertificateId === undefined) return undefined;
  const { description, tags } = await getClientCertificate(at, { clientCertificateId });
  return { description, tags };
}

function namesOf({ apiId, resources, models, requestValidators, authorizers }: RestApiDefinition): [string, string][] {
  return [
    [apiId, "API"],
    ...resources.map(({ id, path }) => [id, `at ${path}`] as [string, string]),
    ...[...models, ...requestValidators, ...authorizers].map(({ id, name = "" }) => [id, name] as [string, string]),
  ];
}

/** Lists that are in the order of ids. */
function sorted(definition: RestApiDefinition): RestApiDefinition {
  const byName = <Item extends { name?: string | undefined }>(items: readonly Item[]) =>
    [...items].sort((a, b) => ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  const { requestValidators, authorizers } = definition;
  return { ...definition, requestValidators: byName(requestValidators), authorizers: byName(authorizers) };
}

function withoutIds(text: string, names: readonly [string, string][]): string {
  return names.reduce((result, [id, name]) => result.replaceAll(id, name), text);
}

test.each(["yaml", "json"] as const)("the example API comes back equal from its template in %s", async (format) => {
  const [from, to] = [newAccount(), newAccount()];
  const { apiId } = await createExampleApi(from, { demoPort: 1 });
  await createDeployment(from, { restApiId: apiId, stageName: "prod", variables: { color: "green" } });
  await createDocumentationPart(from, { restApiId: apiId, location: { type: "API" }, properties: '{"description":"Pets: ${x}"}' });
  await tagResource(from, { resourceArn: `arn:aws:apigateway:us-east-1::/restapis/${apiId}`, tags: { team: "a" } });

  const { body, fileName } = await exportTemplate(from, { apiId, format });
  const copyId = await imported(to, body);

  expect(fileName).toMatch(new RegExp(`\\.${format}$`));
  expect(await restPicture(to, copyId)).toEqual(await restPicture(from, apiId));
});

const rich = `
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: rich, Policy: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*'}]}, BinaryMediaTypes: [image/png]}}
  A: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref Api, Name: A, ContentType: application/json, Schema: {type: object}}}
  List:
    Type: AWS::ApiGateway::Model
    DependsOn: A
    Properties: {RestApiId: !Ref Api, Name: List, ContentType: application/json, Schema: !Sub '{"type":"array","items":{"$ref":"https://apigateway.amazonaws.com/restapis/\${Api}/models/A"}}'}
  Check: {Type: AWS::ApiGateway::RequestValidator, Properties: {RestApiId: !Ref Api, Name: check, ValidateRequestBody: true}}
  Guard: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Api, Name: guard, Type: TOKEN, IdentitySource: method.request.header.Auth, AuthorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:g/invocations'}}
  Items: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: items}}
  Item: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref Items, PathPart: '{id}'}}
  Put:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Item
      HttpMethod: PUT
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Guard
      ApiKeyRequired: true
      OperationName: put
      RequestValidatorId: !Ref Check
      RequestModels: {application/json: !Ref List}
      RequestParameters: {method.request.path.id: true, method.request.header.X-A: false}
      MethodResponses: [{StatusCode: '200', ResponseModels: {application/json: Empty}, ResponseParameters: {method.response.header.X-B: true}}]
      Integration:
        Type: HTTP
        IntegrationHttpMethod: POST
        Uri: "https://a.example/{id}"
        TimeoutInMillis: 900
        CacheKeyParameters: [method.request.path.id]
        RequestParameters: {integration.request.path.id: method.request.path.id}
        RequestTemplates: {application/json: "\${x} #set($a = 1)"}
        IntegrationResponses: [{StatusCode: '200', SelectionPattern: '2..', ResponseParameters: {method.response.header.X-B: "'b'"}, ResponseTemplates: {application/json: ''}}]
  Denied: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref Api, ResponseType: ACCESS_DENIED, StatusCode: '404', ResponseTemplates: {application/json: '{}'}}}
  Deployment: {Type: AWS::ApiGateway::Deployment, DependsOn: [Put, Denied], Properties: {RestApiId: !Ref Api}}
  Next: {Type: AWS::ApiGateway::Deployment, DependsOn: [Deployment], Properties: {RestApiId: !Ref Api, Description: the next one}}
  Words: {Type: AWS::ApiGateway::DocumentationPart, Properties: {RestApiId: !Ref Api, Location: {Type: METHOD, Path: "/items/{id}", Method: PUT}, Properties: '{"summary":"Put"}'}}
  First: {Type: AWS::ApiGateway::DocumentationVersion, DependsOn: Words, Properties: {RestApiId: !Ref Api, DocumentationVersion: 1.0-a, Description: the first}}
  Second: {Type: AWS::ApiGateway::DocumentationVersion, DependsOn: Words, Properties: {RestApiId: !Ref Api, DocumentationVersion: '2'}}
  Certificate: {Type: AWS::ApiGateway::ClientCertificate, Properties: {Description: to the backend, Tags: [{Key: c, Value: d}]}}
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Deployment
      StageName: live
      DocumentationVersion: 1.0-a
      ClientCertificateId: !Ref Certificate
      CanarySetting: {DeploymentId: !Ref Next, PercentTraffic: 12.5, UseStageCache: true, StageVariableOverrides: {a: c}}
      TracingEnabled: true
      CacheClusterEnabled: true
      CacheClusterSize: '0.5'
      Variables: {a: b}
      AccessLogSetting: {DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:g', Format: $context.requestId}
      MethodSettings: [{ResourcePath: /*, HttpMethod: '*', MetricsEnabled: true}, {ResourcePath: "/~1items~1{id}", HttpMethod: PUT, CachingEnabled: true, ThrottlingRateLimit: 5}]
      Tags: [{Key: k, Value: v}]
`;

test("everything of a REST API comes back, also from a second export", async () => {
  const [first, second, third] = [newAccount(), newAccount(), newAccount()];
  const ids = [await imported(first, rich)];

  ids.push(await imported(second, (await exportTemplate(first, { apiId: ids[0] ?? "", format: "yaml" })).body));
  ids.push(await imported(third, (await exportTemplate(second, { apiId: ids[1] ?? "", format: "json" })).body));

  const original = await restPicture(first, ids[0] ?? "");
  const clientCertificateId = { description: "to the backend", tags: { c: "d" } };
  const canarySettings = { percentTraffic: 12.5, useStageCache: true, stageVariableOverrides: { a: "c" } };
  const release = { stageName: "live", tags: { k: "v" }, documentationVersion: "1.0-a", clientCertificateId, canarySettings };
  expect(original).toMatchObject({ stages: [release], documentationVersions: [{ version: "1.0-a" }, { version: "2" }] });
  expect(await restPicture(second, ids[1] ?? "")).toEqual(original);
  expect(await restPicture(third, ids[2] ?? "")).toEqual(original);
});

test("an API without the models of a new one has none after its import", async () => {
  const [from, to] = [newAccount(), newAccount()];
  const { id: restApiId } = await createRestApi(from, { name: "bare", version: "7" });
  for (const modelName of ["Empty", "Error"]) await deleteModel(from, { restApiId, modelName });

  const copyId = await imported(to, (await exportTemplate(from, { apiId: restApiId, format: "yaml" })).body);

  expect(await restPicture(to, copyId)).toEqual(await restPicture(from, restApiId));
});

test("what resources have no word for is exported as a document", async () => {
  const [from, to] = [newAccount(), newAccount()];
  const restApiId = await imported(from, rich);
  const resourceId = (await listResources(from, restApiId)).find(({ path }) => path === "/items/{id}")?.id ?? "";
  const key = { restApiId, resourceId, httpMethod: "PUT" };
  await updateIntegration(from, key, (draft) => ({ ...draft, tlsConfig: { insecureSkipVerification: true } }));

  const copyId = await imported(to, (await exportTemplate(from, { apiId: restApiId, format: "yaml" })).body);

  const { definition } = await restPicture(to, copyId);
  const item = definition.resources.find(({ path }: { path: string }) => path === "/items/{id}");
  expect(item.resourceMethods.PUT).toMatchObject({
    authorizationType: "CUSTOM",
    requestModels: { "application/json": "List" },
    methodIntegration: { tlsConfig: { insecureSkipVerification: true } },
  });
});

const v2Templates = {
  HTTP: `
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: site, ProtocolType: HTTP, Version: '2', CorsConfiguration: {AllowOrigins: ['*'], MaxAge: 5}, Tags: {a: b}}}
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: HTTP_PROXY
      IntegrationMethod: ANY
      IntegrationUri: "https://a.example/{proxy}"
      PayloadFormatVersion: '1.0'
      RequestParameters: {'overwrite:header.a': $context.stage}
      ResponseParameters: {'500': {ResponseParameters: [{Source: '502', Destination: 'overwrite:statuscode'}]}}
  Jwt: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Api, Name: jwt, AuthorizerType: JWT, IdentitySource: [$request.header.Authorization], JwtConfiguration: {Issuer: 'https://i.example', Audience: [a]}}}
  Route: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: 'GET /a/{proxy+}', AuthorizationType: JWT, AuthorizerId: !Ref Jwt, AuthorizationScopes: [s], Target: !Sub 'integrations/\${Backend}'}}
  Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true, StageVariables: {v: w}, DefaultRouteSettings: {ThrottlingRateLimit: 3}, RouteSettings: {'GET /a/{proxy+}': {ThrottlingBurstLimit: 2}}, Tags: {c: d}}}
`,
  WEBSOCKET: `
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}}
  Message: {Type: AWS::ApiGatewayV2::Model, Properties: {ApiId: !Ref Api, Name: Message, ContentType: application/json, Schema: {type: object}}}
  Ping: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: MOCK, TemplateSelectionExpression: '200', RequestTemplates: {'200': '{"statusCode":200}'}}}
  Pong: {Type: AWS::ApiGatewayV2::IntegrationResponse, Properties: {ApiId: !Ref Api, IntegrationId: !Ref Ping, IntegrationResponseKey: $default, ResponseTemplates: {'200': '{"pong":1}'}}}
  Route: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: ping, ModelSelectionExpression: $request.body.action, RequestModels: {ping: Message}, RequestParameters: {route.request.querystring.a: {Required: true}}, RouteResponseSelectionExpression: $default, Target: !Sub 'integrations/\${Ping}'}}
  Answer: {Type: AWS::ApiGatewayV2::RouteResponse, Properties: {ApiId: !Ref Api, RouteId: !Ref Route, RouteResponseKey: $default}}
  Deployment: {Type: AWS::ApiGatewayV2::Deployment, DependsOn: [Answer, Pong], Properties: {ApiId: !Ref Api}}
  Certificate: {Type: AWS::ApiGateway::ClientCertificate, Properties: {Description: of the chat}}
  Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: live, DeploymentId: !Ref Deployment, ClientCertificateId: !Ref Certificate, DefaultRouteSettings: {DataTraceEnabled: true, LoggingLevel: INFO}}}
`,
};

async function v2Picture(at: Scope, apiId: string) {
  const definition = await getV2Definition(at, apiId);
  const { items } = await getV2Stages(at, { apiId });
  const stages = await Promise.all(
    items.map(async ({ createdDate: _, lastUpdatedDate: __, deploymentId: ___, entityVersion: ____, ...stage }) => ({
      ...stage,
      clientCertificateId: await certificatePicture(at, stage),
    })),
  );
  const { routes, integrations, authorizers, models } = definition;
  const names: [string, string][] = [
    [apiId, "API"],
    ...routes.flatMap(({ routeId, routeKey, routeResponses = [] }) => [
      [routeId, routeKey] as [string, string],
      ...routeResponses.map(({ routeResponseId, routeResponseKey }) => [routeResponseId, routeResponseKey] as [string, string]),
    ]),
    ...integrations.flatMap(({ integrationId, integrationType, integrationResponses = [] }) => [
      [integrationId, integrationType] as [string, string],
      ...integrationResponses.map(({ integrationResponseId: id, integrationResponseKey: key }) => [id, key] as [string, string]),
    ]),
    ...authorizers.map(({ authorizerId, name }) => [authorizerId, name] as [string, string]),
    ...models.map(({ modelId, name }) => [modelId, name] as [string, string]),
  ];
  return JSON.parse(withoutIds(JSON.stringify({ definition, stages }), names));
}

test.each(["HTTP", "WEBSOCKET"] as const)("everything of a %s API comes back", async (kind) => {
  const [from, to] = [newAccount(), newAccount()];
  const apiId = await imported(from, v2Templates[kind]);

  const copyId = await imported(to, (await exportTemplate(from, { apiId, format: "yaml" })).body);

  const original = await v2Picture(from, apiId);
  expect(original).toMatchObject({ definition: { kind, routes: [{}], integrations: [{}] }, stages: [{}] });
  expect(await v2Picture(to, copyId)).toEqual(original);
});

test("an API of another workspace has no template", async () => {
  const { apiId } = await createExampleApi(newAccount(), { demoPort: 1 });

  await expect(exportTemplate(newAccount(), { apiId, format: "yaml" })).rejects.toThrow("Invalid API identifier specified");
});
