import { CreateRestApiCommand, DeleteRestApiCommand, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "@/lib/base/roles.ts";
import type { RuntimeCore } from "@/lib/services/runtime-scope.ts";
import { openTestDatabase } from "../services/test-scope.ts";
import { accountId, awsClient, testRuntime } from "./aws-client.ts";

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
