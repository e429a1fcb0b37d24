import { readFile } from "node:fs/promises";
import { apiIdOf, callStage } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";

test("an HTTP API from the example is tested, gets a route, is closed and opened again by undo", async ({
  page,
  browser,
  product,
  hand,
  setUp,
  scan,
}) => {
  test.setTimeout(240_000);
  await setUp();
  await hand.press(page.getByRole("button", { name: "Pet shop, an HTTP API" }));
  await hand.press(page.getByRole("button", { name: "Send request" }));
  const answer = page.getByRole("region", { name: "Answer" });
  await expect(answer.getByText('"Rex"')).toBeVisible();
  await scan("http-test");
  const apiId = apiIdOf(page);
  const pages = page.getByRole("navigation", { name: "Pages of the API" });

  await hand.press(pages.getByRole("link", { name: "Routes" }));
  await hand.press(page.getByRole("button", { name: "New route" }));
  const dialog = page.getByRole("dialog", { name: "New route" });
  await hand.write(dialog.getByLabel("Path"), "/animals");
  const label = (await dialog.getByRole("option", { name: /GET .*\/pets ·/ }).textContent()) ?? "";
  await hand.choose(dialog.getByLabel("Integration"), label);
  await scan("new-route");
  await hand.press(dialog.getByRole("button", { name: "Create route" }));
  await expect(page.getByRole("heading", { name: "GET /animals", exact: true })).toBeVisible();
  await expect.poll(async () => (await callStage(product, apiId, "/animals")).status).toBe(200);

  await hand.press(page.getByRole("button", { name: /^Authorization,/ }));
  await hand.choose(page.getByLabel("Authorization", { exact: true }), "AWS IAM");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved GET /animals to the draft")).toBeVisible();
  await expect.poll(async () => (await callStage(product, apiId, "/animals")).status).toBe(403);
  await hand.press(page.getByRole("button", { name: "Undo" }).first());
  await expect.poll(async () => (await callStage(product, apiId, "/animals")).status).toBe(200);

  await hand.press(page.getByRole("button", { name: /^Route,/ }));
  await hand.write(page.getByLabel(/^Operation name/), "ListAnimals");
  // Another browser of the same person: unsaved work is kept in each by itself.
  const { cookies } = await page.context().storageState();
  const elsewhere = await browser.newContext({ storageState: { cookies, origins: [] } });
  const other = await elsewhere.newPage();
  await other.goto(`${product.consoleUrl}/apis/${apiId}/routes?route=GET+%2Fanimals&box=authorization`);
  await other.getByLabel("Authorization", { exact: true }).selectOption("AWS_IAM");
  await other.keyboard.press("Control+s");
  await expect(other.getByText("Saved GET /animals to the draft")).toBeVisible();
  await elsewhere.close();
  await page.keyboard.press("Control+s");
  const conflict = page.getByRole("dialog", { name: "Somebody saved GET /animals while you edited it" });
  await expect(conflict.getByRole("row", { name: /operationName.*ListAnimals.*unchanged.*mine/ })).toBeVisible();
  await expect(conflict.getByRole("row", { name: /authorizationType.*unchanged.*AWS_IAM.*theirs/ })).toBeVisible();
  await scan("route-conflict");
  await hand.press(conflict.getByRole("button", { name: "Save merged" }));
  await expect(page.getByText("Saved GET /animals to the draft").first()).toBeVisible();
  const input = encodeURIComponent(JSON.stringify({ apiId }));
  const { definition } = await (await page.request.get(`${product.consoleUrl}/api/call/getV2Api?input=${input}`)).json();
  const saved = definition.routes.find(({ routeKey }: { routeKey: string }) => routeKey === "GET /animals");
  expect(saved).toMatchObject({ operationName: "ListAnimals", authorizationType: "AWS_IAM" });
});

