import { inNetwork } from "./networks.ts";
import type { Condition, ConditionOperator } from "./policy.ts";
import { matchesWildcard } from "./wildcard.ts";

/** Whether a condition holds for the values of its key; a key without values has none. */
export function holds(condition: Condition, actual: readonly string[]): boolean {
  const { operator, quantifier, ifExists, values } = condition;
  if (operator === "Null") return values.some((value) => (value.toLowerCase() === "true") === (actual.length === 0));
  if (actual.length === 0) return ifExists || quantifier === "all" || (quantifier === "one" && isNegated(operator));
  const matches = (value: string) => compareAll(operator, value, values);
  return quantifier === "all" ? actual.every(matches) : actual.some(matches);
}

/** A negated operator holds when none of the listed values fits. */
function compareAll(operator: ConditionOperator, value: string, listed: readonly string[]): boolean {
  const compare = comparisons[operator];
  if (compare === undefined) return false;
  return isNegated(operator) ? listed.every((wanted) => compare(value, wanted)) : listed.some((wanted) => compare(value, wanted));
}

function isNegated(operator: ConditionOperator): boolean {
  return operator.includes("Not");
}

type Compare = (value: string, wanted: string) => boolean;

const not =
  (compare: Compare): Compare =>
  (value, wanted) =>
    !compare(value, wanted);

const equals: Compare = (value, wanted) => value === wanted;
const equalsIgnoringCase: Compare = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();
const like: Compare = (value, wanted) => matchesWildcard(wanted, value);

function numbers(compare: (value: number, wanted: number) => boolean): Compare {
  return (value, wanted) => {
    const [left, right] = [Number(value), Number(wanted)];
    return !Number.isNaN(left) && !Number.isNaN(right) && compare(left, right);
  };
}

function dates(compare: (value: number, wanted: number) => boolean): Compare {
  return (value, wanted) => {
    const [left, right] = [instant(value), instant(wanted)];
    return !Number.isNaN(left) && !Number.isNaN(right) && compare(left, right);
  };
}

/** Epoch seconds, or an ISO 8601 date. */
function instant(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
}

/** ARNs match part by part, so that a star does not reach over a colon. */
const arnLike: Compare = (value, wanted) => {
  const [left, right] = [arnParts(value), arnParts(wanted)];
  return left.length === right.length && right.every((pattern, index) => matchesWildcard(pattern, left[index] ?? ""));
};

function arnParts(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

const comparisons: Readonly<Record<ConditionOperator, Compare | undefined>> = {
  StringEquals: equals,
  StringNotEquals: not(equals),
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringNotEqualsIgnoreCase: not(equalsIgnoringCase),
  StringLike: like,
  StringNotLike: not(like),
  NumericEquals: numbers((a, b) => a === b),
  NumericNotEquals: numbers((a, b) => a !== b),
  NumericLessThan: numbers((a, b) => a < b),
  NumericLessThanEquals: numbers((a, b) => a <= b),
  NumericGreaterThan: numbers((a, b) => a > b),
  NumericGreaterThanEquals: numbers((a, b) => a >= b),
  DateEquals: dates((a, b) => a === b),
  DateNotEquals: dates((a, b) => a !== b),
  DateLessThan: dates((a, b) => a < b),
  DateLessThanEquals: dates((a, b) => a <= b),
  DateGreaterThan: dates((a, b) => a > b),
  DateGreaterThanEquals: dates((a, b) => a >= b),
  Bool: equalsIgnoringCase,
  BinaryEquals: equals,
  IpAddress: inNetwork,
  NotIpAddress: not(inNetwork),
  ArnEquals: arnLike,
  ArnLike: arnLike,
  ArnNotEquals: not(arnLike),
  ArnNotLike: not(arnLike),
  // Decided before anything is compared.
  Null: undefined,
};
