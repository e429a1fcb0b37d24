import { compileRegex } from "./compile-regex.ts";
import type { StepBudget } from "./matcher.ts";
import { parseRegex } from "./parse-regex.ts";
import type { CharSet, RegexNode } from "./syntax.ts";

/** As many as one pattern is shown by; alternatives multiply. */
const samplesMax = 24;
const lengthMax = 400;

/**
 * Some texts that a pattern fits as a whole, the shortest of each alternative. Throws RegexSyntaxError for what is no pattern, and
 * RegexBudgetError when the budget is not enough to check them.
 */
export function sampleTexts(pattern: string, budget?: StepBudget): string[] {
  const regex = compileRegex(pattern);
  const { root } = parseRegex(pattern, { dialect: "java", flags: "" });
  // What looks around, or refers back, may not fit after all.
  return [...new Set(samplesOf(root))].filter((text) => regex.matches(text, budget)).slice(0, samplesMax);
}

function samplesOf(node: RegexNode): string[] {
  switch (node.kind) {
    case "literal":
      return [String.fromCodePoint(node.codePoint)];
    case "set":
      return sampleOfSet(node.set);
    case "sequence":
      return node.items.reduce<string[]>((starts, item) => joined(starts, samplesOf(item)), [""]);
    case "choice":
      return node.options.flatMap(samplesOf).slice(0, samplesMax);
    case "repeat":
      return repeated(samplesOf(node.body), node);
    case "group":
    case "atomic":
      return samplesOf(node.body);
    default:
      return [""];
  }
}

function joined(starts: readonly string[], ends: readonly string[]): string[] {
  return starts
    .flatMap((start) => ends.map((end) => start + end))
    .filter(({ length }) => length <= lengthMax)
    .slice(0, samplesMax);
}

function repeated(bodies: readonly string[], { min, max }: { min: number; max: number }): string[] {
  if (min === 0) return max === 0 ? [""] : ["", ...bodies].slice(0, samplesMax);
  return bodies.flatMap((body) => (body.length * min <= lengthMax ? [body.repeat(min)] : []));
}

/** Of the characters that people write: a letter, a digit, a space, a sign. */
const everyday = [..."aA0 -[_.", ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)), "\n", "é"];

function sampleOfSet(set: CharSet): string[] {
  const found = everyday.find((char) => set.has(char.codePointAt(0) ?? 0));
  return found === undefined ? [] : [found];
}
