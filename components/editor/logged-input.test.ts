import { expect, test } from "vitest";
import type { TraceRecord } from "@/lib/definition/trace";
import { inputOfRequest, inputOfSaved } from "./logged-input";

const trace: TraceRecord = {
  requestId: "r",
  apiId: "a",
  stage: "prod",
  canary: false,
  startedAt: 0,
  ms: 2,
  status: 200,
  steps: [
    {
      id: "1",
      kind: "route",
      state: "passed",
      at: 0,
      ms: 1,
      in: { method: "POST", url: "/prod/pets/a%20b?page=2", headers: [["Accept", "text/html"]], body: '{"in": 1}' },
    },
    { id: "2", kind: "integration", state: "passed", at: 1, ms: 1, out: { status: 200, body: '{"out": 1}' } },
  ],
};

test("parameters and body come from what the gateway saw", () => {
  const { params = "", body } = inputOfRequest({ path: "/pets/x", resourcePath: "/pets/{id}", trace }, "request");

  expect(JSON.parse(params)).toEqual({ path: { id: "a b" }, querystring: { page: "2" }, header: { Accept: "text/html" } });
  expect(body).toBe('{"in": 1}');
});

test("a response template reads what the backend answered", () => {
  expect(inputOfRequest({ path: "/", resourcePath: "/", trace }, "response").body).toBe('{"out": 1}');
});

test("without a trace there are the parameters of the path, and no body", () => {
  const { params = "", ...rest } = inputOfRequest({ path: "/files/a/b", resourcePath: "/files/{rest+}" }, "request");

  expect(JSON.parse(params)).toEqual({ path: { rest: "a/b" }, querystring: {}, header: {} });
  expect(rest).toEqual({});
});

test("a saved request gives its parameters, and its body to request templates only", () => {
  const request = {
    name: "a pet",
    httpMethod: "POST" as const,
    path: "/pets/{id}",
    pathParameters: { id: "7" },
    query: "page=2",
    headers: "Accept: text/html",
    body: '{"in": 1}',
    assertions: [],
  };

  const { params = "", body } = inputOfSaved(request, "request");

  expect(JSON.parse(params)).toEqual({ path: { id: "7" }, querystring: { page: "2" }, header: { Accept: "text/html" } });
  expect(body).toBe('{"in": 1}');
  expect(inputOfSaved(request, "response")).toEqual({ params });
});
