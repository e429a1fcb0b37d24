import { expect, test } from "vitest";
import { defaultMethodSetting } from "@/lib/definition/method-setting.ts";
import { getClientCertificates } from "@/lib/services/client-certificates.ts";
import { getDocumentationParts } from "@/lib/services/documentation-parts.ts";
import { getDomainNames } from "@/lib/services/domain-names.ts";
import { listApis } from "@/lib/services/list-apis.ts";
import { getResources } from "@/lib/services/resources.ts";
import { getRestApi } from "@/lib/services/rest-apis.ts";
import { describeStack } from "@/lib/services/stacks/describe-stacks.ts";
import { deleteStack } from "@/lib/services/stacks/stacks.ts";
import { getStage, stopCanary, updateStage } from "@/lib/services/stages.ts";
import { getV2Api } from "@/lib/services/v2/apis.ts";
import { getV2Integrations } from "@/lib/services/v2/integrations.ts";
import { getRoutes } from "@/lib/services/v2/routes.ts";
import { listRoutingRules } from "@/lib/services/v2/routing-rules.ts";
import { getV2Stage } from "@/lib/services/v2/stages.ts";
import { create, idsOf, stackName, tools, update } from "./stack-fixture.ts";
import { pictureOfAccess } from "./stack-picture.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

let accounts = 760;
const newAccount = () => scope({ accountId: `000000000${accounts++}` });

const everything = `
Resources:
  Account: {Type: AWS::ApiGateway::Account, Properties: {CloudWatchRoleArn: arn:aws:iam::000000000000:role/logs}}
  Certificate: {Type: AWS::ApiGateway::ClientCertificate, Properties: {Description: for backends}}
  Link: {Type: AWS::ApiGateway::VpcLink, Properties: {Name: link, TargetArns: ['arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/n/1']}}
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: {Types: [REGIONAL]}
      # What other resources add stays when the document is imported again.
      Mode: merge
      Body:
        swagger: '2.0'
        info: {title: pets, version: '1'}
        paths: {/pets: {get: {responses: {'200': {description: ok}}, x-amazon-apigateway-integration: {type: mock}}}}
  Part: {Type: AWS::ApiGateway::DocumentationPart, Properties: {RestApiId: !Ref Api, Location: {Type: API}, Properties: '{"description":"Pets"}'}}
  Version: {Type: AWS::ApiGateway::DocumentationVersion, DependsOn: Part, Properties: {RestApiId: !Ref Api, DocumentationVersion: v1}}
  First:
    Type: AWS::ApiGateway::Deployment
    Properties:
      RestApiId: !Ref Api
      StageName: live
      StageDescription: {DataTraceEnabled: true, CacheClusterEnabled: true, CacheClusterSize: '0.5', Variables: {a: b}, ClientCertificateId: !Ref Certificate}
  Canary:
    Type: AWS::ApiGateway::Deployment
    DependsOn: First
    Properties: {RestApiId: !Ref Api, StageName: live, DeploymentCanarySettings: {PercentTraffic: 25, StageVariableOverrides: {a: c}}}
  Domain:
    Type: AWS::ApiGateway::DomainName
    Properties: {DomainName: api.example.com, EndpointConfiguration: {Types: [REGIONAL]}, RegionalCertificateArn: !Ref Cert, RoutingMode: ROUTING_RULE_THEN_BASE_PATH_MAPPING}
  Cert: {Type: AWS::CertificateManager::Certificate, Properties: {DomainName: api.example.com}}
  Mapping: {Type: AWS::ApiGateway::BasePathMapping, DependsOn: First, Properties: {DomainName: !Ref Domain, RestApiId: !Ref Api, Stage: live, BasePath: v1}}
  Rule:
    Type: AWS::ApiGatewayV2::RoutingRule
    DependsOn: First
    Properties:
      DomainNameArn: !GetAtt Domain.DomainNameArn
      Priority: 5
      Conditions: [{MatchBasePaths: {AnyOf: [beta]}}]
      Actions: [{InvokeApi: {ApiId: !Ref Api, Stage: live, StripBasePath: true}}]
  Private: {Type: AWS::ApiGateway::DomainNameV2, Properties: {DomainName: inner.example.com, EndpointConfiguration: {Types: [PRIVATE]}, SecurityPolicy: TLS_1_2}}
  Access: {Type: AWS::ApiGateway::DomainNameAccessAssociation, Properties: {DomainNameArn: !Ref Private, AccessAssociationSource: vpce-0123, AccessAssociationSourceType: VPCE}}
Outputs: {Target: {Value: !GetAtt Domain.RegionalDomainName}, Mapping: {Value: !Ref Mapping}}
`;

