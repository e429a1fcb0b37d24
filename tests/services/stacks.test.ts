import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { getApiKeys } from "@/lib/services/api-keys.ts";
import { getBasePathMappings } from "@/lib/services/base-path-mappings.ts";
import { getClientCertificates } from "@/lib/services/client-certificates.ts";
import { getDocumentationParts } from "@/lib/services/documentation-parts.ts";
import { getDomainNames } from "@/lib/services/domain-names.ts";
import { listApis } from "@/lib/services/list-apis.ts";
import { getResources } from "@/lib/services/resources.ts";
import { getRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { applyTemplate, previewTemplate } from "@/lib/services/stacks/apply-template.ts";
import { createChangeSet } from "@/lib/services/stacks/change-sets.ts";
import { describeStack, listStackEvents, listStackResources } from "@/lib/services/stacks/describe-stacks.ts";
import { createStack, deleteStack, newStackRow, type StackInput, updateStack } from "@/lib/services/stacks/stacks.ts";
import { getStage, getStages } from "@/lib/services/stages.ts";
import { getTags } from "@/lib/services/tags.ts";
import { getV2Api } from "@/lib/services/v2/apis.ts";
import { getV2Integrations } from "@/lib/services/v2/integrations.ts";
import { getRoutes } from "@/lib/services/v2/routes.ts";
import { listRoutingRules } from "@/lib/services/v2/routing-rules.ts";
import { getV2Stage } from "@/lib/services/v2/stages.ts";
import { write } from "@/lib/services/write.ts";
import { pictureOfAccess } from "./stack-picture.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const tools = { sealer: makeSealer("the secret of the tests", "access-keys") };
const stackName = "shop";

let accounts = 710;
const newAccount = () => scope({ accountId: `000000000${accounts++}` });

const create = (at: Scope, templateBody: string, more: Partial<StackInput> = {}) =>
  createStack(at, tools, { stackName, templateBody, ...more });
const update = (at: Scope, templateBody: string, more: Partial<StackInput> = {}) =>
  updateStack(at, tools, { stackName, templateBody, ...more });

async function idsOf(at: Scope): Promise<Record<string, string>> {
  const { resources } = await listStackResources(at, { stackName });
  return Object.fromEntries(resources.map(({ logicalId, physicalId }) => [logicalId, physicalId]));
}

async function eventsOf(at: Scope, status: RegExp): Promise<string[]> {
  const { events } = await listStackEvents(at, { stackName });
  return events.filter((event) => status.test(event.status)).map((event) => `${event.logicalId} ${event.status}`);
}

const restTemplate = ({ description = "first", stage = "live", part = "orders", extra = "" } = {}) => `
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop, Description: ${description}, MinimumCompressionSize: 10, Tags: [{Key: team, Value: a}]}}
  Orders: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: ${part}}}
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      {RestApiId: !Ref Api, ResourceId: !Ref Orders, HttpMethod: GET, Integration: {Type: MOCK, RequestTemplates: {application/json: '{}'}}}
  Deployment: {Type: AWS::ApiGateway::Deployment, DependsOn: List, Properties: {RestApiId: !Ref Api}}
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Api
      DeploymentId: !Ref Deployment
      StageName: ${stage}
      Variables: {color: green}
      MethodSettings: [{ResourcePath: /~1orders, HttpMethod: GET, LoggingLevel: INFO}]
${extra}
`;

test("an update changes what is changed in place, replaces what has to be, and removes what left", async () => {
  const at = newAccount();
  await create(at, restTemplate({ extra: "  Spare: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: spare, Enabled: true}}" }));
  const before = await idsOf(at);

  await update(at, restTemplate({ description: "second", part: "sales", stage: "prod" }));

  const after = await idsOf(at);
  expect(after.Api).toBe(before.Api);
  expect(after.Orders).not.toBe(before.Orders);
  expect(after.List).not.toBe(before.List);
  expect(after).toMatchObject({ Stage: "prod", Deployment: before.Deployment });
  const restApiId = after.Api ?? "";
  expect(await getRestApi(at, { restApiId })).toMatchObject({ description: "second", minimumCompressionSize: 10, tags: { team: "a" } });
  expect((await getResources(at, { restApiId })).items.map(({ path }) => path)).toEqual(["/", "/sales"]);
  expect((await getStages(at, { restApiId })).item.map(({ stageName: name }) => name)).toEqual(["prod"]);
  expect((await getApiKeys(at)).items).toEqual([]);
  expect(await eventsOf(at, /^DELETE_COMPLETE$/)).toEqual(expect.arrayContaining(["Spare DELETE_COMPLETE", "Orders DELETE_COMPLETE"]));
});

test("settings that leave the template go back to what new objects have", async () => {
  const at = newAccount();
  await create(at, restTemplate());
  const { Api: restApiId = "" } = await idsOf(at);

  const less = restTemplate()
    .replace(/, Description: first, MinimumCompressionSize: 10, Tags: [^\]]*\]/, "")
    .replace(/ {6}(?:Variables|MethodSettings).*\n/g, "");
  await update(at, less);

  const api = await getRestApi(at, { restApiId });
  expect([api.description, api.minimumCompressionSize, api.tags]).toEqual([undefined, undefined, undefined]);
  const stage = await getStage(at, { restApiId, stageName: "live" });
  expect([stage.variables, stage.methodSettings]).toEqual([undefined, {}]);
});

