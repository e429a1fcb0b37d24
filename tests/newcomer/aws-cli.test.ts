import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { environmentKey } from "../processes/aws.ts";
import { freePort } from "../support/free-port.ts";
import { eventually, type Product, removeData, startProduct } from "../support/product.ts";
import { aws, awsText, requireAwsCli } from "./aws-cli.ts";

const installMs = 180_000;
/** A program of Python starts for each command. */
const dayMs = 120_000;
let product: Product;
let demoPort: number;

beforeAll(async () => {
  await requireAwsCli();
  demoPort = await freePort();
  product = await startProduct({ env: { ...environmentKey, DEMO_PORT: String(demoPort) } });
}, installMs);
afterAll(async () => {
  await product.stop();
  await removeData(product);
});

test("the CLI knows who it is", async () => {
  const identity = await aws(product, "sts", "get-caller-identity");

  expect(identity.Account).toBe("000000000000");
});

const apigateway = (...args: string[]) => aws(product, "apigateway", ...args);
const apigatewayv2 = (...args: string[]) => aws(product, "apigatewayv2", ...args);

/** What a call of a deployed stage gives once it is as wanted. */
async function served(path: string, wanted: (status: number) => boolean, headers: Record<string, string> = {}): Promise<string> {
  return eventually(`${path} is served as wanted`, async () => {
    const response = await fetch(`${product.gatewayUrl}/_aws/execute-api/${path}`, { headers });
    return wanted(response.status) ? response.text() : undefined;
  });
}

const ok = (status: number) => status === 200;

test("an API is built, tried, deployed and called with the CLI alone", { timeout: dayMs }, async () => {
  const api = await apigateway("create-rest-api", "--name", "greetings");
  const [restApiId, rootId] = [String(api.id), String(api.rootResourceId)];
  const of = ["--rest-api-id", restApiId];
  const resource = await apigateway("create-resource", ...of, "--parent-id", rootId, "--path-part", "{name}");
  const method = [...of, "--resource-id", String(resource.id), "--http-method", "GET"];
  await apigateway("put-method", ...method, "--authorization-type", "NONE");
  const template = '{"application/json":"{\\"statusCode\\": 200}"}';
  await apigateway("put-integration", ...method, "--type", "MOCK", "--request-templates", template);
  await apigateway("put-method-response", ...method, "--status-code", "200");
  const answer = JSON.stringify({ "application/json": '{"hello": "$input.params(\'name\')"}' });
  await apigateway("put-integration-response", ...method, "--status-code", "200", "--response-templates", answer);

  const tried = await apigateway("test-invoke-method", ...method, "--path-with-query-string", "/Ada");
  await apigateway("create-deployment", ...of, "--stage-name", "prod");

  expect([tried.status, tried.body]).toEqual([200, '{"hello": "Ada"}']);
  expect(JSON.parse(await served(`${restApiId}/prod/Grace`, ok))).toEqual({ hello: "Grace" });
});

