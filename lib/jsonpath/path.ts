import type { JavaValue } from "./values.ts";

/** One step of a path. */
export type PathStep =
  | { kind: "property"; names: readonly string[] }
  | { kind: "index"; indexes: readonly number[] }
  | { kind: "slice"; from: number | undefined; to: number | undefined }
  | { kind: "wildcard" }
  | { kind: "scan" }
  | { kind: "filter"; condition: FilterCondition }
  | { kind: "function"; name: string; parameters: readonly FunctionParameter[] };

/** An argument of a path function: a path into the document, or a JSON value. */
export type FunctionParameter = { kind: "path"; path: Path } | { kind: "json"; value: JavaValue };

/** A parsed path; `isDefinite` says that it can select one value at most. */
export type Path = { root: "$" | "@"; steps: readonly PathStep[]; isDefinite: boolean };

/** What stands in `[?( )]`. */
export type FilterCondition =
  | { kind: "and" | "or"; left: FilterCondition; right: FilterCondition }
  | { kind: "not"; operand: FilterCondition }
  | { kind: "exists"; path: Path; expected: boolean }
  | { kind: "compare"; operator: FilterOperator; left: FilterOperand; right: FilterOperand };

/** One side of a comparison. */
export type FilterOperand =
  | { kind: "path"; path: Path }
  | { kind: "value"; value: JavaValue }
  | { kind: "pattern"; source: string; flags: string };

/** The comparisons of filters, by their upper-case names. */
export const FILTER_OPERATORS = [
  ">=",
  "<=",
  "==",
  "===",
  "!=",
  "!==",
  "<",
  ">",
  "=~",
  "NIN",
  "IN",
  "CONTAINS",
  "ALL",
  "SIZE",
  "EMPTY",
  "SUBSETOF",
  "ANYOF",
  "NONEOF",
] as const;

/** A comparison of filters. */
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/** What an evaluation needs beside the path. */
export type PathContext = {
  document: JavaValue;
  /** Called with a measure of the work; it throws when there was too much. */
  spend: (steps: number) => void;
  /** All values that a path selects in a model; filters and functions have paths in them. In strict evaluation a missing property throws PathNotFound. */
  evaluate: (path: Path, model: JavaValue, context: PathContext, isStrict: boolean) => JavaValue[];
};

/** In strict evaluation a step found nothing where something has to be. */
export class PathNotFound extends Error {}

/** The text is no path, or the path cannot be applied to the document. */
export class JsonPathError extends Error {}

/** Whether step `at` of a path selects one value at most. */
export function isStepDefinite(steps: readonly PathStep[], at: number): boolean {
  const step = steps[at];
  if (step === undefined) return true;
  if (step.kind === "property") return step.names.length === 1 || at === steps.length - 1;
  if (step.kind === "index") return step.indexes.length === 1;
  return step.kind === "function";
}
