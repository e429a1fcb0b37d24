import { eventually } from "../../tests/support/product.ts";
import { apiIdOf, callStage } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";
import { makePetStore } from "../support/workbench.ts";

test("a call of a path that only the draft has says why it was refused, and how to fix it", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  await page.goto(`${product.consoleUrl}/apis/${apiId}/resources?node=%2F`);
  await hand.press(page.getByRole("button", { name: "New resource" }).first());
  const resource = page.getByRole("dialog", { name: /resource/i });
  await hand.write(resource.getByLabel("Path part"), "toys");
  await hand.press(resource.getByRole("button", { name: /create/i }));
  await expect(resource).toBeHidden();
  await hand.press(page.getByRole("button", { name: "New method" }).first());
  const method = page.getByRole("dialog", { name: /method/i });
  await hand.press(method.getByRole("button", { name: /create/i }));
  await expect(page.getByRole("heading", { name: "GET /toys", exact: true })).toBeVisible();

  const refused = await callStage(product, apiId, "/prod/toys");

  expect(refused).toEqual({ status: 403, body: '{"message":"Missing Authentication Token"}' });
  await page.goto(`${product.consoleUrl}/logs`);
  const row = page.getByRole("row").filter({ hasText: "NOT_DEPLOYED" });
  await eventually("the request is in the log", async () => {
    await hand.press(page.getByRole("button", { name: "Refresh" }));
    return (await row.count()) === 1;
  });
  await hand.press(row.getByRole("link", { name: "/toys" }));
  const drawer = page.getByRole("dialog", { name: "Request" });
  await expect(drawer).toContainText(/GET \/toys exists in the draft since revision \d+, but not in what stage prod serves/);
  await scan("log-entry");
  const address = page.url();
  expect(address).toContain("open=");
  await hand.press(drawer.getByRole("button", { name: "Deploy to prod" }));
  const dialog = page.getByRole("dialog", { name: "Deploy" });
  await hand.press(dialog.getByRole("button", { name: /^Deploy \d+ changes? to prod$/ }));
  await expect(dialog).toBeHidden();
  await eventually("the path answers", async () => (await callStage(product, apiId, "/prod/toys")).status !== 403);
});