test("a method gets a key and a plan, is changed by patches, and all of it goes again", { timeout: dayMs }, async () => {
  const api = await apigateway("create-rest-api", "--name", "keyed");
  const [restApiId, rootId] = [String(api.id), String(api.rootResourceId)];
  const of = ["--rest-api-id", restApiId];
  const method = [...of, "--resource-id", rootId, "--http-method", "GET"];
  await apigateway("put-method", ...method, "--authorization-type", "NONE", "--api-key-required");
  const backend = ["--type", "HTTP_PROXY", "--integration-http-method", "GET"];
  await apigateway("put-integration", ...method, ...backend, "--uri", `http://127.0.0.1:${demoPort}/pets/1`);
  const { id: deploymentId } = await apigateway("create-deployment", ...of, "--stage-name", "prod");
  const key = await apigateway("create-api-key", "--name", "caller", "--enabled");
  const stages = ["--api-stages", `apiId=${restApiId},stage=prod`];
  const plan = await apigateway("create-usage-plan", "--name", "gold", ...stages, "--throttle", "burstLimit=10,rateLimit=5");
  const ofPlan = ["--usage-plan-id", String(plan.id)];
  await apigateway("create-usage-plan-key", ...ofPlan, "--key-id", String(key.id), "--key-type", "API_KEY");

  expect(await served(`${restApiId}/prod/`, (status) => status === 403)).toBe('{"message":"Forbidden"}');
  expect(await served(`${restApiId}/prod/`, ok, { "x-api-key": String(key.value) })).toContain("Rex");

  const open = await apigateway("update-method", ...method, "--patch-operations", "op=replace,path=/apiKeyRequired,value=false");
  expect(open.apiKeyRequired).toBe(false);
  const described = "op=replace,path=/description,value=open";
  await apigateway("update-stage", ...of, "--stage-name", "prod", "--patch-operations", described, "op=replace,path=/variables/v,value=2");
  await apigateway("create-deployment", ...of, "--stage-name", "prod");
  expect(await served(`${restApiId}/prod/`, ok)).toContain("Rex");
  const stage = await apigateway("get-stage", ...of, "--stage-name", "prod");
  expect(stage).toMatchObject({ description: "open", variables: { v: "2" } });
  expect(stage.deploymentId).not.toBe(deploymentId);

  await apigateway("delete-usage-plan-key", ...ofPlan, "--key-id", String(key.id));
  await apigateway("delete-api-key", "--api-key", String(key.id));
  const leave = `op=remove,path=/apiStages,value=${restApiId}:prod`;
  await apigateway("update-usage-plan", ...ofPlan, "--patch-operations", leave);
  await apigateway("delete-usage-plan", ...ofPlan);
  await apigateway("delete-rest-api", ...of);
  const left = await Promise.all([apigateway("get-rest-apis"), apigateway("get-api-keys"), apigateway("get-usage-plans")]);
  expect(left.map(({ items }) => (items as { name: string }[]).map(({ name }) => name).filter((name) => name !== "greetings"))).toEqual([
    [],
    [],
    [],
  ]);
  expect(await served(`${restApiId}/prod/`, (status) => status === 403)).toContain("Forbidden");
});

test("an HTTP API is made at once, gets another route, and goes", { timeout: dayMs }, async () => {
  const target = `http://127.0.0.1:${demoPort}`;
  const api = await apigatewayv2("create-api", "--name", "quick", "--protocol-type", "HTTP", "--target", target);
  const of = ["--api-id", String(api.ApiId)];
  expect(await served(`${api.ApiId}/pets/1`, ok)).toContain("Rex");

  const uri = `http://127.0.0.1:${demoPort}/pets/{id}`;
  const proxy = ["--integration-type", "HTTP_PROXY", "--integration-method", "GET", "--payload-format-version", "1.0"];
  const { IntegrationId } = await apigatewayv2("create-integration", ...of, ...proxy, "--integration-uri", uri);
  const toIntegration = ["--target", `integrations/${IntegrationId}`];
  const route = await apigatewayv2("create-route", ...of, "--route-key", "GET /animals/{id}", ...toIntegration);
  expect(await served(`${api.ApiId}/animals/2`, ok)).toContain("Misty");

  await apigatewayv2("update-route", ...of, "--route-id", String(route.RouteId), "--route-key", "GET /beasts/{id}");
  await apigatewayv2("update-api", ...of, "--cors-configuration", "AllowOrigins=https://www.example.com");
  const { Items } = await apigatewayv2("get-routes", ...of);
  expect((Items as { RouteKey: string }[]).map(({ RouteKey }) => RouteKey).sort()).toEqual(["$default", "GET /beasts/{id}"]);
  await apigatewayv2("delete-api", ...of);
  await expect(apigatewayv2("get-api", ...of)).rejects.toThrow("NotFoundException");
});

test("a SAM application is deployed, changed and deleted with the CLI alone", { timeout: dayMs }, async () => {
  const file = join(product.dataDir, "template.yaml");
  const deploy = ["cloudformation", "deploy", "--stack-name", "shop", "--template-file", file, "--capabilities", "CAPABILITY_IAM"];
  const write = (path: string) => writeFile(file, application(path));
  await write("/orders");

  const first = await awsText(product, ...deploy);
  await write("/sales");
  // The CLI names a change set by the second, and one that was carried out keeps its name.
  const second = (at: number) => Math.floor(at / 1_000);
  const done = Date.now();
  await eventually("the next second", async () => second(Date.now()) > second(done));
  const again = await awsText(product, ...deploy);

  expect([first, again].map((text) => text.trim().split("\n").at(-1))).toEqual(Array(2).fill("Successfully created/updated stack - shop"));
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
  const attempt = apigateway("get-rest-api", "--rest-api-id", "none");

  await expect(attempt).rejects.toThrow("An error occurred (NotFoundException) when calling the GetRestApi operation: Invalid API");
});
