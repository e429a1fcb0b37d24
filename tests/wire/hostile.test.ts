import { afterAll, beforeAll, expect, test } from "vitest";
import type { RuntimeCore } from "@/lib/services/runtime-scope.ts";
import { openTestDatabase } from "../services/test-scope.ts";
import { type Call, caller, testRuntime } from "./aws-client.ts";

let runtime: RuntimeCore;
let call: Call;
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  close = open.close;
  runtime = await testRuntime(open.db);
  call = caller(runtime);
});
afterAll(() => close());

async function mockMethod(): Promise<string> {
  const { body: api } = await call("POST", "/restapis", { name: "hostile" });
  const method = `/restapis/${api.id}/resources/${api.rootResourceId}/methods/GET`;
  await call("PUT", method, { authorizationType: "NONE" });
  await call("PUT", `${method}/integration`, { type: "MOCK" });
  return method;
}

test.each(["constructor", "__proto__", "toString"])("%s is no status code of a response", async (name) => {
  const method = await mockMethod();

  const answers = await Promise.all([
    call("GET", `${method}/responses/${name}`),
    call("DELETE", `${method}/responses/${name}`),
    call("GET", `${method}/integration/responses/${name}`),
    call("DELETE", `${method}/integration/responses/${name}`),
    call("PUT", `${method}/responses/${name}`, {}),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 400]);
});

test.each([
  { name: "a member of every object", body: '{"name":"x","__proto__":{"description":"leaked"}}', status: 201 },
  { name: "tags", body: '{"name":"x","tags":{"__proto__":"a"}}', status: 201 },
  { name: "null tags", body: '{"name":"x","tags":{"a":null}}', status: 400 },
  { name: "depth", body: `{"name":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, status: 400 },
  { name: "a boolean for a text", body: '{"name":true}', status: 400 },
])("a body with $name answers $status", async ({ body, status }) => {
  const answer = await call("POST", "/restapis", body);

  expect(answer.status).toBe(status);
  expect(answer.body.description).toBeUndefined();
  expect(({} as { description?: string }).description).toBeUndefined();
});

test.each([
  { name: "an unknown path", operations: [{ op: "replace", path: "/no/such", value: "1" }] },
  { name: "no path", operations: [{ op: "replace", value: "1" }] },
  { name: "a path of a prototype", operations: [{ op: "replace", path: "/__proto__/x", value: "1" }] },
  { name: "too many operations", operations: Array(1_001).fill({ op: "replace", path: "/name", value: "n" }) },
  { name: "a number where text belongs", operations: [{ op: "replace", path: "/name", value: 7 }] },
  { name: "an unknown operation", operations: [{ op: "toString", path: "/name", value: "n" }] },
])("a patch with $name is refused with 400", async ({ operations: patchOperations }) => {
  const { body: api } = await call("POST", "/restapis", { name: "patched" });

  const answer = await call("PATCH", `/restapis/${api.id}`, { patchOperations });

  expect(answer.status).toBe(400);
});

test.each([{ patchOperations: [] }, {}])("a patch without operations answers 200 and changes nothing: %j", async (body) => {
  const { body: api } = await call("POST", "/restapis", { name: "same" });

  const answer = await call("PATCH", `/restapis/${api.id}`, body);

  expect([answer.status, answer.body.name]).toEqual([200, "same"]);
});

test("a stage variable may have the name of a prototype", async () => {
  const method = await mockMethod();
  const api = method.split("/resources")[0];
  await call("POST", `${api}/deployments`, { stageName: "prod" });

  const patchOperations = [{ op: "replace", path: "/variables/constructor", value: "v" }];
  const answer = await call("PATCH", `${api}/stages/prod`, { patchOperations });

  expect(answer.body.variables).toEqual({ constructor: "v" });
});

test("a body that is too large is refused before it is read to its end", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 1_048_576;
      controller.enqueue(new Uint8Array(1_048_576));
    },
  });

  const answer = await call("POST", "/restapis", endless);

  expect(answer.status).toBe(413);
  expect(sent).toBeLessThan(32 * 1_048_576);
});

test.each(["us-east-1.evil.example", "x".repeat(100), "US EAST"])("the region %s makes no workspace", async (region) => {
  const answer = await caller(runtime, { region })("POST", "/restapis", { name: "nowhere" });

  expect([answer.status, answer.code]).toEqual([403, "InvalidSignatureException"]);
  expect(await runtime.db.reader.workspace.count({ where: { region } })).toBe(0);
});

test("each region is a workspace of its own", async () => {
  const elsewhere = caller(runtime, { region: "eu-west-1" });

  const { body: api } = await elsewhere("POST", "/restapis", { name: "far away" });

  const arn = (region: string) => encodeURIComponent(`arn:aws:apigateway:${region}::/restapis/${api.id}`);
  expect((await elsewhere("GET", `/restapis/${api.id}`)).body.name).toBe("far away");
  expect((await call("GET", `/restapis/${api.id}`)).status).toBe(404);
  expect((await elsewhere("GET", `/tags/${arn("eu-west-1")}`)).status).toBe(200);
  expect((await elsewhere("GET", `/tags/${arn("us-east-1")}`)).status).toBe(404);
});
