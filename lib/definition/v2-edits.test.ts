import { describe, expect, test } from "vitest";
import { editsBetween, withEdits } from "./v2-edits.ts";

type Thing = { name: string; description?: string; scopes?: string[]; parameters?: Record<string, string>; by?: Record<string, object> };

describe("edits", () => {
  test("name what changed and nothing else", () => {
    const before: Thing = { name: "a", description: "old", scopes: ["x"] };

    expect(editsBetween(before, { name: "a", description: "new", scopes: ["x"] })).toEqual({ description: "new" });
  });

  test("take a member away by the empty text", () => {
    expect(editsBetween<Thing>({ name: "a", description: "old" }, { name: "a" })).toEqual({ description: "" });
  });

  test("name entries of merged maps that went", () => {
    const before: Thing = { name: "a", parameters: { p: "1", q: "2" }, by: { 200: { h: "1" } } };
    const after: Thing = { name: "a", parameters: { q: "3" }, by: {} };

    expect(editsBetween(before, after, ["parameters", "by"])).toEqual({ parameters: { p: "", q: "3" }, by: { 200: {} } });
  });

  test("do not look at the order of members", () => {
    const before: Thing = { name: "a", parameters: { p: "1", q: "2" } };

    expect(editsBetween(before, { parameters: { q: "2", p: "1" }, name: "a" })).toEqual({});
  });

  test("on top of an object make the later one, also when others changed it meanwhile", () => {
    const mine = editsBetween<Thing>({ name: "a", description: "old" }, { name: "b" });

    expect(withEdits<Thing>({ name: "a", description: "theirs", scopes: ["x"] }, mine)).toEqual({ name: "b", scopes: ["x"] });
  });
});
