import { startProduct } from "../../tests/support/product.ts";
import { expect, test } from "../support/fixtures.ts";
import { makePetStore, saveDraft, templateEditor, typeTemplate } from "../support/workbench.ts";

test("typed text survives a reload, a failed save and the edit after a save", async ({ page, product, hand, setUp }) => {
  await setUp();
  await makePetStore(page, hand);
  await typeTemplate(page, hand, '{"kept": 1}');

  await page.reload();

  await expect(templateEditor(page)).toBeVisible();
  await expect(page.getByRole("button", { name: "Save to draft" })).toBeVisible();
  await expect(page.getByRole("treeitem", { name: /GET/ }).getByLabel("unsaved text").first()).toBeVisible();
  const port = new URL(product.consoleUrl).port;
  await product.stop();
  await page.keyboard.press("Control+s");
  await expect(page.getByText("The console's server does not answer.", { exact: false }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save to draft" })).toBeVisible();

  const again = await startProduct({ dataDir: product.dataDir, env: { PORT: port } });
  try {
    await saveDraft(page);
    await expect(page.getByRole("button", { name: "Save to draft" })).toBeHidden();
    await hand.write(templateEditor(page), '{"kept": 2}');
    await saveDraft(page);
    await page.reload();
    await expect(page.getByRole("region", { name: /of GET \/pets/ })).toContainText(/"kept":\s2/);
    await expect(page.getByText("Draft: 1 change not on prod")).toBeVisible();
  } finally {
    await again.stop();
  }
});
