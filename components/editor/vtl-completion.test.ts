import { describe, expect, test } from "vitest";
import { completeTemplate } from "./vtl-completion";
import { findEntryAt } from "./vtl-lookup";

const hints = {
  sampleBody: '{"id": 7, "owner": {"name": "Kim"}, "tags": [{"text": "x"}]}',
  parameters: ["id"],
  stageVariables: ["backend"],
};
const labels = (before: string, text = before) => completeTemplate({ before, text, hints }).map(({ label }) => label);

describe("completeTemplate", () => {
  test.each([
    { before: "$inp", first: ["$input", "$util", "$context", "$stageVariables"] },
    { before: '"a": $!{', first: ["$input"] },
    { before: "#fo", first: ["#set", "#if"] },
    { before: "$input.", first: ["body", "json", "path", "params"] },
    { before: "$stageVariables.", first: ["backend"] },
    { before: "$input.path('$.", first: ["id", "owner", "tags"] },
    { before: "$input.json('$.owner.", first: ["name"] },
    { before: "$input.json('$.tags[0].te", first: ["text"] },
    { before: "$input.params('", first: ["id"] },
  ])("offers $first behind $before", ({ before, first }) => {
    expect(labels(before).slice(0, first.length)).toEqual(first);
  });

  test("names that the template sets are offered too", () => {
    expect(labels("$", "#set($root = $input.path('$'))\n$")).toContain("$root");
  });

  test("replaces what is typed of the name, and no more", () => {
    const [first] = completeTemplate({ before: "x $!{inp", text: "", hints });

    expect(first).toMatchObject({ insert: "input", typed: 3 });
  });

  test("fields of the model come first, and those of the body at hand behind them", () => {
    const typed = { ...hints, modelBody: '{"id": 1, "note": "n"}' };

    const fields = completeTemplate({ before: "$input.path('$.", text: "", hints: typed }).map(({ label }) => label);

    expect(fields).toEqual(["id", "note", "owner", "tags"]);
  });

  test.each([
    { apiKind: "REST", has: "resourcePath", lacks: "connectionId" },
    { apiKind: "WEBSOCKET", has: "connectionId", lacks: "resourcePath" },
  ] as const)("$context of a $apiKind API has $has and not $lacks", ({ apiKind, has, lacks }) => {
    const names = completeTemplate({ before: "$context.", text: "", hints: { ...hints, apiKind } }).map(({ label }) => label);

    expect(names).toContain(has);
    expect(names).not.toContain(lacks);
  });

  test("text has no completion", () => {
    expect(labels('"name": "Re')).toEqual([]);
  });
});

describe("findEntryAt", () => {
  const line = `#set($a = $input.path('$')) $context.identity.sourceIp $util.urlEncode($a).length()`;

  test.each([
    { word: "#set", signature: "#set($name = value)" },
    { word: "path", signature: "$input.path(path)" },
    { word: "sourceIp", signature: "$context.identity.sourceIp" },
    { word: "urlEncode", signature: "$util.urlEncode(text)" },
  ])("$word is explained as $signature", ({ word, signature }) => {
    expect(findEntryAt(line, line.indexOf(word) + 1)?.entry.signature).toBe(signature);
  });

  test("own names have no entry", () => {
    expect(findEntryAt(line, line.indexOf("$a") + 1)).toBeUndefined();
  });
});