test("paths of method settings are read with escapes and without", async () => {
  const at = newAccount();
  await create(
    at,
    restTemplate().replace(
      "[{ResourcePath: /~1orders, HttpMethod: GET",
      "[{ResourcePath: /orders, HttpMethod: PUT, LoggingLevel: 'OFF'}, {ResourcePath: /~1orders, HttpMethod: GET",
    ),
  );
  const { Api: restApiId = "" } = await idsOf(at);

  const { methodSettings } = await getStage(at, { restApiId, stageName: "live" });

  expect(Object.keys(methodSettings).sort()).toEqual(["orders/GET", "orders/PUT"]);
});

test("a creation that fails leaves nothing, and the stack says what failed and why", async () => {
  const at = newAccount();

  await create(
    at,
    restTemplate({
      extra: "  Plan: {Type: AWS::ApiGateway::UsagePlan, DependsOn: Stage, Properties: {ApiStages: [{ApiId: nothing, Stage: none}]}}",
    }),
  );

  expect(await listApis(at)).toEqual([]);
  expect(await describeStack(at, { stackName })).toMatchObject({
    status: "ROLLBACK_COMPLETE",
    statusReason: "The following resource(s) failed: [Plan]. API Stage not found: nothing:none",
    outputs: [],
  });
  expect(await eventsOf(at, /FAILED|ROLLBACK/)).toEqual(["shop ROLLBACK_COMPLETE", "shop ROLLBACK_IN_PROGRESS", "Plan CREATE_FAILED"]);
  await expect(update(at, restTemplate())).rejects.toThrow("is in ROLLBACK_COMPLETE state and can not be updated");
  await deleteStack(at, tools, { stackName });
  await create(at, restTemplate());
  expect((await listApis(at)).length).toBe(1);
});

test("an update that fails leaves everything as it was", async () => {
  const at = newAccount();
  await create(at, restTemplate());
  const before = await idsOf(at);

  await update(
    at,
    restTemplate({
      description: "second",
      extra: "  Bad: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref Api, Name: no-good, Schema: {}}}",
    }),
  );

  expect(await idsOf(at)).toEqual(before);
  expect((await getRestApi(at, { restApiId: before.Api ?? "" })).description).toBe("first");
  expect(await describeStack(at, { stackName })).toMatchObject({
    status: "UPDATE_ROLLBACK_COMPLETE",
    statusReason: "The following resource(s) failed: [Bad]. Model name must be alphanumeric: no-good",
  });
  await update(at, restTemplate({ description: "third" }));
  expect((await describeStack(at, { stackName })).status).toBe("UPDATE_COMPLETE");
});

test("a stack is one revision, which undo takes back and the stack with it", async () => {
  const at = newAccount();
  await create(at, restTemplate());

  const [revision, ...others] = await listRevisions(at);
  await undoRevision(at, revision?.seq ?? 0);

  expect(others).toEqual([]);
  expect(revision).toMatchObject({ action: "stack:create", summary: "Create stack shop" });
  expect(await listApis(at)).toEqual([]);
  await expect(describeStack(at, { stackName })).rejects.toThrow("Stack with id shop does not exist");
});

