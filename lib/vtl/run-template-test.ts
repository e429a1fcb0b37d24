import { canonicalJson } from "../base/canonical-json.ts";
import type { TemplateInput } from "./run.ts";
import { compileTemplate } from "./template.ts";
import { VtlError } from "./vtl-error.ts";

/** How a test compares: the same text, the same JSON value, or a text somewhere in the output. */
export const expectationKinds = ["json", "exact", "contains"] as const;
export type Expectation = { kind: (typeof expectationKinds)[number]; text: string };

export type TemplateTestOutcome = { passed: true } | { passed: false; message: string; output?: string };

/** Renders a template with a test's input and compares what comes out. */
export function runTemplateTest(text: string, { input, expected }: { input: TemplateInput; expected: Expectation }): TemplateTestOutcome {
  try {
    const { output } = compileTemplate(text).render(input);
    const message = findDifference(output, expected);
    return message === undefined ? { passed: true } : { passed: false, message, output };
  } catch (error) {
    if (error instanceof VtlError) return { passed: false, message: `The template fails in line ${error.line}: ${error.message}` };
    throw error;
  }
}

function findDifference(output: string, expected: Expectation): string | undefined {
  switch (expected.kind) {
    case "exact":
      return output === expected.text ? undefined : "The output is another text.";
    case "contains":
      return output.includes(expected.text) ? undefined : "The output does not contain the text.";
    case "json":
      return compareJson(output, expected.text);
  }
}

function compareJson(output: string, wanted: string): string | undefined {
  const [actual, expected] = [parse(output), parse(wanted)];
  if (expected === undefined) return "What is expected is not JSON.";
  if (actual === undefined) return "The output is not JSON.";
  return canonicalJson(actual.value) === canonicalJson(expected.value) ? undefined : "The output is another JSON value.";
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Not JSON, which the comparison says in its own words.
    return undefined;
  }
}
