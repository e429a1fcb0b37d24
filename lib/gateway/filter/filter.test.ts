import { describe, expect, test } from "vitest";
import { cpuMs } from "../../../tests/support/cpu-ms.ts";
import type { FilterRule, RequestFilter } from "../../definition/request-filter.ts";
import { newRequestFilter } from "../../definition/request-filter-values.ts";
import { collectTrace } from "../collect-trace.ts";
import { compileRestApi } from "../compile-rest.ts";
import type { Bucket } from "../ports.ts";
import { serveRest } from "../serve-rest.ts";
import { definitionOf, mockRoute, stageOf } from "../testing/definition-fixture.ts";
import { fakePorts, fakeRequest, headersOf } from "../testing/fake-ports.ts";
import { compileFilter } from "./compile-filter.ts";
import { formsOf } from "./decode-text.ts";
import { detectScript } from "./detect-script.ts";
import { detectSql } from "./detect-sql.ts";

const definition = definitionOf({ "GET /a": mockRoute("ok"), "POST /a": mockRoute("ok") });

type Asked = { headers?: string[]; body?: string; sourceIp?: string; take?: (bucket: Bucket) => boolean };

async function ask(filter: Partial<RequestFilter>, line: string, { headers = [], body, sourceIp = "127.0.0.1", take }: Asked = {}) {
  const stage = stageOf(definition, { webAclArn: "arn" });
  const compiled = compileFilter({ ...newRequestFilter, rules: [], ...filter, id: "f1", name: "guard" });
  const api = { ...compileRestApi(definition, stage), filter: compiled };
  const ports = fakePorts();
  const request = { ...fakeRequest(line, { headers, ...(body === undefined ? {} : { body }) }), sourceIp };
  const limits = { take: take ?? (() => true), spend: () => true };
  const trace = collectTrace(ports.clock);
  const { reply, facts, exchange } = await serveRest(api, request, { ...ports, limits }, trace);
  return {
    status: reply.status,
    body: String(reply.body),
    headers: headersOf(reply),
    reason: facts.refusal?.reason,
    evidence: facts.refusal?.evidence,
    counted: exchange.counted,
    wafResponseCode: exchange.wafResponseCode,
  };
}

const rule = (more: object): FilterRule => ({ name: "r", action: "BLOCK", ...more }) as FilterRule;
const sql = rule({ kind: "SQL_INJECTION" });
const script = rule({ kind: "CROSS_SITE_SCRIPTING" });

test("a blocked request gets the service's answer, whatever path it has, and the log says which rule it was", async () => {
  const query = `q=${encodeURIComponent("1' OR '1'='1")}`;

  expect(await ask({ rules: [sql] }, `GET /nowhere?${query}`)).toMatchObject({
    status: 403,
    body: '{"message":"Forbidden"}',
    headers: { "x-amzn-errortype": "ForbiddenException" },
    reason: "FILTER_BLOCKED",
    evidence: { filterId: "f1", filter: "guard", rule: "r", part: "query parameter q", found: "a condition after a quote" },
    wafResponseCode: "WAF_BLOCK",
  });
});

test("a counted request passes and is noted once, without what the caller sent", async () => {
  const counting = {
    rules: [
      { ...sql, action: "COUNT" as const },
      { ...script, name: "s", action: "COUNT" as const },
    ],
  };

  const result = await ask(counting, `GET /a?q=${encodeURIComponent("' or 1=1--<script>x")}`);

  expect(result).toMatchObject({ status: 200, counted: { counted: "r", part: "query parameter q" }, wafResponseCode: "WAF_ALLOW" });
  expect(JSON.stringify(result.counted)).not.toContain("1=1");
});

test.each([
  { name: "a listed address is blocked", more: {}, sourceIp: "192.0.2.7", status: 403 },
  { name: "another one passes", more: {}, sourceIp: "198.51.100.7", status: 200 },
  { name: "a listed network of IPv6 is blocked", more: {}, sourceIp: "2001:db8::17", status: 403 },
  { name: "the mapped form of an address is the address", more: {}, sourceIp: "::ffff:192.0.2.7", status: 403 },
  { name: "all but the listed are blocked", more: { isNegated: true }, sourceIp: "198.51.100.7", status: 403 },
  { name: "the listed pass where the others are blocked", more: { isNegated: true }, sourceIp: "192.0.2.7", status: 200 },
])("$name", async ({ more, sourceIp, status }) => {
  const rules = [rule({ kind: "IP_SET", addresses: ["192.0.2.0/24", "2001:db8::/32"], isNegated: false, ...more })];

  expect((await ask({ rules }, "GET /a", { sourceIp })).status).toBe(status);
});

