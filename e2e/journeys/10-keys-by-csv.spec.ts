import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { eventually, type Product } from "../../tests/support/product.ts";
import { apiIdOf } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";
import type { Hand } from "../support/hand.ts";
import { deploy, makePetStore, saveDraft } from "../support/workbench.ts";

/** The value of the key in a row, 27 characters. */
const keyValue = (row: number) => `partner-key-value-${String(row).padStart(9, "0")}`;
const badRows: Readonly<Record<number, string>> = {
  10: "ten,short",
  20: `twenty,${keyValue(20)},maybe`,
  30: `thirty,${keyValue(30)},true,nowhere`,
};

function keyFile(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) => badRows[index + 1] ?? `partner ${index + 1},${keyValue(index + 1)}`);
  return `Name,Key,Enabled,UsagePlanIds\n${lines.join("\n")}\n`;
}

async function callWithKey(product: Product, apiId: string, key: string): Promise<number> {
  const response = await fetch(`${product.gatewayUrl}/_aws/execute-api/${apiId}/prod/pets`, { headers: { "x-api-key": key } });
  await response.text();
  return response.status;
}

/** GET /pets of the pet store asks for a key, deployed. */
async function demandKey(page: Page, hand: Hand): Promise<string> {
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  await hand.press(page.getByRole("button", { name: /^Method request,/ }));
  await hand.press(page.getByRole("switch", { name: "API key required" }));
  await saveDraft(page);
  await deploy(page, hand, /^Deploy 1 change to prod$/);
  return apiId;
}

async function makePlan(page: Page, hand: Hand): Promise<void> {
  await hand.press(page.getByRole("button", { name: "New usage plan" }).first());
  const dialog = page.getByRole("dialog", { name: "New usage plan" });
  await hand.write(dialog.getByLabel("Name"), "Partners");
  await hand.write(dialog.getByLabel("Rate"), "5");
  await hand.write(dialog.getByLabel("Burst"), "3");
  await hand.write(dialog.getByLabel("Quota"), "1000");
  await expect(dialog.getByRole("status")).toHaveText(/^Each key: 5 requests a second, bursts of 3, 1\s000 a day from 00:00 UTC\.$/);
  await hand.press(dialog.getByRole("button", { name: "Create usage plan" }));
  await expect(page.getByRole("heading", { name: "Partners" })).toBeVisible();
  await hand.choose(page.getByLabel("Stage to add"), "Pet store prod");
  await hand.press(page.getByRole("button", { name: "Add stage" }));
  await expect(page.getByRole("region", { name: /^Stage prod of / })).toBeVisible();
}

test("keys come from a file into a plan, a check says which limit throttles one, and usage is what was called", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}, info) => {
  test.setTimeout(300_000);
  await setUp();
  const apiId = await demandKey(page, hand);
  await page.goto(`${product.consoleUrl}/plans`);
  await expect(page.getByRole("heading", { name: "No usage plan yet" })).toBeVisible();
  await makePlan(page, hand);
  await scan("plan-stages");
  const planUrl = page.url().replace(/\?.*/, "");

  await page.goto(`${product.consoleUrl}/keys/import`);
  const chooser = page.waitForEvent("filechooser");
  await hand.press(page.getByLabel("CSV file"));
  await (await chooser).setFiles({ name: "keys.csv", mimeType: "text/csv", buffer: Buffer.from(keyFile(1_000)) });
  await expect(page.getByText("1 000 rows: 997 new, 0 of keys that exist, 0 repeated, 3 refused.")).toBeVisible();
  await hand.press(page.getByRole("switch", { name: "Only rows that are left out" }));
  await expect(page.getByRole("table", { name: "Rows of the file" }).getByRole("row")).toHaveCount(4);
  await expect(page.getByText("The key has 5 characters; it needs 20 to 128.")).toBeVisible();
  await expect(page.getByText("There is no usage plan nowhere.")).toBeVisible();
  await scan("import-preview");
  await hand.choose(page.getByLabel("Usage plan for all keys"), "Partners");
  await hand.press(page.getByRole("button", { name: "Import 997 keys" }));
  await expect(page.getByText("997 API keys imported.").first()).toBeVisible();
  await scan("import-result");

  await page.goto(`${product.consoleUrl}/keys`);
  await hand.write(page.getByRole("searchbox", { name: "Find API keys" }), "partner 997");
  const link = page.getByRole("link", { name: "partner 997", exact: true });
  await expect(page.getByRole("table", { name: "API keys" }).getByRole("row")).toHaveCount(2);
  await scan("keys");
  await hand.press(link);
  await expect(page.getByRole("heading", { name: "partner 997" })).toBeVisible();

  await eventually("the key is let through", async () => (await callWithKey(product, apiId, keyValue(997))) === 200);
  const statuses = await Promise.all(Array.from({ length: 20 }, () => callWithKey(product, apiId, keyValue(997))));
  const served = statuses.filter((status) => status === 200).length + 1;
  expect(new Set(statuses)).toEqual(new Set([200, 429]));

  await hand.press(page.getByRole("tab", { name: "Check key" }));
  await hand.choose(page.getByLabel("API", { exact: true }), `Pet store (${apiId})`);
  await hand.choose(page.getByLabel("Method", { exact: true }), "GET /pets");
  const gates = page.getByRole("list", { name: "Gates" });
  await expect(gates).toBeVisible();
  // The address follows a choice a moment later, and a reload asks the address.
  await expect(page).toHaveURL(/[?&]method=/);
  await eventually("the gates tell of refused calls", async () => {
    await page.reload();
    await expect(gates).toBeVisible();
    return /Rate of Partners.*calls were answered 429 by this limit/s.test((await gates.textContent()) ?? "");
  });
  await expect(page.getByText("GET /pets on prod lets this key through.")).toBeVisible();
  await scan("check-key");

  await hand.press(page.getByRole("tab", { name: "Overview" }));
  await expect(page).not.toHaveURL(/[?&]tab=/);
  const plans = page.getByRole("region", { name: "Usage plans of the key" });
  await eventually("the usage is what was served", async () => {
    await page.reload();
    await expect(plans).toBeVisible();
    return ((await plans.textContent()) ?? "").replaceAll("\u2009", "").includes(`${served} of 1000 today`);
  });
  await hand.press(plans.getByRole("button", { name: "Extend quota" }));
  const extend = page.getByRole("dialog", { name: /^Extend the quota/ });
  await hand.write(extend.getByLabel("Requests left in this period"), "5000");
  await hand.press(extend.getByRole("button", { name: /^Leave 5\s000 requests$/ }));
  await expect(plans).toContainText(/5\s000 left/);
  await hand.press(page.getByRole("button", { name: "Reveal" }));
  await expect(page.getByText(keyValue(997))).toBeVisible();
  await scan("key");
  await hand.press(page.getByRole("tab", { name: "Usage" }));
  await hand.press(page.getByRole("button", { name: /^Requests per day in Partners as a table/ }));
  await expect(page.getByRole("columnheader", { name: "Left of the quota" })).toBeVisible();
  await scan("key-usage");

  await page.goto(`${product.consoleUrl}/audit`);
  await expect(page.getByText(/^Reveal the API key partner 997/)).toBeVisible();
  await expect(page.getByText(/^Give the API key partner 997 5000 requests/)).toBeVisible();

  await page.goto(`${planUrl}?tab=usage`);
  const download = page.waitForEvent("download");
  await hand.press(page.getByRole("button", { name: "Export usage per key as CSV" }));
  const file = info.outputPath("usage.csv");
  await (await download).saveAs(file);
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  expect(lines).toHaveLength(998);
  expect(
    lines
      .find((line) => line.includes("partner 997"))
      ?.split(",")
      .at(-1),
  ).toBe(String(served));
});

