import { readFile } from "node:fs/promises";
import { expect, test } from "./support/fixtures.ts";

const template = (path: string) => `Transform: AWS::Serverless-2016-10-31
Parameters:
  Name: {Type: String, Description: What the API is called}
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: orders
      Events:
        List: {Type: Api, Properties: {Path: ${path}, Method: get, RestApiId: !Ref Api}}
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: live, Name: !Ref Name}}
Outputs:
  ApiId: {Value: !Ref Api}
`;

test("a template is previewed, applied, applied again, and its API exported", async ({ page, product, hand, setUp, scan }) => {
  test.setTimeout(120_000);
  await setUp();
  await page.goto(`${product.consoleUrl}/stacks`);
  await expect(page.getByRole("heading", { name: "No stack yet" })).toBeVisible();
  await scan("stacks-empty");

  await hand.press(page.getByRole("button", { name: "Apply a template" }));
  const dialog = page.getByRole("dialog", { name: "Apply a template" });
  await hand.write(dialog.getByLabel("Name of the stack"), "shop");
  await hand.write(dialog.getByLabel("Or paste the template"), template("/orders"));
  await hand.press(dialog.getByRole("button", { name: "Preview" }));
  await expect(dialog.getByText("Parameters: [Name] must have values")).toBeVisible();
  await hand.write(dialog.getByRole("textbox", { name: "Name", exact: true }), "shop-api");
  await hand.press(dialog.getByRole("button", { name: "Preview" }));
  await expect(dialog.getByRole("table", { name: "Changes" })).toContainText("AWS::ApiGateway::RestApi");
  await expect(
    dialog.getByText("Skipped, of other services: AWS::IAM::Role, AWS::Lambda::Function, AWS::Lambda::Permission."),
  ).toBeVisible();
  await scan("template-preview");
  await hand.press(dialog.getByRole("button", { name: "Create stack" }));
  const panel = page.getByRole("region", { name: "Stack shop" });
  await expect(panel.getByText("CREATE_COMPLETE")).toBeVisible();
  await expect(panel.getByRole("table", { name: "Resources" })).toContainText("skipped: of another service");
  await scan("stack");

  await hand.press(page.getByRole("button", { name: "Apply a template" }));
  await hand.write(dialog.getByLabel("Name of the stack"), "shop");
  await hand.write(dialog.getByLabel("Or paste the template"), template("/sales"));
  await hand.press(dialog.getByRole("button", { name: "Preview" }));
  await expect(dialog.getByRole("row", { name: /Modify Api Body/ })).toBeVisible();
  await hand.press(dialog.getByRole("button", { name: "Update stack" }));
  await expect(panel.getByText("UPDATE_COMPLETE")).toBeVisible();
  await hand.press(panel.getByRole("tab", { name: "Events" }));
  await expect(panel.getByRole("table", { name: "Events" })).toContainText("User Initiated");
  await scan("stack-events");

  await page.goto(`${product.consoleUrl}/apis`);
  await hand.press(page.getByRole("button", { name: "Actions of shop-api" }));
  const downloading = page.waitForEvent("download");
  await hand.press(page.getByRole("menuitem", { name: "Export as CloudFormation" }));
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("shop-api.yaml");
  expect(await readFile(await download.path(), "utf8")).toContain("PathPart: sales");

  await page.goto(`${product.consoleUrl}/stacks`);
  await hand.press(panel.getByRole("button", { name: "Delete ..." }));
  const confirm = page.getByRole("alertdialog", { name: "Delete stack shop?" });
  await hand.write(confirm.getByLabel("Type shop to confirm"), "shop");
  await hand.press(confirm.getByRole("button", { name: "Delete stack" }));
  await expect(page.getByRole("heading", { name: "No stack yet" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(panel.getByText("CREATE_COMPLETE")).toBeVisible();
});
