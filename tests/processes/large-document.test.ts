import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CreateDeploymentCommand,
  DeleteRestApiCommand,
  GetExportCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  ImportRestApiCommand,
  type Resource,
} from "@aws-sdk/client-api-gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanForTheService, readGithubDocument } from "../support/github-document.ts";
import { eventually, type Product, removeData, startProduct } from "../support/product.ts";
import { clientOf, environmentKey } from "./aws.ts";

const fetchMs = 180_000;
/** The promise for an import; a busy machine gets three times that. */
const importMaxMs = 20_000;
const patience = 3;
let product: Product;
let client: ReturnType<typeof clientOf>;
let document: string;
let backend: Server;

beforeAll(async () => {
  backend = createServer((request, response) => response.end(request.method));
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  document = await readGithubDocument();
  product = await startProduct({ env: environmentKey });
  client = clientOf(product, { requestTimeoutMs: importMaxMs * patience });
}, fetchMs);
afterAll(async () => {
  await product.stop();
  await removeData(product);
  await new Promise((resolve) => backend.close(resolve));
});

async function importOf(body: string): Promise<string> {
  const { id = "", warnings } = await client.send(new ImportRestApiCommand({ body: Buffer.from(body), failOnWarnings: true }));
  expect(warnings).toBeUndefined();
  return id;
}

async function deployedDocument(restApiId: string): Promise<string> {
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: "prod" }));
  const exported = { restApiId, stageName: "prod", exportType: "oas30", parameters: { extensions: "apigateway" } };
  const { body = new Uint8Array() } = await client.send(new GetExportCommand(exported));
  return Buffer.from(body).toString().replaceAll(restApiId, "{id}");
}

async function resourcesOf(restApiId: string): Promise<Resource[]> {
  const all: Resource[] = [];
  let position: string | undefined;
  do {
    const page = await client.send(new GetResourcesCommand({ restApiId, limit: 500, position }));
    all.push(...(page.items ?? []));
    position = page.position;
  } while (position !== undefined);
  return all;
}

test("GitHub's document as it is is refused with all that the service says about it, and leaves nothing behind", async () => {
  const attempt = await client.send(new ImportRestApiCommand({ body: Buffer.from(document) })).catch((error: unknown) => error);

  expect(attempt).toMatchObject({ name: "BadRequestException" });
  const lines = String((attempt as Error).message).split(/\n\t?/);
  expect(lines[0]).toBe("Errors found during import:");
  expect(lines).toContain("Unable to create model for 'simple-user': Model name must be alphanumeric: simple-user");
  expect(lines).toContain(
    "Unable to create resource at path '/repos/{template_owner}': A sibling ({owner}) of this resource already has a variable path part -- only one is allowed",
  );
  expect(lines).toContain(
    "Unable to create resource at path '/repos/{owner}/{repo}/compare/{base}...{head}': Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
  );
  expect((await client.send(new GetRestApisCommand({}))).items ?? []).toEqual([]);
});

test("cleaned, it is imported in time, served, and what is exported is imported and exported the same", { timeout: 240_000 }, async () => {
  const cleaned = cleanForTheService(document, `http://127.0.0.1:${(backend.address() as AddressInfo).port}/`);
  const before = performance.now();

  const restApiId = await importOf(cleaned);

  const importMs = performance.now() - before;
  console.log(`import of ${(cleaned.length / 1_048_576).toFixed(1)} MB: ${importMs.toFixed(0)} ms`);
  expect(importMs).toBeLessThan(importMaxMs * patience);
  const resources = await resourcesOf(restApiId);
  expect(resources.flatMap(({ resourceMethods = {} }) => Object.keys(resourceMethods))).toHaveLength(1_222);
  const first = await deployedDocument(restApiId);
  const again = await importOf(first);
  expect((await deployedDocument(again)) === first).toBe(true);
  const issues = `${product.gatewayUrl}/_aws/execute-api/${restApiId}/prod/repos/a/b/issues`;
  expect(
    await eventually("the stage is served", async () => {
      const response = await fetch(issues, { method: "POST" });
      return response.ok && response.text();
    }),
  ).toBe("POST");
  for (const id of [restApiId, again]) await client.send(new DeleteRestApiCommand({ restApiId: id }));
  expect((await client.send(new GetRestApisCommand({}))).items ?? []).toEqual([]);
});
