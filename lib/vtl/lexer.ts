import { findRules, type LexState, type Token, type TokenRule } from "./tokens.ts";
import { locate, VtlError } from "./vtl-error.ts";

/**
 * Velocity 1.7's lexer: a state, a stack of states and two counts of brackets. It reads on demand, since the parser changes the state
 * behind a directive's name.
 */
export class Lexer {
  private position = 0;
  private state: LexState = "text";
  private stack: { state: LexState; opened: number; closed: number }[] = [];
  private opened = 0;
  private closed = 0;
  private isInComment = false;
  /** Whether a `#set` is open; literals end a directive's state elsewhere. */
  isInSet = false;

  constructor(
    readonly text: string,
    /** Offset of this text in the whole template, for texts inside of string literals. */
    private readonly origin: { template: string; offset: number },
  ) {}

  /** The next token; throws VtlError where no token can start. */
  next(): Token {
    let start = this.position;
    let isContinuing = false;
    let special = "";
    for (;;) {
      if (this.position >= this.text.length) {
        if (isContinuing) throw this.fail("The template ends in the middle of something.", start);
        return { kind: "end-of-input", image: "", start: this.position, end: this.position, special };
      }
      const match = this.findLongest();
      if (match === undefined) throw this.fail(`Unexpected character ${JSON.stringify(this.text[this.position])}.`, this.position);
      const { kind } = match.rule;
      this.position = match.end;
      const image = this.text.slice(start, match.end);
      if (this.continueWith(kind)) {
        isContinuing = true;
      } else if (kind === "skip") {
        isContinuing = false;
        start = this.position;
      } else if (kind === "terminator") {
        special += keepSpecial(image);
        this.position--;
        this.pop();
        isContinuing = false;
        start = this.position;
      } else if (isTokenKind(kind)) {
        return { ...this.finish(kind, image, start), special };
      }
    }
  }

  /** Drops the state of a directive that has no arguments after all. */
  pop(): boolean {
    const saved = this.stack.pop();
    this.opened = saved?.opened ?? 0;
    if (saved !== undefined) this.closed = saved.closed;
    this.state = saved?.state ?? "text";
    return saved !== undefined;
  }

  /** Goes on with a directive's arguments. */
  enterDirective(): void {
    this.state = "directive";
  }

  /** Whether an opening bracket follows, possibly behind blanks. */
  isBracketNext(): boolean {
    let at = this.position;
    while (at < this.text.length && " \n\r\t".includes(this.text[at] ?? "")) at++;
    return this.text[at] === "(";
  }

  fail(message: string, at: number): VtlError {
    return new VtlError("parse", message, locate(this.origin.template, Math.min(this.origin.offset + at, this.origin.template.length)));
  }

  private findLongest(): { rule: TokenRule; end: number } | undefined {
    let best: { rule: TokenRule; end: number } | undefined;
    for (const rule of findRules(this.state, this.text.charCodeAt(this.position))) {
      const end = rule.read(this.text, this.position);
      if (end > (best?.end ?? this.position)) best = { rule, end };
    }
    return best;
  }

  private push(state: LexState): void {
    this.stack.push({ state: this.state, opened: this.opened, closed: this.closed });
    this.opened = 0;
    this.state = state;
  }

  // Pieces that are not tokens themselves: they change the state, and what follows is part of their token.
  private continueWith(kind: TokenRule["kind"]): boolean {
    switch (kind) {
      case "dollar":
      case "dollar-bang":
        if (this.isInComment) return true;
        if (this.state === "reference") this.pop();
        this.push("reference");
        return true;
      case "hash":
        if (this.isInComment) return true;
        if (this.state === "reference" || this.state === "modifier") this.pop();
        this.push("hash");
        return true;
      case "open-text-block":
        this.openComment("text-block");
        return true;
      case "open-formal-comment":
        if (!this.isInComment) this.position--;
        this.openComment("formal-comment");
        return true;
      case "open-block-comment":
        this.openComment("block-comment");
        return true;
      case "more":
        return true;
      default:
        return false;
    }
  }

  private openComment(state: LexState): void {
    if (this.isInComment) return;
    this.isInComment = true;
    this.push(state);
  }

  private finish(kind: Token["kind"], image: string, start: number): Omit<Token, "special"> {
    switch (kind) {
      case "index-open":
        this.push("index");
        break;
      case "index-close":
      case "right-curly":
      case "end":
      case "else":
        this.pop();
        break;
      case "comment":
      case "text-block":
        this.isInComment = false;
        this.pop();
        break;
      case "comment-start":
        if (this.state === "reference") this.pop();
        this.openComment("line-comment");
        break;
      case "paren-open":
        this.opened++;
        if (this.state === "modifier") this.state = "arguments";
        break;
      case "paren-close":
        this.closeBracket();
        break;
      case "argument-close":
        this.state = "reference";
        break;
      case "set":
        this.push("directive");
        this.isInSet = true;
        this.opened++;
        break;
      case "if":
      case "elseif":
        this.state = "directive";
        break;
      case "string":
        if (this.state === "directive" && !this.isInSet && this.opened === 0) this.pop();
        break;
      case "dot":
        this.position--;
        this.state = "modifier";
        return { kind, image: ".", start, end: this.position };
      case "integer":
      case "float":
        return this.finishNumber(kind, image, start);
      default:
        break;
    }
    return { kind, image, start, end: this.position };
  }

  private finishNumber(kind: "integer" | "float", image: string, start: number): Omit<Token, "special"> {
    const isRange = image.endsWith("..");
    if (isRange) this.position -= 2;
    const isArgument = this.state === "arguments" || (kind === "integer" && this.state === "index");
    if (this.opened === 0 && !this.isInSet && !isArgument) this.pop();
    return { kind, image: isRange ? image.slice(0, -2) : image, start, end: this.position };
  }

  // Falls back to the state below the one whose bracket this closes.
  private closeBracket(): void {
    for (;;) {
      if (this.opened > 0) {
        if (this.opened === this.closed + 1) this.pop();
        else this.closed++;
        return;
      }
      if (!this.pop()) return;
    }
  }
}

// Of text that no token has only these characters come out again.
function keepSpecial(image: string): string {
  return image.replace(/\\+(?!\\*\$)|[^#$\\]/g, "");
}

function isTokenKind(kind: TokenRule["kind"]): kind is Token["kind"] {
  return (
    kind !== "dollar" &&
    kind !== "dollar-bang" &&
    kind !== "hash" &&
    kind !== "more" &&
    kind !== "skip" &&
    kind !== "terminator" &&
    !kind.startsWith("open-")
  );
}
