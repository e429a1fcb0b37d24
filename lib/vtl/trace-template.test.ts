import { expect, test } from "vitest";
import { compileTemplate } from "./template.ts";
import { traceTemplate } from "./trace-template.ts";

const input = { params: { path: {}, querystring: {}, header: {} }, context: {}, stageVariables: {} };

test("a trace names each step, the output before it and what changed", () => {
  const trace = traceTemplate(compileTemplate("#set($x = 1)#foreach($i in [1..2])$i#end$x"), input);

  expect(trace.output).toBe("121");
  expect(trace.steps.map(({ kind, outputLength, iteration }) => [kind, outputLength, iteration])).toEqual([
    ["set", 0, undefined],
    ["foreach", 0, undefined],
    ["print", 0, 0],
    ["print", 1, 1],
    ["print", 2, undefined],
  ]);
  expect(trace.steps[1]?.changed).toEqual({ x: "1" });
  expect(trace.steps.at(-1)?.changed).toEqual({ i: null });
});

test("a trace stops at its limit and keeps what led to an error", () => {
  expect(traceTemplate(compileTemplate("#foreach($i in [1..100])$i#end"), input, { maxSteps: 10 })).toMatchObject({ isCut: true });
  expect(traceTemplate(compileTemplate("a$x#set($s = 'a')$s.substring(5)"), input)).toMatchObject({
    output: "a",
    error: { kind: "method" },
  });
});

test("overrides of a request template are seen and kept by the response template", () => {
  const first = compileTemplate("#set($context.requestOverride.path.x = 'v')").render(input);
  const overrides = first.overrides;
  if (overrides === undefined) throw new Error("nothing was overridden");

  const second = compileTemplate("$context.requestOverride.path.x#set($context.responseOverride.status = 201)").render({
    ...input,
    overrides,
  });

  expect(second.output).toBe("v");
  expect(second.overrides).toEqual({
    requestOverride: { header: {}, path: { x: "v" }, querystring: {} },
    responseOverride: { header: {}, status: 201 },
  });
});
