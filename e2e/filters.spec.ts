import { eventually } from "../tests/support/product.ts";
import { callStage } from "./support/calls.ts";
import { expect, test } from "./support/fixtures.ts";

const attack = `/prod/pets?q=${encodeURIComponent("1' or '1'='1")}`;

test("a filter counts, then blocks, on the stage that names it, and an undo lets calls through again", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  test.setTimeout(180_000);
  await setUp();
  const example = await page.request.post(`${product.consoleUrl}/api/call/importExample`, { data: {} });
  const { apiId } = await example.json();
  await page.goto(`${product.consoleUrl}/filters`);
  await expect(page.getByText("No filter yet")).toBeVisible();
  await scan("filters-empty");

  await hand.press(page.getByRole("button", { name: "New filter" }));
  const made = page.getByRole("dialog", { name: "New filter" });
  await hand.write(made.getByLabel("Name"), "guard");
  await hand.press(made.getByRole("button", { name: "Create filter" }));
  await expect(page.getByRole("heading", { name: "Filter guard" })).toBeVisible();
  await expect(page.getByText("2 rules count, the rest passes")).toBeVisible();
  await scan("filter-new");

  await page.goto(`${product.consoleUrl}/apis/${apiId}/stages/prod?tab=settings`);
  await hand.choose(page.getByLabel("Request filter"), "guard");
  await hand.press(page.getByRole("button", { name: "Save stage settings" }));
  await expect(page.getByText("Saved prod; it acts now")).toBeVisible();
  expect((await callStage(product, apiId, attack)).status).toBe(200);

  await page.goto(`${product.consoleUrl}/filters`);
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "guard" })).toContainText("prod");
  await hand.press(page.getByRole("link", { name: "guard" }));
  await expect(page.getByRole("button", { name: "Delete filter" })).toBeDisabled();
  const first = page.getByRole("group", { name: "Rule 1, sql-injection" });
  await hand.choose(first.getByLabel("What it does"), "Block: 403");
  await hand.press(page.getByRole("button", { name: "Add rule" }));
  const third = page.getByRole("group", { name: "Rule 3, ip-set" });
  await hand.write(third.getByLabel("Addresses"), "10.0.0.0/33");
  await expect(page.getByText("Rule ip-set: An address looks like")).toBeVisible();
  await expect(page.getByRole("button", { name: "Save filter" })).toBeDisabled();
  await scan("filter-problem");
  await hand.write(third.getByLabel("Addresses"), "203.0.113.0/24");
  await hand.press(page.getByRole("button", { name: "Save filter" }));
  await expect(page.getByText("Saved filter guard; it acts now")).toBeVisible();
  await eventually("the filter blocks", async () => (await callStage(product, apiId, attack)).status === 403);
  expect(await callStage(product, apiId, attack)).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
  expect((await callStage(product, apiId, "/prod/pets?q=O'Brien")).status).toBe(200);

  await hand.press(page.getByRole("button", { name: "Undo" }));
  await eventually("the filter only counts", async () => (await callStage(product, apiId, attack)).status === 200);
  await page.goto(`${product.consoleUrl}/logs`);
  const row = page.getByRole("row").filter({ hasText: "FILTER_BLOCKED" }).first();
  await eventually("the blocked call is in the log", async () => {
    await hand.press(page.getByRole("button", { name: "Refresh" }));
    return (await row.count()) === 1;
  });
  await hand.press(row.getByRole("link"));
  await expect(page.getByRole("dialog", { name: "Request" })).toContainText(
    "The rule sql-injection of the filter guard blocked the request: a condition after a quote, in query parameter q.",
  );
});
