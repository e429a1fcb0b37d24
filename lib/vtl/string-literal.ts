import type { Expression, Statement } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";
import type { Token } from "./tokens.ts";

/**
 * What the parts of the parser share: the whole template, the names of macros seen so far, and the parts that call each other in circles,
 * so that their files need not import each other.
 */
export type ParseScope = {
  template: string;
  macros: Set<string>;
  depth: number;
  parseBlock: (text: string, offset: number, scope: ParseScope) => Statement[];
  parseStatements: (tokens: TokenStream, scope: ParseScope) => Statement[];
  parseParameter: (tokens: TokenStream, scope: ParseScope) => Expression;
  parseIndexValue: (tokens: TokenStream, scope: ParseScope) => Expression;
};

/** Makes a literal of a token; one in double quotes with `$` or `#` in it is a template itself. */
export function parseStringLiteral(token: Token, offset: number, scope: ParseScope): Expression {
  const quote = token.image[0] ?? "";
  const span = { start: offset + token.start, end: offset + token.end };
  let text = token.image.slice(1, -1).replaceAll(quote + quote, quote);
  if (quote === "'") return { kind: "string", value: text, span };
  text = text.replace(/\\u([0-9a-fA-F]{4})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  if (!/[$#]/.test(token.image)) return { kind: "string", value: text, span };
  // Velocity puts a blank behind the text so that a reference at its end is complete, and takes it away from the result.
  const hasComment = text.includes("##");
  const body = scope.parseBlock(hasComment ? text : `${text} `, offset + token.start + 1, { ...scope, depth: scope.depth + 1 });
  return { kind: "template", body, dropsLast: !hasComment, span };
}
