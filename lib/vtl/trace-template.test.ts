import { expect, test } from "vitest";
import { compileTemplate } from "./template.ts";
import { traceTemplate } from "./trace-template.ts";

const input = { params: { path: {}, querystring: {}, header: {} }, context: {}, stageVariables: {} };

test("a trace names each step, the output before it and what changed", () => {
  const trace = traceTemplate(compileTemplate("#set($x = 1)#foreach($i in [1..2])$i#end$x"), input);

  expect(trace.output).toBe("121");
  expect(trace.steps.map(({ kind, outputLength, turns }) => [kind, outputLength, turns])).toEqual([
    ["set", 0, []],
    ["foreach", 0, []],
    ["print", 0, [0]],
    ["print", 1, [1]],
    ["print", 2, []],
  ]);
  expect(trace.steps[1]?.changed).toEqual({ x: "1" });
  expect(trace.steps.at(-1)?.changed).toEqual({ i: null });
});

test("steps inside of loops name the turn of every loop around them, and values are those of the engine", () => {
  const text =
    "#foreach($a in [1..2])#foreach($b in [1..2])#foreach($c in [1..2])#set($sum = $a * 100 + $b * 10 + $c)$sum #end#end#end#set($done = true)";
  const trace = traceTemplate(compileTemplate(text), input);

  const prints = trace.steps.filter(({ kind }) => kind === "print");
  expect(prints.map(({ turns }) => turns.join("."))).toEqual(["0.0.0", "0.0.1", "0.1.0", "0.1.1", "1.0.0", "1.0.1", "1.1.0", "1.1.1"]);
  expect(prints.map(({ changed }) => changed.sum).join(" ")).toBe(trace.output.trim());
  expect(trace.changedLast).toEqual({ done: "true" });
});

test("a block that is put together as a text leaves the output so far alone", () => {
  const trace = traceTemplate(compileTemplate(`ab#define($block)x$y#end#set($y = 1)#set($text = "$block!")$text`), input);

  expect(trace.output).toBe("abx1!");
  expect(trace.steps.map(({ kind, outputLength }) => [kind, outputLength])).toEqual([
    ["define", 2],
    ["set", 2],
    ["set", 2],
    ["print", 2],
    ["print", 2],
    ["print", 2],
  ]);
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
