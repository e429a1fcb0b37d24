import { compileRegex } from "../regex/compile-regex.ts";
import { compareDecimals, parseDecimal } from "./java-decimal.ts";
import { printNumber, toDecimal } from "./java-number.ts";
import { type FilterCondition, type FilterOperand, type FilterOperator, type Path, type PathContext, PathNotFound } from "./path.ts";
import { isJavaNumber, JavaList, JavaMap, type JavaValue } from "./values.ts";

// A value of a comparison; `undefined` is a definite path that found nothing, which equals nothing.
type Operand = JavaValue | undefined | { source: string; flags: string };

/** Whether an item passes a filter. */
export function evaluateCondition(condition: FilterCondition, item: JavaValue, context: PathContext): boolean {
  context.spend(2);
  switch (condition.kind) {
    case "and":
      return evaluateCondition(condition.left, item, context) && evaluateCondition(condition.right, item, context);
    case "or":
      return evaluateCondition(condition.left, item, context) || evaluateCondition(condition.right, item, context);
    case "not":
      return !evaluateCondition(condition.operand, item, context);
    case "exists":
      return exists(condition.path, item, context) === condition.expected;
    case "compare":
      return compare(condition.operator, resolve(condition.left, item, context), resolve(condition.right, item, context), context);
  }
}

function exists(path: Path, item: JavaValue, context: PathContext): boolean {
  try {
    const results = context.evaluate(path, path.root === "$" ? context.document : item, context, true);
    return !path.isDefinite || results.length > 0;
  } catch (error) {
    if (error instanceof PathNotFound) return false;
    throw error;
  }
}

function resolve(operand: FilterOperand, item: JavaValue, context: PathContext): Operand {
  if (operand.kind === "value") return operand.value;
  if (operand.kind === "pattern") return { source: operand.source, flags: operand.flags };
  const results = context.evaluate(operand.path, operand.path.root === "$" ? context.document : item, context, false);
  return operand.path.isDefinite ? results.at(-1) : new JavaList(results, "json");
}

function compare(operator: FilterOperator, left: Operand, right: Operand, context: PathContext): boolean {
  switch (operator) {
    case "==":
      return areEqual(left, right, context);
    case "!=":
      return !areEqual(left, right, context);
    case "===":
      return kindOf(left) === kindOf(right) && areEqual(left, right, context);
    case "!==":
      return !(kindOf(left) === kindOf(right) && areEqual(left, right, context));
    case "<":
      return isOrdered(left, right, (order) => order < 0);
    case "<=":
      return isOrdered(left, right, (order) => order <= 0);
    case ">":
      return isOrdered(left, right, (order) => order > 0);
    case ">=":
      return isOrdered(left, right, (order) => order >= 0);
    case "=~":
      return matches(left, right, context);
    case "SIZE":
      return isJavaNumber(right) && sizeOf(left) === Number(printNumber(right));
    case "EMPTY":
      return typeof right === "boolean" && sizeOf(left) !== undefined && (sizeOf(left) === 0) === right;
    default:
      return compareLists(operator, left, right, context);
  }
}

type ListOperator = Exclude<FilterOperator, "==" | "!=" | "===" | "!==" | "<" | "<=" | ">" | ">=" | "=~" | "SIZE" | "EMPTY">;

function compareLists(operator: ListOperator, left: Operand, right: Operand, context: PathContext): boolean {
  const [own, other] = [listOf(left), listOf(right)];
  const contains = (list: readonly JavaValue[], value: Operand) => list.some((item) => areEqual(item, value, context));
  switch (operator) {
    case "IN":
      return other !== undefined && contains(other, left);
    case "NIN":
      return !(other !== undefined && contains(other, left));
    case "CONTAINS":
      if (typeof left === "string" && typeof right === "string") return left.includes(right);
      return own !== undefined && contains(own, right);
    case "ALL":
      if (own === undefined) return left instanceof JavaMap;
      return (other ?? []).every((item) => contains(own, item));
    case "SUBSETOF":
      return own !== undefined && other !== undefined && own.every((item) => contains(other, item));
    case "ANYOF":
      return own !== undefined && other !== undefined && own.some((item) => contains(other, item));
    case "NONEOF":
      return own !== undefined && other !== undefined && !own.some((item) => contains(other, item));
  }
}

function listOf(value: Operand): readonly JavaValue[] | undefined {
  return value instanceof JavaList ? value.items : undefined;
}

function sizeOf(value: Operand): number | undefined {
  if (typeof value === "string") return value.length;
  if (value instanceof JavaList) return value.items.length;
  return value instanceof JavaMap ? value.size : undefined;
}

function kindOf(value: Operand): string {
  if (value === null) return "null";
  if (isJavaNumber(value)) return "number";
  return typeof value === "object" && (value instanceof JavaList || value instanceof JavaMap) ? "json" : typeof value;
}

// Numbers and texts compare by the text's number if the number stands first, else by the number's text.
function areEqual(left: Operand, right: Operand, context: PathContext): boolean {
  context.spend(1);
  if (left === undefined || right === undefined) return false;
  if (typeof left === "string") return isJavaNumber(right) ? left === printNumber(right) : left === right;
  if (isJavaNumber(left)) return isOrdered(left, typeof right === "string" ? parseDecimal(right) : right, (order) => order === 0);
  if (left instanceof JavaList && right instanceof JavaList) return equalItems(left.items, right.items, context);
  if (left instanceof JavaMap && right instanceof JavaMap) {
    return left.size === right.size && left.keys().every((key) => areEqual(left.get(key), right.get(key), context));
  }
  return left === right;
}

function equalItems(left: readonly JavaValue[], right: readonly JavaValue[], context: PathContext): boolean {
  return left.length === right.length && left.every((item, index) => areEqual(item, right[index], context));
}

function isOrdered(left: Operand, right: Operand, test: (order: number) => boolean): boolean {
  const order = findOrder(left, right);
  return order !== undefined && test(order);
}

function findOrder(left: Operand, right: Operand): number | undefined {
  const leftText = typeof left === "string" ? left : undefined;
  const rightText = typeof right === "string" ? right : undefined;
  if (isJavaNumber(left) && isJavaNumber(right)) {
    const [first, second] = [toDecimal(left), toDecimal(right)];
    return first === undefined || second === undefined ? undefined : compareDecimals(first, second);
  }
  if (isJavaNumber(left) && rightText !== undefined) return orderTexts(printNumber(left), rightText);
  if (leftText === undefined) return undefined;
  if (isJavaNumber(right)) return orderTexts(leftText, printNumber(right));
  return rightText === undefined ? undefined : orderTexts(leftText, rightText);
}

function orderTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function matches(left: Operand, right: Operand, context: PathContext): boolean {
  const pattern = isPattern(left) ? left : isPattern(right) ? right : undefined;
  const subject = isPattern(left) ? right : left;
  if (pattern === undefined || isPattern(subject)) return false;
  const regex = compileRegex(pattern.source, { flags: pattern.flags });
  const values = subject instanceof JavaList ? subject.items : [subject];
  return values.some((value) => {
    context.spend(20);
    return regex.matches(textOf(value));
  });
}

function textOf(value: JavaValue | undefined): string {
  if (isJavaNumber(value)) return printNumber(value);
  return typeof value === "string" || typeof value === "boolean" ? String(value) : "";
}

function isPattern(value: Operand): value is { source: string; flags: string } {
  return typeof value === "object" && value !== null && "flags" in value;
}
