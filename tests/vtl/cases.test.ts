import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

type Case = { id: string; expected: { output?: string; error?: string; overrides?: unknown } };

const file = fileURLToPath(new URL("../../../shared/vtl/cases.json", import.meta.url));
const command = fileURLToPath(new URL("../../bin/vtl", import.meta.url));

async function renderAll(cases: readonly Case[]): Promise<unknown[]> {
  const child = spawn(process.execPath, [command], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(cases.map((line) => JSON.stringify(line)).join("\n"));
  let output = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) output += chunk;
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

// The recorded cases are not part of the repository; without them there is nothing to run here.
if (existsSync(file)) {
  test("bin/vtl renders every recorded case", async () => {
    const cases: Case[] = JSON.parse(readFileSync(file, "utf8"));

    const answers = await renderAll(cases);

    const failed = cases.filter(({ expected }, index) => {
      const answer = Object(answers[index]);
      if (expected.error !== undefined) return answer.error === undefined;
      return answer.output !== expected.output || !sameJson(answer.overrides, expected.overrides);
    });
    expect(failed.map(({ id }) => id)).toEqual([]);
  });
} else {
  test("bin/vtl answers one line for each line", async () => {
    const lines = ["a", "b"].map((id) => ({ id, template: `$stageVariables.x${id}`, expected: {} }));

    expect(await renderAll(lines)).toEqual([{ output: "" }, { output: "" }]);
  });
}

function sameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
