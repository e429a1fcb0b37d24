import type { StepBudget } from "../regex/matcher.ts";

/** Something that a value does wrong: where, against which keyword, and the service's words for it. */
export type ValidationFailure = { pointer: string; keyword: string; message: string };

/** A schema made ready; it can be used by many calls at once. */
export interface CompiledSchema {
  /**
   * The failures of a JSON value, in the order in which the service names them; an empty list means that it is valid. `size` is the length
   * of the value's text: a long one may take more steps.
   */
  validate(value: unknown, size?: number): ValidationFailure[];
}

/** How a schema reaches others: the parsed schema behind an absolute `$ref`, or `undefined` if there is none. */
export interface SchemaOptions {
  resolveRef?: (ref: string) => unknown;
}

/** Something wrong with a schema itself, found before it is saved. */
export type SchemaProblem = { pointer: string; message: string };

/** One validation: what is left of the work, and how keywords look into parts. */
export type Validation = {
  stepsLeft: number;
  /** What is left for the patterns of all values together. */
  patternSteps: StepBudget;
  /** The failures of a value against a schema that belongs to a document. */
  check: (schema: unknown, value: unknown, place: Place) => ValidationFailure[];
};

/** Where a validation is: the pointer into the value, the document that local references mean, and the depth. */
export type Place = { pointer: string; root: unknown; depth: number };
