import { expect, test } from "vitest";
import { byPlace, placeName, placeOf, problemOf } from "./part-places";

test("a place has only what its type has and what is filled in", () => {
  const values = { path: "/pets", method: "GET", statusCode: "200", name: "" };

  expect(placeOf("METHOD", values)).toEqual({ type: "METHOD", path: "/pets", method: "GET" });
  expect(placeOf("RESPONSE_HEADER", values)).toEqual({ type: "RESPONSE_HEADER", path: "/pets", method: "GET", statusCode: "200" });
  expect(placeOf("API", values)).toEqual({ type: "API" });
});

test("what is about one thing stands together", () => {
  const places = [
    { type: "RESOURCE", path: "/pets" },
    { type: "API" },
    { type: "METHOD", path: "/pets", method: "GET" },
    { type: "RESOURCE", path: "/a" },
  ];

  const sorted = places.map((location) => ({ location })).sort(byPlace);

  expect(sorted.map(({ location }) => placeName(location))).toEqual(["the whole API", "/a", "/pets", "GET /pets"]);
});

test.each([
  { text: '{"description": "x"}', problem: undefined },
  { text: "[]", problem: "Properties are a JSON object." },
])("$text has the problem $problem", ({ text, problem }) => {
  expect(problemOf(text)).toBe(problem);
});

test("text that is no JSON is told apart", () => {
  expect(problemOf("{")).toContain("JSON");
});
