import { parseSyntax } from "./parser.ts";
import type { Accessor, Expression, Reference } from "./syntax.ts";
import { VtlError } from "./vtl-error.ts";
import { walkStatements } from "./walk-syntax.ts";

/** The stage variables that a template reads by name, each once; none where the template cannot be parsed. */
export function listTemplateVariables(text: string): string[] {
  const names = new Set<string>();
  try {
    walkStatements(parseSyntax(text).body, {
      reference: (reference) => {
        const name = reference.isEscaped ? undefined : nameOf(reference);
        if (name !== undefined) names.add(name);
      },
    });
  } catch (error) {
    // The template's own diagnostics say what is wrong with it.
    if (error instanceof VtlError) return [];
    throw error;
  }
  return [...names];
}

function nameOf({ root, accessors: [first] }: Reference): string | undefined {
  if (root !== "stageVariables" || first === undefined) return undefined;
  return accessedName(first);
}

/** `$stageVariables.x`, `$stageVariables.get("x")` and `$stageVariables["x"]`. */
function accessedName(accessor: Accessor): string | undefined {
  if (accessor.kind === "property") return accessor.name;
  if (accessor.kind === "index") return textOf(accessor.index);
  return accessor.name === "get" ? textOf(accessor.parameters[0]) : undefined;
}

function textOf(expression: Expression | undefined): string | undefined {
  if (expression?.kind === "string") return expression.value;
  // A text in double quotes is a template of its own.
  if (expression?.kind !== "template" || !expression.body.every((part) => part.kind === "text")) return undefined;
  return expression.body.map((part) => part.text).join("");
}
