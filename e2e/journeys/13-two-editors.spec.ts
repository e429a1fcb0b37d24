import { expect, test } from "../support/fixtures.ts";
import { makeHand } from "../support/hand.ts";
import { makePetStore, saveDraft, templateEditor, typeTemplate } from "../support/workbench.ts";

test("two people change one method: both see what the other did, and the merge keeps both", async ({
  page,
  product,
  hand,
  setUp,
  scan,
  browser,
}, info) => {
  test.setTimeout(600_000);
  await setUp();
  await makePetStore(page, hand);
  const address = page.url();
  const invited = await page.request.post(`${product.consoleUrl}/api/call/inviteMember`, {
    data: { email: "grace@example.com", role: "editor" },
  });
  const theirs = await browser.newContext({ colorScheme: info.project.use.colorScheme ?? "light" });
  const grace = await theirs.newPage();
  const graceHand = makeHand(grace, info.project.metadata.hand);
  await grace.goto((await invited.json()).url);
  await graceHand.write(grace.getByLabel("Name"), "Grace");
  await graceHand.write(grace.getByLabel("Password"), "another-long-password");
  await graceHand.press(grace.getByRole("button", { name: "Join and sign in" }));
  await expect(grace.getByRole("link", { name: "Pet store" }).first()).toBeVisible();
  await grace.goto(address);
  await expect(grace.getByRole("heading", { name: "GET /pets", exact: true })).toBeVisible();

  await typeTemplate(page, hand, '{"from": "ada"}');
  await hand.press(page.getByRole("button", { name: /^Method request,/ }));
  await hand.write(page.getByLabel("Operation name"), "listPets");
  await graceHand.press(grace.getByRole("button", { name: /^Method request,/ }));
  await graceHand.press(grace.getByRole("switch", { name: "API key required" }));
  await typeTemplate(grace, graceHand, '{"from": "grace"}');
  await saveDraft(grace);

  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog", { name: "Somebody saved GET /pets while you edited it" });
  const fields = dialog.getByRole("table", { name: "Fields that were changed" });
  await expect(fields.getByRole("row", { name: /operationName/ })).toContainText("listPets");
  await expect(fields.getByRole("row", { name: /apiKeyRequired/ })).toContainText("true");
  await expect(fields.getByRole("row", { name: /application\/json/ })).toContainText('{"from": "grace"}');
  await scan("conflict");
  await hand.press(dialog.getByRole("button", { name: "Keep editing" }));
  await expect(page.getByLabel("Operation name")).toHaveValue("listPets");
  await page.keyboard.press("Control+s");
  await hand.press(dialog.getByRole("button", { name: "Save merged" }));
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Saved GET /pets to the draft").first()).toBeVisible();

  await expect(page.getByRole("switch", { name: "API key required" })).toBeChecked();
  await hand.press(page.getByRole("button", { name: /^Integration response,/ }));
  await expect(templateEditor(page)).toBeVisible();
  await expect(page.getByRole("region", { name: /of GET \/pets/ })).toContainText(/"from":\s"ada"/);
  await page.goto(`${product.consoleUrl}/audit`);
  const saves = page.getByRole("main").getByText(/GET \/pets/);
  await expect(saves.first()).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Grace");
  await expect(page.getByRole("main")).toContainText("Ada");
  await theirs.close();
});
