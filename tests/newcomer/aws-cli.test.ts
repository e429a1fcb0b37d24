import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { environmentKey } from "../processes/aws.ts";
import { eventually, type Product, removeData, startProduct } from "../support/product.ts";
import { aws, awsText, requireAwsCli } from "./aws-cli.ts";

const installMs = 180_000;
let product: Product;

beforeAll(async () => {
  await requireAwsCli();
  product = await startProduct({ env: environmentKey });
}, installMs);
afterAll(async () => {
  await product.stop();
  await removeData(product);
});

test("the CLI knows who it is", async () => {
  const identity = await aws(product, "sts", "get-caller-identity");

  expect(identity.Account).toBe("000000000000");
});

test("an API is built, tried, deployed and called with the CLI alone", { timeout: 120_000 }, async () => {
  const api = await aws(product, "apigateway", "create-rest-api", "--name", "greetings");
  const [restApiId, rootId] = [String(api.id), String(api.rootResourceId)];
  const of = ["--rest-api-id", restApiId];
  const resource = await aws(product, "apigateway", "create-resource", ...of, "--parent-id", rootId, "--path-part", "{name}");
  const method = [...of, "--resource-id", String(resource.id), "--http-method", "GET"];
  await aws(product, "apigateway", "put-method", ...method, "--authorization-type", "NONE");
  const template = '{"application/json":"{\\"statusCode\\": 200}"}';
  await aws(product, "apigateway", "put-integration", ...method, "--type", "MOCK", "--request-templates", template);
  await aws(product, "apigateway", "put-method-response", ...method, "--status-code", "200");
  const answer = JSON.stringify({ "application/json": '{"hello": "$input.params(\'name\')"}' });
  await aws(product, "apigateway", "put-integration-response", ...method, "--status-code", "200", "--response-templates", answer);

  const tried = await aws(product, "apigateway", "test-invoke-method", ...method, "--path-with-query-string", "/Ada");
  await aws(product, "apigateway", "create-deployment", ...of, "--stage-name", "prod");

  expect([tried.status, tried.body]).toEqual([200, '{"hello": "Ada"}']);
  const served = await eventually("the stage is served", async () => {
    const response = await fetch(`${product.gatewayUrl}/_aws/execute-api/${restApiId}/prod/Grace`);
    return response.ok ? response.json() : undefined;
  });
  expect(served).toEqual({ hello: "Grace" });
});

test("a SAM application is deployed, changed and deleted with the CLI alone", { timeout: 120_000 }, async () => {
  const file = join(product.dataDir, "template.yaml");
  const deploy = ["cloudformation", "deploy", "--stack-name", "shop", "--template-file", file, "--capabilities", "CAPABILITY_IAM"];
  const write = (path: string) => writeFile(file, application(path));
  await write("/orders");

  const first = await awsText(product, ...deploy);
  await write("/sales");
  const second = await awsText(product, ...deploy);

  expect([first, second].map((text) => text.trim().split("\n").at(-1))).toEqual(Array(2).fill("Successfully created/updated stack - shop"));
  const { Stacks } = await aws(product, "cloudformation", "describe-stacks", "--stack-name", "shop");
  expect(Stacks).toMatchObject([{ StackStatus: "UPDATE_COMPLETE", Outputs: [{ OutputKey: "Api" }] }]);
  const [
    {
      Outputs: [output],
    },
  ] = Stacks as [{ Outputs: [{ OutputValue: string }] }];
  const { items } = await aws(product, "apigateway", "get-resources", "--rest-api-id", output.OutputValue);
  expect((items as { path: string }[]).map(({ path }) => path)).toEqual(["/", "/sales"]);
  await aws(product, "cloudformation", "delete-stack", "--stack-name", "shop");
  await expect(aws(product, "cloudformation", "describe-stacks", "--stack-name", "shop")).rejects.toThrow(
    "Stack with id shop does not exist",
  );
});

const application = (path: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: {FunctionName: orders, Events: {List: {Type: Api, Properties: {Path: ${path}, Method: get}}}}
Outputs: {Api: {Value: !Ref ServerlessRestApi}}
`;

test("what the service refuses, the CLI shows as it does for AWS", async () => {
  const attempt = aws(product, "apigateway", "get-rest-api", "--rest-api-id", "none");

  await expect(attempt).rejects.toThrow("An error occurred (NotFoundException) when calling the GetRestApi operation: Invalid API");
});
