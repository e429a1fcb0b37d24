import { expect, test } from "./support/fixtures.ts";
import { makePetStore, saveDraft, typeTemplate } from "./support/workbench.ts";

test("a request is saved with assertions from its answer, and its suite holds up a deployment", async ({ page, hand, setUp, scan }) => {
  test.setTimeout(480_000);
  await setUp();
  await makePetStore(page, hand);
  const form = page.getByRole("form", { name: "Request" });
  const answer = page.getByRole("region", { name: "Answer" });

  await hand.press(form.getByRole("button", { name: "Test" }));
  await expect(answer.getByText("200").first()).toBeVisible();
  const assertValue = async (label: string) => {
    await hand.press(answer.getByRole("button", { name: "Assert a value" }));
    await expect(page.getByRole("menu")).toBeVisible();
    await hand.press(page.getByRole("menuitem", { name: label, exact: true }));
  };
  await assertValue("status 200");
  await assertValue('$[0].name = "Rex"');
  await expect(answer.getByText("2 assertions passed")).toBeVisible();
  await hand.press(form.getByRole("button", { name: "Save request ..." }));
  const dialog = page.getByRole("dialog", { name: "Save the request" });
  await hand.write(dialog.getByLabel("Name"), "all pets");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(form.getByLabel("Saved request", { exact: true }).locator("option:checked")).toHaveText("all pets");
  await hand.press(form.getByRole("button", { name: "Test" }));
  await hand.press(answer.getByRole("tab", { name: "Compare" }));
  await expect(answer.getByText("Status, headers and body are the same.")).toBeVisible();
  await scan("tester-assertions");
  await page.reload();
  await expect(form.getByRole("button", { name: "1 earlier request" })).toBeVisible();

  await hand.press(page.getByRole("navigation", { name: "Pages of the API" }).getByRole("link", { name: "Suites" }));
  await hand.press(page.getByRole("button", { name: "New suite" }).first());
  await hand.write(page.getByRole("dialog", { name: "New suite" }).getByLabel("Name"), "smoke");
  await page.keyboard.press("Enter");
  const suite = page.getByRole("region", { name: "Suite smoke" });
  await hand.press(suite.getByRole("button", { name: "Run the suite" }));
  await expect(suite.getByText("1 request passed")).toBeVisible();
  const box = suite.getByLabel("Run before a deployment");
  await hand.reach(box);
  await page.keyboard.press("Space");
  await expect(box).toBeChecked();
  await scan("suites");

  await hand.press(page.getByRole("link", { name: "all pets" }));
  await expect(page.getByRole("heading", { name: "GET /pets", exact: true })).toBeVisible();
  await expect(form.getByLabel("Saved request", { exact: true }).locator("option:checked")).toHaveText("all pets");
  await typeTemplate(page, hand, '[{"name": "Tom"}]');
  await saveDraft(page);
  await hand.press(page.getByRole("banner").getByRole("button", { name: "Review and deploy" }));
  const deployDialog = page.getByRole("dialog", { name: "Deploy" });
  await expect(deployDialog.getByText("sent to the draft when you deploy")).toBeVisible();
  await hand.press(deployDialog.getByRole("button", { name: "Deploy 1 change to prod" }));
  await expect(deployDialog.getByText("1 of 1 request of suite smoke failed (all pets).", { exact: false })).toBeVisible();
  await hand.press(deployDialog.getByRole("button", { name: "Run suite smoke now" }));
  await expect(deployDialog.getByText("Suite smoke: 1 of 1 request failed (all pets).")).toBeVisible();
  await scan("deploy-suite");
  await hand.write(deployDialog.getByLabel("Reason to deploy all the same"), "Rex moved out");
  await hand.press(deployDialog.getByRole("button", { name: "Deploy 1 change to prod all the same" }));
  await expect(deployDialog).toBeHidden();
});
