import { expect, test } from "vitest";
import { parseSampleText } from "@/lib/vtl/sample-input";
import { countPositions, findPosition } from "./debug-position";
import { debugTemplate } from "./debug-template";

const { input } = parseSampleText({ body: '{"items": ["a", "b", "c"]}', params: "{}", context: "{}", stageVariables: "{}" });
const text = `#foreach($item in $input.path('$.items'))
<$item>#set($last = $item)
#end
done`;

test("a template is stepped through forward and back, with its values and its output so far", () => {
  const trace = debugTemplate(text, input);
  const forward = Array.from({ length: countPositions(trace) }, (_, at) => findPosition(trace, at));
  const back = forward.map((_, index) => findPosition(trace, forward.length - 1 - index)).reverse();

  expect(back).toEqual(forward);
  expect(forward.map(({ step }) => step?.kind)).toEqual(["foreach", "print", "set", "print", "set", "print", "set", undefined]);
  expect(forward.map(({ step }) => step?.turns[0])).toEqual([undefined, 0, 0, 1, 1, 2, 2, undefined]);
  const third = forward[5];
  expect(third?.step).toMatchObject({ start: { line: 2, column: 2 }, source: "$item" });
  expect(third?.variables).toEqual([
    { name: "item", value: "c", isChanged: true },
    { name: "last", value: "b", isChanged: true },
  ]);
  const end = forward.at(-1);
  expect(end?.output).toBe(trace.output);
  expect(end?.output.slice(end.newFrom)).toContain("done");
  expect(end?.variables).toEqual([{ name: "last", value: "c", isChanged: true }]);
});

test("a template that fails on its way keeps the steps up to there and names the place", () => {
  const trace = debugTemplate("a$input.params('x')\n#set($s = 'b')$s.substring(9)", input);

  expect(trace.steps.map(({ kind }) => kind)).toEqual(["print", "set", "print"]);
  expect(trace.error).toMatchObject({ line: 2 });
});

test("a template that does not parse has no steps", () => {
  expect(debugTemplate("#if($a)", input)).toMatchObject({ steps: [], error: { line: 1 } });
});

test("no place stands behind 10,000 steps", () => {
  const long = "#foreach($a in [1..100])#foreach($b in [1..100])$b#end#end";

  const trace = debugTemplate(long, input);

  expect([trace.isCut, trace.steps.length, countPositions(trace)]).toEqual([true, 10_000, 10_000]);
});