test("authorizers, stages, CORS and integrations of an HTTP API are made in the console", async ({ page, product, hand, setUp, scan }) => {
  test.setTimeout(240_000);
  await setUp();
  await hand.press(page.getByRole("button", { name: /^New API/ }));
  await hand.reach(page.getByRole("radio", { name: /^REST API/ }));
  await page.keyboard.press("ArrowDown");
  await hand.write(page.getByLabel("Name"), "orders");
  await hand.write(page.getByLabel(/^Backend/), `http://127.0.0.1:${new URL(product.consoleUrl).port}/login`);
  await scan("new-http-api");
  await hand.press(page.getByRole("button", { name: "Create API" }));
  await expect(page.getByRole("heading", { name: "$default", exact: true })).toBeVisible();
  const apiId = apiIdOf(page);
  const pages = page.getByRole("navigation", { name: "Pages of the API" });
  await expect.poll(async () => (await callStage(product, apiId, "/")).status).toBe(200);

  await hand.press(pages.getByRole("link", { name: "Authorizers" }));
  await hand.press(page.getByRole("button", { name: "New authorizer" }));
  const authorizer = page.getByRole("dialog", { name: "New authorizer" });
  await hand.write(authorizer.getByLabel("Name"), "shop");
  await hand.write(authorizer.getByLabel("Issuer"), "https://shop.example.com");
  await hand.write(authorizer.getByLabel("Audience"), "orders, admin");
  await hand.press(authorizer.getByRole("button", { name: "Create authorizer" }));
  await expect(page.getByRole("heading", { name: "shop" })).toBeVisible();
  await expect(page.getByLabel("Audience")).toHaveValue("orders, admin");
  await scan("http-authorizers");
  await hand.press(page.getByRole("tab", { name: "Test" }));
  await hand.write(page.getByLabel("Token (Authorization)"), "no token");
  await hand.press(page.getByRole("button", { name: "Ask the authorizer" }));
  await expect(page.getByRole("region", { name: "Decision" })).toContainText("A client gets 401.");
  await scan("http-authorizer-test");

  await hand.press(pages.getByRole("link", { name: "Integrations" }));
  await hand.press(page.getByRole("button", { name: "New integration" }));
  const integration = page.getByRole("dialog", { name: "New integration" });
  await hand.choose(integration.getByLabel("Kind"), "AWS service");
  await hand.write(integration.getByLabel(/^QueueUrl/), "https://sqs.us-east-1.amazonaws.com/000000000000/orders");
  await hand.write(integration.getByLabel(/^MessageBody/), "$request.body");
  await hand.press(integration.getByRole("button", { name: "Create integration" }));
  await expect(page.getByRole("heading", { name: "SQS-SendMessage" })).toBeVisible();
  await expect(page.getByLabel(/^MessageBody/)).toHaveValue("$request.body");
  await scan("http-integrations");

  await hand.press(pages.getByRole("link", { name: "Settings" }));
  await hand.press(page.getByRole("switch", { name: "Answer browsers of other origins" }));
  await hand.write(page.getByLabel(/^Origins/), "https://app.example.com");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved the settings to the draft").first()).toBeVisible();
  await scan("http-settings");
  const downloading = page.waitForEvent("download");
  await hand.press(page.getByRole("button", { name: "Download JSON" }));
  const exported = await readFile(await (await downloading).path(), "utf8");
  const document = JSON.parse(exported);
  expect(document["x-amazon-apigateway-cors"].allowOrigins).toEqual(["https://app.example.com"]);
  const preflight = () =>
    fetch(`${product.gatewayUrl}/_aws/execute-api/${apiId}/`, {
      method: "OPTIONS",
      headers: { origin: "https://app.example.com", "access-control-request-method": "GET" },
    });
  await expect.poll(async () => (await preflight()).headers.get("access-control-allow-origin")).toBe("https://app.example.com");

  await hand.press(pages.getByRole("link", { name: "Stages" }));
  await hand.press(page.getByRole("button", { name: "New stage" }));
  const stage = page.getByRole("dialog", { name: "New stage" });
  await hand.write(stage.getByLabel("Name"), "beta");
  await hand.press(stage.getByRole("switch", { name: "Deploy by itself" }));
  await hand.press(stage.getByRole("button", { name: "Create stage" }));
  await expect(page.getByRole("link", { name: "beta", exact: true })).toBeVisible();
  await hand.press(page.getByRole("link", { name: "beta", exact: true }));
  await hand.press(page.getByRole("button", { name: "Deploy the draft" }));
  await hand.press(page.getByRole("dialog", { name: "Deploy to beta" }).getByRole("button", { name: "Deploy to beta" }));
  await expect.poll(async () => (await callStage(product, apiId, "/beta/")).status).toBe(200);
  await expect(page.getByRole("region", { name: "Live state" }).getByText("same as the draft")).toBeVisible();
  await hand.write(page.getByLabel(/^Requests a second/), "5");
  await hand.write(page.getByLabel(/^Burst/), "10");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Changed beta; it acts now").first()).toBeVisible();
  await scan("http-stage");
  await hand.press(page.getByRole("button", { name: "Roll back" }));
  await expect(page.getByRole("dialog").getByText(/for clients of beta$|^Both deployments have the same content/)).toBeVisible();
  await scan("http-roll-back");
  await hand.press(page.getByRole("button", { name: /^Roll back to/ }));
  await expect(page.getByText(/^beta is back on/)).toBeVisible();
  await hand.press(pages.getByRole("link", { name: "Deployments" }));
  await expect(page.getByRole("row", { name: /beta/ })).toBeVisible();
  await hand.press(page.getByRole("button", { name: /^Compare/ }).last());
  await expect(page.getByRole("region", { name: "Comparison" }).getByText("CORS", { exact: true })).toBeVisible();
  await scan("http-deployments");

  await page.goto(`${product.consoleUrl}/apis`);
  await hand.press(page.getByRole("link", { name: "Import OpenAPI" }));
  await hand.choose(page.getByLabel("The document is"), "Text that I paste");
  await hand.write(page.getByLabel("Document", { exact: true }), exported);
  await hand.press(page.getByRole("button", { name: "Continue to the target" }));
  await hand.choose(page.getByLabel("Import into"), "A new HTTP API");
  await hand.press(page.getByRole("button", { name: "Preview the import" }));
  await expect(page.getByRole("button", { name: /^\d+ added$/ })).toBeVisible();
  await scan("import-http-api");
  await hand.press(page.getByRole("button", { name: /as a new API$/ }));
  await expect(page.getByRole("heading", { name: "$default", exact: true })).toBeVisible();
  expect(apiIdOf(page)).not.toBe(apiId);
});
