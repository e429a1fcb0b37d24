import { apiIdOf } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";
import { makePetStore } from "./support/workbench.ts";

test("a method is documented, published, changed and restored", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  await makePetStore(page, hand);
  await page.goto(`${product.consoleUrl}/apis/${apiIdOf(page)}/documentation`);
  await expect(page.getByRole("heading", { name: "Documentation", exact: true })).toBeVisible();
  await scan("documentation-start");

  await hand.press(page.getByRole("button", { name: "New part" }).first());
  const dialog = page.getByRole("dialog", { name: "New documentation part" });
  await hand.choose(dialog.getByLabel("About"), "QUERY_PARAMETER");
  await hand.choose(dialog.getByLabel("Path"), "/pets");
  await hand.write(dialog.getByLabel("Name"), "limit");
  await hand.write(dialog.getByLabel("Description"), "How many pets");
  await scan("documentation-new");
  await hand.press(dialog.getByRole("button", { name: "Create part" }));
  const form = page.getByRole("form", { name: "Documentation of GET /pets limit" });
  await expect(form.getByLabel("Properties")).toHaveValue(/How many pets/);

  await hand.press(page.getByRole("button", { name: "Publish a version" }));
  const publish = page.getByRole("dialog", { name: "Publish a version" });
  await hand.write(publish.getByLabel("Version"), "1.0");
  await hand.press(publish.getByRole("button", { name: "Publish" }));
  await expect(page.getByRole("region", { name: "Versions" })).toContainText("1.0");
  await hand.write(form.getByLabel("Properties"), '{"description": "Another text"}');
  await hand.press(form.getByRole("button", { name: "Save documentation" }));
  await expect(page.getByText("Saved the documentation of GET /pets limit")).toBeVisible();
  await hand.press(page.getByRole("button", { name: "Restore 1.0" }));
  await expect(form.getByLabel("Properties")).toHaveValue(/How many pets/);
  await scan("documentation");
});
