import type { DiagnoseOptions, Finding } from "./diagnose-template.ts";
import type { TemplateSyntax } from "./parser.ts";
import { INPUT_REFERENCE, isContextPath, UTIL_REFERENCE } from "./reference.ts";
import type { Accessor, Reference, Span } from "./syntax.ts";
import { walkStatements } from "./walk-syntax.ts";

const ALWAYS_KNOWN = ["input", "util", "context", "stageVariables", "foreach", "velocityCount", "velocityHasNext"];

/** References that can never have a value: variables that nothing sets, functions and names that do not exist. */
export function findUnknownReferences({ body }: TemplateSyntax, options: DiagnoseOptions): Finding[] {
  const known = new Set(ALWAYS_KNOWN);
  walkStatements(body, {
    statement: (statement) => {
      if (statement.kind === "set" && statement.target.accessors.length === 0) known.add(statement.target.root);
      if (statement.kind === "foreach") known.add(statement.variable);
      if (statement.kind === "define") known.add(statement.name);
    },
  });
  const findings: Finding[] = [];
  walkStatements(body, {
    reference: (reference, isTarget) => {
      const isAssigned = isTarget && reference.accessors.length === 0;
      if (!reference.isWord && !reference.isEscaped && !isAssigned) findings.push(...checkReference(reference, known, options));
    },
  });
  return findings;
}

function checkReference(reference: Reference, known: ReadonlySet<string>, options: DiagnoseOptions): Finding[] {
  const [first, second] = reference.accessors;
  if (!known.has(reference.root)) {
    const start = reference.span.start + Math.max(0, reference.literal.indexOf(reference.root));
    return [
      report(`Nothing sets $${reference.root}, so it is always empty.`, { start, end: start + reference.root.length }, reference.root, [
        ...known,
      ]),
    ];
  }
  if (first === undefined || first.kind === "index") return [];
  switch (reference.root) {
    case "input":
      return checkName(
        first,
        INPUT_REFERENCE.map(({ name }) => name),
        "$input",
      );
    case "util":
      return checkName(
        first,
        UTIL_REFERENCE.map(({ name }) => name),
        "$util",
      );
    case "stageVariables":
      return options.stageVariables === undefined || first.kind === "method"
        ? []
        : checkName(first, options.stageVariables, "$stageVariables");
    case "context":
      return checkContext(first, second, options);
    default:
      return [];
  }
}

function checkContext(
  first: Accessor & { kind: "property" | "method" },
  second: Accessor | undefined,
  options: DiagnoseOptions,
): Finding[] {
  const deeper = second?.kind === "property" ? [second.name] : [];
  if (
    first.kind === "method" ||
    isContextPath([first.name, ...deeper], options.apiKind) ||
    options.contextKeys?.includes(first.name) === true
  )
    return [];
  const last = second?.kind === "property" && isContextPath([first.name], options.apiKind) ? second : first;
  return [
    {
      code: "UNKNOWN_REFERENCE",
      severity: "warning",
      message: `$context has no ${[first.name, ...deeper].join(".")}${kindOf(first.name, options)}.`,
      span: last.span,
      noFix: "No name of $context is close to it.",
    },
  ];
}

/** Names that another kind of API has are told apart from those that nobody has. */
function kindOf(name: string, { apiKind }: DiagnoseOptions): string {
  if (apiKind === undefined || !isContextPath([name])) return "";
  return isContextPath([name], apiKind) ? "" : ` in a ${apiKind === "REST" ? "REST" : "WebSocket"} API`;
}

function checkName(accessor: Accessor & { kind: "property" | "method" }, names: readonly string[], owner: string): Finding[] {
  if (names.includes(accessor.name)) return [];
  const span = { start: accessor.span.start, end: accessor.span.start + accessor.name.length };
  return [report(`${owner} has no ${accessor.name}.`, span, accessor.name, names)];
}

function report(message: string, span: Span, name: string, candidates: readonly string[]): Finding {
  const base = { code: "UNKNOWN_REFERENCE", severity: "warning", message, span } as const;
  const closest = candidates
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .sort((left, right) => left.distance - right.distance)[0];
  if (closest === undefined || closest.distance > 2) return { ...base, noFix: "No known name is close to it." };
  return { ...base, fix: { title: `Change to ${closest.candidate}`, edits: [{ ...span, text: closest.candidate }] } };
}

// The number of letters to add, drop or change, for names of everyday length.
function distanceOf(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2 || left.length > 60) return 3;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 1; at <= left.length; at++) {
    const next = [at];
    for (let other = 1; other <= right.length; other++) {
      const change = (row[other - 1] ?? 0) + (left[at - 1]?.toLowerCase() === right[other - 1]?.toLowerCase() ? 0 : 1);
      next.push(Math.min((row[other] ?? 0) + 1, (next[other - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[right.length] ?? 3;
}
