/** A regular expression as a tree. Flags are resolved while parsing, so nodes carry what they mean. */
export type RegexNode =
  | { kind: "empty" }
  | { kind: "literal"; codePoint: number; ignoresCase: CaseRule }
  | { kind: "set"; set: CharSet }
  | { kind: "sequence"; items: RegexNode[] }
  | { kind: "choice"; options: RegexNode[] }
  | { kind: "repeat"; body: RegexNode; min: number; max: number; mode: "greedy" | "lazy" | "possessive" }
  | { kind: "group"; body: RegexNode; index: number }
  | { kind: "atomic"; body: RegexNode }
  | { kind: "look"; body: RegexNode; ahead: boolean; negated: boolean; maxLength: number }
  | { kind: "backreference"; index: number; ignoresCase: CaseRule }
  | { kind: "assert"; at: Assertion };

/** How letters compare: exactly, ASCII letters alike, or all letters alike. */
export type CaseRule = "exact" | "ascii" | "unicode";

/** A place without width. */
export type Assertion =
  | "input-start"
  | "input-end"
  | "final-end"
  | "line-start"
  | "line-end"
  | "unix-line-end"
  | "unix-final-end"
  | "word"
  | "not-word";

/** A test of one code point; `beyond` tells what it says of all characters beyond ASCII together. */
export type CharSet = { has: (codePoint: number) => boolean; beyond: "none" | "all" | "mixed" };

/** The text is no regular expression; `index` says where. */
export class RegexSyntaxError extends Error {
  constructor(
    message: string,
    readonly index: number,
  ) {
    super(message);
  }
}

/** Matching took too many steps; the pattern is catastrophic for this text. */
export class RegexBudgetError extends Error {}
