import { afterAll, beforeAll, expect, test } from "vitest";
import type { RuntimeCore } from "@/lib/services/runtime-scope.ts";
import { handleAws } from "@/lib/wire/door.ts";
import { openTestDatabase } from "../services/test-scope.ts";
import { testRuntime } from "./aws-client.ts";
import { queryRequest } from "./signed-request.ts";

let runtime: RuntimeCore;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await openTestDatabase();
  close = opened.close;
  runtime = await testRuntime(opened.db);
});
afterAll(() => close());

async function call(Action: string, parameters: Record<string, string> = {}, accessKeyId?: string) {
  const response = await handleAws(runtime, queryRequest("cloudformation", { Action, Version: "2010-05-15", ...parameters }, accessKeyId));
  const xml = await response.text();
  const all = (element: string) => [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, text]) => text);
  return { status: response.status, type: response.headers.get("content-type"), xml, all, one: (element: string) => all(element)[0] };
}

const template = (description: string) => `
Description: An API & its <key>
Parameters: {Name: {Type: String, Default: pets}, Secret: {Type: String, NoEcho: true, Default: hidden}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Ref Name, Description: ${description}}}
  Function: {Type: AWS::Lambda::Function}
Outputs: {Id: {Value: !Ref Api, Description: the API, Export: {Name: !Sub '\${AWS::StackName}-id'}}}
`;

test("a stack is created, described, updated and deleted", async () => {
  const StackName = "direct";
  const tags = { "Tags.member.1.Key": "team", "Tags.member.1.Value": "a&b" };
  const parameter = { "Parameters.member.1.ParameterKey": "Name", "Parameters.member.1.ParameterValue": "dogs" };

  const created = await call("CreateStack", { StackName, TemplateBody: template("first"), ...tags, ...parameter });

  expect([created.status, created.type]).toEqual([200, "text/xml"]);
  const stackId = created.one("StackId") ?? "";
  expect(stackId).toMatch(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/direct\/[0-9a-f-]{36}$/);
  const described = await call("DescribeStacks", { StackName: stackId });
  expect(described.one("StackStatus")).toBe("CREATE_COMPLETE");
  expect(described.one("Description")).toBe("An API &amp; its &lt;key&gt;");
  expect(described.all("ParameterValue")).toEqual(["dogs", "****"]);
  expect(described.xml).toContain("<Tags><member><Key>team</Key><Value>a&amp;b</Value></member></Tags>");
  const apiId = described.one("OutputValue") ?? "";
  const resources = await call("DescribeStackResources", { StackName });
  expect(resources.all("LogicalResourceId")).toEqual(["Api", "Function"]);
  expect(resources.all("PhysicalResourceId")[0]).toBe(apiId);
  expect((await call("DescribeStackResource", { StackName, LogicalResourceId: "Api" })).one("PhysicalResourceId")).toBe(apiId);
  expect((await call("ListStackResources", { StackName })).all("ResourceType")).toEqual([
    "AWS::ApiGateway::RestApi",
    "AWS::Lambda::Function",
  ]);
  expect((await call("ListExports")).one("Name")).toBe("direct-id");
  expect((await call("ListStacks", { "StackStatusFilter.member.1": "CREATE_COMPLETE" })).all("StackName")).toContain(StackName);
  expect((await call("GetTemplate", { StackName })).xml).toContain("Description: first");
  const events = await call("DescribeStackEvents", { StackName });
  expect(events.all("ResourceStatus").slice(0, 2)).toEqual(["CREATE_COMPLETE", "CREATE_COMPLETE"]);
  expect(events.xml).toContain("Skipped: only resources of API Gateway are made here.");

  const same = await call("UpdateStack", {
    StackName,
    UsePreviousTemplate: "true",
    "Parameters.member.1.ParameterKey": "Name",
    "Parameters.member.1.UsePreviousValue": "true",
  });
  const updated = await call("UpdateStack", { StackName, TemplateBody: template("second"), ...parameter });

  expect([same.status, same.one("Code"), same.one("Message")]).toEqual([400, "ValidationError", "No updates are to be performed."]);
  expect(updated.one("StackId")).toBe(stackId);
  expect((await call("DescribeStacks", { StackName })).one("StackStatus")).toBe("UPDATE_COMPLETE");

  await call("DeleteStack", { StackName });

  const gone = await call("DescribeStacks", { StackName });
  expect([gone.status, gone.one("Code"), gone.one("Message")]).toEqual([400, "ValidationError", "Stack with id direct does not exist"]);
});

