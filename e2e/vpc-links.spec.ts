import { expect, test } from "./support/fixtures.ts";

test("a VPC link is made, changed and deleted, and comes back by undo", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  await page.goto(`${product.consoleUrl}/vpc-links`);
  await expect(page.getByRole("heading", { name: "No VPC link yet" })).toBeVisible();
  await scan("vpc-links-empty");

  await hand.press(page.getByRole("button", { name: "New VPC link" }));
  const dialog = page.getByRole("dialog", { name: "New VPC link" });
  await hand.write(dialog.getByLabel("Name"), "orders");
  await hand.write(dialog.getByLabel("Host of target 1"), "orders-1.internal");
  await scan("vpc-link-new");
  await hand.press(dialog.getByRole("button", { name: "Create VPC link" }));
  const form = page.getByRole("form", { name: "VPC link orders" });
  await hand.press(form.getByRole("button", { name: "Add a target" }));
  await hand.write(form.getByLabel("Host of target 2"), "orders-2.internal");
  await hand.write(form.getByLabel("Weight of target 2"), "3");
  await expect(form.getByText("75% of calls")).toBeVisible();
  await hand.press(form.getByRole("button", { name: "Save VPC link" }));
  await expect(page.getByText("Saved VPC link orders")).toBeVisible();
  await scan("vpc-link");

  await hand.press(form.getByRole("button", { name: "Delete" }));
  await expect(page.getByRole("heading", { name: "No VPC link yet" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(form.getByLabel("Host of target 2")).toHaveValue("orders-2.internal");

  await hand.press(page.getByRole("button", { name: "New VPC link" }));
  await hand.write(dialog.getByLabel("Name"), "stock");
  await hand.choose(dialog.getByLabel("For"), "HTTP APIs");
  await hand.write(dialog.getByLabel("Host of target 1"), "stock.internal");
  await hand.press(dialog.getByRole("button", { name: "Create VPC link" }));
  const other = page.getByRole("form", { name: "VPC link stock" });
  await expect(other.getByLabel("Subnets")).toHaveValue("stock.internal:80");
  await hand.write(other.getByLabel("Port of target 1"), "8080");
  await hand.press(other.getByRole("button", { name: "Save VPC link" }));
  await expect(other.getByLabel("Subnets")).toHaveValue("stock.internal:8080");
  await scan("vpc-link-of-http-apis");
});
