import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stubTab } from "@/components/data/stub-tab";
import { readSent, writeSent } from "./sent-memory";
import type { SentRequest } from "./use-tester";

let texts: Map<string, string>;

beforeEach(() => {
  texts = stubTab();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const sent = (requestId: string, at: number, body = ""): SentRequest => ({
  requestId,
  at,
  status: 200,
  ms: 1,
  request: { target: "prod", pathParameters: {}, query: "", headers: "", body, assertions: [], variablesOf: "" },
});

test("what was sent is there after a reload, without what is too long for the tab", () => {
  writeSent({ "a GET /": [sent("r2", 2), sent("r1", 1, "x".repeat(20_000))] });

  expect(readSent()).toEqual({ "a GET /": [sent("r2", 2)] });
});

test("the twenty methods that were tested last are kept", () => {
  writeSent(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`m${index}`, [sent(`r${index}`, index)]])));

  expect(Object.keys(readSent()).sort()).toEqual(Array.from({ length: 20 }, (_, index) => `m${index + 10}`).sort());
});

test.each(["", "nonsense", "[1]", '{"m":1}', '{"m":[{"requestId":"r","request":{}}]}'])("a damaged list counts as none: %s", (text) => {
  writeSent({ m: [sent("r", 1)] });
  for (const key of texts.keys()) texts.set(key, text);

  expect(readSent()).toEqual({});
});
