import { expect, test } from "vitest";
import type { ImportItem } from "@/lib/definition/import-review";
import { possibleChoices, undecided } from "./count-changes";

const item = (key: string, choices: ImportItem["choices"]): ImportItem => ({
  key,
  group: "operation",
  kind: "removed",
  choices,
  warnings: [],
  fields: {},
});

test("choices made at one preview hold at the next one where it offers them", () => {
  const choices = { "GET /a": "keep", "GET /b": "remove", "GET /gone": "keep" } as const;
  const items = [item("GET /a", ["keep", "remove"]), item("GET /b", ["keep", "replace"]), item("GET /new", ["keep", "remove"])];

  const possible = possibleChoices(items, choices);

  expect(possible).toEqual({ "GET /a": "keep" });
  expect(undecided(items, possible).map(({ key }) => key)).toEqual(["GET /b", "GET /new"]);
});
