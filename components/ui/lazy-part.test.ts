import { type ComponentType, createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { loadOrTell } from "./lazy-part";

const away = (): Promise<ComponentType<{ onClose?: () => void }>> => Promise.reject(new Error("Failed to load chunk 42"));

const Empty = () => null;

test("a part that is there is what was loaded", async () => {
  expect(await loadOrTell(async () => Empty, "Tests")).toBe(Empty);
});

test("a pane whose code cannot be loaded says so, and how to go on", async () => {
  const html = renderToStaticMarkup(createElement(await loadOrTell(away, "Tests")));

  expect(html).toContain("Tests could not be loaded.");
  expect(html).toContain("Failed to load chunk 42");
  expect(html).toContain("Load the page again");
});

test("a dialog whose code cannot be loaded throws nothing at the page below it", async () => {
  const Part = await loadOrTell(away, undefined);

  expect(renderToStaticMarkup(createElement(Part, { onClose: () => undefined }))).toBe("");
});
