import { expect, test } from "vitest";
import { fillPath, fillRequest, parseHeaders } from "./fill-request.ts";

test.each([
  { path: "/pets/{petId}", parameters: { petId: "a b" }, query: "", filled: "/pets/a%20b" },
  { path: "/files/{proxy+}", parameters: { proxy: "x/y z" }, query: "?v=1", filled: "/files/x/y%20z?v=1" },
  { path: "/pets/{petId}", parameters: {}, query: "", filled: "/pets/{petId}" },
])("$path is filled to $filled", ({ path, parameters, query, filled }) => {
  expect(fillPath(path, { pathParameters: parameters, query })).toBe(filled);
});

test("a header keeps the colons of its value", () => {
  expect(parseHeaders("Origin: http://x:1\n\nrubbish")).toEqual([["Origin", "http://x:1"]]);
});

test("placeholders take the values of variables everywhere, and those without a value are named once", () => {
  const request = {
    pathParameters: { petId: "{{pet}}" },
    query: "type={{kind}}",
    headers: "X-Pet: {{ pet }}\nX-No: {{none}}",
    body: '{"kind": "{{kind}}", "none": "{{none}}"}',
  };

  expect(fillRequest("/pets/{petId}", request, { pet: "7/8", kind: "dog" })).toEqual({
    pathWithQueryString: "/pets/7%2F8?type=dog",
    headers: [
      ["X-Pet", "7/8"],
      ["X-No", "{{none}}"],
    ],
    body: '{"kind": "dog", "none": "{{none}}"}',
    missing: ["none"],
  });
});
