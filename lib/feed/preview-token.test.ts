import fc from "fast-check";
import { expect, test } from "vitest";
import { readPreview, signPreview } from "./preview-token.ts";

const pass = { apiId: "abcdefghij", stageName: "prod", userId: "user-1", expiresAtMs: 1_800_000_000_000 };
const token = signPreview(pass, "the-feed-token");
const [claims = "", signature = ""] = token.split(".");

test("what was signed is read", () => {
  expect(readPreview(token, "the-feed-token")).toEqual(pass);
});

test.each([
  { name: "another installation", given: signPreview(pass, "another-token") },
  { name: "other claims under the same signature", given: `${Buffer.from('["x","","",9]').toString("base64url")}.${signature}` },
  { name: "no signature", given: claims },
  { name: "a part more", given: `${token}.x` },
  { name: "a shorter signature", given: token.slice(0, -4) },
])("a token with $name is none", ({ given }) => {
  expect(readPreview(given, "the-feed-token")).toBeUndefined();
});

test("no text is taken for a token", () => {
  fc.assert(fc.property(fc.string(), (text) => readPreview(text, "the-feed-token") === undefined));
});
