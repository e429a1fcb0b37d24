import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  DeleteRestApiCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetTagsCommand,
  ImportRestApiCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  TagResourceCommand,
  UpdateRestApiCommand,
  UpdateStageCommand,
  UpdateUsagePlanCommand,
} from "@aws-sdk/client-api-gateway";
import { ListPortalsCommand } from "@aws-sdk/client-apigatewayv2";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listRevisions, undoRevision } from "@/lib/services/revisions.ts";
import type { RuntimeCore } from "@/lib/services/runtime-scope.ts";
import { handleAws } from "@/lib/wire/door.ts";
import { openTestDatabase, scopeOn } from "../services/test-scope.ts";
import { cpuMs } from "../support/cpu-ms.ts";
import { awsClient, awsV2Client, testRuntime } from "./aws-client.ts";
import { getCallerIdentityRequest, presignedRequest } from "./signed-request.ts";

let runtime: RuntimeCore;
let client: APIGatewayClient;
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  close = open.close;
  runtime = await testRuntime(open.db);
  client = awsClient(runtime);
});
afterAll(() => close());

async function mockApi(name: string) {
  const { id: restApiId, rootResourceId: resourceId } = await client.send(new CreateRestApiCommand({ name }));
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
  await client.send(new PutIntegrationCommand({ ...method, type: "MOCK" }));
  return { restApiId, resourceId };
}

test("what an SDK creates it reads back equal", async () => {
  const created = await client.send(new CreateRestApiCommand({ name: "pets", description: "Cats", binaryMediaTypes: ["image/png"] }));

  const read = await client.send(new GetRestApiCommand({ restApiId: created.id }));

  const { $metadata: _, tags: __, ...api } = read;
  expect(created).toMatchObject(api);
  expect(read.createdDate).toBeInstanceOf(Date);
});

test("a policy comes back escaped once more than JSON needs", async () => {
  const policy = '{"Version":"2012-10-17","Statement":[]}';

  const api = await client.send(new CreateRestApiCommand({ name: "private", policy }));

  expect(api.policy).toBe(JSON.stringify(policy).slice(1, -1));
});

test("a wrong secret is refused and nothing happens", async () => {
  const stranger = awsClient(runtime, { secretAccessKey: "guess" });

  const call = stranger.send(new CreateRestApiCommand({ name: "never" }));

  await expect(call).rejects.toMatchObject({ name: "InvalidSignatureException", $metadata: { httpStatusCode: 403 } });
});

test("a call without a signature is refused", async () => {
  const response = await handleAws(runtime, new Request("http://localhost:3000/aws/restapis"));

  expect([response.status, response.headers.get("x-amzn-errortype")]).toEqual([403, "MissingAuthenticationTokenException"]);
});

test.each([
  { ageSeconds: 30, lifeSeconds: 60, status: 200 },
  { ageSeconds: 3_000, lifeSeconds: 3_600, status: 200 },
  { ageSeconds: 61, lifeSeconds: 60, status: 403 },
  { ageSeconds: -3_000, lifeSeconds: 3_600, status: 403 },
])("a presigned call of $ageSeconds s with a life of $lifeSeconds s answers $status", async ({ ageSeconds, lifeSeconds, status }) => {
  const request = presignedRequest("/aws/restapis", { nowMs: Date.now() - ageSeconds * 1_000, lifeSeconds });

  expect((await handleAws(runtime, request)).status).toBe(status);
});

test("operations that are refused say why", async () => {
  const call = awsV2Client(runtime).send(new ListPortalsCommand({}));

  await expect(call).rejects.toMatchObject({
    name: "BadRequestException",
    message:
      "ListPortals is not supported: Gatehouse has no developer portal. Export the API as OpenAPI, or download its SDK, and publish that.",
  });
});

