import { expect, test } from "vitest";
import { suggestWords, wordAt } from "./suggest-words.ts";

const known = { apis: [{ id: "abcdefghij", name: "Pet store", stages: [{ stageName: "prod" }, { stageName: "dev" }] }] };

test.each([
  { typed: "sta", words: ["status:", "stage:"] },
  { typed: "-me", words: ["-method:"] },
  { typed: "status:5", words: ["status:5xx", "status:500", "status:502", "status:504"] },
  { typed: "status:4xx,50", words: ["status:4xx,500", "status:4xx,502", "status:4xx,504"] },
  { typed: "reason:backend_t", words: ["reason:BACKEND_TLS", "reason:BACKEND_TIMEOUT"] },
  { typed: "api:pet", words: ['api:"Pet store"'] },
  { typed: "stage:", words: ["stage:dev", "stage:prod"] },
  { typed: "since:1h", words: [] },
  { typed: "path:/pets", words: [] },
])("$typed goes on as $words", ({ typed, words }) => {
  expect(suggestWords(typed, known).map(({ word }) => word)).toEqual(words);
});

test("the word at the caret is the one that is typed", () => {
  expect(wordAt('status:5xx api:"Pet st', 22)).toEqual({ word: 'api:"Pet st', start: 11 });
  expect(wordAt("status:5xx rea more", 14)).toEqual({ word: "rea", start: 11 });
});