test("documents, releases with canaries, documentation, certificates, links and domains are made, changed and removed", async () => {
  const at = newAccount();
  await create(at, everything);
  expect(await describeStack(at, { stackName })).toMatchObject({
    status: "CREATE_COMPLETE",
    outputs: [{ key: "Target" }, { value: "api.example.com|v1" }],
  });
  const ids = await idsOf(at);
  const restApiId = ids.Api ?? "";
  expect(await getRestApi(at, { restApiId })).toMatchObject({ name: "pets", endpointConfiguration: { types: ["REGIONAL"] } });
  expect(await getStage(at, { restApiId, stageName: "live" })).toMatchObject({
    deploymentId: ids.First,
    cacheClusterEnabled: true,
    variables: { a: "b" },
    clientCertificateId: ids.Certificate,
    methodSettings: { "*/*": { dataTraceEnabled: true } },
    canarySettings: { deploymentId: ids.Canary, percentTraffic: 25, stageVariableOverrides: { a: "c" } },
  });
  expect(ids.Private).toMatch(/\/domainnames\/inner\.example\.com\+/);

  await update(
    at,
    everything
      .replace("title: pets", "title: cats")
      .replace("Priority: 5", "Priority: 6")
      .replace("for backends", "renewed")
      .replace('"Pets"', '"Cats"')
      .replace("Name: link", "Name: chain"),
  );

  expect((await describeStack(at, { stackName })).statusReason).toBeUndefined();
  expect(await getRestApi(at, { restApiId })).toMatchObject({ name: "cats", endpointConfiguration: { types: ["REGIONAL"] } });
  expect((await listRoutingRules(at, { domainName: "api.example.com" })).routingRules).toMatchObject([{ priority: 6 }]);
  expect((await getClientCertificates(at)).items).toMatchObject([{ description: "renewed" }]);
  expect((await getDocumentationParts(at, { restApiId })).items).toMatchObject([{ properties: '{"description":"Cats"}' }]);
  expect((await pictureOfAccess(at)).vpcLinks).toEqual(["chain"]);

  await deleteStack(at, tools, { stackName });

  await expect(describeStack(at, { stackName })).rejects.toThrow("does not exist");
  expect([(await listApis(at)).length, (await getDomainNames(at)).items.length]).toEqual([0, 0]);
});

const socketTemplate = ({ timeout = "", description = "", cors = "", settings = "{a: {ThrottlingBurstLimit: 1}}" } = {}) => `
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: site, ProtocolType: HTTP${cors}${description}}}
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      {ApiId: !Ref Api, IntegrationType: HTTP_PROXY, IntegrationMethod: GET, IntegrationUri: 'https://a.example', PayloadFormatVersion: '1.0'${timeout}}
  Route: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: GET /a, Target: !Sub 'integrations/\${Backend}'}}
  Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true, RouteSettings: ${settings.replace("a:", "GET /a:")}}}
`;

test("members that leave the template of an HTTP API are taken away in place", async () => {
  const at = newAccount();
  await create(
    at,
    socketTemplate({
      timeout: ", TimeoutInMillis: 500, RequestParameters: {'overwrite:header.a': b}",
      cors: ", CorsConfiguration: {AllowOrigins: ['*']}",
      description: ", Description: old",
    }),
  );
  const before = await idsOf(at);
  const apiId = before.Api ?? "";

  await update(at, socketTemplate({ settings: "{}" }));

  expect(await idsOf(at)).toEqual(before);
  const api = await getV2Api(at, { apiId });
  expect([api.description, api.corsConfiguration]).toEqual([undefined, undefined]);
  const [integration] = (await getV2Integrations(at, { apiId })).items;
  expect(integration).toMatchObject({ timeoutInMillis: 29_000, connectionType: "INTERNET" });
  expect(integration?.requestParameters).toBeUndefined();
  expect((await getRoutes(at, { apiId })).items).toMatchObject([{ routeKey: "GET /a", authorizationType: "NONE" }]);
  expect(await getV2Stage(at, { apiId, stageName: "$default" })).toMatchObject({ routeSettings: {}, autoDeploy: true });
});

test("one deployment is made for all changes of a stage that deploys by itself", async () => {
  const at = newAccount();
  await create(at, socketTemplate());
  const { Api: apiId = "" } = await idsOf(at);

  const deployments = await at.db.reader.deployment.count({ where: { apiId } });

  expect(deployments).toBe(1);
});

test("quick create and what overrides it", async () => {
  const at = newAccount();
  await create(
    at,
    `
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: quick, ProtocolType: HTTP, Target: 'https://a.example'}}
  Overrides:
    Type: AWS::ApiGatewayV2::ApiGatewayManagedOverrides
    Properties: {ApiId: !Ref Api, Integration: {TimeoutInMillis: 700}, Stage: {StageVariables: {a: b}}, Route: {OperationName: all}}
`,
  );
  const { Api: apiId = "" } = await idsOf(at);

  expect((await describeStack(at, { stackName })).status).toBe("CREATE_COMPLETE");
  expect((await getV2Integrations(at, { apiId })).items).toMatchObject([{ timeoutInMillis: 700 }]);
  expect((await getRoutes(at, { apiId })).items).toMatchObject([{ operationName: "all", routeKey: "$default" }]);
  expect(await getV2Stage(at, { apiId, stageName: "$default" })).toMatchObject({ stageVariables: { a: "b" } });
});