test("the draft of an API that a stack made is what its stage serves", async () => {
  const at = newAccount();
  await create(at, restTemplate());

  const [api] = await listApis(at);

  expect(api?.draftVersion).toBeGreaterThan(0);
  const [revision] = await listRevisions(at, { restApiId: api?.id });
  expect(revision?.action).toBe("stack:create");
});

test.each(["Retain", "RetainExceptOnCreate"])("what is retained stays, and what an API has goes with it: %s", async (policy) => {
  const at = newAccount();
  const kept = restTemplate().replace(
    "Api: {Type",
    `Key: {Type: AWS::ApiGateway::ApiKey, DeletionPolicy: ${policy}, Properties: {Name: kept}}\n  Api: {Type`,
  );
  await create(at, kept);

  await deleteStack(at, tools, { stackName });

  expect(await listApis(at)).toEqual([]);
  expect((await getApiKeys(at)).items.map(({ name }) => name)).toEqual(["kept"]);
});

test("a stack whose API is needed elsewhere is not deleted, and says so", async () => {
  const at = newAccount();
  await create(at, restTemplate());
  const { Api: restApiId = "" } = await idsOf(at);
  await createStack(at, tools, {
    stackName: "plans",
    templateBody: `{Resources: {Plan: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: ${restApiId}, Stage: live}]}}}}`,
  });

  await deleteStack(at, tools, { stackName });

  expect((await describeStack(at, { stackName })).status).toBe("DELETE_FAILED");
  expect((await listApis(at)).length).toBe(1);
});

test("exports reach other stacks, and two stacks cannot export one name", async () => {
  const at = newAccount();
  const exporting = `${restTemplate()}\nOutputs: {Id: {Value: !Ref Api, Export: {Name: shop-api}}}`;
  await create(at, exporting);
  const { Api: apiId } = await idsOf(at);

  await createStack(at, tools, {
    stackName: "other",
    templateBody: "Resources: {Copy: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !ImportValue shop-api}}}",
  });
  await createStack(at, tools, { stackName: "third", templateBody: exporting });

  expect((await listApis(at)).map(({ name }) => name).sort()).toEqual([apiId, "shop"].sort());
  expect((await describeStack(at, { stackName: "third" })).statusReason).toContain(
    "Export with name shop-api is already exported by stack shop.",
  );
});

test("values of keys and of parameters that are not echoed are nowhere to be read", async () => {
  const at = newAccount();
  const secret = "abcdefghijklmnopqrstuvwxyz";
  const templateBody = `
Parameters: {Secret: {Type: String, NoEcho: true}}
Resources: {Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: k, Enabled: true, Value: !Ref Secret, Description: !Sub 'of \${Secret}'}}}
`;
  await create(at, templateBody, { parameters: [{ key: "Secret", value: secret }] });

  const rows = await at.db.reader.stack.findMany({ where: { workspaceId: at.workspace.id } });
  const revisions = await at.db.reader.revisionRow.findMany({ where: { model: "Stack" } });

  expect(JSON.stringify([rows, revisions])).not.toContain(secret);
  expect((await describeStack(at, { stackName })).parameters).toEqual([{ key: "Secret", value: "****" }]);
  await update(at, templateBody.replace("Name: k", "Name: l"), { parameters: [{ key: "Secret", usePreviousValue: true }] });
  expect((await describeStack(at, { stackName })).status).toBe("UPDATE_ROLLBACK_COMPLETE");
});

test("what is hidden is what came from a parameter that is not echoed, however it came, and no digest can be guessed at", async () => {
  const at = newAccount();
  const templateBody = `
Parameters: {Tokens: {Type: CommaDelimitedList, NoEcho: true}, User: {Type: String, NoEcho: true}}
Conditions: {IsAdmin: !Equals [!Ref User, admin]}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: administration, Description: for admins}}
  Method:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration:
        Type: HTTP
        IntegrationHttpMethod: GET
        Uri: https://backend.example
        RequestParameters:
          integration.request.header.token: !Sub ["'\${Token}'", {Token: !Select [0, !Ref Tokens]}]
          integration.request.header.user: !If [IsAdmin, "'plain'", !Ref User]
`;
  await create(at, templateBody, {
    parameters: [
      { key: "Tokens", value: "token-one,token-two" },
      { key: "User", value: "admin" },
    ],
  });

  const row = await at.db.reader.stack.findFirst({ where: { workspaceId: at.workspace.id } });
  const text = JSON.stringify(row);

  expect(row?.status).toBe("CREATE_COMPLETE");
  expect(text).not.toContain("token-one");
  expect(text).not.toContain(createHash("sha256").update("'token-one'").digest("hex"));
  expect(text).toContain("for admins");
  expect(text).toContain("'plain'");
});

