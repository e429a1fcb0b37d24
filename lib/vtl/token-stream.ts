import type { Lexer } from "./lexer.ts";
import type { Token, TokenKind } from "./tokens.ts";
import type { VtlError } from "./vtl-error.ts";

// Deeper templates would need more stack than a browser worker has.
const NESTING_MAX = 120;

/** The tokens with look-ahead. Reading ahead moves the lexer, so it happens only where Velocity's parser looks ahead too. */
export class TokenStream {
  private readonly waiting: Token[] = [];
  private depth = 0;
  /** The end of the last token that was taken. */
  lastEnd = 0;

  constructor(
    readonly lexer: Lexer,
    /** Offset of this text in the whole template. */
    readonly offset: number,
  ) {}

  peek(distance = 0): Token {
    while (this.waiting.length <= distance) this.waiting.push(this.lexer.next());
    const token = this.waiting[distance];
    if (token === undefined) throw this.lexer.fail("Unexpected end.", this.lastEnd);
    return token;
  }

  isNext(kind: TokenKind): boolean {
    return this.peek().kind === kind;
  }

  take(): Token {
    const token = this.peek();
    this.waiting.shift();
    this.lastEnd = token.end;
    return token;
  }

  accept(kind: TokenKind): boolean {
    if (!this.isNext(kind)) return false;
    this.take();
    return true;
  }

  expect(kind: TokenKind, what: string): Token {
    if (!this.isNext(kind)) throw this.unexpected(what);
    return this.take();
  }

  skipSpace(): void {
    this.accept("space");
  }

  unexpected(what: string): VtlError {
    const token = this.peek();
    const found = token.kind === "end-of-input" ? "the template ends" : `found ${JSON.stringify(token.image.slice(0, 20))}`;
    return this.lexer.fail(`Expected ${what}, but ${found}.`, token.start);
  }

  /** Runs a part of the parser one level deeper. */
  nest<Result>(run: () => Result): Result {
    this.depth++;
    if (this.depth > NESTING_MAX) throw this.lexer.fail("The template is nested too deeply.", this.lastEnd);
    const result = run();
    this.depth--;
    return result;
  }

  /** The span from a token's start to the last taken token. */
  spanFrom(start: number): { start: number; end: number } {
    return { start: this.offset + start, end: this.offset + this.lastEnd };
  }
}
