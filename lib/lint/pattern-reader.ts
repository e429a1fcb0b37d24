import { compileRegex, type Regex } from "../regex/compile-regex.ts";
import { sampleTexts } from "../regex/sample-texts.ts";
import { RegexBudgetError, RegexSyntaxError } from "../regex/syntax.ts";

/** Every status that a backend can answer with. */
export const statuses: readonly string[] = Array.from({ length: 500 }, (_, index) => String(100 + index));

/** For all patterns of an API together: patterns that take long end the looking, they do not hold up the process. */
const stepsMax = 20_000_000;

export type PatternReader = {
  /** Why a pattern is no regular expression. */
  findError(pattern: string): string | undefined;
  statusesOf(pattern: string): readonly string[];
  commonStatuses(first: string, later: string): readonly string[];
  /**
   * Messages of one pattern that the other one fits too. Two patterns with stars around them nearly always have some message in common
   * that nobody writes; this is about those where the one swallows what the other was made for.
   */
  commonSamples(first: string, later: string): readonly string[];
};

/** Reads selection patterns; what one says is worked out once, as the methods of an API have mostly the same. */
export function makePatternReader(): PatternReader {
  const budget = { left: stepsMax };
  const fits = (regex: Regex, text: string) => within(() => regex.matches(text, budget), false);
  const compiled = remember((pattern: string) => compile(pattern));
  const statusesOf = remember((pattern: string): readonly string[] => {
    const regex = compiled(pattern);
    return "error" in regex || pattern === "" ? [] : statuses.filter((status) => fits(regex.regex, status));
  });
  const samplesOf = remember((pattern: string) => within(() => sampleTexts(pattern, budget), []));
  const both = remember((pair: string): readonly string[] => {
    const [first = "", later = ""] = JSON.parse(pair);
    const [a, b] = [compiled(first), compiled(later)];
    if ("error" in a || "error" in b) return [];
    return [...samplesOf(later).filter((text) => fits(a.regex, text)), ...samplesOf(first).filter((text) => fits(b.regex, text))];
  });
  return {
    findError: (pattern) => {
      const regex = compiled(pattern);
      return "error" in regex ? regex.error : undefined;
    },
    statusesOf,
    commonStatuses: (first, later) => {
      const others = new Set(statusesOf(later));
      return statusesOf(first).filter((status) => others.has(status));
    },
    commonSamples: (first, later) => both(JSON.stringify([first, later])),
  };
}

function compile(pattern: string): { regex: Regex } | { error: string } {
  try {
    return { regex: compileRegex(pattern) };
  } catch (error) {
    if (error instanceof RegexSyntaxError) return { error: error.message };
    throw error;
  }
}

/** What takes too long selects nothing in the gateway either. */
function within<T>(run: () => T, otherwise: T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof RegexBudgetError) return otherwise;
    throw error;
  }
}

function remember<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
