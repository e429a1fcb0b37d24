import { expect, test } from "vitest";
import type { TraceRecord } from "@/lib/definition/trace";
import { listRouteMappingValues } from "./list-route-mapping-values";

const step = { state: "passed", at: 0, ms: 1 } as const;
const trace: TraceRecord = {
  requestId: "r-1",
  apiId: "abcdefghij",
  stage: "$default",
  canary: false,
  startedAt: 0,
  ms: 3,
  status: 201,
  steps: [
    {
      ...step,
      id: "1",
      kind: "route",
      in: { method: "POST", url: "/pets/7?sort=a&sort=b", headers: [["x-in", "1"]], body: '{"name":{"first":"Ada"}}' },
    },
    { ...step, id: "2", kind: "map-request", out: { url: "http://backend/items?order=a,b", headers: [["X-Out", "1"]] } },
    { ...step, id: "3", kind: "integration", out: { status: 404, headers: [["X-Total", "3"]], body: '{"page":2}' } },
  ],
};
const call = { resourcePath: "/pets/{id}", trace, reply: { status: 201, headers: [["X-Count", "3"] as const] } };

test.each([
  { to: "append:header.x-out", from: "$request.header.X-In", source: "1", result: "1" },
  { to: "overwrite:querystring.order", from: "$request.querystring.sort", source: "a,b", result: "a,b" },
  { to: "overwrite:path", from: "/items", source: "/items", result: "/items" },
  { to: "append:header.x-id", from: "pet ${request.path.id}", source: "pet 7", result: undefined },
  { to: "append:header.x-name", from: "$request.body.name.first", source: "Ada", result: undefined },
  { to: "append:header.x-path", from: "$request.path", source: "/pets/7", result: undefined },
  { to: "append:header.x-request", from: "$context.requestId", source: "r-1", result: undefined },
  { to: "append:header.x-none", from: "$request.header.X-None", source: undefined, result: undefined },
  { to: "remove:header.x-in", from: "''", source: undefined, result: undefined },
])("$to of $from has $source in a request", ({ to, from, source, result }) => {
  expect(listRouteMappingValues({ [to]: from }, call, "request")).toEqual([{ to, from, source, result, isRecorded: true }]);
});

test.each([
  { to: "overwrite:statuscode", from: "201", source: "201", result: "201" },
  { to: "append:header.x-count", from: "$response.header.x-total", source: "3", result: "3" },
  { to: "append:header.x-page", from: "${response.statuscode} ${response.body.page}", source: "404 2", result: undefined },
])("$to of $from has $source in an answer", ({ to, from, source, result }) => {
  expect(listRouteMappingValues({ [to]: from }, call, "response")).toEqual([{ to, from, source, result, isRecorded: true }]);
});

test.each(["$stageVariables.host", "${request.path.id} ${context.identity.sourceIp}"])("%s is not in a trace", (from) => {
  expect(listRouteMappingValues({ "append:header.x": from }, call, "request")).toEqual([
    { to: "append:header.x", from, source: undefined, result: undefined, isRecorded: false },
  ]);
});