test("mappings of a domain are removed although a secret is a part of the domain's name", async () => {
  const at = newAccount();
  const mapping =
    "  Mapping: {Type: AWS::ApiGateway::BasePathMapping, Properties: {DomainName: !Ref Domain, RestApiId: !Ref Api, BasePath: !Ref User}}\n";
  const templateBody = `
Parameters: {User: {Type: String, NoEcho: true}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop}}
  Cert: {Type: AWS::CertificateManager::Certificate, Properties: {DomainName: admin.example.com}}
  Domain:
    Type: AWS::ApiGateway::DomainName
    Properties: {DomainName: admin.example.com, EndpointConfiguration: {Types: [REGIONAL]}, RegionalCertificateArn: !Ref Cert}
`;
  const parameters = [{ key: "User", value: "admin" }];
  await create(at, templateBody + mapping, { parameters });
  expect((await getBasePathMappings(at, { domainName: "admin.example.com" })).items).toMatchObject([{ basePath: "admin" }]);

  await update(at, templateBody, { parameters });

  expect((await getBasePathMappings(at, { domainName: "admin.example.com" })).items).toEqual([]);
});

test("exports that other stacks use stay as they are until those are gone", async () => {
  const at = newAccount();
  const exporting = (id: string, name = "shop-api") =>
    `Resources: {${id}: {Type: AWS::ApiGateway::RestApi, Properties: {Name: shop}}}\nOutputs: {Id: {Value: !Ref ${id}, Export: {Name: ${name}}}}`;
  await create(at, exporting("Api"));
  await createStack(at, tools, {
    stackName: "other",
    templateBody: "Resources: {Copy: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !ImportValue shop-api}}}",
  });
  const before = await idsOf(at);

  await update(at, exporting("Api", "another"));
  const renamed = await describeStack(at, { stackName });
  await update(at, exporting("Second"));
  const changed = await describeStack(at, { stackName });

  expect([renamed.status, changed.status]).toEqual(["UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"]);
  expect(renamed.statusReason).toContain("Cannot delete export shop-api as it is in use by other.");
  expect(changed.statusReason).toContain("Cannot update export shop-api as it is in use by other.");
  await expect(deleteStack(at, tools, { stackName })).rejects.toThrow(
    "Delete canceled. Cannot delete export shop-api as it is in use by other.",
  );
  expect(await idsOf(at)).toEqual(before);
  await deleteStack(at, tools, { stackName: "other" });
  await deleteStack(at, tools, { stackName });
  expect(await listApis(at)).toEqual([]);
});

test("a resource whose type changes is refused before anything is done", async () => {
  const at = newAccount();
  const templateBody = "Resources: {A: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a}}, F: {Type: AWS::Lambda::Function}}";
  const other = "Resources: {A: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: a}}, F: {Type: AWS::S3::Bucket}}";
  const says = "Update of resource type is not permitted. The new template modifies resource type of the following resources: [A, F]";
  await create(at, templateBody);

  await expect(update(at, other)).rejects.toThrow(says);
  await expect(createChangeSet(at, { stackName, changeSetName: "other", templateBody: other })).rejects.toThrow(says);

  expect(await previewTemplate(at, { stackName, templateBody: other, parameters: [] })).toMatchObject({ problem: says, changes: [] });
  expect((await describeStack(at, { stackName })).status).toBe("CREATE_COMPLETE");
  expect((await listApis(at)).map(({ name }) => name)).toEqual(["a"]);
});