test("an allowing rule ends the asking, and what no rule allows is blocked where that is the default", async () => {
  const friends = rule({ kind: "IP_SET", addresses: ["192.0.2.7"], isNegated: false, action: "ALLOW" });
  const filter = { rules: [friends, sql], defaultAction: "BLOCK" as const };
  const line = `GET /a?q=${encodeURIComponent("' or 1=1--")}`;

  expect((await ask(filter, line, { sourceIp: "192.0.2.7" })).status).toBe(200);
  expect(await ask(filter, "GET /a")).toMatchObject({ status: 403, evidence: { rule: "default" } });
});

test("a rate rule has a bucket for each address; the first 64 bits of IPv6 are one", async () => {
  const buckets: Bucket[] = [];
  const rules = [rule({ kind: "RATE", limit: 600, windowSeconds: 300 })];
  const take = (bucket: Bucket) => buckets.push(bucket) < 4;
  const statuses = [];
  for (const sourceIp of ["192.0.2.7", "2001:db8:1:2:3::4", "2001:db8:1:2::", "192.0.2.7"]) {
    statuses.push((await ask({ rules }, "GET /a", { sourceIp, take })).status);
  }

  expect(statuses).toEqual([200, 200, 200, 403]);
  expect(buckets.map(({ key }) => key)).toEqual([
    "filter/f1/r/192.0.2.7",
    "filter/f1/r/2001:db8:1:2::/64",
    "filter/f1/r/2001:db8:1:2::/64",
    "filter/f1/r/192.0.2.7",
  ]);
  expect(buckets[0]).toMatchObject({ ratePerSecond: 2, burst: 600 });
});

test.each([
  { part: "BODY", bytesMax: 3, line: "POST /a", body: "four" },
  { part: "QUERY_STRING", bytesMax: 3, line: "GET /a?a=12", body: undefined },
  { part: "URI_PATH", bytesMax: 5, line: "GET /a/bcde", body: undefined },
  { part: "HEADERS", bytesMax: 20, line: "GET /a", body: undefined },
  { part: "COOKIES", bytesMax: 2, line: "GET /a", body: undefined },
])("a $part above $bytesMax bytes is blocked, at most so many pass", async ({ part, bytesMax, line, body }) => {
  const asked = { headers: ["Cookie", "a=1", "X-Long", "x".repeat(10)], ...(body && { body }) };
  const size = (max: number) => ({ rules: [rule({ kind: "SIZE", part, bytesMax: max })] });

  expect(await ask(size(bytesMax), line, asked)).toMatchObject({ status: 403, evidence: { part } });
  expect((await ask(size(1_000), line, asked)).reason).not.toBe("FILTER_BLOCKED");
});

test("cookies count together, in however many headers they come", async () => {
  const rules = [rule({ kind: "SIZE", part: "COOKIES", bytesMax: 5 })];

  expect((await ask({ rules }, "GET /a", { headers: ["Cookie", "a=1", "Cookie", "b=2"] })).status).toBe(403);
});

const attack = "1' or '1'='1";

test.each([
  { where: "the path", line: `GET /a/${encodeURIComponent(attack)}` },
  { where: "the name of a parameter", line: `GET /a?${encodeURIComponent(attack)}=1` },
  { where: "a cookie", line: "GET /a", headers: ["Cookie", `a=1; b=${encodeURIComponent(attack)}`] },
  {
    where: "a form",
    line: "POST /a",
    headers: ["Content-Type", "application/x-www-form-urlencoded"],
    body: `a=1&b=${encodeURIComponent(attack)}`,
  },
  { where: "JSON", line: "POST /a", headers: ["Content-Type", "application/json"], body: JSON.stringify({ a: [{ b: attack }] }) },
  {
    where: "JSON with escapes",
    line: "POST /a",
    headers: ["Content-Type", "application/json"],
    body: '{"a":"1\\u0027 or \\u00271\\u0027=\\u00271"}',
  },
  { where: "JSON that is cut off", line: "POST /a", headers: ["Content-Type", "application/json"], body: `{"a":"${attack}","b":` },
  {
    where: "a form that begins like JSON",
    line: "POST /a",
    headers: ["Content-Type", "application/x-www-form-urlencoded"],
    body: `{=&b=${attack}`,
  },
  { where: "a text that begins like JSON", line: "POST /a", headers: ["Content-Type", "text/plain"], body: `[ ${attack}` },
  { where: "JSON beside its strings", line: "POST /a", headers: ["Content-Type", "application/json"], body: `{"a":1 or 1=1}` },
  { where: "the last of many cookies", line: "GET /a", headers: ["Cookie", `${"a;".repeat(600)}b=${attack}`] },
  { where: "any other body", line: "POST /a", headers: ["Content-Type", "text/plain"], body: attack },
])("an attack in $where is found", async ({ line, headers = [], body }) => {
  expect((await ask({ rules: [sql] }, line, { headers, ...(body === undefined ? {} : { body }) })).status).toBe(403);
});

