import { expect, test } from "vitest";
import { demandOwnPage, readJson } from "./_guard.ts";

const publicUrl = "https://console.example.com";
const json = { "content-type": "application/json", host: "console.example.com" };

const post = (headers: Record<string, string>, body = "{}") =>
  new Request("http://127.0.0.1:3000/api/call/x", { method: "POST", headers, body });

test.each([
  { name: "a page of the console", headers: { ...json, "sec-fetch-site": "same-origin" } },
  { name: "a script", headers: json },
  { name: "the origin of PUBLIC_URL", headers: { ...json, origin: publicUrl, host: "127.0.0.1:3000" } },
  { name: "the host that was asked", headers: { ...json, origin: "http://192.168.1.5:3000", host: "192.168.1.5:3000" } },
  { name: "a charset", headers: { ...json, "content-type": "application/json; charset=utf-8" } },
])("a write of $name passes", ({ headers }) => {
  expect(() => demandOwnPage(post(headers), publicUrl)).not.toThrow();
});

test.each([
  { name: "another site", headers: { ...json, "sec-fetch-site": "cross-site" }, says: "another site" },
  {
    name: "another site that lies in its origin",
    headers: { ...json, "sec-fetch-site": "cross-site", origin: publicUrl },
    says: "another site",
  },
  { name: "a sister site", headers: { ...json, "sec-fetch-site": "same-site" }, says: "another site" },
  { name: "another origin", headers: { ...json, origin: "https://evil.example" }, says: "another site" },
  { name: "an origin without a host", headers: { ...json, origin: "null" }, says: "another site" },
  { name: "a form", headers: { ...json, "content-type": "text/plain" }, says: "Send JSON" },
  { name: "a type that only begins like JSON", headers: { ...json, "content-type": "application/jsonp" }, says: "Send JSON" },
])("a write of $name is refused", ({ headers, says }) => {
  expect(() => demandOwnPage(post(headers), publicUrl)).toThrow(says);
});

test.each([
  { name: "too long", body: `"${"x".repeat(200)}"`, code: "RequestTooLargeException" },
  { name: "no JSON", body: "{", code: "BadRequestException" },
  { name: "with U+0000", body: '{"a":"x\\\\\\u0000"}', code: "BadRequestException" },
  { name: "too deep", body: `${"[".repeat(70)}${"]".repeat(70)}`, code: "BadRequestException" },
])("a body that is $name is refused with $code", async ({ body, code }) => {
  await expect(readJson(post(json, body), 160)).rejects.toMatchObject({ code });
});

test("a body that only tells of U+0000 is read", async () => {
  expect(await readJson(post(json, '{"a":"\\\\u0000"}'), 160)).toEqual({ a: "\\u0000" });
});