test("tags of the stack are tags of what it makes", async () => {
  const at = newAccount();
  await create(at, restTemplate(), { tags: { stage: "test" } });
  const { Api: restApiId = "" } = await idsOf(at);

  await update(at, restTemplate(), { tags: { owner: "me" } });

  const { tags } = await getTags(at, { resourceArn: `arn:aws:apigateway:us-east-1::/restapis/${restApiId}` });
  expect(tags).toEqual({ team: "a", owner: "me" });
});

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

test("viewers read stacks and change none", async () => {
  const at = newAccount();
  await create(at, restTemplate());
  const viewer = { ...at, actor: { ...at.actor, role: "viewer" as const } };

  await expect(updateStack(viewer, tools, { stackName, templateBody: restTemplate({ part: "x" }) })).rejects.toThrow(
    "is not authorized to perform",
  );
  await expect(deleteStack(viewer, tools, { stackName })).rejects.toThrow("is not authorized to perform");
  expect((await describeStack(viewer, { stackName })).status).toBe("CREATE_COMPLETE");
});

test("names of stacks are checked, and two of one name are refused", async () => {
  const at = newAccount();
  await create(at, restTemplate());

  await expect(create(at, restTemplate())).rejects.toThrow("Stack [shop] already exists");
  await expect(createStack(at, tools, { stackName: "1 x", templateBody: restTemplate() })).rejects.toThrow(
    "at 'stackName' failed to satisfy constraint",
  );
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

test("the console shows what a template would do before it does it, and starts anew after a failed creation", async () => {
  const at = newAccount();
  const templateBody = `Parameters: {Place: {Type: String}}\n${restTemplate({ stage: "!Ref Place" })}`;
  const input = { stackName, templateBody, parameters: [{ key: "Place", value: "live" }] };

  const missing = await previewTemplate(at, { ...input, parameters: [] });
  const first = await previewTemplate(at, input);
  expect(await listApis(at)).toEqual([]);
  await create(at, restTemplate({ stage: "no/name" }));
  const made = await applyTemplate(at, tools, input);
  const again = await previewTemplate(at, { ...input, parameters: [] });
  const changed = await previewTemplate(at, { ...input, templateBody: templateBody.replace("PathPart: orders", "PathPart: sales") });

  expect(missing).toMatchObject({ problem: "Parameters: [Place] must have values", parameters: [{ key: "Place" }], changes: [] });
  expect(first).toMatchObject({ isUpdate: false, isSame: false });
  expect(first.changes.map(({ action, logicalId }) => `${action} ${logicalId}`)).toEqual(
    ["Api", "Orders", "List", "Deployment", "Stage"].map((logicalId) => `Add ${logicalId}`),
  );
  expect(made.status).toBe("CREATE_COMPLETE");
  expect(again).toMatchObject({ isUpdate: true, isSame: true, parameters: [{ key: "Place", defaultValue: "live" }] });
  expect(changed.changes).toMatchObject([
    { action: "Modify", logicalId: "Orders", replacement: true, properties: ["PathPart"] },
    { action: "Modify", logicalId: "List", replacement: true, properties: ["ResourceId"] },
  ]);
  const viewer = { ...at, actor: { ...at.actor, role: "viewer" as const } };
  await expect(previewTemplate(viewer, input)).rejects.toThrow("is not authorized to perform: stack:preview");
});

test("a workspace has 2,000 stacks at most, those in review among them", async () => {
  const at = newAccount();
  await create(at, restTemplate());
  const settings = { template: "", parameters: [], tags: {}, capabilities: [], outputs: [], resources: {} };
  const data = Array.from({ length: 1_999 }, (_, position) => ({ ...newStackRow(at, `other-${position}`), settings }));
  await write(at, { action: "stack:create", summary: "many" }, async ({ source }) => {
    await source.stack.createMany({ data });
  });
  const one = { stackName: "one-more", templateBody: restTemplate() };

  await expect(createStack(at, tools, one)).rejects.toThrow("A workspace has at most 2000 stacks.");
  await expect(createChangeSet(at, { ...one, changeSetName: "c", changeSetType: "CREATE" })).rejects.toThrow("at most 2000 stacks");
  await update(at, restTemplate({ description: "second" }));
  expect((await describeStack(at, { stackName })).status).toBe("UPDATE_COMPLETE");
});
