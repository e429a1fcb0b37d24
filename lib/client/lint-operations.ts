import type { DefinitionRef } from "../definition/copy-subject.ts";
import type { LintFinding, LintMode, LintRuleId } from "../definition/lint.ts";
import type { LintFix } from "../definition/lint-shapes.ts";
import type { Mutation, Query, Versioned } from "./operation-kinds.ts";

/** What the lint found; of rules that found very much, `findings` has the first ones and `counts` says how many there are. */
export type LintReport = {
  findings: LintFinding[];
  counts: Partial<Record<LintRuleId, number>>;
  /** Rules that do something else than telling what they find. */
  modes: Partial<Record<LintRuleId, LintMode>>;
  version: number;
};

export type LintOperations = {
  /** With a stage, of the stages only that one is looked at. */
  lint: Query<{ apiId: string; stageName?: string }, LintReport>;
  /** Sentences about the stage variables that a definition reads and a stage lacks. */
  listMissingVariables: Query<{ apiId: string; of: DefinitionRef; stageName: string }, string[]>;
  setLintMode: Mutation<{ apiId: string; rule: LintRuleId; mode: LintMode } & Versioned>;
  applyLintFix: Mutation<{ apiId: string; fix: LintFix }>;
};
