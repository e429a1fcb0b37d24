import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { makePetStore } from "../support/workbench.ts";

const row = (page: Page, name: string) => page.getByRole("tree").getByRole("treeitem", { name, exact: true });
const loop = `#foreach($item in ["a", "b", "c"])
<$item>#set($last = $item)
#end
$last`;

test("a template is written with completion and fixes, stepped through, and its test holds up a deployment", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}, info) => {
  test.setTimeout(480_000);
  const isKeyboard = info.project.metadata.hand === "keyboard";
  await setUp();
  await makePetStore(page, hand);

  await hand.press(row(page, "/"));
  await hand.press(page.getByRole("button", { name: "New resource below /", exact: true }));
  await hand.write(page.getByRole("dialog", { name: "New resource" }).getByLabel("Path part"), "orders");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "/orders", exact: true })).toBeVisible();
  await hand.press(page.getByRole("button", { name: "New method" }).first());
  await hand.choose(page.getByRole("dialog", { name: "New method" }).getByLabel("HTTP method"), "POST");
  await hand.press(page.getByRole("button", { name: "Create POST" }));
  await expect(page.getByRole("heading", { name: "POST /orders", exact: true })).toBeVisible();
  const service = page.getByRole("radio", { name: /^AWS service/ });
  if (isKeyboard) {
    await hand.reach(page.getByRole("radio", { name: /^Mock/ }));
    await page.keyboard.press("ArrowDown");
  } else await service.click();
  await expect(service).toBeChecked();
  await hand.choose(page.getByLabel(/^Preset/), "SQS SendMessage");
  await hand.press(page.getByRole("button", { name: "Fill in" }));
  await hand.press(page.getByRole("button", { name: /^Integration request,/ }));

  const editor = page.getByRole("textbox", { name: /^Request template for application\/json/ });
  const preview = page.getByRole("region", { name: /^Preview of Request template/ });
  await expect(preview.getByLabel(/^Output of/)).toContainText("Action=SendMessage&MessageBody=%7B");
  await hand.write(editor, "");
  await page.keyboard.type("$inp");
  await expect(page.getByRole("option", { name: /\$input/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(page.locator(".view-lines").first()).toHaveText("$input");

  await hand.write(editor, `{"order": "$input.json('$')"}`);
  const problems = page.getByRole("list", { name: /^Problems of Request template/ });
  await expect(problems).toContainText("JSON_VALUE_QUOTED");
  await hand.press(problems.getByRole("button", { name: "Remove the quotes" }));
  await expect(problems).toBeHidden();
  await expect(preview.getByLabel(/^Output of/)).toHaveText(/^\{"order": \{"id":7,"name":"Rex"/);

  await hand.write(editor, loop);
  await hand.press(preview.getByRole("tab", { name: "Debug" }));
  const state = preview.getByRole("status");
  const forward = preview.getByRole("button", { name: "Step forward" });
  const back = preview.getByRole("button", { name: "Step back" });
  await expect(state).toHaveText("Step 1 of 8: line 1");
  for (let step = 0; step < 5; step++) await hand.press(forward);
  await expect(state).toHaveText("Step 6 of 8: line 2, loop turn 3");
  await expect(preview.getByRole("row", { name: /\$item/ })).toContainText("c");
  await expect(preview.getByRole("row", { name: /\$last/ })).toContainText("b");
  await expect(preview.getByLabel(/^Output so far/)).toHaveText("<a><b><");
  await scan("template-debug");
  for (let step = 0; step < 2; step++) await hand.press(back);
  await expect(state).toHaveText("Step 4 of 8: line 2, loop turn 2");
  await expect(preview.getByRole("row", { name: /\$last/ })).toContainText("a");
  await expect(preview.getByLabel(/^Output so far/)).toHaveText("<a><");

  await hand.press(preview.getByRole("tab", { name: "Tests" }));
  await hand.press(preview.getByRole("button", { name: "Add a test of this input" }));
  await hand.write(preview.getByLabel("Name of the test"), "three items");
  await hand.choose(preview.getByLabel("The output has to be"), "This text somewhere");
  await hand.write(preview.getByLabel("Expected output"), "<c>");
  await hand.press(preview.getByRole("button", { name: "Save the test" }));
  await expect(preview.getByText("1 test passed")).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved POST /orders to the draft").first()).toBeVisible();

  await hand.write(editor, loop.replace(', "c"', ""));
  await expect(preview.getByText("1 of 1 test failed")).toBeVisible();
  await expect(preview.getByText("The output does not contain the text.")).toBeVisible();
  await scan("template-tests");
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("button", { name: "Save to draft" })).toBeHidden();

  await hand.press(page.getByRole("banner").getByRole("button", { name: "Review and deploy" }));
  const dialog = page.getByRole("dialog", { name: "Deploy" });
  const checks = dialog.getByRole("region", { name: "Checks" });
  await expect(checks).toContainText("1 of 1 template test failed.");
  await expect(checks).toContainText("POST /orders, request, application/json");
  const deploy = dialog.getByRole("button", { name: /^Deploy .* all the same$/ });
  await expect(deploy).toBeDisabled();
  await scan("deploy-blocked");
  await hand.write(checks.getByLabel("Reason to deploy all the same"), "the queue takes two");
  await hand.press(deploy);
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Same as prod")).toBeVisible();

  await page.goto(`${product.consoleUrl}/audit`);
  await expect(page.getByText("Deploy to prod although 1 template test failed (three items): the queue takes two")).toBeVisible();
});
