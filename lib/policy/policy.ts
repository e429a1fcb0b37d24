/** A policy document in the language of IAM, read and checked. */
export type Policy = { readonly statements: readonly Statement[] };

export type Statement = {
  readonly id: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** Undefined where the document has no principal, as in policies of identities. */
  readonly principals: Principals | undefined;
  readonly actions: Patterns;
  readonly resources: Patterns;
  readonly conditions: readonly Condition[];
};

/** A list of patterns, or of what must not match (`NotAction` and the like). */
export type Patterns = { readonly patterns: readonly string[]; readonly isNegated: boolean };

export type Principals = { readonly anyone: boolean; readonly names: readonly string[]; readonly isNegated: boolean };

export type Condition = {
  readonly operator: ConditionOperator;
  readonly quantifier: "one" | "any" | "all";
  /** `...IfExists`: holds when the key has no value. */
  readonly ifExists: boolean;
  /** In lower case: keys are compared without case. */
  readonly key: string;
  readonly values: readonly string[];
};

export const conditionOperators = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "DateEquals",
  "DateNotEquals",
  "DateLessThan",
  "DateLessThanEquals",
  "DateGreaterThan",
  "DateGreaterThanEquals",
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
  "ArnEquals",
  "ArnLike",
  "ArnNotEquals",
  "ArnNotLike",
  "Null",
] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

/** What is asked: may `principal` do `action` to `resource`, in these circumstances? */
export type PolicyRequest = {
  readonly action: string;
  readonly resource: string;
  /** ARNs and account ids by which the caller can be named; empty for an anonymous caller. */
  readonly principals: readonly string[];
  /** Condition keys in lower case to their values. */
  readonly context: ReadonlyMap<string, readonly string[]>;
};

/** What a policy says; `statement` is the place of the statement that decided. */
export type Verdict = { decision: "allow" | "deny"; statement: number } | { decision: "none" };