test("change sets show what they would do, are executed, and fail where nothing would change", async () => {
  const StackName = "reviewed";
  const of = { StackName, ChangeSetName: "first" };

  const created = await call("CreateChangeSet", { ...of, ChangeSetType: "CREATE", TemplateBody: template("first") });

  expect((await call("DescribeStacks", { StackName })).one("StackStatus")).toBe("REVIEW_IN_PROGRESS");
  const described = await call("DescribeChangeSet", { ChangeSetName: created.one("Id") ?? "" });
  expect([described.one("Status"), described.one("ExecutionStatus"), described.one("Action")]).toEqual([
    "CREATE_COMPLETE",
    "AVAILABLE",
    "Add",
  ]);
  expect((await call("ListChangeSets", { StackName })).all("ChangeSetName")).toEqual(["first"]);
  await call("ExecuteChangeSet", of);
  expect((await call("DescribeStacks", { StackName })).one("StackStatus")).toBe("CREATE_COMPLETE");
  expect((await call("ExecuteChangeSet", of)).one("Code")).toBe("InvalidChangeSetStatus");

  await call("CreateChangeSet", { StackName, ChangeSetName: "same", TemplateBody: template("first") });
  await call("CreateChangeSet", { StackName, ChangeSetName: "second", TemplateBody: template("second") });

  const same = await call("DescribeChangeSet", { StackName, ChangeSetName: "same" });
  expect([same.one("Status"), same.one("StatusReason")]).toEqual([
    "FAILED",
    "The submitted information didn't contain changes. Submit different information to create a change set.",
  ]);
  const second = await call("DescribeChangeSet", { StackName, ChangeSetName: "second" });
  expect([second.one("Action"), second.one("Replacement"), second.all("Name")]).toEqual(["Modify", "False", ["Description"]]);
  await call("DeleteChangeSet", { StackName, ChangeSetName: "second" });
  expect((await call("DescribeChangeSet", { StackName, ChangeSetName: "second" })).one("Code")).toBe("ChangeSetNotFound");
});

test("a template tells of its parameters before it is applied", async () => {
  const summary = await call("GetTemplateSummary", { TemplateBody: template("x") });
  const valid = await call("ValidateTemplate", { TemplateBody: template("x") });

  expect(summary.all("ParameterKey")).toEqual(["Name", "Secret"]);
  expect(summary.all("NoEcho")).toEqual(["false", "true"]);
  expect(valid.all("DefaultValue")).toEqual(["pets", "hidden"]);
});

test.each([
  {
    action: "CreateStack",
    parameters: { StackName: "x", TemplateURL: "https://s3.amazonaws.com/a/b" },
    code: "ValidationError",
    says: "TemplateURL is not supported",
  },
  {
    action: "CreateStack",
    parameters: { StackName: "x", TemplateBody: "a: [" },
    code: "ValidationError",
    says: "Template format error: YAML not well-formed.",
  },
  { action: "CreateStack", parameters: { TemplateBody: "x" }, code: "ValidationError", says: "Value null at 'stackName'" },
  {
    action: "UpdateStack",
    parameters: { StackName: "none", TemplateBody: "x" },
    code: "ValidationError",
    says: "Stack with id none does not exist",
  },
  {
    action: "CreateChangeSet",
    parameters: { StackName: "none", ChangeSetName: "c", TemplateBody: "x" },
    code: "ValidationError",
    says: "Stack [none] does not exist",
  },
  {
    action: "DetectStackDrift",
    parameters: { StackName: "none" },
    code: "InvalidAction",
    says: "The action DetectStackDrift is not supported.",
  },
])("$action is refused: $says", async ({ action, parameters, code, says }) => {
  const answer = await call(action, parameters);

  expect([answer.status, answer.one("Code")]).toEqual([400, code]);
  expect(answer.xml).toContain(says);
});

test("a caller whom nobody knows gets XML too", async () => {
  const answer = await call("DescribeStacks", {}, "nobody");

  expect([answer.status, answer.type, answer.one("Type")]).toEqual([403, "text/xml", "Sender"]);
  expect(answer.one("Code")).toBe("UnrecognizedClientException");
});

test.each([
  { name: "StackPolicyBody", value: "{}", says: "StackPolicyBody is not supported: stacks have no policies here" },
  { name: "StackPolicyDuringUpdateBody", value: "{}", says: "StackPolicyDuringUpdateBody is not supported" },
  { name: "ResourceTypes.member.1", value: "AWS::ApiGateway::*", says: "ResourceTypes is not supported" },
  { name: "DisableRollback", value: "true", says: "DisableRollback other than false is not supported" },
  { name: "OnFailure", value: "DO_NOTHING", says: "OnFailure other than ROLLBACK is not supported" },
  { name: "ResourcesToImport.member.1.ResourceType", value: "x", says: "ResourcesToImport is not supported" },
])("$name=$value is refused and makes nothing", async ({ name, value, says }) => {
  const StackName = "unprotected";

  const refused = await call("CreateStack", { StackName, TemplateBody: template("x"), [name]: value });

  expect([refused.status, refused.one("Code")]).toEqual([400, "ValidationError"]);
  expect(refused.one("Message")).toContain(says);
  expect((await call("DescribeStacks", { StackName })).one("Message")).toContain("does not exist");
});

