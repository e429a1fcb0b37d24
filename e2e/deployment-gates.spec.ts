import { expect, test } from "./support/fixtures.ts";
import { makePetStore } from "./support/workbench.ts";

test("a rule of the lint holds a deployment up until there is a reason, and a protected stage until a second member agrees", async ({
  page,
  hand,
  setUp,
  scan,
}) => {
  await setUp();
  await makePetStore(page, hand);
  const pages = page.getByRole("navigation", { name: "Pages of the API" });
  await hand.press(pages.getByRole("link", { name: "Lint" }));
  const open = page.getByRole("list", { name: "Method that anybody may call" });
  await expect(open.getByRole("link", { name: "GET /pets", exact: true })).toHaveAttribute(
    "href",
    /node=%2Fpets&method=GET&box=method-request/,
  );
  await hand.press(page.getByRole("tab", { name: "Rules" }));
  await hand.choose(page.getByLabel("Method that anybody may call, in this API"), "Hold deployments up");
  await expect(page.getByText("Method that anybody may call: hold deployments up")).toBeVisible();

  await hand.press(pages.getByRole("link", { name: "Stages" }));
  await hand.press(page.getByRole("main").getByRole("link", { name: "prod", exact: true }));
  await hand.press(page.getByRole("tab", { name: "Settings" }));
  await hand.press(page.getByRole("switch", { name: "Protected stage" }));
  await expect(page.getByText("prod is protected", { exact: true })).toBeVisible();

  await hand.press(page.getByRole("banner").getByRole("button", { name: "Deploy" }));
  const dialog = page.getByRole("dialog", { name: "Deploy" });
  await expect(dialog.getByText("of the lint hold this up", { exact: false })).toBeVisible();
  await expect(dialog.getByText("prod is protected: it serves this when another member approves it.")).toBeVisible();
  await scan("deploy-held-up");
  await hand.write(dialog.getByLabel("Reason to deploy all the same"), "the pets are public");
  await hand.press(dialog.getByRole("button", { name: "Ask to deploy again to prod all the same" }));
  await expect(dialog).toBeHidden();

  await expect(pages.getByRole("link", { name: "Stages 1 waiting for approval" })).toBeVisible();
  const waiting = page.getByRole("region", { name: "Waiting for approval" });
  await hand.press(waiting.getByRole("button", { name: /^Review / }));
  const review = page.getByRole("dialog");
  await expect(review.getByText("Another member has to approve it.")).toBeVisible();
  await expect(review.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await scan("approval-review");
  await hand.press(review.getByRole("button", { name: "Withdraw" }));
  await expect(waiting).toHaveCount(0);

  await hand.press(page.getByRole("tab", { name: "Canary" }));
  await hand.press(page.getByRole("button", { name: "Ask to send 10% to the canary" }));
  await expect(waiting).toContainText("asks to send 10% of prod to");
  await hand.press(waiting.getByRole("button", { name: /^Review / }));
  await expect(review.getByRole("region", { name: "Canary" })).toContainText("10% of the calls are answered by it");
  await scan("approval-canary");
});
