import { compileRegex, type Regex } from "../regex/compile-regex.ts";
import { RegexBudgetError, RegexSyntaxError } from "../regex/syntax.ts";
import { configurationError } from "./refusal.ts";

/** A `selectionPattern`: it has to fit the whole text. */
export interface SelectionPattern {
  fits(text: string): boolean;
}

export function compileSelectionPattern(pattern: string): SelectionPattern {
  const regex = compile(pattern);
  return {
    fits(text) {
      try {
        return regex.matches(text);
      } catch (cause) {
        if (!(cause instanceof RegexBudgetError)) throw cause;
        throw configurationError("Selection pattern takes too long", { reason: "NO_RESPONSE_MATCH", evidence: { pattern }, cause });
      }
    },
  };
}

function compile(pattern: string): Regex {
  try {
    return compileRegex(pattern);
  } catch (cause) {
    if (!(cause instanceof RegexSyntaxError)) throw cause;
    throw configurationError("Invalid selection pattern", { reason: "NO_RESPONSE_MATCH", evidence: { pattern }, cause });
  }
}
