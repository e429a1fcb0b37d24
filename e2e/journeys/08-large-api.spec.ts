import { ImportRestApiCommand } from "@aws-sdk/client-api-gateway";
import type { Page } from "@playwright/test";
import { clientOf, environmentKey } from "../../tests/processes/aws.ts";
import { expect, test } from "../support/fixtures.ts";
import { makeLargeDocument } from "../support/large-document.ts";

test.use({ productEnv: environmentKey });

/** What the design guide promises; a busy machine gets three times that. */
const patience = 3;
const openMaxMs = 1_000 * patience;
const arrowMaxMs = 25 * patience;
const filterMaxMs = 50 * patience;
const frameMaxMs = 25 * patience;
const rowsMax = 60;

/** Neighbours on the machine slow one round down, a slow page every one. */
const roundsMax = 3;

/** The 95th percentile of the first round that stays below the limit, else of the fastest. */
async function fastestRound(limitMs: number, round: () => Promise<number[]>): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let rounds = 0; rounds < roundsMax && fastest >= limitMs; rounds++) fastest = Math.min(fastest, percentile95(await round()));
  return fastest;
}

const percentile95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * 0.95)] ?? 0;

/** Notes the time from each key to the next picture, and between pictures. */
function watch(page: Page): Promise<void> {
  return page.evaluate(() => {
    const times = { keys: [] as number[], frames: [] as number[] };
    Object.assign(window, { times });
    addEventListener(
      "keydown",
      ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => times.keys.push(performance.now() - timeStamp))),
      true,
    );
    let last = performance.now();
    const frame = () => {
      const now = performance.now();
      times.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/** What was noted since the last look. */
function takeTimes(page: Page): Promise<{ keys: number[]; frames: number[] }> {
  return page.evaluate(() => {
    const { times } = window as unknown as { times: { keys: number[]; frames: number[] } };
    return { keys: times.keys.splice(0), frames: times.frames.splice(0) };
  });
}

/** Presses keys one after the other, each when the one before has been drawn: what waits in a queue is not the page's time. */
async function pressEach(page: Page, keys: readonly string[]): Promise<number[]> {
  // The key that brought the focus here is noted after the next picture.
  await page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  await takeTimes(page);
  for (const [index, key] of keys.entries()) {
    await page.keyboard.press(key);
    await page.waitForFunction((count) => (window as unknown as { times: { keys: number[] } }).times.keys.length > count, index);
  }
  return (await takeTimes(page)).keys;
}

test("a tree of 2,000 resources opens, moves and filters at once, and draws only what is in sight", async ({
  page,
  product,
  hand,
  setUp,
  scan,
}, info) => {
  test.setTimeout(480_000);
  await setUp();
  const client = clientOf(product, { requestTimeoutMs: 120_000 });
  const { id = "" } = await client.send(new ImportRestApiCommand({ body: Buffer.from(makeLargeDocument()) }));
  await page.goto(`${product.consoleUrl}/apis/${id}`);
  const tree = page.getByRole("tree");
  const rows = tree.getByRole("treeitem");
  const link = page.getByRole("navigation", { name: "Pages of the API" }).getByRole("link", { name: "Resources" });

  await hand.reach(link);
  const opening = Date.now();
  await page.keyboard.press("Enter");
  await rows.first().waitFor();
  const openMs = Date.now() - opening;
  await expect(tree.getByRole("treeitem", { name: "/area0", exact: true })).toBeVisible();
  expect(await rows.count()).toBeLessThan(rowsMax);

  await watch(page);
  const filter = page.getByRole("searchbox", { name: "Filter resources" });
  await hand.reach(filter);
  const filterP95 = await fastestRound(filterMaxMs, async () => {
    await hand.write(filter, "");
    return pressEach(page, [..."verb:DELETE id7"]);
  });
  await expect(tree.getByRole("treeitem", { name: /^DELETE \/area0\/id7$/ })).toBeVisible();
  expect(await rows.count()).toBeLessThan(rowsMax);
  for (const name of await rows.evaluateAll((items) => items.map((item) => item.ariaLabel ?? ""))) {
    // Methods are those that were asked for; resources stand on the way to them.
    expect(name).toMatch(/^DELETE .*i.*d.*7|^\//);
  }
  await hand.write(filter, "");

  await hand.reach(tree.getByRole("treeitem", { name: "/", exact: true }));
  const arrowP95 = await fastestRound(arrowMaxMs, async () => {
    const times = await pressEach(
      page,
      Array.from({ length: 60 }, () => "ArrowDown"),
    );
    expect(times).toHaveLength(60);
    return times;
  });
  expect(await rows.count()).toBeLessThan(rowsMax);
  let frameP95 = 0;
  if (info.project.metadata.hand !== "keyboard") {
    await tree.hover();
    let down = 400;
    frameP95 = await fastestRound(frameMaxMs, async () => {
      await takeTimes(page);
      for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, down);
      down = -down;
      const { frames } = await takeTimes(page);
      expect(frames.length).toBeGreaterThan(5);
      return frames;
    });
    expect(await rows.count()).toBeLessThan(rowsMax);
  }

  const figures = { openMs, filterP95, arrowP95, frameP95 };
  info.annotations.push({ type: "figures", description: JSON.stringify(figures) });
  expect(figures.openMs).toBeLessThan(openMaxMs);
  expect(figures.filterP95).toBeLessThan(filterMaxMs);
  expect(figures.arrowP95).toBeLessThan(arrowMaxMs);
  expect(figures.frameP95).toBeLessThan(frameMaxMs);

  await hand.write(filter, "verb:DELETE /area39/id1959");
  await hand.press(tree.getByRole("treeitem", { name: "DELETE /area39/id1959", exact: true }));
  await expect(page.getByRole("heading", { name: "DELETE /area39/id1959", exact: true })).toBeVisible();
  await hand.press(page.getByRole("button", { name: /^Method request,/ }));
  await hand.press(page.getByRole("switch", { name: "API key required" }));
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved DELETE /area39/id1959 to the draft").first()).toBeVisible();
  await scan("large-api");
});
