import { formatNumber } from "../../lib/client/format.ts";
import { eventually } from "../../tests/support/product.ts";
import { apiIdOf, callStage } from "../support/calls.ts";
import { expect, test } from "../support/fixtures.ts";
import { makePetStore, saveDraft, typeTemplate } from "../support/workbench.ts";

const calls = 2_000;
const atOnce = 20;

test("a canary gets its share, its numbers are those of the calls, and a rule stops it when it breaks", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}) => {
  await setUp();
  await makePetStore(page, hand);
  const apiId = apiIdOf(page);
  const bodies = async (count: number) => {
    const seen = new Map<string, number>();
    let left = count;
    const caller = async () => {
      while (left-- > 0) {
        const { status, body } = await callStage(product, apiId, "/prod/pets");
        const kind = status === 200 ? body : String(status);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, caller));
    return seen;
  };
  const deployBroken = async () => {
    // The answer of the canary, which a variable of its own breaks.
    await typeTemplate(page, hand, '#if($stageVariables.broken == "yes")#set($context.responseOverride.status = 500)#end["canary"]');
    await saveDraft(page);
    await hand.press(page.getByRole("banner").getByRole("button", { name: "Review and deploy" }));
    const dialog = page.getByRole("dialog", { name: "Deploy" });
    await hand.choose(dialog.getByLabel("Stage"), "New stage ...");
    await hand.write(dialog.getByLabel("Name of the new stage"), "next");
    await hand.press(dialog.getByRole("button", { name: "Deploy to next" }));
    await expect(dialog).toBeHidden();
  };
  const arm = (name: string) => page.getByRole("region", { name, exact: true });
  const number = (name: string, row: string) => arm(name).getByText(row, { exact: true }).locator("xpath=following-sibling::dd");

  await deployBroken();
  await page.goto(`${product.consoleUrl}/apis/${apiId}/stages/prod?tab=canary`);
  await hand.write(page.getByLabel("Share of calls, %"), "20");
  await hand.press(page.getByRole("button", { name: "Add a rule" }));
  await expect(page.getByLabel("Requests of rule 1")).toHaveValue("200");
  await scan("canary-rule");
  await hand.press(page.getByRole("button", { name: "Send 20% to the canary" }));
  await expect(arm("Canary")).toContainText("20%");

  const seen = await bodies(calls);
  const ofCanary = seen.get('["canary"]') ?? 0;
  expect([...seen.values()].reduce((sum, count) => sum + count)).toBe(calls);
  expect(ofCanary).toBeGreaterThan(calls * 0.17);
  expect(ofCanary).toBeLessThan(calls * 0.23);
  await expect(number("Canary", "Requests, last hour")).toHaveText(formatNumber(ofCanary));
  await expect(number("Base", "Requests, last hour")).toHaveText(formatNumber(calls - ofCanary));
  await expect(number("Canary", "5XX")).toHaveText("0");
  await scan("canary-numbers");

  await hand.write(page.getByLabel("New variable"), "broken");
  await hand.write(page.getByLabel("New value"), "yes");
  await hand.press(page.getByRole("button", { name: "Add a variable of the canary" }));
  await hand.press(page.getByRole("button", { name: "Save the canary" }));
  await expect(page.getByText("Changed the canary of prod; it acts now")).toBeVisible();
  // Its rule looks at shares over some hundred calls; they come as calls do.
  await eventually("the rule stops the canary", async () => (await bodies(200)).get("500") === undefined, 60_000);

  await expect(page.getByText(/^A rule stopped the canary at/)).toBeVisible();
  await expect(page.getByText(/of the canary ended with 5XX/)).toBeVisible();
  await scan("canary-stopped");
  expect([...(await bodies(100)).keys()]).toHaveLength(1);
  await page.goto(`${product.consoleUrl}/audit`);
  await expect(page.getByRole("main")).toContainText("Stopped the canary of prod: ");
  await expect(page.getByRole("main")).toContainText("Gatehouse");
});
