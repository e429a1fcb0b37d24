/** The lexical states of Velocity 1.7: which tokens are possible depends on what was read before. */
export type LexState =
  | "text"
  | "reference"
  | "modifier"
  | "arguments"
  | "index"
  | "hash"
  | "directive"
  | "line-comment"
  | "formal-comment"
  | "block-comment"
  | "text-block";

/** Kinds of tokens that the parser sees. */
export type TokenKind =
  | "end-of-input"
  | "text"
  | "escape"
  | "double-escape"
  | "escaped-directive"
  | "empty-index"
  | "set"
  | "if"
  | "elseif"
  | "else"
  | "end"
  | "word"
  | "bracketed-word"
  | "identifier"
  | "dot"
  | "left-curly"
  | "right-curly"
  | "map-open"
  | "map-close"
  | "index-open"
  | "index-close"
  | "list-open"
  | "list-close"
  | "paren-open"
  | "paren-close"
  | "argument-close"
  | "comma"
  | "double-dot"
  | "colon"
  | "space"
  | "string"
  | "true"
  | "false"
  | "integer"
  | "float"
  | "operator"
  | "comment-start"
  | "comment"
  | "text-block";

/** A token; `special` is text that belongs before it although no token has it, such as a `$` that starts no reference. */
export type Token = { kind: TokenKind; image: string; start: number; end: number; special: string };

/** Reads a token's end at a position, or -1. */
export type TokenReader = (text: string, position: number) => number;

/** What becomes of a match: a token, a piece that the next match continues, text to drop, or text to hand to the next token. */
export type TokenRule = {
  kind:
    | TokenKind
    | "dollar"
    | "dollar-bang"
    | "open-text-block"
    | "open-formal-comment"
    | "open-block-comment"
    | "hash"
    | "terminator"
    | "skip"
    | "more";
  read: TokenReader;
  first?: RegExp;
};

function pattern(source: string): TokenReader {
  const regex = new RegExp(source, "y");
  return (text, position) => {
    regex.lastIndex = position;
    return regex.test(text) ? regex.lastIndex : -1;
  };
}

// Runs of backslashes are measured once, or a long run would be measured again from each of its characters.
function escapes(rest: string): TokenReader {
  const tail = pattern(rest);
  let run = { text: "", start: 0, end: 0 };
  return (text, position) => {
    if (text !== run.text || position < run.start || position > run.end) {
      let end = position;
      while (text[end] === "\\") end++;
      run = { text, start: position, end };
    }
    return tail(text, run.end);
  };
}

const escapedHash = escapes("#(?:[A-Za-z_@][A-Za-z0-9_@]*|\\{[A-Za-z_][A-Za-z0-9_@]*\\})");

// An odd number of backslashes, then a directive.
const escapedDirective: TokenReader = (text, position) => {
  if (text[position] !== "\\") return -1;
  const end = escapedHash(text, position);
  if (end < 0) return -1;
  return (text.indexOf("#", position) - position) % 2 === 1 ? end : -1;
};

const single: TokenReader = (text, position) => (position < text.length ? position + 1 : -1);

// A quote is doubled inside its own kind; the longest reading wins, so a doubled quote only ends the text if nothing closes it later.
const stringLiteral: TokenReader = (text, position) => {
  const quote = text[position];
  if (quote !== '"' && quote !== "'") return -1;
  let best = -1;
  let at = position + 1;
  for (;;) {
    at = text.indexOf(quote, at);
    if (at < 0) return best;
    best = at + 1;
    if (text[at + 1] !== quote) return best;
    at += 2;
  }
};

// The first character decides which rules are worth a try; a rule without a set is tried at any.
const rule = (kind: TokenRule["kind"], read: TokenReader | string, first?: RegExp): TokenRule => {
  const base = { kind, read: typeof read === "string" ? pattern(read) : read };
  return first === undefined ? base : { ...base, first };
};

