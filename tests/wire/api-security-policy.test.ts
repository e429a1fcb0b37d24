import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../services/test-scope.ts";
import { type Call, caller, testRuntime } from "./aws-client.ts";

let call: Call;
let close: () => Promise<void>;

beforeAll(async () => {
  const open = await openTestDatabase();
  close = open.close;
  call = caller(await testRuntime(open.db));
});
afterAll(() => close());

const replace = (path: string, value: string) => ({ op: "replace", path, value });
const regional = { name: "pets", endpointConfiguration: { types: ["REGIONAL"] } };
const enhanced = "SecurityPolicy_TLS13_1_3_2025_09";

test("an API keeps its security policy and access mode, from its creation and by updates", async () => {
  const { body: made } = await call("POST", "/restapis", { ...regional, securityPolicy: enhanced, endpointAccessMode: "STRICT" });
  const path = `/restapis/${String(made.id)}`;

  const { body: read } = await call("GET", path);
  const { body: legacy } = await call("PATCH", path, {
    patchOperations: [replace("/securityPolicy", "TLS_1_2"), replace("/endpointAccessMode", "")],
  });
  const { body: again } = await call("PATCH", path, {
    patchOperations: [replace("/securityPolicy", enhanced), replace("/endpointAccessMode", "BASIC")],
  });

  expect(read).toMatchObject({ securityPolicy: enhanced, endpointAccessMode: "STRICT" });
  expect(legacy).toMatchObject({ securityPolicy: "TLS_1_2" });
  expect(Object.keys(legacy)).not.toContain("endpointAccessMode");
  expect(again).toMatchObject({ securityPolicy: enhanced, endpointAccessMode: "BASIC" });
});

test.each([
  { what: "a policy that the service does not have", operations: [replace("/securityPolicy", "TLS_9_9")] },
  { what: "a mode that the service does not have", operations: [replace("/endpointAccessMode", "LOOSE")] },
  { what: "an enhanced policy without an access mode", operations: [replace("/securityPolicy", enhanced)] },
])("$what is refused", async ({ operations }) => {
  const { body } = await call("POST", "/restapis", regional);

  const refused = await call("PATCH", `/restapis/${String(body.id)}`, { patchOperations: operations });

  expect([refused.status, refused.code]).toEqual([400, "BadRequestException"]);
});

test("documents carry both, in and out", async () => {
  const info = { title: "pets", version: "1" };
  const get = {
    responses: {},
    "x-amazon-apigateway-integration": { type: "mock", requestTemplates: { "application/json": '{"statusCode": 200}' } },
  };
  const extensions = {
    "x-amazon-apigateway-security-policy": enhanced,
    "x-amazon-apigateway-endpoint-access-mode": "STRICT",
  };
  const document = { openapi: "3.0.1", info, paths: { "/": { get } }, ...extensions };

  const { body: api } = await call("POST", "/restapis?mode=import", document);
  await call("POST", `/restapis/${String(api.id)}/deployments`, { stageName: "prod" });
  const { body: exported } = await call("GET", `/restapis/${String(api.id)}/stages/prod/exports/oas30?extensions=integrations`);

  expect(api).toMatchObject({ securityPolicy: enhanced, endpointAccessMode: "STRICT" });
  expect(exported).toMatchObject(extensions);
});

test("a document without a word about TLS leaves the policy, the mode and the kinds of addresses as they are, in both modes", async () => {
  const endpointConfiguration = { types: ["REGIONAL"], ipAddressType: "dualstack" };
  const made = { ...regional, endpointConfiguration, securityPolicy: enhanced, endpointAccessMode: "BASIC" };
  const { body: api } = await call("POST", "/restapis", made);
  const path = `/restapis/${String(api.id)}`;
  const document = { openapi: "3.0.1", info: { title: "pets", version: "2" }, paths: {} };
  const regionalDocument = { ...document, "x-amazon-apigateway-endpoint-configuration": { types: ["REGIONAL"] } };

  const { body: overwritten } = await call("PUT", `${path}?mode=overwrite`, regionalDocument);
  const { body: merged } = await call("PUT", `${path}?mode=merge`, document);
  const { body: legacy } = await call("PUT", `${path}?mode=overwrite`, { ...document, "x-amazon-apigateway-security-policy": "TLS_1_2" });

  const kept = { securityPolicy: enhanced, endpointAccessMode: "BASIC", endpointConfiguration };
  expect([overwritten, merged]).toMatchObject([kept, kept]);
  expect(legacy).toMatchObject({ securityPolicy: "TLS_1_2", endpointConfiguration });
  expect(Object.keys(legacy)).not.toContain("endpointAccessMode");
});

test("the endpoint type stays while the access mode is STRICT, of APIs and of domain names", async () => {
  const strict = { securityPolicy: enhanced, endpointAccessMode: "STRICT", endpointConfiguration: { types: ["REGIONAL"] } };
  const { body: api } = await call("POST", "/restapis", { name: "pets", ...strict });
  await call("POST", "/domainnames", { domainName: "strict.example.com", ...strict });
  const type = replace("/endpointConfiguration/types/REGIONAL", "EDGE");

  for (const path of [`/restapis/${String(api.id)}`, "/domainnames/strict.example.com"]) {
    const refused = await call("PATCH", path, { patchOperations: [type] });
    const basic = await call("PATCH", path, { patchOperations: [replace("/endpointAccessMode", "BASIC")] });
    const changed = await call("PATCH", path, { patchOperations: [type] });

    expect([refused.status, refused.code, basic.status]).toEqual([400, "BadRequestException", 200]);
    expect(changed).toMatchObject({ status: 200, body: { endpointConfiguration: { types: ["EDGE"] } } });
  }
});
