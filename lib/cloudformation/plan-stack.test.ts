import { expect, test } from "vitest";
import { environmentOf, planStack, resolveOutput, resolveProperties } from "./plan-stack.ts";

const place = { partition: "aws", region: "us-east-1", accountId: "000000000000", urlSuffix: "amazonaws.com" };
const identity = { stackName: "pets", stackId: "arn:aws:cloudformation:us-east-1:000000000000:stack/pets/1", place };
const api = "Type: AWS::ApiGateway::RestApi";

test("short forms, merges and anchors of YAML are what they stand for", () => {
  const plan = planStack(
    `
Parameters: {Env: {Type: String, Default: dev}}
Conditions: {IsProd: !Equals [!Ref Env, prod]}
Mappings: {M: {a: {b: 7}}}
Resources:
  Api:
    ${api}
    Properties: &shared
      Name: !Join ['-', [pets, !Ref Env]]
      Description: !If [IsProd, production, !Sub 'of \${AWS::StackName}']
      MinimumCompressionSize: !FindInMap [M, a, b]
  Other: {${api}, Properties: {<<: *shared, Version: !GetAtt Api.RootResourceId}}
`,
    [],
    identity,
  );
  const env = environmentOf(plan.known, { resource: () => "id", attribute: (_, name) => `the ${name}`, importValue: () => undefined });

  expect(plan.resources.map((resource) => resolveProperties(resource, env))).toEqual([
    { Name: "pets-dev", Description: "of pets", MinimumCompressionSize: 7 },
    { Name: "pets-dev", Description: "of pets", MinimumCompressionSize: 7, Version: "the RootResourceId" },
  ]);
});

test("resources come after what they need, and those whose condition fails are not there", () => {
  const template = {
    Conditions: { Never: { "Fn::Equals": ["a", "b"] } },
    Resources: {
      Stage: { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId: { Ref: "Api" }, DeploymentId: { Ref: "Deployment" } } },
      Deployment: { Type: "AWS::ApiGateway::Deployment", DependsOn: "Method", Properties: { RestApiId: { Ref: "Api" } } },
      Method: { Type: "AWS::ApiGateway::Method", Properties: { Uri: { "Fn::Sub": "${Function.Arn}/${!Api}" } } },
      Gone: { Type: "AWS::ApiGateway::RestApi", Condition: "Never" },
      Api: { Type: "AWS::ApiGateway::RestApi" },
      Function: { Type: "AWS::Lambda::Function" },
    },
    Outputs: { Kept: { Value: { Ref: "Api" } }, Dropped: { Condition: "Never", Value: { Ref: "Gone" } } },
  };

  const plan = planStack(JSON.stringify(template), [], identity);

  expect(plan.resources.map(({ logicalId }) => logicalId)).toEqual(["Api", "Function", "Method", "Deployment", "Stage"]);
  expect(plan.resources.filter(({ isImported }) => !isImported).map(({ type }) => type)).toEqual(["AWS::Lambda::Function"]);
  expect(plan.outputs.map(({ key }) => key)).toEqual(["Kept"]);
});

test("outputs are texts, and exports have names", () => {
  const plan = planStack(
    `{Parameters: {L: {Type: CommaDelimitedList, Default: "a, b"}}, Resources: {A: {${api}}}, Outputs: {O: {Value: !Ref L, Export: {Name: !Sub "\${AWS::StackName}-o"}}}}`,
    [],
    identity,
  );
  const env = environmentOf(plan.known, { resource: () => "id", attribute: () => undefined, importValue: () => undefined });

  expect(plan.outputs.map((output) => resolveOutput(output, env))).toEqual([{ value: "a,b", exportName: "pets-o" }]);
});

