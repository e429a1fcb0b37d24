import { expect, test } from "vitest";
import { type CorsRequest, judgeCors, needsPreflight } from "./judge-cors.ts";

const request: CorsRequest = { origin: "https://shop.example", method: "PUT", headers: ["Content-Type", "X-Id"], credentials: false };
const allowing: [string, string][] = [
  ["Access-Control-Allow-Origin", "https://shop.example"],
  ["access-control-allow-methods", "GET, PUT"],
  ["Access-Control-Allow-Headers", "content-type,x-id"],
];
const without = (name: string) => allowing.filter(([each]) => each.toLowerCase() !== name);

test.each([
  { name: "everything allowed", headers: allowing, sentence: "" },
  {
    name: "no origin",
    headers: without("access-control-allow-origin"),
    sentence: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
  },
  {
    name: "no methods",
    headers: without("access-control-allow-methods"),
    sentence: "No 'Access-Control-Allow-Methods' header is present on the requested resource.",
  },
  {
    name: "another method",
    headers: [...without("access-control-allow-methods"), ["Access-Control-Allow-Methods", "GET"]] as [string, string][],
    sentence: "Method PUT is not allowed by Access-Control-Allow-Methods: 'GET'.",
  },
  {
    name: "a star for headers",
    headers: [...without("access-control-allow-headers"), ["Access-Control-Allow-Headers", "*"]] as [string, string][],
    sentence: "",
  },
])("a preflight with $name", ({ headers, sentence }) => {
  const verdict = judgeCors(request, { status: 200, headers }, "preflight");

  expect(verdict.ok).toBe(sentence === "");
  expect(verdict.sentence).toContain(sentence);
});

test("a preflight that is refused fails however good its headers are", () => {
  const verdict = judgeCors(request, { status: 403, headers: allowing }, "preflight");

  expect(verdict.sentence).toContain("It does not have HTTP ok status.");
});

test("a star never stands for the Authorization header", () => {
  const headers: [string, string][] = [
    ["Access-Control-Allow-Origin", "*"],
    ["Access-Control-Allow-Headers", "*"],
  ];

  const verdict = judgeCors({ ...request, method: "GET", headers: ["Authorization"] }, { status: 200, headers }, "preflight");

  expect(verdict.cells.map(({ state }) => state)).toEqual(["ok", "unneeded", "wrong", "unneeded"]);
});

test("with credentials the origin must be named and the permission given", () => {
  const asked = { ...request, credentials: true };
  const star: [string, string][] = [["Access-Control-Allow-Origin", "*"]];
  const named: [string, string][] = [["Access-Control-Allow-Origin", request.origin]];
  const allowed: [string, string][] = [...named, ["Access-Control-Allow-Credentials", "true"]];
  const judge = (headers: [string, string][]) => judgeCors(asked, { status: 200, headers }, "answer");

  expect(judge(star).sentence).toContain("must not be the wildcard '*'");
  expect(judge(named).sentence).toContain("which must be 'true'");
  expect(judge(allowed).ok).toBe(true);
});

test.each([
  { method: "GET", headers: [], asks: false },
  { method: "POST", headers: ["Accept"], asks: false },
  { method: "GET", headers: ["Authorization"], asks: true },
  { method: "DELETE", headers: [], asks: true },
])("$method with $headers asks first: $asks", ({ method, headers, asks }) => {
  expect(needsPreflight({ ...request, method, headers })).toBe(asks);
});
