import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { type Product, removeData, startProduct } from "../../tests/support/product.ts";
import { signInFirstOwner } from "../../tests/support/sign-in.ts";
import { type Hand, makeHand } from "./hand.ts";
import { interactionsType, shortestMs } from "./interactions.ts";

type Fixtures = {
  /** Variables that the product starts with, besides its own. */
  productEnv: Record<string, string>;
  /** A console and a gateway of its own for every journey. */
  product: Product;
  hand: Hand;
  /** No findings of axe on the page as it stands. */
  scan: (name: string) => Promise<void>;
  /** Opens the one-time link and makes the owner by hand. */
  setUpByHand: () => Promise<void>;
  /** Makes the owner, who is on the first page then; the form for it has a journey of its own. */
  setUp: () => Promise<void>;
};

export const owner = { name: "Ada", email: "ada@example.com", password: "correct-horse-battery" };

export const test = base.extend<Fixtures>({
  productEnv: {},
  product: async ({ productEnv }, use) => {
    const product = await startProduct({ env: { GATEWAY_WORKERS: "1", ...productEnv } });
    await use(product);
    await product.stop();
    await removeData(product);
  },
  page: async ({ page, product }, use, info) => {
    const interactions = await noteInteractions(page);
    const outside: string[] = [];
    const problems: string[] = [];
    // The browser resolves no other name (playwright.config.ts); a page that asks for one has a fault. Routes would see it too, but a page
    // with routes has no cache.
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      const isHere = hostname === "localhost" || hostname === "127.0.0.1" || hostname.endsWith(".localhost");
      if (/^(https?|wss?):$/.test(protocol) && !isHere) outside.push(request.url());
    });
    // A journey may stop the product; workers that the browser starts meanwhile cannot load.
    page.on("pageerror", (error) => !product.isStopping() && problems.push(error.message));
    page.setDefaultTimeout(20_000);
    await use(page);
    info.annotations.push({ type: interactionsType, description: JSON.stringify(interactions) });
    expect(outside, "requests that left the machine").toEqual([]);
    expect(problems, `errors of the page; the product wrote:\n${product.output().slice(-2_000)}`).toEqual([]);
  },
  hand: async ({ page }, use, info) => {
    await use(makeHand(page, info.project.metadata.hand));
  },
  scan: async ({ page }, use, info) => {
    await use(async (name) => {
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      await settleMotion(page);
      await page.screenshot({ path: info.outputPath(`${name}.png`) });
      // A toast may have begun to fade while axe looked; a fault is there at the second look too.
      const findings = (await findingsOf(page)).length === 0 ? [] : await findingsOf(page);
      expect.soft(findings, `axe on ${name}`).toEqual([]);
      // A scan of an empty page finds nothing and proves nothing.
      expect(await page.locator("body *").count()).toBeGreaterThan(50);
    });
  },
  setUp: async ({ page, product }, use) => {
    await use(async () => {
      const pairs = (await signInFirstOwner(product, owner)).split("; ").map((pair) => pair.split(/=(.*)/s));
      await page.context().addCookies(pairs.map(([name = "", value = ""]) => ({ name, value, url: product.consoleUrl })));
      await page.goto(product.consoleUrl);
      await expect(page.getByRole("heading", { name: "Your first API" })).toBeVisible();
    });
  },
  setUpByHand: async ({ page, product, hand }, use) => {
    await use(async () => {
      await page.goto(product.setupUrl ?? "");
      await hand.write(page.getByLabel("Name"), owner.name);
      await hand.write(page.getByLabel("E-mail"), owner.email);
      await hand.write(page.getByLabel("Password"), owner.password);
      await hand.press(page.getByRole("button", { name: "Create owner and sign in" }));
      await expect(page.getByRole("heading", { name: "Your first API" })).toBeVisible();
    });
  },
});

/** How long each key and click took until the next picture, in ms; it goes on growing. */
async function noteInteractions(page: Page): Promise<number[]> {
  const times: number[] = [];
  await page.exposeFunction("noteInteractions", (found: number[]) => void times.push(...found));
  await page.addInitScript((shortest) => {
    const { noteInteractions } = window as unknown as { noteInteractions: (found: number[]) => void };
    // One interaction is several events; those of one come together, and the last one to be painted counts.
    const observer = new PerformanceObserver((list) => {
      const longest = new Map<number, number>();
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
        if (entry.interactionId > 0) longest.set(entry.interactionId, Math.max(entry.duration, longest.get(entry.interactionId) ?? 0));
      if (longest.size > 0) noteInteractions([...longest.values()]);
    });
    observer.observe({ type: "event", durationThreshold: shortest } as PerformanceObserverInit);
  }, shortestMs);
  return times;
}

async function findingsOf(page: Page): Promise<string[]> {
  await settleMotion(page);
  const results = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** Waits until nothing moves: half-faded text has half its contrast. */
async function settleMotion(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (animation) => animation.playState !== "running" || animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
      ),
  );
}

export { expect };
