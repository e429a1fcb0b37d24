import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSealer } from "@/lib/auth/seal.ts";
import { createPorts, type RealPorts } from "@/lib/ports/real-ports.ts";
import { createExampleApi } from "@/lib/services/example-api.ts";
import { getResources } from "@/lib/services/resources.ts";
import type { Scope } from "@/lib/services/scope.ts";
import { testInvokeMethod } from "@/lib/services/test-invoke-method.ts";
import { waitUntil } from "../gateway/wait-until.ts";
import { freePort } from "../support/free-port.ts";
import { openTestDatabase, scopeOn } from "./test-scope.ts";

const sealer = makeSealer("a-secret-of-the-installation", "access-keys");
let scope: Scope;
let ports: RealPorts;
let demo: ChildProcess;
let restApiId: string;
let resourceId: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  [scope, close] = [scopeOn(open.db), open.close];
  ports = createPorts({ integrationDeny: "", variables: {} });
  const demoPort = await freePort();
  demo = spawn(process.execPath, ["bin/demo-backend.mjs"], { env: { ...process.env, DEMO_PORT: String(demoPort) }, stdio: "ignore" });
  const answers = () =>
    fetch(`http://127.0.0.1:${demoPort}/pets`).then(
      (response) => response.ok,
      () => false,
    );
  await waitUntil("the demo backend answers", answers);
  ({ apiId: restApiId } = await createExampleApi(scope, { demoPort }));
  const { items } = await getResources(scope, { restApiId, limit: 500 });
  resourceId = items.find(({ path }) => path === "/quotes")?.id ?? "";
});

afterAll(async () => {
  demo.kill("SIGTERM");
  await ports.close();
  await close();
});

const quote = (body: object) =>
  testInvokeMethod(scope, { ports, sealer }, { restApiId, resourceId, httpMethod: "POST", body: JSON.stringify(body) });

test("the example asks its SOAP backend and answers in JSON", async () => {
  const { status, body, log } = await quote({ petId: 2, quantity: 3 });

  expect([status, JSON.parse(body)]).toEqual([200, { name: "Misty", total: 374.97 }]);
  expect(log).toContain("<petId>2</petId>");
});

test.each([
  { name: "a fault of the backend", body: { petId: 99, quantity: 1 }, message: "No such pet" },
  { name: "a body that does not fit the model", body: { petId: 2 }, message: "Invalid request body" },
])("$name is a 400 in JSON", async ({ body, message }) => {
  const answer = await quote(body);

  expect([answer.status, JSON.parse(answer.body)]).toEqual([400, { message }]);
});
