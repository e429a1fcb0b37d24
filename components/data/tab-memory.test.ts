import { afterEach, expect, test, vi } from "vitest";
import { readPreviewText, writePreviewText } from "@/components/editor/preview-memory";
import { readSent, writeSent } from "@/components/tester/sent-memory";
import { stubTab } from "./stub-tab";
import { forgetTab } from "./tab-memory";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("nothing that was typed or sent is left for whoever signs in next in the tab", () => {
  const texts = stubTab();
  texts.set("of another library", "1");
  const request = { target: "prod", pathParameters: {}, query: "", headers: "", body: "", assertions: [], variablesOf: "" };
  writeSent({ "a GET /": [{ requestId: "r1", at: 1, status: 200, ms: 1, request }] });
  writePreviewText("GET /", { body: "secret", params: "", context: "", stageVariables: "" });

  forgetTab();

  expect(readSent()).toEqual({});
  expect(readPreviewText("GET /")).toBeUndefined();
  expect([...texts.keys()]).toEqual(["of another library"]);
});

test("a tab that remembers nothing has nothing to forget", () => {
  vi.stubGlobal("window", {
    get sessionStorage() {
      throw new Error("refused");
    },
  });

  expect(forgetTab()).toBeUndefined();
});
