import { expect, test } from "vitest";
import type { TraceRecord } from "@/lib/definition/trace";
import { listMappingValues } from "./list-mapping-values";

const step = { state: "passed", at: 0, ms: 1 } as const;
const trace: TraceRecord = {
  requestId: "r-1",
  apiId: "abcdefghij",
  stage: "test",
  canary: false,
  startedAt: 0,
  ms: 3,
  status: 200,
  steps: [
    {
      ...step,
      id: "1",
      kind: "route",
      in: { method: "POST", url: "/pets/7?sort=a&sort=b", headers: [["x-in", "1"]], body: '{"name":{"first":"Ada"}}' },
    },
    { ...step, id: "2", kind: "map-request", out: { url: "http://backend/items/7?order=b", headers: [["X-Out", "1"]] } },
    { ...step, id: "3", kind: "integration", out: { status: 200, headers: [["X-Total", "3"]], body: '{"page":2}' } },
  ],
};
const call = { resourcePath: "/pets/{id}", trace, replyHeaders: [["X-Count", "3"] as const] };

test.each([
  { to: "integration.request.header.X-Out", from: "method.request.header.X-In", source: "1", result: "1" },
  { to: "integration.request.querystring.order", from: "method.request.querystring.sort", source: "b", result: "b" },
  { to: "integration.request.querystring.all", from: "method.request.multivaluequerystring.sort", source: "a, b", result: undefined },
  { to: "integration.request.path.item", from: "method.request.path.id", source: "7", result: undefined },
  { to: "integration.request.header.X-Name", from: "method.request.body.name.first", source: "Ada", result: undefined },
  { to: "integration.request.header.X-Id", from: "context.requestId", source: "r-1", result: undefined },
  { to: "integration.request.header.X-Fixed", from: "'text'", source: "text", result: undefined },
  { to: "integration.request.header.X-None", from: "method.request.header.X-None", source: undefined, result: undefined },
  { to: "method.response.header.X-Count", from: "integration.response.header.X-Total", source: "3", result: "3" },
  { to: "method.response.header.X-Page", from: "integration.response.body.page", source: "2", result: undefined },
])("$from in a test has $source", ({ to, from, source, result }) => {
  expect(listMappingValues({ [to]: from }, call)).toEqual([{ to, from, source, result }]);
});