const indexOpen = rule("index-open", "\\[", /\[/);
const punctuation = [
  rule("list-open", "\\[", /\[/),
  rule("list-close", "\\]", /\]/),
  rule("comma", ",", /,/),
  rule("double-dot", "\\.\\.", /\./),
  rule("colon", ":", /:/),
  rule("map-open", "\\{", /\{/),
  rule("map-close", "\\}", /\}/),
];
const parenOpen = rule("paren-open", "\\(", /\(/);
const set = rule("set", "[ \\t]*(?:#set|#\\{set\\}) *\\(", /[ \t#]/);
const continuations = [
  rule("dollar", escapes("\\$"), /[$\\]/),
  rule("dollar-bang", escapes("\\$\\\\*[!#]"), /[$\\]/),
  rule("open-text-block", "#\\[\\[", /#/),
  rule("open-formal-comment", "#\\*\\*[^#]", /#/),
  rule("open-block-comment", "#\\*", /#/),
  rule("hash", "#", /#/),
];
const commentStart = rule("comment-start", "##", /#/);
const space = rule("space", "[ \\t\\n\\r]+", /\s/);
const string = rule("string", stringLiteral, /["']/);
const booleans = [rule("true", "true", /t/), rule("false", "false", /f/)];
const numbers = [
  rule("integer", "-?[0-9]+(?:\\.\\.)?", /[-0-9]/),
  rule("float", "-?[0-9]+\\.[0-9]*(?:[eE][+-]?[0-9]+)?|-?\\.[0-9]+(?:[eE][+-]?[0-9]+)?|-?[0-9]+[eE][+-]?[0-9]+"),
];
// `#else500` ends a branch on the service, although Velocity 1.7 itself reads one word there; `#elseb` stays a word.
const words = [
  rule("word", "(?!else[0-9])[A-Za-z_@][A-Za-z0-9_@]*", /[A-Za-z_@]/),
  rule("bracketed-word", "\\{[A-Za-z_][A-Za-z0-9_@]*\\}", /\{/),
];
const names = [rule("identifier", "[A-Za-z_][A-Za-z0-9_-]*", /[A-Za-z_]/), rule("dot", "\\.[A-Za-z]", /\./)];
const curlies = [rule("left-curly", "\\{", /\{/), rule("right-curly", "\\}", /\}/)];
const emptyIndex = rule("empty-index", "\\$!\\[|\\$\\\\!\\[|\\$\\[|\\$\\.");
const terminator = rule("terminator", single);
const skip = rule("skip", single);
const endOfLine = "(?:[ \\t]*(?:\\r\\n|\\n|\\r))?";

/** The rules of each state, in the order that decides between matches of one length; else the longest match wins. */
const TOKEN_RULES: Readonly<Record<LexState, readonly TokenRule[]>> = {
  text: [
    rule("escaped-directive", escapedDirective, /\\/),
    set,
    ...continuations,
    commentStart,
    rule("double-escape", "\\\\\\\\", /\\/),
    rule("escape", "\\\\", /\\/),
    rule("text", "[^$#\\\\]+", /[^$#\\]/),
    emptyIndex,
  ],
  reference: [indexOpen, set, ...continuations, commentStart, ...booleans, ...names, ...curlies, terminator, emptyIndex],
  modifier: [indexOpen, parenOpen, set, ...continuations, ...booleans, ...names, ...curlies, terminator],
  arguments: [...punctuation, rule("argument-close", "\\)", /\)/), set, ...continuations, space, string, ...booleans, ...numbers, ...names],
  index: [rule("index-close", "\\]", /\]/), ...continuations, space, string, ...booleans, ...numbers],
  hash: [
    ...continuations,
    commentStart,
    rule("end", `(?:end|\\{end\\})${endOfLine}`),
    rule("if", "if|\\{if\\}"),
    rule("elseif", "elseif|\\{elseif\\}"),
    rule("else", `(?:else|\\{else\\})${endOfLine}`),
    ...numbers,
    ...words,
    terminator,
  ],
  directive: [
    ...punctuation,
    parenOpen,
    rule("paren-close", `\\)${endOfLine}`),
    ...continuations,
    commentStart,
    space,
    string,
    ...booleans,
    rule("operator", "&&|\\|\\||<=|>=|==|!=|[-+*/%<>!=]|(?:and|or|lt|le|gt|ge|eq|ne|not)"),
    ...numbers,
    ...words,
  ],
  "line-comment": [...continuations, rule("comment", "\\r\\n|\\n|\\r"), skip],
  "formal-comment": [...continuations, rule("comment", "\\*#"), skip],
  "block-comment": [...continuations, rule("comment", "\\*#"), skip],
  "text-block": [...continuations, rule("text-block", "\\]\\]#"), rule("more", single)],
};

/** The rules of a state that can match at a character; characters beyond ASCII share one list. */
export function findRules(state: LexState, code: number): readonly TokenRule[] {
  const lists = RULES_BY_CODE[state];
  return lists[Math.min(code, 128)] ?? [];
}

const makeLists = (rules: readonly TokenRule[]): TokenRule[][] =>
  Array.from({ length: 129 }, (_, code) =>
    rules.filter(({ first }) => first === undefined || first.test(code < 128 ? String.fromCharCode(code) : "\u00e9")),
  );

const RULES_BY_CODE: Readonly<Record<LexState, readonly (readonly TokenRule[])[]>> = {
  text: makeLists(TOKEN_RULES.text),
  reference: makeLists(TOKEN_RULES.reference),
  modifier: makeLists(TOKEN_RULES.modifier),
  arguments: makeLists(TOKEN_RULES.arguments),
  index: makeLists(TOKEN_RULES.index),
  hash: makeLists(TOKEN_RULES.hash),
  directive: makeLists(TOKEN_RULES.directive),
  "line-comment": makeLists(TOKEN_RULES["line-comment"]),
  "formal-comment": makeLists(TOKEN_RULES["formal-comment"]),
  "block-comment": makeLists(TOKEN_RULES["block-comment"]),
  "text-block": makeLists(TOKEN_RULES["text-block"]),
};
