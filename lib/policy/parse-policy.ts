import type { Condition, Patterns, Policy, Principals, Statement } from "./policy.ts";
import { type ConditionOperator, conditionOperators } from "./policy.ts";

export type ParsedPolicy = { ok: true; policy: Policy } | { ok: false; message: string };

// The service takes resource policies of 8,192 characters; documents of authorizers may be somewhat larger.
const statementsMax = 500;
const valuesMax = 2_000;

class PolicyFault extends Error {}

/** Reads a policy document; `document` is its JSON value. */
export function parsePolicy(document: unknown): ParsedPolicy {
  try {
    return { ok: true, policy: { statements: readStatements(record(document, "the policy")) } };
  } catch (error) {
    if (error instanceof PolicyFault) return { ok: false, message: error.message };
    throw error;
  }
}

function readStatements(document: Members): Statement[] {
  const list = member(document, "Statement");
  if (list === undefined) throw new PolicyFault("The policy has no Statement");
  const statements = Array.isArray(list) ? list : [list];
  if (statements.length > statementsMax) throw new PolicyFault(`The policy has more than ${statementsMax} statements`);
  return statements.map((statement: unknown, index) => readStatement(record(statement, `statement ${index + 1}`), index + 1));
}

function readStatement(statement: Members, place: number): Statement {
  const effect = member(statement, "Effect");
  if (effect !== "Allow" && effect !== "Deny") throw new PolicyFault(`The Effect of statement ${place} must be Allow or Deny`);
  const id = member(statement, "Sid");
  return {
    id: typeof id === "string" ? id : undefined,
    effect,
    principals: readPrincipals(statement, place),
    actions: readPatterns(statement, "Action", place),
    resources: readPatterns(statement, "Resource", place),
    conditions: readConditions(member(statement, "Condition"), place),
  };
}

function readPatterns(statement: Members, name: "Action" | "Resource", place: number): Patterns {
  const plain = member(statement, name);
  const negated = member(statement, `Not${name}`);
  if ((plain === undefined) === (negated === undefined)) {
    throw new PolicyFault(`Statement ${place} needs either ${name} or Not${name}`);
  }
  return { patterns: texts(plain ?? negated, `${name} of statement ${place}`), isNegated: plain === undefined };
}

function readPrincipals(statement: Members, place: number): Principals | undefined {
  const plain = member(statement, "Principal");
  const negated = member(statement, "NotPrincipal");
  const value = plain ?? negated;
  if (value === undefined) return undefined;
  const isNegated = plain === undefined;
  if (value === "*") return { anyone: true, names: [], isNegated };
  const kinds = record(value, `the principal of statement ${place}`);
  const names = Object.entries(kinds).flatMap(([kind, list]) => texts(list, `${kind} of statement ${place}`));
  return { anyone: names.includes("*"), names, isNegated };
}

const operators = new Map<string, ConditionOperator>(conditionOperators.map((operator) => [operator.toLowerCase(), operator]));

function readConditions(value: unknown, place: number): Condition[] {
  if (value === undefined) return [];
  const conditions: Condition[] = [];
  for (const [name, keys] of Object.entries(record(value, `the condition of statement ${place}`))) {
    const parts = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/i.exec(name);
    const operator = operators.get(parts?.[2]?.toLowerCase() ?? "");
    if (parts === null || operator === undefined) throw new PolicyFault(`Statement ${place} has the unknown condition operator ${name}`);
    const quantifier = parts[1] === undefined ? "one" : parts[1].toLowerCase() === "foranyvalue" ? "any" : "all";
    for (const [key, values] of Object.entries(record(keys, `${name} of statement ${place}`))) {
      conditions.push({
        operator,
        quantifier,
        ifExists: parts[3] !== undefined,
        key: key.toLowerCase(),
        values: texts(values, `${key} of statement ${place}`),
      });
    }
  }
  return conditions;
}

type Members = Readonly<Record<string, unknown>>;

// Names of members are compared without case, as the service does.
function member(members: Members, name: string): unknown {
  if (Object.hasOwn(members, name)) return members[name];
  const found = Object.keys(members).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : members[found];
}

function record(value: unknown, what: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new PolicyFault(`Expected an object for ${what}`);
  return value as Members;
}

function texts(value: unknown, what: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > valuesMax) throw new PolicyFault(`More than ${valuesMax} values for ${what}`);
  return list.map((item) => {
    if (typeof item === "string") return item;
    if (typeof item === "boolean" || typeof item === "number") return String(item);
    throw new PolicyFault(`Expected text for ${what}`);
  });
}
