import { expect, test } from "vitest";
import { parseSampleText } from "@/lib/vtl/sample-input";
import { type EditorProblem, findFixes } from "./editor-problem";
import { answerMessage } from "./template-messages";
import { applyEdits } from "./text-change";

const { input } = parseSampleText({ body: '{"name": "Rex"}', params: "{}", context: "{}", stageVariables: "{}" });

function check(text: string): { text: string; problems: readonly EditorProblem[] } {
  const message = answerMessage(
    { version: 1, question: { text, contentType: "application/json", input, apiKind: "REST" as const } },
    () => 0,
  );
  if (!("answer" in message)) throw new Error(message.failure);
  return message.answer;
}

test("fixes are those of the lines asked about", () => {
  const text = `{\n"a": "$input.json('$.name')",\n"b": 1,\n}`;
  const checked = check(text);

  const titles = (line: number) => findFixes(checked, { text, from: line, to: line }).map(({ fix }) => fix?.title);

  expect(titles(2)).toEqual(["Remove the quotes"]);
  expect(titles(3)).toEqual(["Remove the comma"]);
  expect(titles(4)).toEqual([]);
});

test("a text that has changed since the check has no fixes", () => {
  const checked = check(`{"a": 1,}`);

  expect(findFixes(checked, { text: `{"ab": 1,}`, from: 1, to: 1 })).toEqual([]);
});

test("all fixes of a text together leave no problem", () => {
  const text = `{"a": "$input.json('$.name')",}`;
  const edits = check(text).problems.flatMap(({ fix }) => fix?.edits ?? []);

  expect(check(applyEdits(text, edits)).problems).toEqual([]);
});
