import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { getApiKeys } from "@/lib/services/api-keys.ts";
import { getBasePathMappings } from "@/lib/services/base-path-mappings.ts";
import { listApis } from "@/lib/services/list-apis.ts";
import { getResources } from "@/lib/services/resources.ts";
import { getRestApi } from "@/lib/services/rest-apis.ts";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import { applyTemplate, previewTemplate } from "@/lib/services/stacks/apply-template.ts";
import { createChangeSet } from "@/lib/services/stacks/change-sets.ts";
import { describeStack } from "@/lib/services/stacks/describe-stacks.ts";
import { createStack, deleteStack, newStackRow, updateStack } from "@/lib/services/stacks/stacks.ts";
import { getStage, getStages } from "@/lib/services/stages.ts";
import { getTags } from "@/lib/services/tags.ts";
import { write } from "@/lib/services/write.ts";
import { create, eventsOf, idsOf, stackName, tools, update } from "./stack-fixture.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

let accounts = 710;
const newAccount = () => scope({ accountId: `000000000${accounts++}` });

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
