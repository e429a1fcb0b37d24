import { apiIdOf } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";
import { makePetStore } from "./support/workbench.ts";

test("a certificate is generated, named by a stage, and not deleted while it is", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  await makePetStore(page, hand);
  const stage = `${product.consoleUrl}/apis/${apiIdOf(page)}/stages/prod?tab=settings`;
  const list = `${product.consoleUrl}/certificates`;
  await page.goto(list);
  await scan("certificates-empty");
  await hand.press(page.getByRole("button", { name: "Generate a certificate" }));
  const card = page.getByRole("form", { name: /^Certificate / });
  const id = (await card.getByRole("heading").textContent()) ?? "";
  await hand.press(card.getByText("Certificate, PEM"));
  await expect(card.getByText("-----BEGIN CERTIFICATE-----")).toBeVisible();
  await hand.write(card.getByLabel("Description"), "orders");
  await hand.press(card.getByRole("button", { name: "Save description" }));
  await expect(page.getByText(`Saved certificate ${id}`)).toBeVisible();
  await scan("certificates");

  await page.goto(stage);
  await hand.choose(page.getByRole("combobox", { name: /^Client certificate/ }), `${id}, orders`);
  await hand.press(page.getByRole("button", { name: "Save stage settings" }));
  await expect(page.getByText("Saved prod; it acts now")).toBeVisible();
  await page.goto(list);
  await hand.press(card.getByRole("button", { name: "Delete" }));
  await expect(card.getByText(/is used by stage prod/)).toBeVisible();

  await page.goto(stage);
  await hand.choose(page.getByRole("combobox", { name: /^Client certificate/ }), "None");
  await hand.press(page.getByRole("button", { name: "Save stage settings" }));
  await expect(page.getByText("Saved prod; it acts now")).toBeVisible();
  await page.goto(list);
  await hand.press(card.getByRole("button", { name: "Delete" }));
  await expect(page.getByRole("heading", { name: "No client certificate yet" })).toBeVisible();
});
