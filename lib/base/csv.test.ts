import { expect, test } from "vitest";
import { writeCsv } from "./csv.ts";

test.each([
  { cell: "=1+1", text: '"\'=1+1"' },
  { cell: "+1", text: '"\'+1"' },
  { cell: "@SUM(A1)", text: '"\'@SUM(A1)"' },
  { cell: 'say "hi", you', text: '"say ""hi"", you"' },
  { cell: "plain", text: "plain" },
])("the cell $cell is written so that no spreadsheet runs it", ({ cell, text }) => {
  expect(writeCsv(["a"], [[cell]])).toBe(`a\n${text}\n`);
});