test("tags are read and written by ARN, encoded in the path", async () => {
  const { id } = await client.send(new CreateRestApiCommand({ name: "tagged", tags: { team: "a b" } }));
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${id}`;

  await client.send(new TagResourceCommand({ resourceArn, tags: { "cost/center": "7" } }));

  const { tags } = await client.send(new GetTagsCommand({ resourceArn }));
  expect(tags).toEqual({ team: "a b", "cost/center": "7" });
});

test("lists come in pages that hold each item once", async () => {
  const { restApiId, resourceId } = await mockApi("pages");
  for (const pathPart of ["a", "b", "c"]) await client.send(new CreateResourceCommand({ restApiId, parentId: resourceId, pathPart }));

  const paths: (string | undefined)[] = [];
  let position: string | undefined;
  do {
    const page = await client.send(new GetResourcesCommand({ restApiId, limit: 3, position, embed: ["methods"] }));
    paths.push(...(page.items ?? []).map((item) => item.path));
    position = page.position;
  } while (position !== undefined);

  expect(paths).toEqual(["/", "/a", "/b", "/c"]);
});

test("several patches of a stage in one request all count", async () => {
  const { restApiId } = await mockApi("stages");
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));

  await client.send(
    new UpdateStageCommand({
      restApiId,
      stageName: "prod",
      patchOperations: [
        { op: "replace", path: "/variables/host", value: "a.example.com" },
        { op: "replace", path: "/*/*/throttling/rateLimit", value: "10.000000" },
        { op: "replace", path: "/a~1b/GET/logging/loglevel", value: "INFO" },
      ],
    }),
  );

  const stage = await client.send(new GetStageCommand({ restApiId, stageName: "prod" }));
  expect(stage.variables).toEqual({ host: "a.example.com" });
  expect(stage.methodSettings?.["*/*"]?.throttlingRateLimit).toBe(10);
  expect(stage.methodSettings?.["a~1b/GET"]).toMatchObject({ loggingLevel: "INFO", throttlingRateLimit: 10 });
});

test("binary media types keep their order when all are removed and added in one request", async () => {
  const { id: restApiId } = await client.send(new CreateRestApiCommand({ name: "binary", binaryMediaTypes: ["image/png", "a/b"] }));

  const { binaryMediaTypes } = await client.send(
    new UpdateRestApiCommand({
      restApiId,
      patchOperations: [
        { op: "remove", path: "/binaryMediaTypes/image~1png" },
        { op: "remove", path: "/binaryMediaTypes/a~1b" },
        { op: "add", path: "/binaryMediaTypes/x~1y" },
        { op: "add", path: "/binaryMediaTypes/image~1png" },
      ],
    }),
  );

  expect(binaryMediaTypes).toEqual(["x/y", "image/png"]);
});

test("a usage plan takes the throttle of a method by its unescaped path", async () => {
  const { restApiId } = await mockApi("plans");
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
  const { id: usagePlanId } = await client.send(
    new CreateUsagePlanCommand({ name: "basic", apiStages: [{ apiId: restApiId, stage: "prod" }] }),
  );

  const plan = await client.send(
    new UpdateUsagePlanCommand({
      usagePlanId,
      patchOperations: [{ op: "replace", path: `/apiStages/${restApiId}:prod/throttle//pets/GET/rateLimit`, value: "5.5" }],
    }),
  );

  expect(plan.apiStages).toEqual([{ apiId: restApiId, stage: "prod", throttle: { "/pets/GET": { rateLimit: 5.5 } } }]);
});

test("an API key value is unique", async () => {
  const value = "a-value-of-twenty-characters";
  await client.send(new CreateApiKeyCommand({ name: "one", value, enabled: true }));

  const second = client.send(new CreateApiKeyCommand({ name: "two", value }));

  await expect(second).rejects.toMatchObject({ name: "ConflictException", message: "API Key already exists" });
});

test("an import of 10,000 routes takes less than 20 seconds", async () => {
  const mock = {
    type: "mock",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
    responses: { default: { statusCode: "200" } },
  };
  const operation = { responses: { 200: { description: "ok" } }, "x-amazon-apigateway-integration": mock };
  const paths = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`/r${index}`, { get: operation }]));
  const document = { openapi: "3.0.1", info: { title: "large", version: "1" }, paths };
  const started = cpuMs();

  const { id: restApiId } = await client.send(new ImportRestApiCommand({ body: new TextEncoder().encode(JSON.stringify(document)) }));
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));

  expect(cpuMs() - started).toBeLessThan(20_000);
}, 60_000);

test("an import of 10,000 routes is undone and deleted in the same time", async () => {
  const paths = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`/r${index}`, { get: { responses: {} } }]));
  const document = { openapi: "3.0.1", info: { title: "large", version: "1" }, paths };
  const { id: restApiId } = await client.send(new ImportRestApiCommand({ body: new TextEncoder().encode(JSON.stringify(document)) }));
  const scope = scopeOn(runtime.db);
  const started = cpuMs();

  await client.send(new DeleteRestApiCommand({ restApiId }));
  const [deletion] = await listRevisions(scope, { limit: 1 });
  await undoRevision(scope, deletion?.seq ?? 0);

  expect(cpuMs() - started).toBeLessThan(20_000);
  expect((await client.send(new GetRestApiCommand({ restApiId }))).name).toBe("large");
}, 60_000);

test("STS tells tools which account they work in", async () => {
  const response = await handleAws(runtime, getCallerIdentityRequest());

  expect(response.status).toBe(200);
  expect(await response.text()).toContain("<Account>000000000000</Account>");
});

test("a list names every API of the workspace", async () => {
  const { id } = await client.send(new CreateRestApiCommand({ name: "listed" }));

  const { items } = await client.send(new GetRestApisCommand({ limit: 500 }));

  expect(items?.map((item) => item.id)).toContain(id);
});
