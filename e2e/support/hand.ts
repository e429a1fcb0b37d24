import { expect, type Locator, type Page } from "@playwright/test";

/** How a person works the console: with the mouse, or with the keyboard alone. Journeys are written once for both. */
export type Hand = {
  /** Brings the focus to something. */
  reach(target: Locator): Promise<void>;
  /** Presses a button, follows a link, opens a summary. */
  press(target: Locator): Promise<void>;
  /** Replaces the text of a field. */
  write(field: Locator, text: string): Promise<void>;
  /** Chooses an option of a select by its label. */
  choose(select: Locator, option: string): Promise<void>;
};

export function makeHand(page: Page, kind: unknown): Hand {
  return kind === "keyboard" ? keyboardHand(page) : mouseHand(page);
}

/** Replaces what is selected, in a field as in an editor. */
async function typeOver(page: Page, text: string): Promise<void> {
  if (text === "") await page.keyboard.press("Delete");
  else await page.keyboard.insertText(text);
}

function mouseHand(page: Page): Hand {
  return {
    reach: (target) => target.focus(),
    press: (target) => target.click(),
    write: async (field, text) => {
      // An editor draws its text over the field that takes the keys; the mouse goes to the place, as a person's does, and again where
      // a dialog moved under it.
      await expect(async () => {
        await field.click({ force: true });
        await expect(field).toBeFocused({ timeout: 1_000 });
      }).toPass();
      await page.keyboard.press("Control+A");
      await typeOver(page, text);
    },
    choose: async (select, option) => {
      await select.selectOption({ label: option });
    },
  };
}

/** More than any page has; a target that Tab never reaches is a fault of the page. */
const tabsMax = 400;

/** What is one stop of Tab, and the keys that move inside. */
const arrows: Record<string, readonly [back: string, forward: string]> = {
  treeitem: ["ArrowUp", "ArrowDown"],
  tab: ["ArrowLeft", "ArrowRight"],
  menuitem: ["ArrowUp", "ArrowDown"],
};

// Only page.keyboard acts; locators are used to look.
function keyboardHand(page: Page): Hand {
  // Ctrl M lets Tab leave the editors of a page, until the page is loaded anew.
  let tabLeaves = false;
  page.on("domcontentloaded", () => {
    tabLeaves = false;
  });

  /** F6 goes to the next part of the page from anywhere; what stands behind an editor in its part is reached by Tab. */
  async function leaveEditor(times: number): Promise<void> {
    if (times === 0 && !tabLeaves) return page.keyboard.press("F6");
    if (!tabLeaves) await page.keyboard.press("Control+m");
    tabLeaves = true;
    await page.keyboard.press("Tab");
  }

  async function reach(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    const role = (await target.getAttribute("role")) ?? "";
    let editors = 0;
    for (let tabs = 0; tabs < tabsMax; tabs++) {
      const { isThere, isBeside, inEditor } = await target.evaluate((element, itemRole) => {
        const focused = document.activeElement;
        const widget = (of: Element | null) => of?.closest("[role=tablist], [role=tree], [role=menu]");
        return {
          isThere: focused === element,
          // A page may have several rows of tabs; arrows go through one of them.
          isBeside: focused?.getAttribute("role") === itemRole && widget(focused) === widget(element),
          inEditor: Boolean(focused?.closest(".monaco-editor")),
        };
      }, role);
      if (isThere) return;
      if (isBeside && role in arrows) return reachByArrows(target, role);
      if (inEditor) await leaveEditor(editors++);
      else await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${target}`);
  }

  // Rows and tabs take the focus a moment after their key: the next key waits until they have it.
  async function reachByArrows(target: Locator, role: string): Promise<void> {
    const [back, forward] = arrows[role] ?? [];
    const steps = await target.evaluate((element, itemRole) => {
      const widget = element.closest("[role=tablist], [role=tree], [role=menu]") ?? document;
      const items = [...widget.querySelectorAll(`[role=${itemRole}]`)];
      return items.indexOf(element) - items.indexOf(document.activeElement as Element);
    }, role);
    for (let step = 0; step < Math.abs(steps); step++) {
      const before = await page.evaluateHandle(() => document.activeElement);
      await page.keyboard.press((steps < 0 ? back : forward) ?? "");
      await page.waitForFunction(
        ([old, itemRole]) => document.activeElement !== old && document.activeElement?.getAttribute("role") === itemRole,
        [before, role] as const,
      );
    }
    await expect(target).toBeFocused();
  }

  return {
    reach,
    press: async (target) => {
      await reach(target);
      await page.keyboard.press("Enter");
    },
    write: async (field, text) => {
      await reach(field);
      await page.keyboard.press("Control+A");
      await typeOver(page, text);
    },
    choose: async (select, option) => {
      await reach(select);
      const options = select.locator("option");
      // They may still be on their way.
      await expect.poll(() => options.allTextContents(), `options of ${select}`).toContain(option);
      const labels = await options.allTextContents();
      const wanted = labels.indexOf(option);
      const isShown = (index: number) => expect(select.locator("option:checked")).toHaveText(labels[index] ?? "");
      await page.keyboard.press("Home");
      // Choices that are saved at once are shown again when they are: the next key waits for that.
      for (let step = 0; step < wanted; step++) {
        await isShown(step);
        await page.keyboard.press("ArrowDown");
      }
      await isShown(wanted);
    },
  };
}
