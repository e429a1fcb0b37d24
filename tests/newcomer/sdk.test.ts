import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import {
  type APIGatewayClient,
  CreateApiKeyCommand,
  CreateDeploymentCommand,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetSdkCommand,
  GetSdkTypesCommand,
  ImportRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleDocument } from "@/lib/services/example-document.ts";
import { clientOf, environmentKey } from "../processes/aws.ts";
import { freePort } from "../support/free-port.ts";
import { eventually, type Product, removeData, startProduct } from "../support/product.ts";

const run = promisify(execFile);
const programMs = 60_000;
let product: Product;
let client: APIGatewayClient;
let restApiId: string;
let apiKey: string;
let folder: string;

beforeAll(async () => {
  const demoPort = await freePort();
  product = await startProduct({ env: { ...environmentKey, DEMO_PORT: String(demoPort) } });
  client = clientOf(product);
  folder = await mkdtemp(join(tmpdir(), "gatehouse-sdk-"));
  const body = Buffer.from(JSON.stringify(petStore(`http://127.0.0.1:${demoPort}`)));
  restApiId = (await client.send(new ImportRestApiCommand({ body, failOnWarnings: true }))).id ?? "";
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
  const { id: keyId = "", value = "" } = await client.send(new CreateApiKeyCommand({ name: "caller", enabled: true }));
  const plan = await client.send(new CreateUsagePlanCommand({ name: "all", apiStages: [{ apiId: restApiId, stage: "prod" }] }));
  await client.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId, keyType: "API_KEY" }));
  apiKey = value;
  await eventually("the stage is served", async () => (await fetch(`${product.gatewayUrl}/_aws/execute-api/${restApiId}/prod/pets`)).ok);
});
afterAll(async () => {
  await product.stop();
  await removeData(product);
  await rm(folder, { recursive: true, force: true });
});

/** The example, and a method that asks for everything that a client can do: a signature, a key, any verb, a greedy path, odd values. */
function petStore(demoUrl: string): object {
  const example = exampleDocument({ demoUrl }) as { paths: object; components: object };
  const echo = `{"method": "$context.httpMethod", "path": "$input.params().path.proxy",
"q": "$input.params().querystring.get('q-a')", "trace": "$input.params('X-Trace')"}`;
  const signed = {
    operationId: "SignedWithKey",
    "x-amazon-apigateway-auth": { type: "AWS_IAM" },
    security: [{ api_key: [] }],
    parameters: [
      { name: "proxy", in: "path", required: true, schema: { type: "string" } },
      { name: "q", in: "query", schema: { type: "string" } },
      { name: "q-a", in: "query", schema: { type: "string" } },
      { name: "X-Trace", in: "header", schema: { type: "string" } },
    ],
    responses: { 200: { description: "ok" } },
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{"statusCode": 200}' },
      responses: { default: { statusCode: "200", responseTemplates: { "application/json": echo } } },
    },
  };
  return {
    ...example,
    paths: { ...example.paths, "/signed/{proxy+}": { "x-amazon-apigateway-any-method": signed } },
    components: { ...example.components, securitySchemes: { api_key: { type: "apiKey", name: "x-api-key", in: "header" } } },
  };
}

/** The files of an SDK in a folder of its own. */
async function unpackedSdk(sdkType: string): Promise<string> {
  const { body = new Uint8Array(), contentDisposition } = await client.send(new GetSdkCommand({ restApiId, stageName: "prod", sdkType }));
  expect(contentDisposition).toMatch(new RegExp(`^attachment; filename="${sdkType}_[-0-9_]+Z\\.zip"$`));
  const archive = join(folder, `${sdkType}.zip`);
  await writeFile(archive, body);
  // A reader of archives that is not ours.
  await run("python3", ["-m", "zipfile", "-e", archive, join(folder, sdkType)]);
  return join(folder, sdkType);
}

type Report = { answers: Record<string, unknown>; methods: string[] };

function expectEverything({ answers, methods }: Report): void {
  expect(answers).toEqual({
    rootGet: expect.stringContaining("<h1>Pet store</h1>"),
    listPets: expect.arrayContaining([{ id: 1, type: "dog", name: "Rex", price: 249.99 }]),
    createPet: { pet: { type: "dog", name: "Rex", price: 9.5 }, message: "Created in stage prod" },
    getPet: "Rex",
    getCatalog: { count: 1, pets: [expect.stringContaining("the cat")] },
    createQuote: { name: "Rex", total: expect.any(Number) },
    signedWithKey: { method: "PUT", path: "a b/ü*'()", q: "x", trace: "t" },
    refused: [400, { message: "Invalid request body" }],
    unsigned: 403,
  });
  const called = Object.keys(answers).filter((name) => name !== "refused" && name !== "unsigned");
  expect(methods.map((name) => name.replaceAll("_", "").toLowerCase()).sort()).toEqual(called.map((name) => name.toLowerCase()).sort());
}

test("the TypeScript client compiles and calls every method of the example", { timeout: programMs }, async () => {
  const sdk = await unpackedSdk("typescript");
  await copyFile("tests/newcomer/sdk/call-everything.ts.txt", join(sdk, "main.ts"));
  const options = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, module: "nodenext", target: "es2022" };
  const types = { types: ["node"], typeRoots: [resolve("node_modules/@types")] };
  const compilerOptions = { ...options, ...types, allowJs: true, outDir: "out", rootDir: "." };
  await writeFile(join(sdk, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  await run(process.execPath, [resolve("node_modules/typescript/bin/tsc"), "-p", sdk]);
  await copyFile(join(sdk, "runtime.js"), join(sdk, "out/runtime.js"));
  await copyFile(join(sdk, "package.json"), join(sdk, "out/package.json"));

  const { stdout } = await run(process.execPath, [
    join(sdk, "out/main.js"),
    `${product.gatewayUrl}/_aws/execute-api/${restApiId}/prod`,
    apiKey,
  ]);

  expectEverything(JSON.parse(stdout));
});

test("the Python client calls every method of the example", { timeout: programMs }, async () => {
  const sdk = await unpackedSdk("python");
  await copyFile("tests/newcomer/sdk/call_everything.py", join(sdk, "main.py"));

  const { stdout } = await run("python3", [join(sdk, "main.py"), `${product.gatewayUrl}/_aws/execute-api/${restApiId}/prod`, apiKey]);

  expectEverything(JSON.parse(stdout));
});

test("the kinds of SDK are listed with what they ask for, and those that are not made are refused", async () => {
  const { items = [] } = await client.send(new GetSdkTypesCommand({}));

  expect(items.map(({ id }) => id)).toEqual(["java", "javascript", "python", "typescript"]);
  const required = items[0]?.configurationProperties?.filter((property) => property.required).map(({ name }) => name);
  expect(required).toEqual(["service.name", "java.package-name"]);
  const getSdk = (sdkType: string) => client.send(new GetSdkCommand({ restApiId, stageName: "prod", sdkType }));
  await expect(getSdk("swift")).rejects.toThrow("Gatehouse makes no SDK of type swift. It makes: java, javascript, python, typescript");
  await expect(getSdk("cobol")).rejects.toThrow("Invalid SDK type specified: cobol.");
  await expect(getSdk("java")).rejects.toThrow("Missing required parameters for SDK type java: service.name, java.package-name");
});
