import { expect, test } from "vitest";
import { judgeAnswer } from "@/lib/expressions/judge-answer";
import { listValues } from "./list-values";

const body = '{"id": 7, "owner": {"first-name": "Kim", "it\'s": null}, "tags": ["a", {"x": true}]}';

test("every plain value has its path", () => {
  expect(listValues(body)).toEqual([
    { path: "$.id", json: "7" },
    { path: "$.owner['first-name']", json: '"Kim"' },
    { path: "$.owner['it\\'s']", json: "null" },
    { path: "$.tags[0]", json: '"a"' },
    { path: "$.tags[1].x", json: "true" },
  ]);
});

test("an assertion that is made from a value holds for the answer that it came from", () => {
  for (const { path, json } of listValues(body))
    expect([path, judgeAnswer({ status: 200, headers: [], body }, { kind: "json", name: path, value: json })]).toEqual([
      path,
      { passed: true },
    ]);
});

test("other texts have none, and long ones end", () => {
  expect(listValues("<a>")).toEqual([]);
  expect(listValues(JSON.stringify(Array.from({ length: 500 }, (_, index) => index)))).toHaveLength(100);
});
