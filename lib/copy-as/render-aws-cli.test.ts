import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { type Command, optionsOf } from "./command.ts";
import { renderAwsCli } from "./render-aws-cli.ts";

const api = { variable: "REST_API_ID" };
const substitutes = new Map([["abc123", api]]);

/** The arguments that a shell hands to the program. */
function argumentsOf(service: Command["service"], input: Readonly<Record<string, unknown>>): string[] {
  const commands = [{ service, operation: "create-thing", options: optionsOf(input, substitutes) }];
  const script = renderAwsCli({ known: new Map([["REST_API_ID", "abc123"]]), commands });
  const program = `aws() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n`;
  return execFileSync("sh", ["-eu", "-c", program + script], { encoding: "utf8" })
    .split("\0")
    .slice(2, -1);
}

test.each(["$(id)", "`id`", 'it\'s "so"', "two\nlines\n", "$HOME \\", "!!", "a; rm -rf x #", "~root", "*", ""])(
  "a shell takes %j as it is",
  (text) => {
    expect(argumentsOf("apigateway", { description: text })).toEqual(["--description", text]);
  },
);

test.each(["-x", "--debug", "-$(id)"])("%j is no option", (text) => {
  expect(argumentsOf("apigateway", { description: text })).toEqual([`--description=${text}`]);
});

test.each(["file:///etc/passwd", "fileb://x", "http://127.0.0.1/'x'", 'https://abc123/"x"'])("the AWS CLI does not fetch %j", (text) => {
  expect(argumentsOf("apigateway", { name: "x", description: text })).toEqual([
    "--name",
    "x",
    "--cli-input-json",
    JSON.stringify({ description: text }),
  ]);
});

test("several values that would be fetched are one document, with the members' names of the second API", () => {
  expect(argumentsOf("apigatewayv2", { apiId: [api], description: "file://a", operationName: "http://b" })).toEqual([
    "--api-id",
    "abc123",
    "--cli-input-json",
    '{"Description":"file://a","OperationName":"http://b"}',
  ]);
  expect(argumentsOf("apigatewayv2", { integrationUri: "http://backend" })).toEqual(["--integration-uri", "http://backend"]);
});
