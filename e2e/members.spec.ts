import { expect, test } from "./support/fixtures.ts";
import { makeHand } from "./support/hand.ts";
import { makePetStore } from "./support/workbench.ts";

test("a viewer is invited, reads and changes nothing, becomes deployer, and is removed", async ({
  page,
  product,
  hand,
  setUp,
  scan,
  browser,
}, info) => {
  test.setTimeout(180_000);
  await setUp();
  await makePetStore(page, hand);
  const api = new URL(page.url()).pathname;
  await page.goto(`${product.consoleUrl}/members`);
  await expect(page.getByRole("list", { name: "Members" })).toContainText("ada@example.com");
  await hand.press(page.getByRole("button", { name: "Invite" }));
  const dialog = page.getByRole("dialog", { name: "Invite a member" });
  await hand.write(dialog.getByLabel("E-mail"), "grace@example.com");
  await hand.choose(dialog.getByLabel("Role"), "Viewer");
  await scan("members-invite");
  await hand.press(dialog.getByRole("button", { name: "Make invitation link" }));
  await expect(dialog.getByText("grace@example.com can join.")).toBeVisible();
  const link = (await dialog.locator("code").textContent()) ?? "";
  await scan("members-link");
  await hand.press(dialog.getByRole("button", { name: "Done" }));
  await expect(page.getByRole("region", { name: "Open invitations" })).toContainText("grace@example.com");

  const theirs = await browser.newContext({ colorScheme: info.project.use.colorScheme ?? "light" });
  const grace = await theirs.newPage();
  const graceHand = makeHand(grace, info.project.metadata.hand);
  await grace.goto(link);
  await expect(grace.getByRole("heading", { name: "Join this workspace" })).toBeVisible();
  await expect(grace.getByLabel("E-mail")).toHaveValue("grace@example.com");
  await graceHand.write(grace.getByLabel("Name"), "Grace");
  await graceHand.write(grace.getByLabel("Password"), "another-long-password");
  await graceHand.press(grace.getByRole("button", { name: "Join and sign in" }));
  await expect(grace.getByRole("link", { name: "Pet store" }).first()).toBeVisible();
  const deploys = grace.getByRole("button", { name: /^(Review and deploy|Deploy)$/ });
  await grace.goto(`${product.consoleUrl}${api}`);
  await expect(grace.getByRole("treeitem", { name: /\/pets/ }).first()).toBeVisible();
  await expect(deploys).toHaveCount(0);
  await grace.goto(`${product.consoleUrl}/members`);
  await expect(grace.getByText("Owners invite people and change roles.")).toBeVisible();
  await expect(grace.getByRole("button", { name: "Invite" })).toHaveCount(0);
  const direct = await grace.request.post(`${product.consoleUrl}/api/call/inviteMember`, {
    data: { email: "eve@example.com", role: "owner" },
  });
  expect(direct.status()).toBe(403);
  const again = await theirs.newPage();
  await again.goto(link);
  await expect(again.getByRole("heading", { name: "This link works no more" })).toBeVisible();

  await page.reload();
  await hand.press(page.getByRole("button", { name: "Change the role of Grace" }));
  const roles = page.getByRole("dialog", { name: "Role of Grace" });
  await hand.choose(roles.getByLabel("Role"), "Deployer");
  await scan("members-role");
  await hand.press(roles.getByRole("button", { name: "Change role" }));
  await expect(page.getByText("Grace is deployer now.")).toBeVisible();
  await scan("members");
  await grace.goto(`${product.consoleUrl}${api}`);
  await expect(deploys).toBeVisible();

  await hand.press(page.getByRole("button", { name: "Remove Grace" }));
  const question = page.getByRole("alertdialog", { name: "Remove Grace?" });
  await scan("members-remove");
  await hand.press(question.getByRole("button", { name: "Remove member" }));
  await expect(page.getByText("Grace is no member any more.")).toBeVisible();
  await grace.goto(`${product.consoleUrl}/apis`);
  await expect(grace.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await hand.press(page.getByRole("button", { name: "Remove Ada" }));
  await hand.press(page.getByRole("alertdialog").getByRole("button", { name: "Remove member" }));
  await expect(page.getByText("The last owner stays: make another member owner first.")).toBeVisible();
  await theirs.close();
});
