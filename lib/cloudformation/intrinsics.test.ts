import { describe, expect, test } from "vitest";
import { type Environment, noValue, resolve } from "./intrinsics.ts";

const values: Readonly<Record<string, unknown>> = {
  Stage: "prod",
  Origins: ["https://a.example", "https://b.example"],
  Api: "a1b2c3",
  "AWS::Region": "us-east-1",
};

const env: Environment = {
  ref: (name) => values[name],
  attribute: (logicalId, name) => (logicalId === "Api" ? `${name} of Api` : undefined),
  isTrue: (condition) => condition === "IsProd",
  mappings: { Backend: { prod: { Host: "backend.example", Timeout: 5000 } } },
  importValue: (name) => (name === "shared-role" ? "arn:aws:iam::000000000000:role/shared" : undefined),
};

test.each([
  { call: { Ref: "Stage" }, gives: "prod" },
  { call: { Ref: "AWS::NoValue" }, gives: noValue },
  { call: { "Fn::GetAtt": ["Api", "Root.Id"] }, gives: "Root.Id of Api" },
  { call: { "Fn::GetAtt": "Api.Root.Id" }, gives: "Root.Id of Api" },
  { call: { "Fn::Sub": "${Api}/${Api.Root}/${!Literal}/{id}/$x" }, gives: "a1b2c3/Root of Api/${Literal}/{id}/$x" },
  { call: { "Fn::Sub": ["${A}-${Stage}", { A: { "Fn::FindInMap": ["Backend", { Ref: "Stage" }, "Timeout"] } }] }, gives: "5000-prod" },
  { call: { "Fn::Join": ["/", ["a", 1, true, { Ref: "Stage" }, { Ref: "AWS::NoValue" }]] }, gives: "a/1/true/prod" },
  { call: { "Fn::Join": [",", { Ref: "Origins" }] }, gives: "https://a.example,https://b.example" },
  { call: { "Fn::Select": ["1", { "Fn::Split": [":", "a:b:c"] }] }, gives: "b" },
  { call: { "Fn::If": ["IsProd", { Ref: "Stage" }, { Ref: "Nothing" }] }, gives: "prod" },
  { call: { "Fn::If": ["IsDev", 1, { Ref: "AWS::NoValue" }] }, gives: noValue },
  { call: { "Fn::Equals": [1, "1"] }, gives: true },
  { call: { "Fn::And": [{ Condition: "IsProd" }, { "Fn::Not": [{ Condition: "IsDev" }] }] }, gives: true },
  { call: { "Fn::Or": [{ "Fn::Equals": ["a", "b"] }, { Condition: "IsDev" }] }, gives: false },
  { call: { "Fn::FindInMap": ["Backend", "prod", "Host"] }, gives: "backend.example" },
  { call: { "Fn::FindInMap": ["Backend", "test", "Host", { DefaultValue: "none" }] }, gives: "none" },
  { call: { "Fn::Base64": "hi" }, gives: "aGk=" },
  { call: { "Fn::GetAZs": "" }, gives: ["us-east-1a", "us-east-1b", "us-east-1c"] },
  { call: { "Fn::ImportValue": "shared-role" }, gives: "arn:aws:iam::000000000000:role/shared" },
  { call: { "Fn::Cidr": ["10.0.0.0/16", 2, 8] }, gives: ["10.0.0.0/24", "10.0.1.0/24"] },
  { call: { "Fn::Length": { Ref: "Origins" } }, gives: 2 },
  { call: { "Fn::ToJsonString": { a: { Ref: "Stage" } } }, gives: '{"a":"prod"}' },
])("$call gives $gives", ({ call, gives }) => {
  expect(resolve(call, env)).toEqual(gives);
});

test("members and items without a value are left out, and objects that only look like calls stay", () => {
  const policy = { Condition: { StringEquals: { "aws:x": "y" } }, gone: { Ref: "AWS::NoValue" }, list: [1, { Ref: "AWS::NoValue" }, 2] };

  expect(resolve(policy, env)).toEqual({ Condition: { StringEquals: { "aws:x": "y" } }, list: [1, 2] });
});

describe("what a function cannot do is said in the service's words", () => {
  test.each([
    { call: { Ref: "Nothing" }, says: "Unresolved resource dependencies [Nothing] in the Resources block" },
    { call: { Ref: ["a"] }, says: "every Ref object must have a single String value" },
    { call: { "Fn::GetAtt": ["Nothing", "Arn"] }, says: "instance of Fn::GetAtt references undefined resource Nothing" },
    { call: { "Fn::Sub": "${Nothing}" }, says: "Unresolved resource dependencies [Nothing]" },
    { call: { "Fn::Sub": "${Origins}" }, says: "variable Origins in Fn::Sub expression does not resolve to a string" },
    { call: { "Fn::FindInMap": ["Backend", "x", "Host"] }, says: "Unable to get mapping for Backend::x::Host" },
    { call: { "Fn::FindInMap": ["Backend", "__proto__", "Host"] }, says: "Unable to get mapping" },
    { call: { "Fn::Select": [7, ["a"]] }, says: "Fn::Select cannot select nonexistent value at index 7" },
    { call: { "Fn::Join": ["", [{ a: 1 }]] }, says: "every Fn::Join object requires two parameters" },
    { call: { "Fn::Not": [] }, says: "Fn::Not object requires 1 arguments" },
    { call: { "Fn::ImportValue": "x" }, says: "No export named x found." },
    { call: { "Fn::Transform": { Name: "AWS::Include", Parameters: {} } }, says: "Fn::Transform AWS::Include is not supported" },
    { call: { "Fn::ForEach::Loop": [] }, says: "Fn::ForEach is not supported" },
    { call: { "Fn::Cidr": ["10.0.0.0/16", 1_000, 8] }, says: "every Fn::Cidr object" },
  ])("$call", ({ call, says }) => {
    expect(() => resolve(call, env)).toThrow(says);
  });
});
