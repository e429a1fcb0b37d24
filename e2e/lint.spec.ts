import { expect, test } from "./support/fixtures.ts";
import { makePetStore } from "./support/workbench.ts";

test("a finding leads to its field, and a rule that holds deployments up takes a reason", async ({ page, hand, setUp, scan }) => {
  await setUp();
  await makePetStore(page, hand);
  await hand.press(page.getByRole("navigation", { name: "Pages of the API" }).getByRole("link", { name: "Lint" }));
  const open = page.getByRole("list", { name: "Method that anybody may call" });
  await expect(open.getByRole("link", { name: "GET /pets", exact: true })).toHaveAttribute(
    "href",
    /node=%2Fpets&method=GET&box=method-request/,
  );
  await scan("lint-findings");

  await hand.press(page.getByRole("tab", { name: "Rules" }));
  const mode = page.getByLabel("Method that anybody may call, in this API");
  await hand.choose(mode, "Hold deployments up");
  await expect(page.getByText("Method that anybody may call: hold deployments up")).toBeVisible();
  await hand.press(page.getByRole("banner").getByRole("button", { name: "Deploy" }));
  const dialog = page.getByRole("dialog", { name: "Deploy" });
  await expect(dialog.getByText("of the lint hold this up", { exact: false })).toBeVisible();
  await scan("deploy-lint");
  await hand.write(dialog.getByLabel("Reason to deploy all the same"), "the pets are public");
  await hand.press(dialog.getByRole("button", { name: "Deploy again to prod all the same" }));
  await expect(dialog).toBeHidden();
});
