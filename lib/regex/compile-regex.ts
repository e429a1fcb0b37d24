import { Matcher, STEP_LIMIT, type StepBudget, spendMatch } from "./matcher.ts";
import { parseRegex, type RegexDialect } from "./parse-regex.ts";
import { compileProgram, type Program } from "./program.ts";
import { replaceMatches } from "./replace.ts";
import { findSimplePattern } from "./simple-pattern.ts";
import { RegexSyntaxError } from "./syntax.ts";

/** A match: bounds of the whole and of each group; a group that took no part is `undefined`. */
export type RegexMatch = { start: number; end: number; groups: readonly ({ start: number; end: number } | undefined)[] };

/** How a pattern is read. `flags` are letters as in `(?imsdux)`. */
export type RegexOptions = { dialect?: RegexDialect; flags?: string };

/** A compiled pattern. Each call has its own step limit and throws RegexBudgetError beyond it. */
export interface Regex {
  readonly groupCount: number;
  readonly names: ReadonlyMap<string, number>;
  /** Whether the whole text matches. */
  matches(text: string, budget?: StepBudget): boolean;
  /** The first match at or after a position. */
  find(text: string, from?: number, budget?: StepBudget): RegexMatch | undefined;
  /** `String.replaceAll`: `$1`, `${name}` and `\` in the replacement are special. Throws RegexSyntaxError for a bad replacement. */
  replaceAll(text: string, replacement: string, budget?: StepBudget): string;
  /** `String.replaceFirst`. */
  replaceFirst(text: string, replacement: string, budget?: StepBudget): string;
  /** `String.split`: a limit of 0 drops empty texts at the end, a negative one keeps them. */
  split(text: string, limit?: number, budget?: StepBudget): string[];
}

const PATTERN_LENGTH_MAX = 10_000;

// Templates hold their patterns as texts and compile them at each use; the last ones are kept. A compiled pattern has no state.
const KEPT_MAX = 200;
const KEPT_LENGTH_MAX = 200;
const kept = new Map<string, Regex>();

/** Compiles a pattern written in Java's syntax, or in JavaScript's; throws RegexSyntaxError. */
export function compileRegex(source: string, options: RegexOptions = {}): Regex {
  const key = `${options.dialect ?? "java"} ${options.flags ?? ""} ${source}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const regex = compile(source, options);
  if (kept.size >= KEPT_MAX) kept.clear();
  if (source.length <= KEPT_LENGTH_MAX) kept.set(key, regex);
  return regex;
}

function compile(source: string, options: RegexOptions): Regex {
  if (source.length > PATTERN_LENGTH_MAX) throw new RegexSyntaxError("The pattern is too long", 0);
  const parsed = parseRegex(source, { dialect: options.dialect ?? "java", flags: options.flags ?? "" });
  const program = compileProgram(parsed.root, parsed.groupCount);
  const simple = findSimplePattern(parsed.root);
  const newBudget = () => ({ left: STEP_LIMIT });
  const find = (text: string, from: number, budget: StepBudget) => {
    if (simple === undefined) return findSlowly(program, text, from, budget);
    simple.lastIndex = from;
    const match = simple.exec(text);
    return match === null ? undefined : { start: match.index, end: match.index + match[0].length, groups: [] };
  };
  const regex: Regex = {
    groupCount: parsed.groupCount,
    names: parsed.names,
    matches: (text, budget = newBudget()) => new Matcher(program, text, budget).matchAt(0, text.length) !== undefined,
    find: (text, from = 0, budget = newBudget()) => find(text, from, budget),
    replaceAll: (text, replacement, budget = newBudget()) =>
      replaceMatches({ regex, text, replacement, budget, count: Number.POSITIVE_INFINITY }),
    replaceFirst: (text, replacement, budget = newBudget()) => replaceMatches({ regex, text, replacement, budget, count: 1 }),
    split: (text, limit = 0, budget = newBudget()) => splitText({ regex, text, limit, budget }),
  };
  return regex;
}

function findSlowly(program: Program, text: string, from: number, budget: StepBudget): RegexMatch | undefined {
  budget.left -= 8;
  const slots = new Matcher(program, text, budget).find(from);
  if (slots === undefined) return undefined;
  const groups = Array.from({ length: program.groupCount }, (_, index) => {
    const [start, end] = [slots[index * 2 + 2] ?? -1, slots[index * 2 + 3] ?? -1];
    return start < 0 || end < 0 ? undefined : { start, end };
  });
  return { start: slots[0] ?? 0, end: slots[1] ?? 0, groups };
}

function splitText(input: { regex: Regex; text: string; limit: number; budget: StepBudget }): string[] {
  const { regex, text, limit, budget } = input;
  const parts: string[] = [];
  let start = 0;
  let from = 0;
  while (limit <= 0 || parts.length < limit - 1) {
    if (from > text.length) break;
    const match = regex.find(text, from, budget);
    if (match === undefined) break;
    spendMatch(budget);
    from = match.end === match.start ? match.end + 1 : match.end;
    // A match without width at the very start makes no empty first text; one at the end is no border.
    if (match.end === 0) continue;
    if (match.end === match.start && match.start >= text.length) break;
    parts.push(text.slice(start, match.start));
    start = match.end;
  }
  if (parts.length === 0 && start === 0) return [text];
  parts.push(text.slice(start));
  if (limit === 0) {
    while (parts.length > 0 && parts.at(-1) === "") parts.pop();
  }
  return parts;
}
