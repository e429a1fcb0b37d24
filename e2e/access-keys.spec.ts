import { expect, test } from "./support/fixtures.ts";

test("an access key gets a policy from a template, and the account a throttle; both are taken back", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  test.setTimeout(120_000);
  await setUp();
  await page.goto(`${product.consoleUrl}/settings`);

  await hand.press(page.getByRole("button", { name: "New access key" }));
  const made = page.getByRole("dialog", { name: "New access key" });
  await hand.press(made.getByRole("button", { name: "Create access key" }));
  await hand.press(made.getByRole("button", { name: "I have stored it" }));
  const keys = page.getByRole("region", { name: "Access keys" });
  await hand.press(keys.getByRole("link", { name: /^GHIA/ }));
  await expect(page.getByText("No policy: the key may everything that you may.")).toBeVisible();
  const editor = page.getByRole("textbox", { name: /^Access key policy/ });
  await expect(editor).toBeVisible();
  await scan("access-key-without-policy");

  await hand.press(page.getByRole("button", { name: "All but deleting" }));
  await hand.press(page.getByRole("button", { name: "Save policy" }));
  await expect(page.getByText(/^Saved the policy of GHIA/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove policy" })).toBeVisible();
  await hand.write(editor, '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}');
  await expect(page.getByText("Statement 1 has a Principal").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save policy" })).toBeDisabled();
  await scan("access-key-policy-problem");
  await page.goto(`${product.consoleUrl}/settings`);
  await expect(keys.getByText("Policy", { exact: true })).toBeVisible();

  const throttle = page.getByRole("form", { name: "Account throttle" });
  await expect(throttle).toContainText("Nothing limits the account now.");
  await hand.write(throttle.getByLabel("Rate"), "100");
  await hand.write(throttle.getByLabel("Burst"), "200");
  await hand.press(throttle.getByRole("button", { name: "Save throttle" }));
  await expect(page.getByText("Throttled the account; it acts now")).toBeVisible();
  await expect(throttle.getByRole("button", { name: "Remove throttle" })).toBeVisible();
  await scan("settings-throttled");
  await hand.press(page.getByRole("button", { name: "Undo" }));
  await expect(throttle).toContainText("Nothing limits the account now.");
});