test("what is refused with another value is taken with the one that holds anyway", async () => {
  const StackName = "defaults";
  const given = { EnableTerminationProtection: "false", DisableRollback: "false", OnFailure: "ROLLBACK" };

  expect((await call("CreateStack", { StackName, TemplateBody: template("x"), ...given })).status).toBe(200);

  await call("CreateChangeSet", { StackName, ChangeSetName: "next", TemplateBody: template("y"), OnStackFailure: "ROLLBACK" });
  const kept = await call("ExecuteChangeSet", { StackName, ChangeSetName: "next", DisableRollback: "true" });
  expect([kept.status, kept.one("Message")]).toEqual([400, expect.stringContaining("DisableRollback other than false is not supported")]);
  await call("DeleteStack", { StackName });
});

test("a protected stack is not deleted, whatever becomes of it, until it is protected no longer", async () => {
  const StackName = "protected";
  const isProtected = async () => (await call("DescribeStacks", { StackName })).one("EnableTerminationProtection");
  await call("CreateStack", { StackName, TemplateBody: template("x"), EnableTerminationProtection: "true" });

  const refused = await call("DeleteStack", { StackName });

  expect([refused.status, refused.one("Code"), refused.one("Message")]).toEqual([
    400,
    "ValidationError",
    "Stack [protected] cannot be deleted while TerminationProtection is enabled",
  ]);
  await call("UpdateStack", { StackName, TemplateBody: template("y") });
  expect(await isProtected()).toBe("true");
  const set = (value: string) => call("UpdateTerminationProtection", { StackName, EnableTerminationProtection: value });
  expect((await set("false")).one("StackId")).toContain("stack/protected/");
  expect(await isProtected()).toBe("false");
  await set("true");
  expect((await call("DeleteStack", { StackName })).status).toBe(400);
  await set("false");
  expect((await call("DeleteStack", { StackName })).status).toBe(200);
  expect((await call("DescribeStacks", { StackName })).one("Message")).toContain("does not exist");
});

test("the protection of a stack that could not be made stays with what is left of it", async () => {
  const StackName = "protected-failure";
  const TemplateBody = "Resources: {Model: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: none}}}";
  await call("CreateStack", { StackName, TemplateBody, EnableTerminationProtection: "true" });

  const described = await call("DescribeStacks", { StackName });

  expect([described.one("StackStatus"), described.one("EnableTerminationProtection")]).toEqual(["ROLLBACK_COMPLETE", "true"]);
  const wrong = await call("UpdateTerminationProtection", { StackName: "nobody", EnableTerminationProtection: "true" });
  expect([wrong.status, wrong.one("Message")]).toEqual([400, "Stack with id nobody does not exist"]);
});

test("a call with very many parameters is refused", async () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, position) => [`X${position}`, ""]));

  const refused = await call("ListStacks", many);

  expect([refused.status, refused.one("Message")]).toEqual([400, "A call has at most 5000 parameters; this one has 5002."]);
});

test.each([
  { name: "a value that is no number", value: "many", says: "must be a number" },
  { name: "a value that is not allowed", value: "7", says: "must be one of AllowedValues" },
  { name: "a rule that fails", value: "2", says: "Rule Small failed" },
])("a change set with $name is refused, and the others are listed", async ({ value, says }) => {
  const StackName = `judged-${value}`;
  const TemplateBody = `
Parameters: {Size: {Type: Number, AllowedValues: [1, 2], Default: 1}, Secret: {Type: String, NoEcho: true, Default: hidden}}
Rules: {Small: {Assertions: [{Assert: !Equals [!Ref Size, 1]}]}}
Resources: {Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: x}}}
`;
  const create = (ChangeSetName: string, ParameterValue: string) =>
    call("CreateChangeSet", {
      ...{ StackName, ChangeSetName, ChangeSetType: "CREATE", TemplateBody },
      ...{ "Parameters.member.1.ParameterKey": "Size", "Parameters.member.1.ParameterValue": ParameterValue },
    });

  const refused = await create("bad", value);
  await create("good", "1");

  expect([refused.status, refused.one("Code")]).toEqual([400, "ValidationError"]);
  expect(refused.one("Message")).toContain(says);
  expect((await call("ListChangeSets", { StackName })).all("ChangeSetName")).toEqual(["good"]);
  const described = await call("DescribeChangeSet", { StackName, ChangeSetName: "good" });
  expect([described.status, described.all("ParameterValue")]).toEqual([200, ["1", "****"]]);
});

test("a change set is described after the stack that it was made for has another template", async () => {
  const StackName = "moved-on";
  const ofName = { "Parameters.member.1.ParameterKey": "Name", "Parameters.member.1.UsePreviousValue": "true" };
  const bare = "Resources: {Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: bare}}}";
  await call("CreateStack", { StackName, TemplateBody: template("first") });
  await call("CreateChangeSet", { StackName, ChangeSetName: "early", TemplateBody: template("second"), ...ofName });

  await call("UpdateStack", { StackName, TemplateBody: bare });

  const described = await call("DescribeChangeSet", { StackName, ChangeSetName: "early" });
  expect([described.status, described.all("ParameterValue")]).toEqual([200, ["pets", "****"]]);
  expect((await call("ListChangeSets", { StackName })).all("ChangeSetName")).toEqual(["early"]);
  await call("DeleteStack", { StackName });
});
