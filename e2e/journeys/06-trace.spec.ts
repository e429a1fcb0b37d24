import { expect, test } from "../support/fixtures.ts";
import { makePetStore } from "../support/workbench.ts";

test("every stage of a call is listed with what it changed, and a stage has an address", async ({ page, hand, setUp, scan, browser }) => {
  await setUp();
  await makePetStore(page, hand);
  await page.goto(`${page.url().split("?")[0]}?node=%2Fcatalog&method=GET&box=integration-response&dock=true`);

  await hand.press(page.getByRole("button", { name: "Test", exact: true }));
  await hand.press(page.getByRole("tab", { name: "Trace" }));

  const steps = page.getByRole("list", { name: "Steps" }).getByRole("button");
  await expect(steps.first()).toBeVisible();
  const names = (await steps.allInnerTexts()).map((text) => text.split("\n")[0]);
  expect(names).toEqual([
    "Route",
    "Request mapping",
    "Request template",
    "Integration",
    "Response mapping",
    "Response selection",
    "Response template",
  ]);
  const [total, sum] = [...((await page.getByText(/in total/).textContent()) ?? "").matchAll(/([\d.]+) m?s/g)].map((match) =>
    Number(match[1]),
  );
  expect(Math.abs((total ?? 0) - (sum ?? Number.NaN))).toBeLessThan(15);
  await hand.press(
    page.getByRole("button", { name: /^Response template/ }).or(page.getByRole("button", { name: /passed Response template/ })),
  );
  const difference = page.getByRole("region", { name: "Difference of the bodies" });
  await expect(difference).toContainText('"count": 3');
  // Nothing asks for a key, and the draft was tested: it has no stage, so no throttle either.
  const gates = page.getByRole("list", { name: "Gates before the method request" }).getByRole("listitem");
  expect(await gates.allInnerTexts()).toEqual([
    "Policy\nnone",
    "Authorizer\nnone",
    "API key\nnot asked for",
    "Throttle\nof the account",
    "Validator\nnone",
    "Cache\noff",
  ]);
  await scan("trace");
  const address = page.url();
  expect(address).toContain("step=");

  const other = await browser.newContext({ storageState: await page.context().storageState() });
  const fresh = await other.newPage();
  await fresh.goto(address);
  await expect(fresh.getByRole("heading", { name: "GET /catalog" })).toBeVisible();
  await expect(fresh.getByRole("region", { name: "Difference of the bodies" })).toContainText('"count": 3');
  await other.close();
});
