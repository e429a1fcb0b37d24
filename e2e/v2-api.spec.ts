import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import type { Page } from "@playwright/test";
import type { Product } from "../tests/support/product.ts";
import { callStage } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";
import type { Hand } from "./support/hand.ts";

test("an HTTP API made with the SDK is seen, deployed, deleted and brought back", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  const client = await clientFromSettings(page, product, hand);
  const apiId = await createOrders(client, `http://127.0.0.1:${new URL(product.consoleUrl).port}/login`);

  await page.goto(`${product.consoleUrl}/apis`);
  const row = page.getByRole("row", { name: /orders/ });
  await expect(row).toContainText("HTTP");
  await expect(row).toContainText("beta · not deployed");
  await hand.press(row.getByRole("link", { name: "orders", exact: true }));
  await expect(page.getByRole("heading", { name: "GET /orders", exact: true })).toBeVisible();
  await scan("routes");
  await hand.press(page.getByRole("navigation", { name: "Pages of the API" }).getByRole("link", { name: "Overview" }));
  await expect(page.getByRole("row", { name: /GET \/orders/ })).toContainText("JWT · shop");
  const stages = page.getByRole("region", { name: "Stages" });
  await expect(stages.getByText("deploys by itself")).toBeVisible();
  await scan("http-api");

  await hand.press(stages.getByRole("button", { name: "Deploy" }));
  await expect(page.getByText("beta serves the draft of orders")).toBeVisible();
  await expect(stages.getByRole("button", { name: "Deploy" })).toHaveCount(0);
  await expect.poll(async () => (await callStage(product, apiId, "/beta/orders")).status).toBe(401);

  await page.goto(`${product.consoleUrl}/apis`);
  await hand.press(page.getByRole("button", { name: "Actions of orders" }));
  await hand.press(page.getByRole("menuitem", { name: "Delete ..." }));
  await hand.write(page.getByLabel("Type orders to confirm"), "orders");
  await hand.press(page.getByRole("button", { name: "Delete API" }));
  await expect(page.getByRole("heading", { name: "Your first API" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(row).toContainText("beta · same");
  await expect.poll(async () => (await callStage(product, apiId, "/beta/orders")).status).toBe(401);
});

async function clientFromSettings(page: Page, product: Product, hand: Hand): Promise<ApiGatewayV2Client> {
  await page.goto(`${product.consoleUrl}/settings`);
  await hand.press(page.getByRole("button", { name: "New access key" }));
  await hand.press(page.getByRole("button", { name: "Create access key" }));
  const accessKeyId = await page.getByLabel("AWS_ACCESS_KEY_ID", { exact: true }).inputValue();
  const secretAccessKey = await page.getByLabel("AWS_SECRET_ACCESS_KEY", { exact: true }).inputValue();
  const endpoint = `${product.consoleUrl}/aws`;
  return new ApiGatewayV2Client({ endpoint, region: "us-east-1", maxAttempts: 1, credentials: { accessKeyId, secretAccessKey } });
}

/** One route behind a JWT authorizer, `$default` that deploys by itself and `beta` that does not. */
async function createOrders(client: ApiGatewayV2Client, backend: string): Promise<string> {
  const { ApiId = "" } = await client.send(new CreateApiCommand({ Name: "orders", ProtocolType: "HTTP" }));
  const { AuthorizerId } = await client.send(
    new CreateAuthorizerCommand({
      ApiId,
      Name: "shop",
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer: "https://shop.example.com", Audience: ["orders"] },
    }),
  );
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "HTTP_PROXY",
      IntegrationMethod: "GET",
      IntegrationUri: backend,
      PayloadFormatVersion: "1.0",
    }),
  );
  await client.send(new CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true }));
  await client.send(new CreateStageCommand({ ApiId, StageName: "beta" }));
  const target = `integrations/${IntegrationId}`;
  await client.send(new CreateRouteCommand({ ApiId, RouteKey: "GET /orders", AuthorizationType: "JWT", AuthorizerId, Target: target }));
  return ApiId;
}
