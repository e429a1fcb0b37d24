import { eventually } from "../../tests/support/product.ts";
import { apiIdOf, callStage } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";
import { deploy, makePetStore, saveDraft, templateEditor, typeTemplate } from "../support/workbench.ts";

test("a saved draft is not live until it is deployed, and equal content is no change", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  await expect(page.getByText("Same as prod")).toBeVisible();

  await typeTemplate(page, hand, '{"pets": "new"}');
  await saveDraft(page);

  await expect(page.getByText("Draft: 1 change not on prod")).toBeVisible();
  const chip = page.getByRole("list", { name: "Live on" }).getByRole("button", { name: "prod differs" });
  await hand.press(chip);
  const own = page.getByRole("dialog", { name: "GET /pets on prod" });
  await expect(own).toContainText('{"pets": "new"}');
  await scan("method-on-stage");
  await page.keyboard.press("Escape");
  await expect(own).toBeHidden();
  expect((await callStage(product, apiId, "/prod/pets")).body).toContain("Rex");
  await hand.press(page.getByRole("banner").getByRole("button", { name: "Review and deploy" }));
  const dialog = page.getByRole("dialog", { name: "Deploy" });
  await expect(dialog.getByRole("heading", { name: "1 change against prod" })).toBeVisible();
  await expect(dialog).toContainText('{"pets": "new"}');
  await expect(dialog).toContainText('"name": "Rex"');
  await scan("deploy-dialog");
  await hand.press(dialog.getByRole("button", { name: "Deploy 1 change to prod" }));
  await expect(page.getByText("Same as prod")).toBeVisible();
  await eventually(
    "the new body on the stage",
    async () => (await callStage(product, apiId, "/prod/pets")).body === '{"pets": "new"}',
    3_000,
  );

  await typeTemplate(page, hand, '{"pets": "other"}');
  await saveDraft(page);
  await expect(page.getByText("Draft: 1 change not on prod")).toBeVisible();
  await hand.write(templateEditor(page), '{"pets": "new"}');
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Same as prod")).toBeVisible();
  await deploy(page, hand, "Deploy again to prod");
});
