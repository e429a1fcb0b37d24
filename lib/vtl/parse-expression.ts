import { parseReference } from "./parse-reference.ts";
import { type ParseScope, parseStringLiteral } from "./string-literal.ts";
import type { Expression, Operator } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

const LEVELS: readonly Readonly<Record<string, Operator>>[] = [
  { "||": "||", or: "||" },
  { "&&": "&&", and: "&&" },
  { "==": "==", eq: "==", "!=": "!=", ne: "!=" },
  { "<": "<", lt: "<", ">": ">", gt: ">", "<=": "<=", le: "<=", ">=": ">=", ge: ">=" },
  { "+": "+", "-": "-" },
  { "*": "*", "/": "/", "%": "%" },
];

// Chains of operators become trees of this depth.
const CHAIN_MAX = 500;

/** Parses an expression with operators, as conditions and `#set` have. */
export function parseExpression(tokens: TokenStream, scope: ParseScope): Expression {
  return tokens.nest(() => parseLevel(tokens, scope, 0));
}

function parseLevel(tokens: TokenStream, scope: ParseScope, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return parseUnary(tokens, scope);
  let left = parseLevel(tokens, scope, level + 1);
  for (let count = 0; ; count++) {
    const token = tokens.peek();
    const operator = token.kind === "operator" && Object.hasOwn(operators, token.image) ? operators[token.image] : undefined;
    if (operator === undefined) return left;
    if (count > CHAIN_MAX) throw tokens.lexer.fail("The expression has too many operators.", token.start);
    tokens.take();
    const right = parseLevel(tokens, scope, level + 1);
    left = { kind: "operation", operator, left, right, span: { start: left.span.start, end: right.span.end } };
  }
}

function parseUnary(tokens: TokenStream, scope: ParseScope): Expression {
  const isSpaced = tokens.isNext("space");
  const next = isSpaced ? tokens.peek(1) : tokens.peek();
  if (next.kind === "operator" && (next.image === "!" || next.image === "not")) {
    tokens.skipSpace();
    const start = tokens.take().start;
    const operand = tokens.nest(() => parseUnary(tokens, scope));
    return { kind: "not", operand, span: tokens.spanFrom(start) };
  }
  tokens.skipSpace();
  const primary = parsePrimary(tokens, scope);
  tokens.skipSpace();
  return primary;
}

function parsePrimary(tokens: TokenStream, scope: ParseScope): Expression {
  if (!tokens.isNext("paren-open")) return parseValue(tokens, scope);
  const start = tokens.take().start;
  const inner = parseExpression(tokens, scope);
  tokens.expect("paren-close", "')'");
  return { kind: "group", inner, span: tokens.spanFrom(start) };
}

/** Parses a value without operators, with blanks around it, as arguments, lists and maps have. */
export function parseParameter(tokens: TokenStream, scope: ParseScope): Expression {
  tokens.skipSpace();
  const value = parseValue(tokens, scope);
  tokens.skipSpace();
  return value;
}

/** Parses an index: a text, a whole number, a boolean or a reference. */
export function parseIndexValue(tokens: TokenStream, scope: ParseScope): Expression {
  tokens.skipSpace();
  const { kind } = tokens.peek();
  if (kind !== "string" && kind !== "integer" && kind !== "true" && kind !== "false" && !isReferenceStart(tokens)) {
    throw tokens.unexpected("an index");
  }
  const value = parseValue(tokens, scope);
  tokens.skipSpace();
  return value;
}

/** Whether a value can start here. */
export function isValueStart(tokens: TokenStream): boolean {
  switch (tokens.peek().kind) {
    case "string":
    case "integer":
    case "float":
    case "true":
    case "false":
    case "list-open":
    case "map-open":
      return true;
    default:
      return isReferenceStart(tokens);
  }
}

function isReferenceStart(tokens: TokenStream): boolean {
  return tokens.isNext("identifier") || tokens.isNext("left-curly");
}

/** Parses a value where one has to be. */
export function parseValue(tokens: TokenStream, scope: ParseScope): Expression {
  const token = tokens.peek();
  switch (token.kind) {
    case "string":
      tokens.take();
      return parseStringLiteral(token, tokens.offset, scope);
    case "integer":
    case "float":
      tokens.take();
      return { kind: token.kind, value: token.image, span: tokens.spanFrom(token.start) };
    case "true":
    case "false":
      tokens.take();
      return { kind: "boolean", value: token.kind === "true", span: tokens.spanFrom(token.start) };
    case "map-open":
      return tokens.nest(() => parseMap(tokens, scope));
    case "list-open":
      return tokens.nest(() => parseList(tokens, scope));
    case "identifier":
    case "left-curly": {
      const reference = parseReference(tokens, scope);
      return { kind: "reference", reference, span: reference.span };
    }
    default:
      throw tokens.unexpected("a value");
  }
}

function parseMap(tokens: TokenStream, scope: ParseScope): Expression {
  const { start } = tokens.take();
  const entries: { key: Expression; value: Expression }[] = [];
  tokens.skipSpace();
  if (!isMapEnd(tokens)) {
    do {
      const key = parseParameter(tokens, scope);
      tokens.expect("colon", "':'");
      entries.push({ key, value: parseParameter(tokens, scope) });
    } while (tokens.accept("comma"));
  }
  if (!isMapEnd(tokens)) throw tokens.unexpected("',' or '}'");
  tokens.take();
  return { kind: "map", entries, span: tokens.spanFrom(start) };
}

function isMapEnd(tokens: TokenStream): boolean {
  return tokens.isNext("map-close") || tokens.isNext("right-curly");
}

function parseList(tokens: TokenStream, scope: ParseScope): Expression {
  const { start } = tokens.take();
  if (tokens.accept("list-close")) return { kind: "list", items: [], span: tokens.spanFrom(start) };
  const first = parseParameter(tokens, scope);
  if (tokens.isNext("double-dot") && (first.kind === "reference" || first.kind === "integer"))
    return parseRange(tokens, scope, first, start);
  const items = [first];
  while (tokens.accept("comma")) items.push(parseParameter(tokens, scope));
  tokens.expect("list-close", "',' or ']'");
  return { kind: "list", items, span: tokens.spanFrom(start) };
}

function parseRange(tokens: TokenStream, scope: ParseScope, from: Expression, start: number): Expression {
  tokens.take();
  const to = parseParameter(tokens, scope);
  if (to.kind !== "reference" && to.kind !== "integer")
    throw tokens.lexer.fail("A range ends with a whole number or a reference.", to.span.start - tokens.offset);
  tokens.expect("list-close", "']'");
  return { kind: "range", from, to, span: tokens.spanFrom(start) };
}
