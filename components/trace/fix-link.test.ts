import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reasonCodes } from "@/lib/definition/reason-codes";
import { fixLink } from "./fix-link";
import { reasonSentences } from "./reasons";

const pages = join(import.meta.dirname, "../../app/(console)");

/** Whether an address of the console has a page; names in brackets stand for any name. */
function hasPage(href: string): boolean {
  const parts = new URL(href, "http://console").pathname.split("/").filter(Boolean);
  const folder = parts.reduce<string | undefined>((at, part) => {
    if (at === undefined) return undefined;
    if (existsSync(join(at, part))) return join(at, part);
    const any = readdirSync(at).find((name) => name.startsWith("["));
    return any === undefined ? undefined : join(at, any);
  }, pages);
  return folder !== undefined && existsSync(join(folder, "page.tsx"));
}

const evidence = {
  apiKeyId: "key",
  usagePlanId: "plan",
  authorizerId: "aut",
  domainName: "api.example.com",
  filterId: "filter",
  variable: "name",
};

test.each(reasonCodes)("%s leads to a screen that is there", (reason) => {
  for (const kind of ["REST", "HTTP", "WEBSOCKET"] as const) {
    const place = { apiId: "abcdefghij", kind, stage: "prod", method: "GET", resourcePath: "/pets/{id}" };
    for (const known of [evidence, {}]) {
      const { label, href } = fixLink(reason, place, known);
      expect(label).toMatch(/^Open the /);
      expect({ href, hasPage: hasPage(href) }).toEqual({ href, hasPage: true });
    }
    expect(hasPage(fixLink(reason, { apiId: "abcdefghij", kind, stage: "" }, {}).href)).toBe(true);
  }
});

test("a fault of a method leads to its form", () => {
  const place = { apiId: "abcdefghij", kind: "REST" as const, stage: "prod", method: "GET", resourcePath: "/pets/{id}" };

  expect(fixLink("BACKEND_TIMEOUT", place, {}).href).toBe("/apis/abcdefghij/resources?node=%2Fpets%2F%7Bid%7D&method=GET&box=integration");
  expect(fixLink("BACKEND_TIMEOUT", { ...place, kind: "HTTP" }, {}).href).toBe("/apis/abcdefghij/routes");
});

test("sentences tell what the gateway recorded", () => {
  expect(reasonSentences.BODY_INVALID({ contentType: "application/json", pointer: "/a", message: "[wrong]" })).toBe(
    "The body does not match the model at /a: [wrong].",
  );
  expect(reasonSentences.TEMPLATE_ERROR({ line: "3", column: "1", message: "The output is too long." })).toBe(
    "A mapping template failed in line 3: The output is too long.",
  );
  expect(reasonSentences.MEDIA_TYPE({ coding: "gzip" })).toContain("The body is not gzip");
  expect(reasonSentences.CONFIGURATION_INVALID({ fault: "Invalid function name" })).toBe(
    "The configuration cannot work: Invalid function name.",
  );
});
