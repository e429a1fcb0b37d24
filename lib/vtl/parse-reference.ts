import type { ParseScope } from "./string-literal.ts";
import type { Accessor, Expression, Reference } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";
import type { Token } from "./tokens.ts";

/** Whether a reference starts here; a curly bracket needs a name behind it. */
export function isReferenceNext(tokens: TokenStream): boolean {
  if (tokens.isNext("identifier")) return true;
  return tokens.isNext("left-curly") && tokens.peek(1).kind === "identifier";
}

/** Parses `$x`, `${x}`, `$!x` and what follows it. */
export function parseReference(tokens: TokenStream, scope: ParseScope): Reference {
  return tokens.nest(() => {
    const first = tokens.take();
    const isFormal = first.kind === "left-curly";
    const name = isFormal ? tokens.expect("identifier", "a name") : first;
    const accessors = parseAccessors(tokens, scope);
    if (isFormal) tokens.expect("right-curly", "'}'");
    const text = tokens.lexer.text.slice(first.start, tokens.lastEnd);
    return { ...readRoot(first, name, text), accessors, span: tokens.spanFrom(first.start) };
  });
}

function parseAccessors(tokens: TokenStream, scope: ParseScope): Accessor[] {
  const accessors: Accessor[] = [];
  for (;;) {
    if (tokens.isNext("index-open")) {
      const { start } = tokens.take();
      const index = scope.parseIndexValue(tokens, scope);
      tokens.expect("index-close", "']'");
      accessors.push({ kind: "index", index, span: tokens.spanFrom(start) });
    } else if (tokens.isNext("dot") && tokens.peek(1).kind === "identifier") {
      tokens.take();
      accessors.push(parseMember(tokens, scope));
    } else return accessors;
  }
}

function parseMember(tokens: TokenStream, scope: ParseScope): Accessor {
  const { image: name, start } = tokens.take();
  if (!tokens.isNext("paren-open") || !isCall(tokens)) return { kind: "property", name, span: tokens.spanFrom(start) };
  tokens.take();
  const parameters: Expression[] = [];
  if (!tokens.isNext("argument-close")) {
    do parameters.push(scope.parseParameter(tokens, scope));
    while (tokens.accept("comma"));
  }
  tokens.expect("argument-close", "',' or ')'");
  return { kind: "method", name, parameters, span: tokens.spanFrom(start) };
}

// Velocity looks at one token behind the bracket to tell a call from a property with text behind it.
function isCall(tokens: TokenStream): boolean {
  const { kind } = tokens.peek(1);
  return kind !== "end-of-input";
}

type Root = Omit<Reference, "accessors" | "span">;

// The first token's image has all that stands before the name: backslashes, other dollars, `!` and `{`.
function readRoot(first: Token, name: Token, text: string): Root {
  const base = { isWord: false, isEscaped: false, prefix: "", isQuiet: false, isFormal: first !== name, literal: text };
  const bang = first.image.indexOf("\\!");
  if (bang >= 0) return { ...base, root: removeBackslash(first.image) };
  const slashes = /^\\*/.exec(first.image)?.[0].length ?? 0;
  const rest = first.image.slice(slashes);
  const dollar = rest.lastIndexOf("$");
  if (dollar < 0) return { ...base, isWord: true, root: first.image };
  const prefix = "\\".repeat(slashes >> 1) + rest.slice(0, dollar);
  const image = rest.slice(dollar);
  const isQuiet = image.startsWith("$!");
  const root = first === name ? image.slice(isQuiet ? 2 : 1) : name.image;
  return { ...base, root, isEscaped: slashes % 2 === 1, prefix, isQuiet, literal: text.slice(slashes + dollar) };
}

function removeBackslash(image: string): string {
  return image.replace(/^([^\\]*\\*)\\(?!\\)/, "$1");
}
