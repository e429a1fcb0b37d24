/** Where a node stands in the template, as offsets; `end` is behind its last character. */
export type Span = { start: number; end: number };

/** What a template consists of. */
export type Statement =
  | { kind: "text"; text: string; span: Span }
  | { kind: "print"; reference: Reference; span: Span }
  | { kind: "set"; target: Reference; value: Expression; span: Span }
  | { kind: "if"; branches: IfBranch[]; otherwise: Statement[] | undefined; span: Span }
  | { kind: "foreach"; variable: string; list: Expression | undefined; body: Statement[]; span: Span }
  | { kind: "define"; name: string; argumentCount: number; body: Statement[]; span: Span }
  | { kind: "stop"; span: Span }
  | { kind: "break"; scope: Expression | undefined; argumentCount: number; span: Span };

/** A condition with its block. */
export type IfBranch = { condition: Expression; body: Statement[]; span: Span };

/** A value; `words` are bare words where a value is expected, which are Java's null. */
export type Expression =
  | { kind: "string"; value: string; span: Span }
  | { kind: "template"; body: Statement[]; dropsLast: boolean; span: Span }
  | { kind: "integer"; value: string; span: Span }
  | { kind: "float"; value: string; span: Span }
  | { kind: "boolean"; value: boolean; span: Span }
  | { kind: "list"; items: Expression[]; span: Span }
  | { kind: "range"; from: Expression; to: Expression; span: Span }
  | { kind: "map"; entries: { key: Expression; value: Expression }[]; span: Span }
  | { kind: "reference"; reference: Reference; span: Span }
  | { kind: "group"; inner: Expression; span: Span }
  | { kind: "not"; operand: Expression; span: Span }
  | { kind: "operation"; operator: Operator; left: Expression; right: Expression; span: Span };

/** Binary operators by their symbols. */
export type Operator = "||" | "&&" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "+" | "-" | "*" | "/" | "%";

/** `$a.b('c')[0]` with what stands before the name. */
export type Reference = {
  /** The first name; for a bare word, which has no value, the text that it prints. */
  root: string;
  isWord: boolean;
  /** `\$x` prints the reference's own text. */
  isEscaped: boolean;
  /** Half of the backslashes before an unescaped one; printed before the value. */
  prefix: string;
  isQuiet: boolean;
  isFormal: boolean;
  /** The text from `$` to the end. */
  literal: string;
  accessors: Accessor[];
  span: Span;
};

/** One step of a reference. */
export type Accessor =
  | { kind: "property"; name: string; span: Span }
  | { kind: "method"; name: string; parameters: Expression[]; span: Span }
  | { kind: "index"; index: Expression; span: Span };
