import type { LintFix, LintSettings } from "./lint-shapes.ts";
import type { HttpVerb } from "./rest-api.ts";

export const lintRuleIds = [
  "METHOD_WITHOUT_INTEGRATION",
  "METHOD_RESPONSE_MISSING",
  "PATTERN_INVALID",
  "PATH_PARAMETER_UNMAPPED",
  "NO_DEFAULT_RESPONSE",
  "OVERLAPPING_PATTERNS",
  "STAGE_VARIABLE_MISSING",
  "CACHED_POLICY",
  "NOTHING_VALIDATED",
  "UNUSED_MODEL",
  "UNUSED_AUTHORIZER",
  "UNUSED_VALIDATOR",
  "METHOD_WITHOUT_AUTH",
  "RESOURCE_NAME",
  "MODEL_NAME",
] as const;
export type LintRuleId = (typeof lintRuleIds)[number];

export const lintSeverities = ["error", "warning", "info"] as const;
/** error: calls fail. warning: calls do something else than it seems. info: taste and tidiness. */
export type LintSeverity = (typeof lintSeverities)[number];

export type LintRule = { severity: LintSeverity; title: string; why: string };

export const lintRules: Readonly<Record<LintRuleId, LintRule>> = {
  METHOD_WITHOUT_INTEGRATION: {
    severity: "error",
    title: "Method without integration",
    why: "The service refuses to deploy an API with such a method.",
  },
  METHOD_RESPONSE_MISSING: {
    severity: "error",
    title: "Integration response without its method response",
    why: "A call that ends in this integration response is answered with 500.",
  },
  PATTERN_INVALID: {
    severity: "error",
    title: "Selection pattern is no regular expression",
    why: "Every call of the method is answered with 500.",
  },
  PATH_PARAMETER_UNMAPPED: {
    severity: "error",
    title: "Path parameter in a backend address without a mapping",
    why: "Its place in the address stays empty, so the backend is asked for another path.",
  },
  NO_DEFAULT_RESPONSE: {
    severity: "warning",
    title: "No default integration response",
    why: "What no selection pattern matches is answered with 500.",
  },
  OVERLAPPING_PATTERNS: {
    severity: "warning",
    title: "Overlapping selection patterns",
    why: "The first response in the order of the status codes wins; the others never see what both match.",
  },
  STAGE_VARIABLE_MISSING: {
    severity: "warning",
    title: "Stage variable without a value",
    why: "It is empty in addresses and mappings, and stays as it is written in templates.",
  },
  CACHED_POLICY: {
    severity: "warning",
    title: "Cached policy that names single methods",
    why: "While the policy is kept, the same caller is refused on all methods that it does not name.",
  },
  NOTHING_VALIDATED: {
    severity: "warning",
    title: "Request that nothing validates",
    why: "Models and required parameters are only checked by a request validator.",
  },
  UNUSED_MODEL: { severity: "info", title: "Unused model", why: "No method and no other model refers to it." },
  UNUSED_AUTHORIZER: { severity: "info", title: "Unused authorizer", why: "No method asks it." },
  UNUSED_VALIDATOR: { severity: "info", title: "Unused request validator", why: "No method has it." },
  METHOD_WITHOUT_AUTH: {
    severity: "info",
    title: "Method that anybody may call",
    why: "It asks for no authorization and no API key, and the API has no resource policy.",
  },
  RESOURCE_NAME: {
    severity: "info",
    title: "Name of a resource",
    why: "Paths are compared letter by letter; lower case with hyphens is what clients expect.",
  },
  MODEL_NAME: {
    severity: "info",
    title: "Name of a model",
    why: "Clients that are made from the API get classes of this name; those begin with a capital letter.",
  },
};

/** The thing that a finding is about, and the part of its screen that repairs it. */
export type LintPlace =
  | { kind: "resource"; path: string }
  | { kind: "method"; path: string; resourceId: string; httpMethod: HttpVerb; box: LintBox }
  | { kind: "model"; name: string }
  | { kind: "authorizer"; id: string }
  | { kind: "validator"; id: string }
  | { kind: "stage"; stageName: string };
export type LintBox = "method-request" | "integration" | "integration-response" | "method-response";

/** What a rule found: where, what is wrong there, and what repairs it at once, if anything does. */
export type LintFinding = {
  rule: LintRuleId;
  place: LintPlace;
  /** The place as a person names it: `GET /pets`, `model Pet`. */
  label: string;
  text: string;
  fix?: { title: string; change: LintFix };
};

/** What a rule does: it is not asked, it tells, or what it finds holds a deployment up. */
export const lintModes = ["off", "report", "block"] as const;
export type LintMode = (typeof lintModes)[number];

export function lintModeOf({ modes }: LintSettings, rule: LintRuleId): LintMode {
  return modes[rule] ?? "report";
}
