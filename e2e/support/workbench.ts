import { expect, type Page } from "@playwright/test";
import type { Hand } from "./hand.ts";

export const templateEditor = (page: Page) => page.getByRole("textbox", { name: /Template of 200 for application\/json/ });

/** Makes the pet store from the first page and opens GET /pets. */
export async function makePetStore(page: Page, hand: Hand): Promise<void> {
  await hand.press(page.getByRole("button", { name: /Pet store example/ }));
  await expect(page.getByRole("heading", { name: "GET /pets", exact: true })).toBeVisible();
}

/** Replaces the body of the mock of GET /pets in the form, without saving. */
export async function typeTemplate(page: Page, hand: Hand, text: string): Promise<void> {
  await hand.press(page.getByRole("button", { name: /^Integration response,/ }));
  const editor = templateEditor(page);
  await expect(editor).toBeVisible();
  await hand.write(editor, text);
}

export async function saveDraft(page: Page): Promise<void> {
  await page.keyboard.press("Control+s");
  await expect(page.getByText(/^Saved GET \/pets to the draft/).first()).toBeVisible();
}

/** Deploys the draft to the stage that the dialog offers. */
export async function deploy(page: Page, hand: Hand, buttonName: string | RegExp): Promise<void> {
  await hand.press(page.getByRole("banner").getByRole("button", { name: /deploy/i }));
  const dialog = page.getByRole("dialog", { name: "Deploy" });
  await hand.press(dialog.getByRole("button", { name: buttonName }));
  await expect(dialog).toBeHidden();
}
