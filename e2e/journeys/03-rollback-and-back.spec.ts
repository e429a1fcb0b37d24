import { eventually } from "../../tests/support/product.ts";
import { apiIdOf, callStage } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";
import { deploy, makePetStore, saveDraft, typeTemplate } from "../support/workbench.ts";

test("a break is rolled back from the stage page, and the rollback is undone", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  const bodyIs = (text: string) => async () => (await callStage(product, apiId, "/prod/pets")).body.includes(text);
  await typeTemplate(page, hand, "broken");
  await saveDraft(page);
  await deploy(page, hand, "Deploy 1 change to prod");
  await eventually("the break on the stage", bodyIs("broken"));

  await hand.press(page.getByRole("link", { name: "Stages" }));
  await hand.press(page.getByRole("main").getByRole("link", { name: "prod", exact: true }));
  await expect(page.getByRole("heading", { name: "prod", exact: true })).toBeVisible();
  await scan("stage");
  await hand.press(page.getByRole("button", { name: "Roll back" }));
  const dialog = page.getByRole("dialog", { name: "Roll back prod" });
  await expect(dialog).toContainText("Stage variables");
  await expect(dialog).toContainText('"name": "Rex"');
  await scan("roll-back-dialog");
  await hand.press(dialog.getByRole("button", { name: /^Roll back to/ }));

  await eventually("the good body on the stage", bodyIs("Rex"), 6_000);
  await hand.press(page.getByRole("listitem").filter({ hasText: "prod is back on" }).getByRole("button", { name: "Undo" }));
  await eventually("the break again", bodyIs("broken"), 6_000);
  await hand.press(page.getByRole("link", { name: "Deployments" }));
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(3);
  await scan("deployments");

  await hand.press(
    page
      .getByRole("row", { name: /The example as it ships/ })
      .getByRole("link")
      .first(),
  );
  await expect(page.getByRole("list", { name: "Changes" })).toBeVisible();
  await scan("deployment");
  await hand.press(page.getByRole("treeitem", { name: "GET /pets", exact: true }));
  await hand.press(page.getByRole("button", { name: "Call it" }));
  await hand.press(page.getByRole("button", { name: "Test", exact: true }));
  await expect(page.getByRole("region", { name: "Tester" })).toContainText('"name": "Rex"');
  await scan("deployment-called");
  await hand.press(page.getByRole("button", { name: "Restore to draft" }));
  const restore = page.getByRole("dialog", { name: /^Restore / });
  await expect(restore).toContainText("broken");
  await scan("restore-dialog");
  await hand.press(restore.getByRole("button", { name: "Restore 1 change" }));
  await expect(page.getByText("Draft: 1 change not on prod")).toBeVisible();
});