test.each([
  { template: "", says: "The template is empty" },
  { template: "Resources: [", says: "Template format error: YAML not well-formed. (line 1, column" },
  { template: "- a", says: "Template format error: unsupported structure." },
  { template: "Resources: {}", says: "At least one Resources member must be defined" },
  { template: "Ressources: {}", says: "Invalid template property or properties [Ressources]" },
  { template: "Resources: {A: {Properties: {}}}", says: "[/Resources/A] Every Resources object must contain a Type member" },
  { template: "Resources: {A-B: {Type: x}}", says: "Resource name A-B is non alphanumeric" },
  { template: "Resources: {A: {Type: AWS::ApiGateway::RestAPI}}", says: "Unrecognized resource types: [AWS::ApiGateway::RestAPI]" },
  { template: `Resources: {A: {${api}, Propertys: {}}}`, says: "Invalid template resource property 'Propertys'" },
  { template: `Resources: {A: {${api}, Properties: {Name: !Reff B}}}`, says: "The tag !Reff is unknown. (line 1)" },
  { template: `Resources: {A: {${api}, Properties: {Name: !Ref B}}}`, says: "Unresolved resource dependencies [B] in the Resources block" },
  { template: `Resources: {A: {${api}, DependsOn: B}}`, says: "Unresolved resource dependencies [B] in the Resources block" },
  {
    template: `Resources: {A: {${api}}}\nOutputs: {O: {Value: !Ref B}}`,
    says: "Unresolved resource dependencies [B] in the Outputs block",
  },
  { template: `Resources: {A: {${api}, DependsOn: B}, B: {${api}, DependsOn: A}}`, says: "Circular dependency between resources: [A, B]" },
  { template: `Resources: {A: {${api}, Condition: C}}`, says: "Unresolved condition dependency C" },
  {
    template: `Conditions: {C: !Condition D, D: !Condition C}\nResources: {A: {${api}, Condition: C}}`,
    says: "Circular dependency in condition",
  },
  {
    template: `Conditions: {C: !Equals [!Ref A, b]}\nResources: {A: {${api}, Condition: C}}`,
    says: "Cannot reference resources in the Conditions",
  },
  { template: `Resources: {A: {${api}, DeletionPolicy: Keep}}`, says: "Unrecognized DeletionPolicy Keep for resource A" },
  { template: `Resources: {A: {${api}, DeletionPolicy: !Ref B}}`, says: "Every DeletionPolicy member must be a string." },
  {
    template: `Resources: {A: {${api}, DeletionPolicy: Snapshot}}`,
    says: "AWS::ApiGateway::RestApi does not support DeletionPolicy Snapshot",
  },
  {
    template: `Resources: {A: {${api}, UpdateReplacePolicy: RetainExceptOnCreate}}`,
    says: "Unrecognized UpdateReplacePolicy RetainExceptOnCreate for resource A",
  },
  { template: `Transform: MyMacro\nResources: {A: {${api}}}`, says: "the transform MyMacro is not supported" },
  { template: `Parameters: {A: {Type: String}}\nResources: {A: {${api}}}`, says: "Duplicate name A" },
  { template: `Resources: {"Fn::ForEach::Apis": {Type: x}}`, says: "is not supported" },
  {
    template: `Resources: {A: {${api}, Properties: {Name: '{{resolve:secretsmanager:shop:SecretString:name}}'}}}`,
    says: "resource A has a dynamic reference",
  },
  { template: `Rules: []\nResources: {A: {${api}}}`, says: "Rules must be an object" },
  { template: `Rules: {R: {}}\nResources: {A: {${api}}}`, says: "must contain a list of Assertions. [R]" },
  { template: `Rules: {R: {Assertions: [{}]}}\nResources: {A: {${api}}}`, says: "must contain an Assert member. [R]" },
  {
    template: `Rules: {R: {Assertions: [{Assert: {Fn::Contains: [[a], !GetAtt A.Id]}}]}}\nResources: {A: {${api}}}`,
    says: "Cannot reference resources in the Rules block",
  },
  {
    template: `Rules: {R: {Assertions: [{Assert: {Fn::EachMemberIn: [[a]]}}]}}\nResources: {A: {${api}}}`,
    says: "Fn::EachMemberIn in rule R does not have the arguments that it needs",
  },
])("$template is refused: $says", ({ template, says }) => {
  expect(() => planStack(template, [], identity)).toThrow(says);
});

test("YAML that grows by aliases is refused", () => {
  const levels = Array.from({ length: 9 }, (_, index) => `  a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(", ")}]`);
  const bomb = `Metadata:\n  a0: &a0 [x]\n${levels.join("\n")}\nResources: {A: {${api}}}`;

  expect(() => planStack(bomb, [], identity)).toThrow("YAML aliases are used more than");
});

const parameters = `
Parameters:
  Env: {Type: String, AllowedValues: [dev, prod], ConstraintDescription: dev or prod}
  Size: {Type: Number, Default: 3, MinValue: 1, MaxValue: 5}
  Name: {Type: String, Default: abc, AllowedPattern: '[a-z]+', MaxLength: 5}
Resources: {A: {${api}}}
`;

test.each([
  { given: {}, says: "Parameters: [Env] must have values" },
  { given: { Env: "dev", Other: "x" }, says: "Parameters: [Other] do not exist in the template" },
  { given: { Env: "test" }, says: "Parameter Env failed to satisfy constraint: dev or prod" },
  { given: { Env: "dev", Size: "many" }, says: "Parameter 'Size' must be a number." },
  { given: { Env: "dev", Size: "9" }, says: "Parameter 'Size' must be a number not greater than 5" },
  { given: { Env: "dev", Name: "ABC" }, says: "Parameter 'Name' must match pattern [a-z]+" },
  { given: { Env: "dev", Name: "abcdefg" }, says: "Parameter 'Name' must contain at most 5 characters" },
])("parameters $given: $says", ({ given, says }) => {
  const texts = Object.entries(given).map(([key, value]) => ({ key, value }));

  expect(() => planStack(parameters, texts, identity)).toThrow(says);
});

test("a parameter that only SSM knows is refused where it is used, with what to do", () => {
  const template = `Parameters: {P: {Type: "AWS::SSM::Parameter::Value<String>", Default: /a/b}}\nResources: {A: {${api}, Properties: {Name: !Ref P}}}`;
  const plan = planStack(template, [], identity);
  const env = environmentOf(plan.known, { resource: () => "id", attribute: () => undefined, importValue: () => undefined });

  expect(() => plan.resources.map((resource) => resolveProperties(resource, env))).toThrow("is read from SSM Parameter Store");
});

