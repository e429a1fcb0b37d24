import { expect, test } from "vitest";
import { diagnoseTemplate } from "./diagnose-template.ts";

function applyFix(text: string, diagnostic: ReturnType<typeof diagnoseTemplate>[number]): string | undefined {
  if (!("fix" in diagnostic)) return undefined;
  return [...diagnostic.fix.edits]
    .sort((left, right) => right.start - left.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

test.each([
  { text: "#set($x = )", code: "SYNTAX", fixed: undefined },
  { text: "#if(true)a", code: "UNCLOSED_BLOCK", fixed: "#if(true)a\n#end\n" },
  { text: "#set($name = 1)$nmae", code: "UNKNOWN_REFERENCE", fixed: "#set($name = 1)$name" },
  { text: "$input.jsn('$')", code: "UNKNOWN_REFERENCE", fixed: "$input.json('$')" },
  { text: "$context.nothing", code: "UNKNOWN_REFERENCE", fixed: undefined },
  { text: '{"a": 1, }', code: "TRAILING_COMMA", fixed: '{"a": 1 }' },
  { text: "[#foreach($i in [1, 2])$i,#end]", code: "TRAILING_COMMA", fixed: "[#foreach($i in [1, 2])$i#if($foreach.hasNext),#end#end]" },
  { text: '{"a": "$input.params(\'q\')"}', code: "UNESCAPED_IN_JSON", fixed: '{"a": "$util.escapeJavaScript($input.params(\'q\'))"}' },
  { text: '{"a": "$input.json(\'$.a\')"}', code: "JSON_VALUE_QUOTED", fixed: "{\"a\": $input.json('$.a')}" },
  { text: "$input.path('$')", code: "MAP_PRINTED", fixed: "$input.json('$')" },
])("$text is marked $code", ({ text, code, fixed }) => {
  const [first, ...rest] = diagnoseTemplate(text);

  expect(rest).toEqual([]);
  expect(first?.code).toBe(code);
  expect(first === undefined ? undefined : applyFix(text, first)).toBe(fixed);
});

test.each([
  '#set($r = $input.path(\'$\')){"a": "$util.escapeJavaScript($r.a)", "n": $r.items.size()}',
  '{#foreach($k in $stageVariables.keySet())"$k": 1#if($foreach.hasNext),#end#end}',
  '{"id": "$context.requestId", "ip": "$context.identity.sourceIp", "sub": "$context.authorizer.claims.sub"}',
])("%s is fine", (text) => {
  const remarks = diagnoseTemplate(text).filter(({ code }) => code !== "UNESCAPED_IN_JSON");

  expect(remarks).toEqual([]);
});

test("the output for the sample must be JSON", () => {
  const sample = { body: "{}", params: { path: {}, querystring: {}, header: {} }, context: {}, stageVariables: {} };

  expect(diagnoseTemplate("{a: 1}", { sample })).toMatchObject([{ code: "OUTPUT_NOT_JSON", start: { line: 1, column: 1 } }]);
  expect(diagnoseTemplate("{a: 1}", { sample, contentType: "text/plain" })).toEqual([]);
});

test.each([
  { apiKind: "REST", text: "$context.connectionId", says: "$context has no connectionId in a REST API." },
  { apiKind: "WEBSOCKET", text: "$context.resourcePath", says: "$context has no resourcePath in a WebSocket API." },
] as const)("$text is unknown in a $apiKind API", ({ apiKind, text, says }) => {
  expect(diagnoseTemplate(text, { apiKind, contentType: "text/plain" }).map(({ message }) => message)).toEqual([says]);
});

test("a stage variable that no stage has is unknown", () => {
  const [first] = diagnoseTemplate("$stageVariables.backnd", { stageVariables: ["backend"], contentType: "text/plain" });

  expect(first).toMatchObject({ code: "UNKNOWN_REFERENCE", fix: { title: "Change to backend" } });
});