test("what lies beyond the inspected part of a body is not looked at", async () => {
  const body = `${"x".repeat(8_192)} ${attack}`;

  expect((await ask({ rules: [sql], inspectedBodyBytes: 8_192 }, "POST /a", { body })).status).toBe(200);
  expect((await ask({ rules: [sql], inspectedBodyBytes: 16_384 }, "POST /a", { body })).status).toBe(403);
});

const isSql = (text: string) => formsOf(text).some((form) => detectSql(form) !== undefined);
const isScript = (text: string) => formsOf(text).some((form) => detectScript(form) !== undefined);

describe("SQL injection", () => {
  test.each([
    "' OR ''='",
    "admin'-- ",
    "x') or ('a'='a",
    "1 or 1=1",
    "1) and (2>1",
    "-1 union all select null, password from users",
    "1;drop table users",
    "'; exec master..xp_cmdshell 'dir'--",
    "1 and (select count(*) from users) > 0",
    "' or sleep(5)#",
    "1 order by 7--",
    "%2527%2520or%25201%253D1",
    "1/**/or/**/1=1",
    "1 /*!50000union*/ select @@version",
    "＇ or 1=1",
    "' waitfor delay '0:0:5'--",
  ])("is seen in %j", (text) => {
    expect(isSql(text)).toBe(true);
  });

  test.each([
    "O'Brien",
    "Rock 'n' roll -- the best of",
    "Please select a room from the list, and confirm.",
    "The union of workers selected a new chair",
    '"Not only that," she said -- Woody',
    "1 + 1 = 2",
    "name eq 'Ann' and age gt 7",
    "rgb(1, 2, 3)",
    "2026-11-21T10:00:00Z",
    "a=1&b=2",
    "It's 5 o'clock or later; drop by",
    "c'est l'heure",
    '{"filter": "price < 10"}',
    "https://example.com/a?b=c#d",
  ])("is not seen in %j", (text) => {
    expect(isSql(text)).toBe(false);
  });
});

describe("cross-site scripting", () => {
  test.each([
    "<script>alert(1)</script>",
    "<ScRiPt src=//x>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "<a href='jav&#x09;ascript:alert(1)'>",
    "&lt;script&gt;alert(1)",
    "%253Cscript%253E",
    "';alert(document.cookie)//",
    "<iframe srcdoc='x'>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "＜script＞alert(1)＜/script＞",
    `${"<b>".repeat(2_100)}<script src=//x>`,
    `${"<b>".repeat(1_000)}<img src=//x>`,
  ])("is seen in %j", (text) => {
    expect(isScript(text)).toBe(true);
  });

  test.each([
    "a < b and c > d",
    "I <3 you",
    "Tom & Jerry <tom@example.com>",
    "<b>bold</b> text",
    "once = twice, online=1, ongoing = yes",
    "The JavaScript: the good parts",
    "call me (maybe) at 5:30",
    '{"a": "b", "c": [1, 2]}',
    "x = (y + 1) * 2;",
  ])("is not seen in %j", (text) => {
    expect(isScript(text)).toBe(false);
  });
});

test.each([
  "'",
  '"',
  "<",
  "<a ",
  "or ",
  "(",
  "select 1,",
  "union ",
  " onclick",
  "<a src=",
  "&lt",
  "%25",
  "/*",
  "/* ",
  "'' ",
  "'x",
  "data:",
  "javascript ",
  "= '",
  "--",
])("64 KB of %j are looked at in time", (part) => {
  const text = part.repeat(Math.ceil(65_536 / part.length));
  const startedMs = cpuMs();

  isSql(text);
  isScript(text);

  // A text of ordinary words takes some 30 ms; only what grows with the square of its length takes longer than this.
  expect(cpuMs() - startedMs).toBeLessThan(1_500);
});

test("a text full of comments that nothing ends is read once", () => {
  const text = `'"\`${"/* ".repeat(21_845)}`;
  const startedMs = performance.now();

  isSql(text);

  expect(performance.now() - startedMs).toBeLessThan(1_500);
});
