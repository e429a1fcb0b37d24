import type { Page } from "@playwright/test";
import type { RestApiDefinition } from "../../lib/definition/rest-api.ts";
import type { Product } from "../../tests/support/product.ts";
import { expect, test } from "../support/fixtures.ts";

const answers = { 200: { description: "ok" } };
const withQuery = (name: string) => ({ parameters: [{ name, in: "query", schema: { type: "string" } }], responses: answers });
const plain = { responses: answers };
const described = (paths: object) => ({ openapi: "3.0.1", info: { title: "orders", version: "1" }, paths });

/** No document of this journey names an integration: those are made by hand. */
const first = described({
  "/orders": { get: plain, post: plain },
  "/orders/{id}": { get: plain, delete: plain },
  "/reports": { get: plain },
});
const changed = described({
  "/orders": { get: withQuery("limit"), post: withQuery("dry"), put: plain },
  "/orders/{id}": { get: plain, delete: plain, patch: plain },
  "/invoices": { get: plain },
});

async function run<Output>(page: Page, product: Product, operation: string, data: object): Promise<Output> {
  const response = await page.request.post(`${product.consoleUrl}/api/call/${operation}`, {
    headers: { origin: product.consoleUrl },
    data,
  });
  expect(response.ok(), await response.text()).toBe(true);
  return response.json();
}

async function draftOf(page: Page, product: Product, apiId: string): Promise<RestApiDefinition> {
  const input = encodeURIComponent(JSON.stringify({ apiId, of: { draft: true } }));
  return (await page.request.get(`${product.consoleUrl}/api/call/getDefinition?input=${input}`)).json();
}

const integrationsOf = ({ resources }: RestApiDefinition) =>
  Object.fromEntries(
    resources.flatMap(({ path, resourceMethods }) =>
      Object.values(resourceMethods).map(({ httpMethod, methodIntegration }) => [`${httpMethod} ${path}`, methodIntegration?.uri]),
    ),
  );

/** An API of the first document, with an integration of its own behind every method. */
async function makeOrders(page: Page, product: Product): Promise<string> {
  const decisions = { items: {}, settings: [], documentation: true };
  const imported = { document: JSON.stringify(first), target: { kind: "REST" }, decisions };
  const { apiId } = await run<{ apiId: string }>(page, product, "applyImport", imported);
  const { resources } = await draftOf(page, product, apiId);
  for (const { id: resourceId, path, resourceMethods } of resources) {
    for (const { httpMethod } of Object.values(resourceMethods)) {
      const methodIntegration = {
        type: "HTTP_PROXY",
        httpMethod: "GET",
        uri: `http://127.0.0.1:9/${httpMethod}${path.replaceAll(/[{}]/g, "")}`,
        connectionType: "INTERNET",
        passthroughBehavior: "WHEN_NO_MATCH",
        timeoutInMillis: 29_000,
        cacheNamespace: resourceId,
        cacheKeyParameters: [],
      };
      await run(page, product, "updateMethod", { apiId, resourceId, httpMethod, patch: { methodIntegration } });
    }
  }
  return apiId;
}

test("a changed document is merged with care: hand-made integrations stay, and one undo takes it back", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  await setUp();
  const apiId = await makeOrders(page, product);
  const before = await draftOf(page, product, apiId);

  await page.goto(`${product.consoleUrl}/apis`);
  await hand.press(page.getByRole("link", { name: "Import OpenAPI" }));
  await hand.choose(page.getByLabel("The document is"), "Text that I paste");
  await hand.write(page.getByLabel("Document", { exact: true }), "openapi: 3.0.1");
  await hand.press(page.getByRole("button", { name: "Continue to the target" }));
  await hand.press(page.getByRole("button", { name: "Preview the import" }));
  await expect(page.getByRole("alert").getByText("Invalid OpenAPI input.")).toBeVisible();
  await scan("import-refused");
  await hand.press(page.getByRole("button", { name: "Back to the source" }));
  await hand.write(page.getByLabel("Document", { exact: true }), JSON.stringify(changed, null, 2));
  await hand.press(page.getByRole("button", { name: "Continue to the target" }));
  await hand.choose(page.getByLabel("Import into"), `orders (REST, ${apiId})`);
  await expect(page.getByLabel("Mode")).toHaveValue("merge");
  await scan("import-target");
  await hand.press(page.getByRole("button", { name: "Preview the import" }));

  for (const count of ["3 added", "2 changed", "1 removed", "2 kept"])
    await expect(page.getByRole("button", { name: count })).toBeVisible();
  const apply = page.getByRole("button", { name: /^Apply .* to the draft$/ });
  await expect(apply).toBeDisabled();
  expect(await draftOf(page, product, apiId), "a preview writes nothing").toEqual(before);
  await scan("import-preview");
  await hand.press(page.getByRole("button", { name: /^Line 9 of the document, GET \/orders$/ }));
  await expect(page.getByRole("textbox", { name: "Document, read only" })).toBeFocused();
  await hand.choose(page.getByLabel("What becomes of GET /reports"), "Keep");
  await expect(apply).toHaveText("Apply 5 changes to the draft");
  await scan("import-decided");
  await hand.press(apply);

  await expect(page.getByText("Imported orders")).toBeVisible();
  const after = await draftOf(page, product, apiId);
  expect(integrationsOf(after)).toEqual({
    ...integrationsOf(before),
    "PUT /orders": undefined,
    "PATCH /orders/{id}": undefined,
    "GET /invoices": undefined,
  });
  const orders = after.resources.find(({ path }) => path === "/orders");
  expect(orders?.resourceMethods.GET?.requestParameters).toEqual({ "method.request.querystring.limit": false });
  await hand.press(page.getByRole("button", { name: "Undo" }));
  await expect(page.getByText("Taken back. Everything is as before, ids included.")).toBeVisible();
  expect(await draftOf(page, product, apiId)).toEqual(before);
});
