import { CreateRestApiCommand, DeleteRestApiCommand, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "@/lib/base/roles.ts";
import type { RuntimeCore } from "@/lib/services/runtime-scope.ts";
import { handleAws } from "@/lib/wire/door.ts";
import { openTestDatabase } from "../services/test-scope.ts";
import { accountId, awsClient, testRuntime } from "./aws-client.ts";
import { queryRequest } from "./signed-request.ts";

let runtime: RuntimeCore;
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  close = open.close;
  runtime = await testRuntime(open.db);
});
afterAll(() => close());

/** An SDK client with the access key of a person of this role. */
async function clientAs(role: Role) {
  const { clock, sealer } = runtime;
  const [userId, accessKeyId, secretAccessKey] = [`user-${role}`, `AKIA${role}`, `secret of ${role}`];
  const createdAt = clock();
  await runtime.db.transaction(async (tx) => {
    const user = { id: userId, email: `${role}@example.com`, name: role, passwordHash: null, sessionVersion: 0, settings: {}, createdAt };
    await tx.user.create({ data: user });
    await tx.member.create({ data: { id: `${accountId}/${userId}`, accountId, userId, role, createdAt } });
    const secret = sealer.seal(secretAccessKey, accessKeyId);
    await tx.accessKey.create({ data: { id: accessKeyId, accountId, userId, secret, description: null, enabled: true, createdAt } });
  });
  return awsClient(runtime, { accessKeyId, secretAccessKey });
}

test("the key of a viewer reads and is refused every change", async () => {
  const { id: restApiId } = await awsClient(runtime).send(new CreateRestApiCommand({ name: "pets" }));
  const viewer = await clientAs("viewer");

  expect((await viewer.send(new GetRestApisCommand({}))).items?.map(({ id }) => id)).toEqual([restApiId]);
  const refusal = { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } };
  await expect(viewer.send(new CreateRestApiCommand({ name: "more" }))).rejects.toMatchObject(refusal);
  await expect(viewer.send(new DeleteRestApiCommand({ restApiId }))).rejects.toMatchObject(refusal);
  expect((await viewer.send(new GetRestApisCommand({}))).items).toHaveLength(1);
});

/** An SDK client with an access key of an owner that has this policy. */
async function clientWith(name: string, ...statements: object[]) {
  const secretAccessKey = await keyWith(`AKIA${name}`, ...statements);
  return awsClient(runtime, { accessKeyId: `AKIA${name}`, secretAccessKey });
}

async function keyWith(accessKeyId: string, ...Statement: object[]): Promise<string> {
  const { clock, sealer } = runtime;
  const name = accessKeyId.slice("AKIA".length);
  const [userId, secretAccessKey] = [`user-${name}`, "test"];
  const createdAt = clock();
  await runtime.db.transaction(async (tx) => {
    const user = { id: userId, email: `${name}@example.com`, name, passwordHash: null, sessionVersion: 0, settings: {}, createdAt };
    await tx.user.create({ data: user });
    await tx.member.create({ data: { id: `${accountId}/${userId}`, accountId, userId, role: "owner", createdAt } });
    const secret = sealer.seal(secretAccessKey, accessKeyId);
    await tx.accessKey.create({ data: { id: accessKeyId, accountId, userId, secret, description: null, enabled: true, createdAt } });
    await tx.accessKeyPolicy.create({ data: { id: accessKeyId, accountId, policy: JSON.stringify({ Statement }), version: 1 } });
  });
  return secretAccessKey;
}

const control = "arn:aws:apigateway:us-east-1::/*";

test("the policy of an access key narrows what its owner may do through it", async () => {
  const { id: restApiId } = await awsClient(runtime).send(new CreateRestApiCommand({ name: "policed" }));
  const rest = await clientWith(
    "reader",
    { Effect: "Allow", Action: ["apigateway:GET", "apigateway:DELETE"], Resource: control },
    { Effect: "Deny", Action: "apigateway:DELETE", Resource: `arn:aws:apigateway:us-east-1::/restapis/${restApiId}` },
  );

  expect((await rest.send(new GetRestApisCommand({}))).items?.map(({ id }) => id)).toContain(restApiId);
  await expect(rest.send(new CreateRestApiCommand({ name: "more" }))).rejects.toMatchObject({
    name: "AccessDeniedException",
    $metadata: { httpStatusCode: 403 },
    message:
      "User: arn:aws:iam::000000000000:user/reader is not authorized to perform: apigateway:POST on resource: arn:aws:apigateway:us-east-1::/restapis because no identity-based policy allows the apigateway:POST action",
  });
  await expect(rest.send(new DeleteRestApiCommand({ restApiId }))).rejects.toMatchObject({
    message: expect.stringContaining("with an explicit deny in an identity-based policy"),
  });
});

test("a narrowed access key changes stacks only when it may change everything, and always learns who it is", async () => {
  const allowed = { Effect: "Allow", Action: ["cloudformation:*", "apigateway:*"], Resource: "*" };
  await keyWith("AKIAstacks", allowed);
  await keyWith("AKIAcareful", allowed, { Effect: "Deny", Action: "apigateway:DELETE", Resource: "*" });
  const deleteStack = { Action: "DeleteStack", StackName: "none" };
  const status = async (parameters: Record<string, string>, keyId: string) =>
    (await handleAws(runtime, queryRequest("cloudformation", parameters, keyId))).status;

  expect(await status({ Action: "ListStacks" }, "AKIAcareful")).toBe(200);
  expect(await status(deleteStack, "AKIAcareful")).toBe(403);
  expect(await status(deleteStack, "AKIAstacks")).toBe(200);
  expect(await status({ Action: "GetCallerIdentity" }, "AKIAcareful")).toBe(200);
});

test("conditions on the caller's address and on TLS hold at the AWS endpoint", async () => {
  const allow = { Effect: "Allow", Action: "cloudformation:ListStacks", Resource: "*" };
  await keyWith("AKIAoffice", {
    ...allow,
    Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" }, Bool: { "aws:SecureTransport": "true" } },
  });
  const status = async (address?: { sourceIp: string; isSecure: boolean }) =>
    (await handleAws(runtime, queryRequest("cloudformation", { Action: "ListStacks" }, "AKIAoffice"), address)).status;

  expect(await status({ sourceIp: "192.0.2.7", isSecure: true })).toBe(200);
  expect(await status({ sourceIp: "198.51.100.7", isSecure: true })).toBe(403);
  expect(await status({ sourceIp: "192.0.2.7", isSecure: false })).toBe(403);
  expect(await status()).toBe(403);
});