test("a dynamic reference is refused too where functions or parameters put it together, and left alone in what is not made", () => {
  const template = `
Parameters: {P: {Type: String, Default: '{{resolve:ssm:/shop/name}}'}}
Resources:
  A: {${api}, Properties: {Name: !Ref P}}
  F: {Type: AWS::Lambda::Function, Properties: {FunctionName: '{{resolve:ssm:/shop/function}}'}}
Outputs: {O: {Value: !Join ['', ['{{resolve:', 'ssm-secure:/a}}']]}}
`;
  const plan = planStack(template, [], identity);
  const env = environmentOf(plan.known, { resource: () => "id", attribute: () => undefined, importValue: () => undefined });
  const propertiesOf = (id: string) =>
    plan.resources.filter(({ logicalId }) => logicalId === id).map((each) => resolveProperties(each, env));

  expect(() => propertiesOf("A")).toThrow("resource A has a dynamic reference");
  expect(propertiesOf("F")).toEqual([{ FunctionName: "{{resolve:ssm:/shop/function}}" }]);
  expect(() => plan.outputs.map((output) => resolveOutput(output, env))).toThrow("output O has a dynamic reference");
});

const ruled = `
Parameters:
  Env: {Type: String, Default: dev}
  Zones: {Type: CommaDelimitedList, Default: "a,b"}
  Version: {Type: "AWS::SSM::Parameter::Value<String>", Default: /cdk/version}
Rules:
  Stored: {Assertions: [{Assert: {Fn::Not: [{Fn::Contains: [["1", "2"], !Ref Version]}]}}]}
  Production:
    RuleCondition: !Equals [!Ref Env, prod]
    Assertions:
      - {Assert: {Fn::EachMemberIn: [!Ref Zones, [a, b, c]]}, AssertDescription: Only zones a to c}
      - {Assert: {Fn::Or: [{Fn::Contains: [!Ref Zones, c]}, {Fn::EachMemberEquals: [!Ref Zones, a]}]}}
  Known: {Assertions: [{Assert: !And [!Not [!Equals [!Ref Env, test]], {Fn::Contains: [[dev, prod, test], !Ref Env]}]}]}
Resources: {A: {${api}}}
`;

test.each([
  { given: {} },
  { given: { Env: "prod", Zones: "a,c" } },
  { given: { Env: "prod", Zones: "a, a" } },
  { given: { Env: "prod", Zones: "a,z" }, says: "Rule Production failed: Only zones a to c" },
  { given: { Env: "prod", Zones: "a,b" }, says: "Rule Production failed: an assertion does not hold." },
  { given: { Env: "test" }, says: "Rule Known failed" },
  { given: { Env: "other" }, says: "Rule Known failed" },
])("rules with $given: $says", ({ given, says }) => {
  const texts = Object.entries(given).map(([key, value]) => ({ key, value }));
  const plan = () => planStack(ruled, texts, identity);

  if (says === undefined) expect(plan().resources).toHaveLength(1);
  else expect(plan).toThrow(says);
});

const many = (count: number, value: (position: number) => unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, position) => [`N${position}`, value(position)]));

test.each([
  { name: "201 parameters", parts: { Parameters: many(201, () => ({ Type: "String", Default: "" })) }, says: "Number of parameters, 201" },
  { name: "201 outputs", parts: { Outputs: many(201, () => ({ Value: "x" })) }, says: "Number of outputs, 201" },
  { name: "a long value", parts: { Parameters: { P: { Type: "String", Default: "\u00e9".repeat(2_049) } } }, says: "at most 4096 bytes" },
  {
    name: "12,000 conditions in a chain",
    parts: {
      Conditions: { ...many(12_000, (position) => ({ "Fn::Not": [{ Condition: `N${position + 1}` }] })), N12000: { "Fn::Equals": [1, 1] } },
    },
    says: "Conditions name each other more than 30 deep",
  },
])("$name are refused", ({ parts, says }) => {
  const template = {
    Resources: { A: { Type: "AWS::ApiGateway::RestApi", Condition: "Conditions" in parts ? "N0" : undefined } },
    ...parts,
  };

  expect(() => planStack(JSON.stringify(template), [], identity)).toThrow(says);
});

test("the longest chain of the deepest conditions is read", () => {
  const nested = (depth: number, name: string): unknown => (depth === 0 ? { Condition: name } : { "Fn::Not": [nested(depth - 1, name)] });
  const Conditions = { ...many(29, (position) => nested(48, `N${position + 1}`)), N29: { "Fn::Equals": ["a", "a"] } };
  const Resources = { A: { Type: "AWS::ApiGateway::RestApi", Condition: "N0" } };

  expect(planStack(JSON.stringify({ Conditions, Resources }), [], identity).resources).toHaveLength(1);
});