test.each([
  { properties: "{Nam: x}", says: "#: extraneous key [Nam] is not permitted" },
  { properties: "{Name: x, MinimumCompressionSize: many}", says: "#/MinimumCompressionSize: expected type: Integer, found: String" },
  { properties: "{Name: x, Description: null}", says: "#/Description: 'null' values are not allowed in templates" },
  {
    properties: "{Name: x, EndpointConfiguration: [REGIONAL]}",
    says: "#/EndpointConfiguration: expected type: JSONObject, found: JSONArray",
  },
  { properties: "{Name: x, BodyS3Location: {Bucket: a, Key: b}}", says: "BodyS3Location is not supported" },
])("properties $properties: $says", async ({ properties, says }) => {
  const at = newAccount();

  await create(at, `Resources: {Api: {Type: AWS::ApiGateway::RestApi, Properties: ${properties}}}`);

  expect((await describeStack(at, { stackName })).statusReason).toContain(says);
});

const documents = `
Parameters: {Env: {Type: String, Default: dev}, Origins: {Type: CommaDelimitedList, Default: 'https://a.example,https://b.example'}}
Conditions: {IsProd: !Equals [!Ref Env, prod], IsDev: !Not [!Condition IsProd]}
Resources:
  Fn: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Sub 'pets-\${Env}'}}
  Pool: {Type: AWS::Cognito::UserPool}
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network}}
  Link: {Type: AWS::ApiGateway::VpcLink, Properties: {Name: !Join ['-', [link, !Ref Env]], TargetArns: [!Ref Balancer]}}
  Subnet: {Type: AWS::EC2::Subnet}
  Group: {Type: AWS::EC2::SecurityGroup}
  V2Link: {Type: AWS::ApiGatewayV2::VpcLink, Properties: {Name: inner, SubnetIds: [!Ref Subnet], SecurityGroupIds: [!GetAtt Group.GroupId]}}
  Rest:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: !If [IsProd, pets, !Sub 'pets-\${Env}']
      Parameters: {endpointConfigurationTypes: REGIONAL}
      Body:
        openapi: 3.0.1
        info: {title: !Ref AWS::StackName, version: '1.0'}
        paths:
          /pets:
            get:
              security: [{pool: []}]
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: !Sub 'arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Fn.Arn}/invocations'
            delete: !If
              - IsProd
              - {x-amazon-apigateway-integration: {type: mock}}
              - !Ref AWS::NoValue
          /linked:
            get:
              x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: 'http://inner.example', connectionType: VPC_LINK, connectionId: !Ref Link}
        components:
          securitySchemes:
            pool:
              type: apiKey
              name: Authorization
              in: header
              x-amazon-apigateway-authtype: cognito_user_pools
              x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: [!GetAtt Pool.Arn]}
  Release: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Rest}}
  Dev:
    Type: AWS::ApiGateway::Stage
    Condition: IsDev
    Properties:
      RestApiId: !Ref Rest
      DeploymentId: !Ref Release
      StageName: dev
      CanarySetting: {PercentTraffic: 10, DeploymentId: !Ref Release}
  Http:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Body:
        openapi: 3.0.1
        info: {title: !Sub '\${AWS::StackName}-http', version: '1.0'}
        x-amazon-apigateway-cors: {allowOrigins: !Ref Origins}
        paths:
          /orders:
            get: {x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: !GetAtt Fn.Arn, payloadFormatVersion: '2.0'}}
  HttpStage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Http, StageName: $default, AutoDeploy: 'true'}}
  Certificate: {Type: AWS::CertificateManager::Certificate, Properties: {DomainName: shop.example.com}}
  Domain:
    Type: AWS::ApiGatewayV2::DomainName
    Properties: {DomainName: shop.example.com, DomainNameConfigurations: [{EndpointType: REGIONAL, CertificateArn: !Ref Certificate, SecurityPolicy: TLS_1_2}]}
  RestMapping: {Type: AWS::ApiGatewayV2::ApiMapping, Properties: {ApiId: !Ref Rest, DomainName: !Ref Domain, Stage: !Ref Dev, ApiMappingKey: v1/pets}}
  HttpMapping: {Type: AWS::ApiGatewayV2::ApiMapping, Properties: {ApiId: !Ref Http, DomainName: !Ref Domain, Stage: !Ref HttpStage}}
Outputs: {Alias: {Value: !GetAtt Domain.RegionalDomainName}, Endpoint: {Condition: IsDev, Value: !Sub '\${Http.ApiEndpoint}/orders'}}
`;

