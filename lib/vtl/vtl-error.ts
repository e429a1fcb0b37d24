/** How a template fails: its text is wrong, a method threw, anything else at run time, or too much work. */
export type VtlErrorKind = "parse" | "method" | "runtime" | "budget";

/** A place in a template; lines and columns count from 1. */
export type TemplatePlace = { line: number; column: number; offset: number };

/** The only error that parsing and rendering throw. */
export class VtlError extends Error {
  readonly line: number;
  readonly column: number;
  readonly offset: number;

  constructor(
    readonly kind: VtlErrorKind,
    message: string,
    place: TemplatePlace,
  ) {
    super(message);
    this.line = place.line;
    this.column = place.column;
    this.offset = place.offset;
  }
}

/** A failure inside the evaluator that does not know its place yet. */
export class Failure extends Error {
  constructor(
    readonly kind: VtlErrorKind,
    message: string,
  ) {
    super(message);
  }
}

/** Line and column of an offset. */
export function locate(text: string, offset: number): TemplatePlace {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at >= 0; at = before.indexOf("\n", at + 1)) line++;
  return { line, column: offset - lineStart + 1, offset };
}
