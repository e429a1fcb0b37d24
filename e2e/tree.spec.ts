import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { makePetStore } from "./support/workbench.ts";

const row = (page: Page, name: string): Locator => page.getByRole("tree").getByRole("treeitem", { name, exact: true });
const rowNames = (page: Page) =>
  page
    .getByRole("tree")
    .getByRole("treeitem")
    .evaluateAll((rows) => rows.map((each) => each.ariaLabel));

test("rows that are picked change together, and one undo takes it back", async ({ page, hand, setUp, scan }, info) => {
  await setUp();
  await makePetStore(page, hand);
  const isKeyboard = info.project.metadata.hand === "keyboard";

  if (isKeyboard) {
    await hand.press(row(page, "GET /pets"));
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
  } else {
    await row(page, "GET /pets").click();
    await row(page, "GET /pets/{petId}").click({ modifiers: ["Shift"] });
  }
  await expect(page.getByRole("toolbar", { name: "Picked rows" })).toContainText("4 picked");
  await hand.press(page.getByRole("button", { name: "Actions", exact: true }));
  if (isKeyboard) await page.keyboard.press("Enter");
  else await page.getByRole("menuitem", { name: "Change 3 methods ..." }).click();
  const dialog = page.getByRole("dialog", { name: "Change 3 methods" });
  await hand.choose(dialog.getByLabel("API key"), "Required");
  await scan("bulk");
  await hand.press(dialog.getByRole("button", { name: "Change 3 methods" }));

  await expect(page.getByText("Changed 3 methods")).toBeVisible();
  await expect(page.getByRole("tree").getByRole("img", { name: "API key required" })).toHaveCount(3);
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("tree").getByRole("img", { name: "API key required" })).toHaveCount(0);
});

test("a subtree moves after a look at its new paths", async ({ page, hand, setUp }, info) => {
  await setUp();
  await makePetStore(page, hand);

  if (info.project.metadata.hand === "keyboard") {
    await hand.press(row(page, "/{petId}"));
    await page.keyboard.press("Control+x");
    // Letters look for the row that begins with them.
    await page.keyboard.type("cat");
    await expect(row(page, "/catalog")).toBeFocused();
    await page.keyboard.press("Control+v");
  } else {
    await row(page, "/{petId}").dragTo(row(page, "/catalog"));
  }
  const dialog = page.getByRole("dialog", { name: "Rename or move" });
  await expect(dialog.getByRole("region", { name: "New paths" })).toContainText("/catalog/{petId}");
  await hand.press(dialog.getByRole("button", { name: "Move 1 resource" }));

  await expect(page.getByRole("heading", { name: "/catalog/{petId}" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(row(page, "GET /pets/{petId}")).toBeVisible();
});

test("a resource is copied with everything below it", async ({ page, hand, setUp }) => {
  await setUp();
  await makePetStore(page, hand);

  await hand.press(row(page, "/pets"));
  await page.keyboard.press(".");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.type("dup");
  await expect(page.getByRole("menuitem", { name: "Duplicate" })).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Duplicate" });
  await hand.write(dialog.getByLabel("Path part"), "dogs");
  await expect(dialog.getByRole("region", { name: "New paths" })).toContainText("/dogs/{petId}");
  await hand.press(dialog.getByRole("button", { name: "Duplicate 2 resources" }));

  await expect(row(page, "GET /dogs/{petId}")).toBeVisible();
  await expect(row(page, "POST /dogs")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(row(page, "/dogs")).toHaveCount(0);
  expect(await rowNames(page)).toContain("/pets");
});
