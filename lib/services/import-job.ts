import { ServiceError } from "../base/service-error.ts";
import type { ImportPlan, ImportWarning } from "../openapi/import-plan.ts";
import { badRequest } from "./errors.ts";
import type { WriteTx } from "./journal.ts";
import type { Rows } from "./rows.ts";
import type { Scope } from "./scope.ts";

/** `overwrite` drops what the document does not have, `merge` keeps it. */
export type ImportMode = "overwrite" | "merge";
/** An import as it is applied: what to, what of, and how. */
export type Import = { tx: WriteTx; scope: Scope; api: Rows["Api"]; plan: ImportPlan; mode: ImportMode };

/** What is wrong with a document; the service looks through all of it before it refuses. */
export type ImportErrors = {
  /** Runs a step; what it throws is kept as an error of the document, and the step gives nothing. */
  collect<T>(what: string, step: () => T): T | undefined;
  /** Refuses the document when anything was wrong with it. */
  demandNone(warnings: readonly ImportWarning[]): void;
};

/** A document may be wrong in every line; nobody reads more of it. */
const linesMax = 1_000;

export function makeImportErrors(): ImportErrors {
  const lines: string[] = [];
  return {
    collect: (what, step) => {
      try {
        return step();
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        lines.push(`${what}: ${error.message}`);
        return undefined;
      }
    },
    demandNone: (warnings) => {
      if (lines.length === 0) return;
      const also = warnings.length === 0 ? "" : `\nAdditionally, these warnings were found:${listed(textsOf(warnings))}`;
      throw badRequest(`Errors found during import:${listed(lines)}${also}`);
    },
  };
}

/** Refuses an import that was to fail where the service warns. */
export function demandNoWarnings(warnings: readonly ImportWarning[]): void {
  if (warnings.length > 0) throw badRequest(`Warnings found during import:${listed(textsOf(warnings))}`);
}

/** Warnings as the wire has them. */
export function textsOf(warnings: readonly ImportWarning[]): string[] {
  return warnings.map(({ text }) => text);
}

function listed(lines: readonly string[]): string {
  return lines
    .slice(0, linesMax)
    .map((line) => `\n\t${line}`)
    .join("");
}
