import { type LintFinding, type LintRuleId, lintModeOf, lintRuleIds } from "../definition/lint.ts";
import type { LintSettings } from "../definition/lint-shapes.ts";
import { findMethodsWithoutAuth, findMethodsWithoutIntegration, findNothingValidated, findUnmappedPathParameters } from "./method-rules.ts";
import { findOddModelNames, findOddResourceNames } from "./name-rules.ts";
import { findCachedPolicies } from "./policy-rules.ts";
import { findInvalidPatterns, findMissingDefaults, findMissingMethodResponses, findOverlappingPatterns } from "./response-rules.ts";
import { findMissingVariables } from "./stage-rules.ts";
import type { FindProblems, LintSubject } from "./subject.ts";
import { findUnusedAuthorizers, findUnusedModels, findUnusedValidators } from "./unused-rules.ts";

const rules = {
  METHOD_WITHOUT_INTEGRATION: findMethodsWithoutIntegration,
  METHOD_RESPONSE_MISSING: findMissingMethodResponses,
  PATTERN_INVALID: findInvalidPatterns,
  PATH_PARAMETER_UNMAPPED: findUnmappedPathParameters,
  NO_DEFAULT_RESPONSE: findMissingDefaults,
  OVERLAPPING_PATTERNS: findOverlappingPatterns,
  STAGE_VARIABLE_MISSING: findMissingVariables,
  CACHED_POLICY: findCachedPolicies,
  NOTHING_VALIDATED: findNothingValidated,
  UNUSED_MODEL: findUnusedModels,
  UNUSED_AUTHORIZER: findUnusedAuthorizers,
  UNUSED_VALIDATOR: findUnusedValidators,
  METHOD_WITHOUT_AUTH: findMethodsWithoutAuth,
  RESOURCE_NAME: findOddResourceNames,
  MODEL_NAME: findOddModelNames,
} satisfies Record<LintRuleId, FindProblems>;

/** What the rules find that are not switched off, in the order of the rules: what fails calls comes first. */
export function lintApi(subject: LintSubject, settings: LintSettings): LintFinding[] {
  return lintRuleIds.flatMap((rule) =>
    lintModeOf(settings, rule) === "off" ? [] : rules[rule](subject).map((found) => ({ rule, ...found })),
  );
}
