import { eventually } from "../tests/support/product.ts";
import { apiIdOf, callStage } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";
import { deploy, makePetStore, saveDraft, typeTemplate } from "./support/workbench.ts";

test("settings, variables and methods of a stage act at once, each with an undo", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  const stage = `${product.consoleUrl}/apis/${apiId}/stages/prod`;

  await page.goto(`${stage}?tab=settings`);
  await hand.choose(page.getByLabel("Execution log"), "Errors and information");
  await expect(page.getByText("Changed all methods of prod; it acts now").first()).toBeVisible();
  await hand.press(page.getByRole("button", { name: "CLF" }));
  await hand.press(page.getByRole("button", { name: "Try the format" }));
  await expect(page.getByRole("region", { name: "Sample line" })).toContainText("203.0.113.7 - -");
  await scan("stage-settings");

  await page.goto(`${stage}?tab=variables`);
  await hand.write(page.getByLabel("New variable"), "host");
  await hand.press(page.getByRole("button", { name: "Add a variable" }));
  await hand.write(page.getByLabel("host on prod"), "pets.example");
  await scan("stage-variables");
  await hand.press(page.getByRole("button", { name: "Save variables of 1 stage" }));
  await expect(page.getByText("Saved the variables of prod; they act now")).toBeVisible();
  await expect(page.getByLabel("host on prod")).toHaveValue("pets.example");

  await page.goto(`${stage}?tab=methods`);
  await hand.press(page.getByRole("button", { name: "Override GET /pets", exact: true }));
  const dialog = page.getByRole("dialog", { name: "Settings of GET /pets" });
  await expect(dialog.getByText("/pets/GET")).toBeVisible();
  await hand.write(dialog.getByLabel("Burst, requests"), "7");
  await page.keyboard.press("Tab");
  await scan("stage-method");
  await hand.press(dialog.getByRole("button", { name: "Save for this method" }));
  const row = page.getByRole("row", { name: /GET \/pets / });
  await expect(row).toContainText("its own");
  await expect(row).toContainText("7");
  await scan("stage-methods");
  await hand.press(page.getByRole("button", { name: "Let GET /pets inherit" }));
  await expect(row).toContainText("all methods");

  const catalog = page.getByRole("row", { name: /GET \/catalog / });
  await hand.reach(page.getByRole("checkbox", { name: "Pick GET /catalog", exact: true }));
  await page.keyboard.press("Space");
  await hand.reach(page.getByRole("checkbox", { name: "Pick GET /pets", exact: true }));
  await page.keyboard.press("Space");
  await hand.press(page.getByRole("button", { name: "Change settings ..." }));
  const many = page.getByRole("dialog", { name: "Settings of 2 methods" });
  await hand.write(many.getByLabel("Rate, requests a second"), "9");
  await page.keyboard.press("Tab");
  await scan("stage-methods-picked");
  await hand.press(many.getByRole("button", { name: "Change 1 setting of 2 methods" }));
  await expect(page.getByText("Changed 2 methods on prod; it acts now").first()).toBeVisible();
  for (const each of [row, catalog]) await expect(each).toContainText("its own");
  await page.keyboard.press("Control+z");
  for (const each of [row, catalog]) await expect(each).toContainText("all methods");

  await page.goto(`${stage}?tab=cache`);
  await expect(page.getByText("Every call reaches the backend.")).toBeVisible();
  await hand.press(page.getByRole("switch", { name: "The stage has a cache" }));
  await expect(page.getByText("Turned on the cache of prod")).toBeVisible();
  await expect(page.getByText("Nobody asked the cache in the last hour.")).toBeVisible();
  await hand.press(page.getByRole("button", { name: "Empty the cache" }));
  await expect(page.getByText("The cache of prod is empty.")).toBeVisible();
  await scan("stage-cache");
});

test("a canary is started with a share, and promoted", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  await typeTemplate(page, hand, "[]");
  await saveDraft(page);
  await deploy(page, hand, /Deploy 1 change to prod/);
  const served = async (body: string) =>
    eventually(`prod answers ${body}`, async () => (await callStage(product, apiId, "/prod/pets")).body === body);
  await served("[]");

  await page.goto(`${product.consoleUrl}/apis/${apiId}/stages/prod?tab=canary`);
  await hand.write(page.getByLabel("Share of calls, %"), "100");
  await scan("stage-canary-new");
  await hand.press(page.getByRole("button", { name: "Send 100% to the canary" }));
  await expect(page.getByRole("region", { name: "Running" })).toContainText("100%");
  await scan("stage-canary");
  // The example as it ships is the other deployment; it has three pets.
  await eventually("the canary answers", async () => (await callStage(product, apiId, "/prod/pets")).body !== "[]");
  await hand.press(page.getByRole("button", { name: "Promote to 100%" }));
  await expect(page.getByText("Promoted the canary of prod")).toBeVisible();
  await expect(page.getByRole("region", { name: "New canary" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Running" })).toHaveCount(0);
  expect((await callStage(product, apiId, "/prod/pets")).body).not.toBe("[]");
});
