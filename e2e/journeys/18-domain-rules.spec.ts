import type { Page } from "@playwright/test";
import { callDomain } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";
import type { Hand } from "../support/hand.ts";
import { makePetStore } from "../support/workbench.ts";

type Rule = { header: string; value: string; basePath?: string };

async function addRule(page: Page, hand: Hand, { header, value, basePath }: Rule): Promise<void> {
  await hand.press(page.getByRole("button", { name: "Routing rule" }));
  const dialog = page.getByRole("dialog", { name: "New routing rule" });
  await hand.press(dialog.getByRole("button", { name: "Header condition" }));
  await hand.write(dialog.getByLabel("Header 1", { exact: true }), header);
  await hand.write(dialog.getByLabel("Value of header 1"), value);
  if (basePath !== undefined) await hand.write(dialog.getByLabel("Base path"), basePath);
  await hand.press(dialog.getByRole("button", { name: "Save rule" }));
  await expect(dialog).toBeHidden();
}

test("a domain with rules and a mapping: which rule wins is what real calls meet", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  await makePetStore(page, hand);
  await page.goto(`${product.consoleUrl}/domains`);
  await expect(page.getByRole("heading", { name: "No domain yet" })).toBeVisible();
  await scan("domains-empty");
  await hand.press(page.getByRole("button", { name: "New domain" }));
  await hand.write(page.getByRole("dialog").getByLabel("Name"), "shop.example.com");
  await hand.press(page.getByRole("button", { name: "Create domain" }));
  await expect(page.getByRole("heading", { name: "shop.example.com", exact: true })).toBeVisible();

  await hand.press(page.getByRole("button", { name: "Mapping", exact: true }));
  const mapping = page.getByRole("dialog", { name: "New mapping" });
  await hand.write(mapping.getByLabel("Base path"), "shop");
  await scan("domain-mapping");
  await hand.press(mapping.getByRole("button", { name: "Save mapping" }));
  await expect(mapping).toBeHidden();
  await hand.choose(page.getByLabel("Routing mode"), "Routing rules, then mappings");
  await expect(page.getByText("The rule with the lowest priority number")).toBeVisible();
  await addRule(page, hand, { header: "Hello", value: "World" });
  await addRule(page, hand, { header: "Pet", value: "Dog-*", basePath: "pets" });
  await expect(page.getByRole("list", { name: "Rules and mappings, in their order" }).getByRole("listitem")).toHaveCount(3);

  const winner = page.getByRole("status", { name: "The winner" });
  const tell = async (path: string, headers: string) => {
    await hand.write(page.getByLabel("Path", { exact: true }), path);
    await hand.write(page.getByLabel("Headers"), headers);
  };
  const host = "shop.example.com";

  await tell("/shop/pets", "Hello: World");
  await expect(winner).toContainText("Rule 10 wins");
  expect(await callDomain(product, host, "/shop/pets", { Hello: "World" })).toMatchObject({
    status: 403,
    body: expect.stringContaining("Missing Authentication Token"),
  });
  await tell("/pets", "Pet: Dog-Bella");
  await expect(winner).toContainText("Rule 20 wins");
  expect((await callDomain(product, host, "/pets", { Pet: "Dog-Bella" })).status).toBe(200);
  await tell("/shop/pets", "");
  await expect(winner).toContainText("Mapping shop wins");
  await expect(winner).toContainText("Rule 20 (Pet: Dog-* and /pets) does not match");
  expect((await callDomain(product, host, "/shop/pets")).status).toBe(200);
  await tell("/Admin", "Pet: Dog-Bella");
  await expect(winner).toContainText("403 Forbidden");
  expect(await callDomain(product, host, "/Admin", { Pet: "Dog-Bella" })).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });

  await hand.press(page.getByRole("button", { name: "Make a self-signed one" }));
  await expect(page.getByText("self-signed", { exact: true })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("No rule and no mapping takes /Admin.")).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await scan("domain");
  await page.goto(`${product.consoleUrl}/domains`);
  await expect(page.getByRole("link", { name: "shop.example.com" })).toBeVisible();
  await scan("domains");
});
