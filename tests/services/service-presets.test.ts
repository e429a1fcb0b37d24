import { expect, test } from "vitest";
import { applyPreset, servicePresets } from "@/components/workbench/integration/service-presets.ts";
import { makeSealer } from "@/lib/auth/seal.ts";
import type { HttpCall } from "@/lib/gateway/ports.ts";
import { fakePorts } from "@/lib/gateway/testing/fake-ports.ts";
import { changeMethod, createMockMethod } from "@/lib/services/change-method.ts";
import { getMethod } from "@/lib/services/methods.ts";
import { createResource } from "@/lib/services/resources.ts";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { testInvokeMethod } from "@/lib/services/test-invoke-method.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();
const sealer = makeSealer("a-secret-of-the-installation", "access-keys");
const workspace = { accountId: "000000000000", region: "us-east-1" };
/** A body with everything that templates have to escape. */
const body = JSON.stringify({ name: `O'Neil "Rex" & co`, path: "a\\b" });

async function callOf(presetId: string) {
  const at = scope();
  const preset = servicePresets.find(({ id }) => id === presetId);
  if (preset === undefined) throw new Error(`no preset ${presetId}`);
  const { id: restApiId, rootResourceId } = await createRestApi(at, { name: presetId });
  const { id: resourceId } = await createResource(at, { restApiId, parentId: rootResourceId, pathPart: "{key}" });
  const key = { restApiId, resourceId, httpMethod: "POST" };
  await createMockMethod(at, key);
  const { entityVersion: _version, ...before } = await getMethod(at, key);
  const after = applyPreset(before, preset, { ...workspace, path: "/{key}" });
  // A whole method as a patch: what the preset drops is unset.
  await changeMethod(at, key, { ...after, methodIntegration: null });
  await changeMethod(at, key, after);

  const calls: HttpCall[] = [];
  const ports = fakePorts((call) => {
    calls.push(call);
    return { status: 200, headers: ["content-type", "application/json"], body: '{"Item": {}, "Items": []}' };
  });
  ports.aws = { ...ports.aws, credentials: () => ({ accessKeyId: "AKIA", secretAccessKey: "secret" }) };
  const headers = { "Content-Type": "application/json" };
  const result = await testInvokeMethod(at, { ports, sealer }, { ...key, pathWithQueryString: "/k1", body, headers });
  const [call] = calls;
  return { status: result.status, call, sent: String(call?.body ?? "") };
}

test.each(servicePresets.map(({ id }) => ({ id })))("the preset $id is stored as it is and its call succeeds", async ({ id }) => {
  const { status, call } = await callOf(id);

  expect(status).toBe(200);
  expect(call?.origin).toContain("us-east-1.example.com");
});

test.each(["kinesis-put", "sfn-start", "dynamodb-put", "dynamodb-get", "dynamodb-query", "events-put"])(
  "the preset %s sends JSON whatever the body has",
  async (id) => {
    const { sent } = await callOf(id);

    expect(() => JSON.parse(sent)).not.toThrow();
  },
);

test("a machine, an item and an event get the body itself", async () => {
  const [machine, item, event] = [await callOf("sfn-start"), await callOf("dynamodb-put"), await callOf("events-put")];

  expect(JSON.parse(JSON.parse(machine.sent).input)).toEqual(JSON.parse(body));
  expect(JSON.parse(JSON.parse(item.sent).Item.body.S)).toEqual(JSON.parse(body));
  expect(JSON.parse(JSON.parse(event.sent).Entries[0].Detail)).toEqual(JSON.parse(body));
});

test("a queue gets the body as a form, and the object of a bucket is named by the path", async () => {
  const [queue, object] = [await callOf("sqs-send"), await callOf("s3-get")];

  expect(new URLSearchParams(queue.sent).get("MessageBody")).toBe(body);
  expect(object.call?.path).toBe("/bucket/k1");
});
