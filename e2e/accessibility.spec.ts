import type { Page } from "@playwright/test";
import { apiIdOf, callStage } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";
import type { Hand } from "./support/hand.ts";
import { accessPages, apiPages } from "./support/pages.ts";
import { makePetStore } from "./support/workbench.ts";

type Scan = (name: string) => Promise<void>;

async function scanTraffic({ page, hand, scan, base }: { page: Page; hand: Hand; scan: Scan; base: string }): Promise<void> {
  await page.goto(`${base}/metrics?range=1h`);
  await expect(page.getByRole("region", { name: "Break-down" })).toBeVisible();
  await scan("metrics");
  await hand.press(page.getByRole("button", { name: "Latency as a table", exact: true }));
  await expect(page.getByRole("columnheader", { name: "p95 before" })).toBeVisible();
  await scan("metrics-table");
  await page.goto(`${base}/logs`);
  await expect(page.getByRole("table", { name: "Requests" })).toBeVisible();
  await scan("logs");
  await page.getByRole("combobox", { name: "Filter of the log" }).press("Home");
  await page.keyboard.type("sta");
  await expect(page.getByRole("option", { name: /stage:/ })).toBeVisible();
  await scan("log-words");
  await page.keyboard.press("Escape");
  await page.goto(`${base}/logs?q=path%3A%2Fnowhere`);
  await hand.press(page.getByRole("link", { name: "/nowhere" }));
  await expect(page.getByRole("region", { name: "Facts" })).toBeVisible();
  await scan("log-entry");
}

async function scanDialogs({ page, hand, scan, base }: { page: Page; hand: Hand; scan: Scan; base: string }): Promise<void> {
  await page.goto(`${base}/apis?new=true`);
  await expect(page.getByRole("dialog", { name: "New API" })).toBeVisible();
  await scan("new-api");
  await page.goto(`${base}/apis/import`);
  await expect(page.getByRole("button", { name: "Continue to the target" })).toBeVisible();
  await scan("import");
  await page.goto(`${base}/settings`);
  await hand.press(page.getByRole("button", { name: "New access key" }));
  await hand.press(page.getByRole("button", { name: "Create access key" }));
  await expect(page.getByText("The secret is shown once")).toBeVisible();
  await scan("access-key");
  await page.goto(`${base}/audit`);
  await expect(page.getByText(/Deploy to prod/)).toBeVisible();
  await scan("audit");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
  await scan("palette");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await scan("keys");
}

test("no page and no dialog has a finding of axe", async ({ page, product, hand, setUp, scan }) => {
  test.setTimeout(600_000);
  await setUp();
  await makePetStore(page, hand);
  const api = `${product.consoleUrl}/apis/${apiIdOf(page)}`;
  for (const path of ["/prod/pets", "/prod/nowhere"]) await callStage(product, apiIdOf(page), path);

  for (const { path, name, sign } of apiPages) {
    await page.goto(api + path);
    await expect(page.getByText(sign).first()).toBeVisible();
    await scan(name);
  }
  await page.goto(`${product.consoleUrl}/apis`);
  await expect(page.getByRole("table")).toBeVisible();
  await scan("apis");
  for (const { path, name, sign } of accessPages) {
    await page.goto(product.consoleUrl + path);
    await expect(page.getByText(sign).first()).toBeVisible();
    await scan(name);
  }
  await scanTraffic({ page, hand, scan, base: product.consoleUrl });
  await scanDialogs({ page, hand, scan, base: product.consoleUrl });
});
