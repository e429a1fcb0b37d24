import type { Regex } from "../../regex/compile-regex.ts";
import { RegexBudgetError } from "../../regex/syntax.ts";

/** Whether a part of a caller's token matches; one that wears the pattern's budget out does not. */
export function matchesToken(pattern: Regex, text: string): boolean {
  try {
    return pattern.matches(text);
  } catch (error) {
    if (!(error instanceof RegexBudgetError)) throw error;
    return false;
  }
}