test("functions in documents, conditions, links and domains of both APIs come together", async () => {
  const at = newAccount();

  await create(at, documents);

  const description = await describeStack(at, { stackName });
  expect(description).toMatchObject({ status: "CREATE_COMPLETE", outputs: [{ key: "Alias" }, { key: "Endpoint" }] });
  const ids = await idsOf(at);
  const restApiId = ids.Rest ?? "";
  expect(await getRestApi(at, { restApiId })).toMatchObject({ name: "pets-dev", endpointConfiguration: { types: ["REGIONAL"] } });
  const { items } = await getResources(at, { restApiId, embed: ["methods"] });
  expect(items.map(({ path, resourceMethods = {} }) => [path, Object.keys(resourceMethods)])).toEqual([
    ["/", []],
    ["/linked", ["GET"]],
    ["/pets", ["GET"]],
  ]);
  expect(items.find(({ path }) => path === "/pets")?.resourceMethods?.GET).toMatchObject({
    authorizationType: "COGNITO_USER_POOLS",
    methodIntegration: { uri: expect.stringContaining(":function:pets-dev/invocations") },
  });
  expect(await getStage(at, { restApiId, stageName: "dev" })).toMatchObject({ canarySettings: { percentTraffic: 10 } });
  expect(await getV2Api(at, { apiId: ids.Http ?? "" })).toMatchObject({
    name: "shop-http",
    corsConfiguration: { allowOrigins: ["https://a.example", "https://b.example"] },
  });

  await update(at, documents.replace("CanarySetting: {PercentTraffic: 10, DeploymentId: !Ref Release}", "Description: plain"), {
    parameters: [{ key: "Env", value: "dev" }],
  });

  expect((await getStage(at, { restApiId, stageName: "dev" })).canarySettings).toBeUndefined();
  await deleteStack(at, tools, { stackName });
  await expect(describeStack(at, { stackName })).rejects.toThrow("does not exist");
});

const staged = `
Parameters: {Text: {Type: String, Default: first}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: staged}}
  Get: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, AuthorizationType: NONE, Integration: {Type: MOCK}}}
  Release: {Type: AWS::ApiGateway::Deployment, DependsOn: Get, Properties: {RestApiId: !Ref Api}}
  Live:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Release
      StageName: live
      Description: !Ref Text
      Variables: {a: b}
      MethodSettings: [{ResourcePath: /*, HttpMethod: '*', MetricsEnabled: true}]
      CanarySetting: {PercentTraffic: 10}
`;

test("an update of a stage leaves alone what its template does not change", async () => {
  const at = scope({ accountId: "000000000797" });
  await create(at, staged);
  const { Api: restApiId = "", Release: deploymentId = "" } = await idsOf(at);
  const key = { restApiId, stageName: "live" };
  const rules = [{ metric: "5XX" as const, over: 2, requests: 200 }];
  const canarySettings = { deploymentId, percentTraffic: 10, useStageCache: false, rules };
  const strict = { requireAuthorizationForCacheControl: false, unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403" };
  const change = (text: string, body = staged) => update(at, body, { parameters: [{ key: "Text", value: text }] });
  await updateStage(at, key, (draft) => ({
    ...draft,
    canarySettings,
    variables: { ...draft.variables, mine: "1" },
    tracingEnabled: true,
    methodSettings: { "*/*": { ...defaultMethodSetting, ...strict } },
  }));
  const { canarySettings: { sinceMinute = 0 } = {} } = await getStage(at, key);

  await change("second");

  const others = { description: "second", tracingEnabled: true, variables: { a: "b", mine: "1" } };
  expect(await getStage(at, key)).toMatchObject({ ...others, canarySettings: { ...canarySettings, sinceMinute } });

  const quarter = staged
    .replace("PercentTraffic: 10", "PercentTraffic: 25")
    .replace("{a: b}", "{c: d}")
    .replace("MetricsEnabled", "DataTraceEnabled");
  await change("second", quarter);

  const stage = await getStage(at, key);
  expect(stage).toMatchObject({ variables: { c: "d", mine: "1" }, canarySettings: { ...canarySettings, percentTraffic: 25, sinceMinute } });
  expect(stage.methodSettings).toEqual({ "*/*": { ...defaultMethodSetting, ...strict, dataTraceEnabled: true } });

  await stopCanary(at, key, { deploymentId, sinceMinute, why: "too many errors" });
  await change("third", quarter);

  const stopped = await getStage(at, key);
  expect(stopped).toMatchObject({ description: "third", stoppedCanary: { deploymentId, why: "too many errors" } });
  expect(stopped.canarySettings).toBeUndefined();
});
