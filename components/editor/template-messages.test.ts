import { expect, test } from "vitest";
import { parseSampleText } from "@/lib/vtl/sample-input";
import type { TemplateQuestion } from "./template-check";
import { answerMessage } from "./template-messages";
import { vtlSnippets } from "./vtl-snippets";

function ask(text: string, { contentType = "application/json", body = '{"name": "Rex", "id": 7}' } = {}) {
  const { input } = parseSampleText({ body, params: "{}", context: "{}", stageVariables: "{}" });
  const question: TemplateQuestion = { text, contentType, input, apiKind: "REST" };
  const message = answerMessage({ version: 3, question }, () => 0);
  if (!("answer" in message)) throw new Error(message.failure);
  return { version: message.version, ...message.answer };
}

test("the answer carries the question's version and text", () => {
  const { version, text } = ask("$input.body");

  expect({ version, text }).toEqual({ version: 3, text: "$input.body" });
});

test("a good template has output that is JSON and no problems", () => {
  const { preview, problems } = ask(`{"name": $input.json('$.name')}`);

  expect(problems).toEqual([]);
  expect(preview).toEqual({ kind: "output", output: '{"name": "Rex"}', length: 15, json: { state: "valid" } });
});

test("a quoted JSON value is a problem with a fix, and the output is not JSON", () => {
  const { preview, problems } = ask(`{"name": "$input.json('$.name')"}`);

  expect(problems.find(({ code }) => code === "JSON_VALUE_QUOTED")?.fix?.title).toBe("Remove the quotes");
  expect(preview).toMatchObject({ kind: "output", json: { state: "invalid" } });
});

test("a template that does not parse names the line", () => {
  const { preview, problems } = ask("{\n#if($a)\n}");

  expect(problems).toMatchObject([{ code: "UNCLOSED_BLOCK" }]);
  expect(preview).toMatchObject({ kind: "error" });
});

test("overrides are part of the preview", () => {
  const { preview } = ask('#set($context.responseOverride.status = 404){"a": 1}');

  expect(preview).toMatchObject({ overrides: { responseOverride: { status: 404 } } });
});

test("other content types are not read as JSON", () => {
  const { preview } = ask("a=1", { contentType: "application/x-www-form-urlencoded" });

  expect(preview).toMatchObject({ json: { state: "other" } });
});

test("a template that makes a form out of JSON is judged by what it makes", () => {
  const { input } = parseSampleText({ body: '{"a": 1}', params: "{}", context: "{}", stageVariables: "{}" });
  const question = { contentType: "application/json", outputType: "application/x-www-form-urlencoded", input, apiKind: "REST" } as const;
  const text = 'MessageBody={"a": "$input.json(\'$\')"}';

  const message = answerMessage({ version: 1, question: { ...question, text } }, () => 0);

  expect("answer" in message && message.answer.problems.map(({ code }) => code)).toEqual(["JSON_VALUE_QUOTED"]);
  expect("answer" in message && message.answer.preview).toMatchObject({ json: { state: "other" } });
});

test("an output too long to show is cut and its length told", () => {
  const { preview } = ask("$input.body", { body: `"${"x".repeat(200_000)}"` });

  expect(preview).toMatchObject({ length: 200_002 });
  expect(preview.kind === "output" ? preview.output.length : 0).toBe(100_000);
});

test.each(vtlSnippets.map((snippet) => [snippet.name, snippet.text] as const))("the snippet %s renders without problems", (_name, text) => {
  const isForm = text.includes("$pairs");
  const contentType = text.startsWith("Action") || text.startsWith("<") ? "text/plain" : "application/json";

  const { preview, problems } = ask(text, {
    contentType,
    body: isForm ? "name=Rex+the+%22dog%22&empty=&flag" : '{"id": 7, "errorMessage": "It failed"}',
  });

  expect(problems).toEqual([]);
  expect(preview).toMatchObject({ kind: "output", json: { state: contentType === "text/plain" ? "other" : "valid" } });
});
