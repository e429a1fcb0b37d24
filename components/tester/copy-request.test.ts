import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { type CallToCopy, toCurl, toFetch, toHttpie, toPython } from "./copy-request";

const call: CallToCopy = {
  method: "POST",
  url: "http://localhost:1/prod/pets?type=it's&x=%20$HOME",
  headers: [
    ["Content-Type", "application/json"],
    ["X-Quote", `a'b"c`],
  ],
  body: `{"name": "Rex's \`$PATH\`"}`,
};

/** The words that a shell makes of a command, with a stand-in for the program. */
function wordsOf(command: string, program: string): string[] {
  const script = `${program}() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  return execFileSync("/bin/sh", ["-c", script]).toString().split("\0").slice(0, -1);
}

test("a shell gives curl every part as it is", () => {
  expect(wordsOf(toCurl(call), "curl")).toEqual([
    "--request",
    "POST",
    call.url,
    "--header",
    "Content-Type: application/json",
    "--header",
    `X-Quote: a'b"c`,
    "--data-raw",
    call.body,
  ]);
});

test("a shell gives HTTPie every part as it is, and the body as its input", () => {
  expect(wordsOf(toHttpie(call), "http")).toEqual(["POST", call.url, "Content-Type:application/json", `X-Quote:a'b"c`]);
  expect(toHttpie({ ...call, headers: [], body: "" })).toBe(
    `http --ignore-stdin POST 'http://localhost:1/prod/pets?type=it'\\''s&x=%20$HOME'`,
  );
});

test("the call of fetch is the request", async () => {
  const sent: unknown[] = [];
  const run = new Function("fetch", `return (async () => { ${toFetch(call)} })()`);

  await run((...parts: unknown[]) => sent.push(parts));

  expect(sent).toEqual([[call.url, { method: "POST", headers: call.headers, body: call.body }]]);
});

test("Python names every part, and leaves out what is not there", () => {
  expect(toPython(call)).toContain(`data=${JSON.stringify(call.body)}.encode(),`);
  expect(toPython({ ...call, headers: [], body: "" })).not.toMatch(/data=|headers=/);
});
