import { isValueStart, parseValue } from "./parse-expression.ts";
import type { ParseScope } from "./string-literal.ts";
import type { Expression, Span, Statement } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";
import type { Token } from "./tokens.ts";

/** Directives that exist beside the built-in ones. */
export const DIRECTIVES: ReadonlySet<string> = new Set(["foreach", "macro", "define", "stop", "break", "literal"]);

type Argument = { kind: "word"; word: string } | { kind: "value"; value: Expression };

const BLOCKS = new Set(["foreach", "macro", "define", "literal"]);

/** Parses a directive that is not `#if` or `#set`; unknown ones, macros among them, print their own text. */
export function parseDirective(tokens: TokenStream, scope: ParseScope): Statement {
  const token = tokens.take();
  const name = token.kind === "word" ? token.image.slice(1) : token.image.slice(2, -1);
  tokens.lexer.enterDirective();
  if (!tokens.lexer.isBracketNext()) {
    if (name === "macro") throw tokens.lexer.fail("A macro declaration requires at least a name argument.", token.start);
    tokens.lexer.pop();
    return makeStatement({ tokens, token, name, parameters: [], span: tokens.spanFrom(token.start), body: undefined });
  }
  const parameters = parseArguments(tokens, scope, name);
  const span = tokens.spanFrom(token.start);
  const isBlock = DIRECTIVES.has(name) ? BLOCKS.has(name) : name.startsWith("@");
  if (!isBlock) return makeStatement({ tokens, token, name, parameters, span, body: undefined });
  const bodyStart = tokens.lastEnd;
  const body = scope.parseStatements(tokens, scope);
  const bodyText = tokens.lexer.text.slice(bodyStart, tokens.peek().start);
  tokens.expect("end", "#end");
  if (name === "macro") checkMacro(tokens, token, parameters, scope);
  if (name === "literal") return { kind: "text", text: bodyText, span: tokens.spanFrom(token.start) };
  return makeStatement({ tokens, token, name, parameters, span: tokens.spanFrom(token.start), body });
}

function parseArguments(tokens: TokenStream, scope: ParseScope, directive: string): Argument[] {
  tokens.skipSpace();
  tokens.expect("paren-open", "'('");
  const parameters: Argument[] = [];
  for (;;) {
    tokens.skipSpace();
    if (tokens.accept("comma")) tokens.skipSpace();
    else if (tokens.isNext("paren-close")) break;
    if (tokens.isNext("word")) {
      const { image, start } = tokens.take();
      const isAllowed =
        !DIRECTIVES.has(directive) ||
        (directive === "foreach" && parameters.length === 1) ||
        (directive === "macro" && parameters.length === 0);
      if (!isAllowed) throw tokens.lexer.fail(`Invalid argument ${image} in directive #${directive}.`, start);
      parameters.push({ kind: "word", word: image });
    } else if (isValueStart(tokens)) {
      if (directive === "macro" && parameters.length === 0) throw tokens.unexpected("a macro's name");
      parameters.push({ kind: "value", value: parseValue(tokens, scope) });
    } else throw tokens.unexpected("a value or ')'");
  }
  tokens.take();
  return parameters;
}

function checkMacro(tokens: TokenStream, token: Token, parameters: readonly Argument[], scope: ParseScope): void {
  const first = parameters[0];
  if (first?.kind !== "word") throw tokens.lexer.fail("A macro declaration requires at least a name argument.", token.start);
  scope.macros.add(first.word);
}

type Parts = {
  tokens: TokenStream;
  token: Token;
  name: string;
  parameters: readonly Argument[];
  span: Span;
  body: Statement[] | undefined;
};

function makeStatement({ tokens, token, name, parameters, span, body }: Parts): Statement {
  const value = (index: number) => {
    const argument = parameters[index];
    return argument?.kind === "value" ? argument.value : undefined;
  };
  switch (name) {
    case "stop":
      return { kind: "stop", span };
    case "break":
      return { kind: "break", scope: value(0), argumentCount: parameters.length, span };
    case "foreach":
      if (body !== undefined) return { kind: "foreach", variable: variableName(value(0)), list: value(2), body, span };
      break;
    case "define":
      if (body !== undefined) return { kind: "define", name: variableName(value(0)), argumentCount: parameters.length, body, span };
      break;
    case "macro":
      return { kind: "text", text: "", span };
  }
  return { kind: "text", text: tokens.lexer.text.slice(token.start, tokens.lastEnd), span };
}

function variableName(value: Expression | undefined): string {
  return value?.kind === "reference" ? value.reference.root : "";
}
