import { readFile } from "node:fs/promises";
import { expect, test } from "./support/fixtures.ts";

test("the history is narrowed, an entry is read and taken back, and what stands in the way is named; the density is remembered", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}, info) => {
  test.setTimeout(120_000);
  await setUp();
  const call = (operation: string, data: object) => page.request.post(`${product.consoleUrl}/api/call/${operation}`, { data });
  const throttle = (rateLimit: number) => call("setAccountThrottle", { throttle: { rateLimit, burstLimit: 20 } });
  await call("importExample", {});
  await throttle(10);
  await throttle(30);
  await page.goto(`${product.consoleUrl}/audit`);
  const entries = page.getByRole("list", { name: "Changes" }).locator("> li");
  await expect(entries.filter({ hasText: "Pet store" }).first()).toBeVisible();

  await hand.choose(page.getByLabel("Kind"), "Account");
  await expect(entries).toHaveCount(2);
  await expect(page).toHaveURL(/kind=account/);
  const [later, earlier] = [entries.first(), entries.last()];
  await hand.press(earlier.getByText("Throttle the account"));
  await expect(earlier).toContainText("To take this back, take back 1 later change of the same things first.");
  await hand.press(later.getByText("Throttle the account"));
  await expect(later).toContainText("settings › throttle › rateLimit");
  await expect(page).toHaveURL(/open=\d+/);
  await scan("audit-entry");
  await hand.press(later.getByRole("button", { name: "Take this back" }));
  await expect(later).toContainText(/Ada took this back with #\d+\./);
  await page.reload();
  await expect(later).toContainText(/Ada took this back with #\d+\./);

  await hand.press(page.getByRole("button", { name: "Export" }));
  const download = page.waitForEvent("download");
  await hand.press(page.getByRole("menuitem", { name: "As CSV" }));
  const file = info.outputPath("audit.csv");
  await (await download).saveAs(file);
  expect((await readFile(file, "utf8")).match(/account:throttle/g)).toHaveLength(2);

  await hand.choose(page.getByLabel("Through"), "Gatehouse itself");
  await expect(page.getByText("No change matches")).toBeVisible();
  await hand.press(page.getByRole("button", { name: "Clear filters" }));
  await expect(entries.filter({ hasText: "Pet store" }).first()).toBeVisible();

  await hand.press(page.getByRole("button", { name: "Account of Ada" }));
  await hand.press(page.getByRole("menuitem", { name: "Comfortable" }));
  await expect(page.locator("html")).toHaveAttribute("data-density", "comfortable");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-density", "comfortable");
  await expect(entries.first()).toBeVisible();
  await scan("audit-comfortable");
});
