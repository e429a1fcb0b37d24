import { badRequest } from "../../services/errors.ts";

export type Op = "add" | "remove" | "replace" | "move" | "test" | "copy";
export type PatchOperation = { op?: string | undefined; path?: string | undefined; value?: string | undefined; from?: string | undefined };

/** One operation as a line of a table sees it. */
export type Change = {
  op: Op;
  /** The path as it was sent. */
  path: string;
  value: string | undefined;
  from: string | undefined;
  /** What the pattern's names stand for, unescaped. */
  names: Readonly<Record<string, string>>;
  /** The same as sent, escapes kept. */
  rawNames: Readonly<Record<string, string>>;
};

/** Makes the change in a draft; throws the service's error when the value does not fit. */
export type Edit<Draft> = (draft: Draft, change: Change) => Draft;
export type PatchLine<Draft> = { ops: readonly Op[]; at: Edit<Draft> };

export type PatchTable<Draft> = {
  readonly lines: Readonly<Record<string, PatchLine<Draft>>>;
  /** The operations, one after the other, on a draft. */
  apply(draft: Draft, operations: readonly PatchOperation[] | undefined): Draft;
};

export type PatchOptions = {
  /** The error for a path or an operation that the table does not have. */
  refuse?: (change: Change) => Error;
};

const operationsMax = 1_000;

/**
 * A table of what PATCH may do to a kind of entity. A pattern's `{name}` stands for one segment and `{name+}` for one or more;
 * of several patterns that fit, the one with most literal segments counts.
 */
export function patchTable<Draft>(lines: Readonly<Record<string, PatchLine<Draft>>>, options: PatchOptions = {}): PatchTable<Draft> {
  const patterns = Object.entries(lines).map(([pattern, line]) => ({ segments: pattern.split("/"), line }));
  patterns.sort((a, b) => literals(b.segments) - literals(a.segments));
  const refuse = options.refuse ?? ((change: Change) => commonRefusal(lines, change));
  const applyOne = (draft: Draft, operation: PatchOperation): Draft => {
    const change = toChange(operation);
    const segments = change.path.split("/");
    for (const { segments: pattern, line } of patterns) {
      const rawNames = matchSegments(pattern, segments);
      if (rawNames === undefined || !line.ops.includes(change.op)) continue;
      const names = Object.fromEntries(Object.entries(rawNames).map(([name, raw]) => [name, unescapePointer(raw)]));
      return line.at(draft, { ...change, names, rawNames });
    }
    throw refuse(change);
  };
  return {
    lines,
    apply: (draft, operations = []) => {
      if (operations.length > operationsMax) throw badRequest(`A request can have at most ${operationsMax} patch operations.`);
      return operations.reduce(applyOne, draft);
    },
  };
}

/** The service's wording for most kinds; the two spaces are its own. */
function commonRefusal(lines: Readonly<Record<string, { ops: readonly Op[] }>>, { op, path }: Change): Error {
  const allowed = Object.entries(lines).filter(([, line]) => line.ops.includes(op));
  const advice =
    allowed.length === 0 ? "Please choose supported operations" : `Must be one of: [${allowed.map(([pattern]) => pattern).join(", ")}]`;
  return badRequest(`Invalid patch path  '${path}' specified for op '${op}'. ${advice}`);
}

function toChange({ op, path, value, from }: PatchOperation): Change {
  if (path === undefined || !path.startsWith("/")) throw badRequest(`Invalid patch path ${path ?? ""}`.trim());
  // The operation was checked against its enum before.
  return { op: (op ?? "replace") as Op, path, value, from, names: {}, rawNames: {} };
}

function literals(pattern: readonly string[]): number {
  return pattern.filter((segment) => !segment.startsWith("{")).length;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const greedy = pattern.findIndex((part) => part.endsWith("+}"));
  const extra = segments.length - pattern.length;
  if (extra < 0 || (greedy < 0 && extra > 0)) return undefined;
  const names: Record<string, string> = {};
  let position = 0;
  for (const [index, part] of pattern.entries()) {
    const count = index === greedy ? extra + 1 : 1;
    const text = segments.slice(position, position + count).join("/");
    position += count;
    if (!part.startsWith("{")) {
      if (part !== text) return undefined;
    } else if (text === "") return undefined;
    else names[part.replace(/^\{|\+?\}$/g, "")] = text;
  }
  return names;
}

/** JSON pointer escapes: `~1` is `/` and `~0` is `~`. */
export function unescapePointer(text: string): string {
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}
