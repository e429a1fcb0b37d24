import { apiIdOf } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";
import { makePetStore } from "./support/workbench.ts";

test("a policy comes from a template, says what is wrong with it, and is tried on a described caller", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  test.setTimeout(180_000);
  await setUp();
  await makePetStore(page, hand);
  await page.goto(`${product.consoleUrl}/apis/${apiIdOf(page)}/policy`);
  await expect(page.getByText("No policy: the API is open to every address.")).toBeVisible();
  const editor = page.getByRole("textbox", { name: /^Resource policy/ });
  await expect(editor).toBeVisible();
  await scan("policy-empty");

  await hand.press(page.getByRole("button", { name: "Deny some addresses" }));
  const caller = page.getByRole("form", { name: "Described caller" });
  await hand.choose(caller.getByLabel("Method"), "GET /pets");
  await hand.write(caller.getByLabel("IP address"), "203.0.113.9");
  await hand.press(caller.getByRole("button", { name: "Ask every gate" }));
  const gates = page.getByRole("list", { name: "Gates" });
  await expect(page.getByText("The call is refused: Resource policy.")).toBeVisible();
  await expect(gates).toContainText("Statement 2 DenyAddresses (Deny) denies the call.");
  await expect(gates).toContainText("The method asks for no API key.");
  await scan("policy-simulated");
  await hand.write(caller.getByLabel("IP address"), "192.0.2.1");
  await hand.press(caller.getByRole("button", { name: "Ask every gate" }));
  await expect(page.getByText("The call is let through.")).toBeVisible();
  await expect(gates).toContainText("asks for aws:sourceip IpAddress 203.0.113.0/24; it is 192.0.2.1");

  await hand.press(page.getByRole("button", { name: "Save to draft" }));
  await expect(page.getByText("Saved the resource policy to the draft")).toBeVisible();
  await expect(page.getByText("Draft: 1 change not on prod")).toBeVisible();
  await expect(caller.getByLabel("IP address")).toHaveValue("192.0.2.1");
  await hand.write(editor, '{"Statement": [{"Effect": "Perhaps"}]}');
  await expect(page.getByText("The Effect of statement 1 must be Allow or Deny").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save to draft" })).toBeDisabled();
  await scan("policy-problem");
});