test("a key that may not pass says so, and the buttons beside the reasons repair it", async ({ page, product, hand, setUp, scan }) => {
  await setUp();
  const apiId = await demandKey(page, hand);
  await page.goto(`${product.consoleUrl}/keys`);
  await expect(page.getByRole("heading", { name: "No API key yet" })).toBeVisible();
  await scan("keys-empty");
  await hand.press(page.getByRole("button", { name: "New API key" }).first());
  const dialog = page.getByRole("dialog", { name: "New API key" });
  await hand.write(dialog.getByLabel("Name"), "mobile");
  await hand.choose(dialog.getByLabel("Value"), "Use my own");
  await hand.write(dialog.getByLabel("Own value"), keyValue(1));
  await scan("new-key");
  await hand.press(dialog.getByRole("button", { name: "Create API key" }));
  await expect(dialog.getByText(keyValue(1))).toBeVisible();
  await hand.press(dialog.getByRole("button", { name: "Open the key" }));
  await expect(page.getByRole("heading", { name: "mobile" })).toBeVisible();
  const keyUrl = page.url();
  await page.goto(`${product.consoleUrl}/plans`);
  await makePlan(page, hand);
  await eventually("the key is refused", async () => (await callWithKey(product, apiId, keyValue(1))) === 403);

  await page.goto(`${product.consoleUrl}/logs?q=reason%3AKEY_NOT_IN_PLAN`);
  const row = page.getByRole("row").filter({ hasText: "KEY_NOT_IN_PLAN" });
  await eventually("the refusal is in the log", async () => {
    await hand.press(page.getByRole("button", { name: "Refresh" }));
    return (await row.count()) > 0;
  });
  await hand.press(row.first().getByRole("link", { name: "/pets" }));
  await hand.press(page.getByRole("dialog", { name: "Request" }).getByRole("link", { name: "Check the key" }));
  await expect(page.getByText("GET /pets on prod refuses this key: Usage plan.")).toBeVisible();
  await scan("check-key-refused");
  await hand.press(page.getByRole("button", { name: "Add to Partners" }));
  await expect(page.getByText("GET /pets on prod lets this key through.")).toBeVisible();
  await eventually("the key is let through", async () => (await callWithKey(product, apiId, keyValue(1))) === 200);

  await page.goto(keyUrl);
  await hand.press(page.getByRole("switch", { name: "Enabled" }));
  await expect(page.getByText("Every call with the key answers 403.")).toBeVisible();
  await hand.press(page.getByRole("button", { name: "Delete key" }));
  const question = page.getByRole("alertdialog", { name: "Delete mobile?" });
  await expect(question).toContainText("It leaves the usage plans Partners.");
  await hand.press(question.getByRole("button", { name: "Delete API key" }));
  await expect(page.getByRole("heading", { name: "No API key yet" })).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("link", { name: "mobile" })).toBeVisible();
});
