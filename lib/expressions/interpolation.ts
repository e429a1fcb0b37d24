import type { Parsed } from "./expression.ts";

/** A text with `${stageVariables.x}` in it, as URIs, ARNs and credentials have. */
export type Interpolation = { parts: readonly InterpolationPart[] };

/** A piece of an interpolated text. */
export type InterpolationPart = { kind: "text"; text: string } | { kind: "stageVariable"; name: string };

const PLACEHOLDER = /\$\{([^{}]*)\}/g;
const STAGE_VARIABLE = /^stageVariables\.([A-Za-z0-9_]+)$/;

/** Splits a text at its `${stageVariables.x}` placeholders; any other placeholder is an error. */
export function parseInterpolation(text: string): Parsed<Interpolation> {
  const parts: InterpolationPart[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const name = STAGE_VARIABLE.exec(match[1] ?? "")?.[1];
    if (name === undefined) return { ok: false, error: `Invalid stage variable reference: ${match[0]}` };
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push({ kind: "stageVariable", name });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return { ok: true, value: { parts } };
}

/** Puts the variables in; one that the stage does not have becomes the empty text. */
export function interpolate(interpolation: Interpolation, stageVariable: (name: string) => string | undefined): string {
  return interpolation.parts.map((part) => (part.kind === "text" ? part.text : (stageVariable(part.name) ?? ""))).join("");
}

/** The stage variables that a text needs, each once. */
export function listStageVariables(interpolation: Interpolation): string[] {
  return [...new Set(interpolation.parts.flatMap((part) => (part.kind === "stageVariable" ? [part.name] : [])))];
}
