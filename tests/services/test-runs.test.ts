import { expect, test } from "vitest";
import { createRestApi } from "@/lib/services/rest-apis.ts";
import { getTestRun, keepTestRun, type TestRun } from "@/lib/services/test-runs.ts";
import { prepareDatabase } from "./test-scope.ts";

const { scope } = prepareDatabase();

const runOf = (requestId: string, apiId: string, body: string): TestRun => ({
  status: 200,
  ms: 1,
  headers: [["x", "\0"]],
  body,
  bodyIsBase64: false,
  bodyBytes: body.length,
  trace: {
    requestId,
    apiId,
    stage: "test-invoke-stage",
    startedAt: 0,
    ms: 1,
    status: 200,
    steps: [],
    canary: false,
  } as unknown as TestRun["trace"],
});

test("a run keeps what its database can keep of a body, and says how long it was", async () => {
  const at = scope();
  const { id: apiId } = await createRestApi(at, { name: "tested" });
  const body = `a\0b${"x".repeat(262_140)}😀 and more`;

  await keepTestRun(at, apiId, runOf("r1", apiId, body));

  const kept = await getTestRun(at, { apiId, requestId: "r1" });
  expect(kept.body.slice(0, 3)).toBe("a\uFFFDb");
  expect(kept.body.length).toBe(262_144);
  expect(kept.body.at(-1)).toBe("\uFFFD");
  expect([kept.bodyBytes, kept.headers]).toEqual([body.length, [["x", "\uFFFD"]]]);
});

test("a run is shown for its own API and workspace only", async () => {
  const at = scope();
  const { id: apiId } = await createRestApi(at, { name: "tested" });
  const { id: other } = await createRestApi(at, { name: "other" });
  await keepTestRun(at, apiId, runOf("r2", apiId, ""));

  await expect(getTestRun(at, { apiId: other, requestId: "r2" })).rejects.toMatchObject({ code: "NotFoundException" });
  await expect(getTestRun(scope({ accountId: "000000000041" }), { apiId, requestId: "r2" })).rejects.toMatchObject({
    code: "NotFoundException",
  });
});
