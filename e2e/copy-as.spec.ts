import { expect, test } from "./support/fixtures.ts";
import { makePetStore, saveDraft, typeTemplate } from "./support/workbench.ts";

test("a method, a stage and a difference are copied as commands and as text", async ({ page, hand, setUp, scan, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await setUp();
  await makePetStore(page, hand);

  await page.keyboard.press("Escape");
  await hand.press(page.getByRole("tab", { name: "Copy as" }));
  const commands = page.getByRole("region", { name: "AWS CLI text" });
  await expect(commands).toContainText("aws apigateway put-integration");
  await scan("copy-method");
  await hand.press(page.getByRole("button", { name: "Copy the AWS CLI text" }));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("aws apigateway put-method");
  await hand.press(page.getByRole("tab", { name: "Terraform" }));
  await expect(page.getByRole("region", { name: "Terraform text" })).toContainText('resource "aws_api_gateway_method" "get_pets"');
  await hand.press(page.getByRole("tab", { name: "OpenAPI" }));
  await expect(page.getByRole("region", { name: "OpenAPI text" })).toContainText("/pets:");

  await hand.press(page.getByRole("tab", { name: "Form", exact: true }));
  await typeTemplate(page, hand, '{"changed": true}');
  await saveDraft(page);
  await hand.press(page.getByRole("banner").getByRole("button", { name: /deploy/i }));
  const deploying = page.getByRole("dialog", { name: "Deploy" });
  await hand.press(deploying.getByRole("button", { name: "Copy these changes as ..." }));
  const dialog = page.getByRole("dialog", { name: "Copy these changes" });
  await expect(dialog.getByRole("region", { name: "AWS CLI text" })).toContainText("aws apigateway delete-method");
  await expect(dialog.getByRole("region", { name: "AWS CLI text" })).toContainText('{\\"changed\\": true}');
  await scan("copy-changes");
  await page.keyboard.press("Escape");
  await expect(deploying).toBeVisible();
});
