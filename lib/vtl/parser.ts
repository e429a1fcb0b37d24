import { Lexer } from "./lexer.ts";
import { DIRECTIVES, parseDirective } from "./parse-directive.ts";
import { parseExpression, parseIndexValue, parseParameter } from "./parse-expression.ts";
import { isReferenceNext, parseReference } from "./parse-reference.ts";
import type { ParseScope } from "./string-literal.ts";
import type { IfBranch, Statement } from "./syntax.ts";
import { TokenStream } from "./token-stream.ts";
import type { TokenKind } from "./tokens.ts";
import { locate, VtlError } from "./vtl-error.ts";

/** A template's text and what it consists of. */
export type TemplateSyntax = { text: string; body: Statement[] };

/** The service allows templates of 300 KB. */
export const TEMPLATE_LENGTH_MAX = 300 * 1024;
// Texts in texts in texts.
const LITERAL_DEPTH_MAX = 10;

/** Parses a template by the rules of Velocity 1.7; throws VtlError of kind `parse`. */
export function parseSyntax(text: string): TemplateSyntax {
  if (text.length > TEMPLATE_LENGTH_MAX) {
    throw new VtlError("parse", `The template is longer than ${TEMPLATE_LENGTH_MAX} characters.`, locate(text, TEMPLATE_LENGTH_MAX));
  }
  const scope = { template: text, macros: new Set<string>(), depth: 0, parseBlock, parseStatements, parseParameter, parseIndexValue };
  return { text, body: parseBlock(text, 0, scope) };
}

function parseBlock(text: string, offset: number, scope: ParseScope): Statement[] {
  const lexer = new Lexer(text, { template: scope.template, offset });
  if (scope.depth > LITERAL_DEPTH_MAX) throw lexer.fail("Texts are nested too deeply.", 0);
  const tokens = new TokenStream(lexer, offset);
  const body = parseStatements(tokens, scope);
  if (!tokens.isNext("end-of-input")) throw tokens.unexpected("text, a reference or a directive");
  return body;
}

const TEXT_KINDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "text",
  "dot",
  "paren-close",
  "paren-open",
  "integer",
  "float",
  "string",
  "escape",
  "left-curly",
  "right-curly",
  "empty-index",
]);

// Up to a token that starts no statement.
function parseStatements(tokens: TokenStream, scope: ParseScope): Statement[] {
  const statements: Statement[] = [];
  for (;;) {
    const statement = parseStatement(tokens, scope);
    if (statement === undefined) return statements;
    addStatement(statements, statement);
  }
}

// Neighbouring texts print as one.
function addStatement(statements: Statement[], statement: Statement): void {
  const last = statements.at(-1);
  if (statement.kind !== "text") statements.push(statement);
  else if (last?.kind === "text") {
    const span = { start: last.span.start, end: statement.span.end };
    statements[statements.length - 1] = { kind: "text", text: last.text + statement.text, span };
  } else if (statement.text !== "") statements.push(statement);
}

function parseStatement(tokens: TokenStream, scope: ParseScope): Statement | undefined {
  const token = tokens.peek();
  if (token.kind === "if") return tokens.nest(() => parseIf(tokens, scope));
  if (isReferenceNext(tokens)) {
    const reference = parseReference(tokens, scope);
    return { kind: "print", reference, span: reference.span };
  }
  if (TEXT_KINDS.has(token.kind)) {
    tokens.take();
    return { kind: "text", text: token.special + token.image, span: tokens.spanFrom(token.start) };
  }
  switch (token.kind) {
    case "comment-start":
      tokens.take();
      tokens.accept("comment");
      return { kind: "text", text: "", span: tokens.spanFrom(token.start) };
    case "comment":
      tokens.take();
      return { kind: "text", text: "", span: tokens.spanFrom(token.start) };
    case "text-block":
      tokens.take();
      return { kind: "text", text: token.image.slice(token.image.indexOf("#[[") + 3, -3), span: tokens.spanFrom(token.start) };
    case "set":
      return parseSet(tokens, scope);
    case "escaped-directive":
      tokens.take();
      return { kind: "text", text: unescapeDirective(token.image, scope), span: tokens.spanFrom(token.start) };
    case "double-escape":
      return parseEscapes(tokens, scope);
    case "word":
    case "bracketed-word":
      return tokens.nest(() => parseDirective(tokens, scope));
    default:
      return undefined;
  }
}

function parseSet(tokens: TokenStream, scope: ParseScope): Statement {
  const { start } = tokens.take();
  tokens.skipSpace();
  if (!tokens.isNext("identifier") && !tokens.isNext("left-curly")) throw tokens.unexpected("a reference");
  const target = parseReference(tokens, scope);
  tokens.skipSpace();
  if (tokens.peek().image !== "=" || !tokens.isNext("operator")) throw tokens.unexpected("'='");
  tokens.take();
  const value = parseExpression(tokens, scope);
  tokens.expect("paren-close", "')'");
  tokens.lexer.isInSet = false;
  return { kind: "set", target, value, span: tokens.spanFrom(start) };
}

function parseIf(tokens: TokenStream, scope: ParseScope): Statement {
  const { start } = tokens.peek();
  const branches = [parseBranch(tokens, scope)];
  while (tokens.isNext("elseif")) branches.push(parseBranch(tokens, scope));
  const otherwise = tokens.accept("else") ? parseStatements(tokens, scope) : undefined;
  if (!tokens.isNext("end")) throw tokens.unexpected("#end");
  tokens.take();
  return { kind: "if", branches, otherwise, span: tokens.spanFrom(start) };
}

function parseBranch(tokens: TokenStream, scope: ParseScope): IfBranch {
  const { start } = tokens.take();
  tokens.skipSpace();
  tokens.expect("paren-open", "'('");
  const condition = parseExpression(tokens, scope);
  tokens.expect("paren-close", "')'");
  const span = tokens.spanFrom(start);
  return { condition, body: parseStatements(tokens, scope), span };
}

const CONTROL_WORDS = new Set(["if", "end", "set", "else", "elseif"]);

// Backslashes before a real directive are halved; before anything else they are text.
function unescapeDirective(image: string, scope: ParseScope): string {
  const last = image.lastIndexOf("\\");
  const directive = image.slice(last + 1);
  const name = directive.slice(1).replace(/^\{(.*)\}$/, "$1");
  if (!CONTROL_WORDS.has(name) && !DIRECTIVES.has(name) && !scope.macros.has(name)) return image;
  return image.slice(0, last >> 1) + directive;
}

function parseEscapes(tokens: TokenStream, scope: ParseScope): Statement {
  const { start } = tokens.peek();
  let count = 0;
  while (tokens.accept("double-escape")) count++;
  const next = tokens.peek();
  const name = next.image.slice(1);
  const isControl = ["if", "else", "elseif", "end"].includes(next.kind) || DIRECTIVES.has(name) || scope.macros.has(name);
  return { kind: "text", text: (isControl ? "\\" : "\\\\").repeat(count), span: tokens.spanFrom(start) };
}
