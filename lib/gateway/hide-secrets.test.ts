import { Buffer } from "node:buffer";
import { expect, test } from "vitest";
import { compileHiding, hideInMessage, hideInValues } from "./hide-secrets.ts";
import { stageVariables } from "./stage-variables.ts";
import { testInvokeMethod } from "./test-invoke.ts";
import { definitionOf, mockRoute, proxyRoute } from "./testing/definition-fixture.ts";
import { fakePorts } from "./testing/fake-ports.ts";

const secret = "a/b c:d?e=f&$1";
const mask = "********";
const hide = compileHiding([secret]) ?? ((text: string) => text);

test.each([
  { form: "as it is", text: secret },
  { form: "of a query", text: encodeURIComponent(secret) },
  { form: "of a form", text: encodeURIComponent(secret).replaceAll("%20", "+") },
  { form: "of an address", text: encodeURI(secret) },
  { form: "of JSON", text: JSON.stringify({ secret }).slice(11, -2) },
  { form: "of base64", text: Buffer.from(secret).toString("base64") },
  { form: "of a script", text: secret.replaceAll("/", "\\/") },
])("a secret in the form $form is hidden, what is around it is not", ({ text }) => {
  expect(hide(`before ${text} and ${text} after`)).toBe(`before ${mask} and ${mask} after`);
});

test.each(["", "u:", "ab:", "abc:"])("it is hidden in the base64 of a longer text that begins with %s", (before) => {
  const token = "the-real-token~99";
  const text = Buffer.from(`${before}${token}!`).toString("base64");

  const shown = compileHiding([token])?.(text) ?? text;

  expect(shown).toContain(mask);
  expect(Buffer.from(shown.replace(mask, ""), "base64").toString("latin1")).not.toMatch(/the|real|token|99/);
});

test("the form that templates encode is hidden, which escapes more than addresses do", () => {
  expect(compileHiding(["one~two~three"])?.("x=one%7Etwo%7Ethree")).toBe(`x=${mask}`);
});

test("a body that is cut within a secret shows no part of it, in the log neither", async () => {
  const token = "the-real-token-1234567890";
  const definition = definitionOf({ "POST /": mockRoute("ok") });
  const stage = { stageVariables: { key: mask }, secretVariables: { key: token } };
  const body = `${"x".repeat(64 * 1024 - token.length + 1)}${token} and more`;

  const result = await testInvokeMethod(definition, { resourceId: "r0", httpMethod: "POST", body, ...stage }, fakePorts(), {
    accountId: "000000000000",
    region: "us-east-1",
  });

  // The whole text would fill a screen.
  expect(JSON.stringify(result).indexOf("the-real")).toBe(-1);
  expect(result?.log.includes("xxx [TRUNCATED]")).toBe(true);
});

test("evidence that is the first part of a text shows no part of a secret at its end", () => {
  const token = "the-real-token-1234567890";
  const rendered = `${"x".repeat(240)}${token}`.slice(0, 256);

  expect(hideInValues(compileHiding([token]), { rendered, short: `${token}!` })).toEqual({
    rendered: expect.stringMatching(/^x+$/),
    short: `${mask}!`,
  });
});

test("signs that mean something to regular expressions are only themselves", () => {
  const hideOne = compileHiding(["a.b*c+d(e"]);

  expect(hideOne?.("axb*c+d(e a.b*c+d(e")).toBe(`axb*c+d(e ${mask}`);
});

test("bytes that have a secret in them are left out of traces", () => {
  const body = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(secret)]).toString("base64");

  expect(hideInMessage(hide, { body, bodyIsBase64: true })).toEqual({ bodyIsOmitted: true });
});

test("a mask without a value is no variable, and nothing secret hides nothing", () => {
  expect(stageVariables({ shown: { a: "1", b: mask }, secret: {} })).toEqual({ variables: { a: "1" }, hide: undefined });
  expect(stageVariables({ shown: { b: mask }, secret: { b: "two" } }, { shown: { b: mask }, secret: { b: "three" } }).variables).toEqual({
    b: "three",
  });
});

test("the backend gets the secret, the log and the trace of the call do not show it", async () => {
  const definition = definitionOf({ "GET /": proxyRoute("http://${stageVariables.host}/x?key=${stageVariables.key}") });
  const stage = { stageVariables: { host: "pets.example", key: mask }, secretVariables: { key: "the-real-key" } };
  const called: string[] = [];
  const ports = fakePorts((call) => {
    called.push(call.path);
    return {};
  });

  const result = await testInvokeMethod(definition, { resourceId: "r0", httpMethod: "GET", ...stage }, ports, {
    accountId: "000000000000",
    region: "us-east-1",
  });

  expect(called).toEqual(["/x?key=the-real-key"]);
  expect(result?.log).toContain(`Endpoint request URI: http://pets.example/x?key=${mask}`);
  expect(JSON.stringify(result)).not.toContain("the-real-key");
});

test("an answer that repeats the secret is shown without it", async () => {
  const definition = definitionOf({ "GET /": mockRoute('{"key": "$stageVariables.key"}') });
  const stage = { stageVariables: { key: mask }, secretVariables: { key: "the-real-key" } };

  const result = await testInvokeMethod(definition, { resourceId: "r0", httpMethod: "GET", ...stage }, fakePorts(), {
    accountId: "000000000000",
    region: "us-east-1",
  });

  expect(result?.body).toBe(`{"key": "${mask}"}`);
});
