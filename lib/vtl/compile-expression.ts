import { parseDecimal, printDecimal } from "../jsonpath/java-decimal.ts";
import { toWholeNumber } from "../jsonpath/java-number.ts";
import { isJavaNumber, JavaDouble, JavaList, JavaMap } from "../jsonpath/values.ts";
import { calculate, isInOrder } from "./arithmetic.ts";
import { compileReference } from "./compile-reference.ts";
import type { Compiler, Condition, Evaluate } from "./compiler.ts";
import { classOf, equalValues } from "./equality.ts";
import { printValue } from "./printing.ts";
import { Block, type Run } from "./run.ts";
import type { Expression, Operator } from "./syntax.ts";

/** Compiles an expression to a function that gives its value; null is Java's null and means that there is none. */
export function compileExpression(expression: Expression, compiler: Compiler): Evaluate {
  switch (expression.kind) {
    case "string":
    case "boolean": {
      const { value } = expression;
      return () => value;
    }
    case "integer": {
      const value = toWholeNumber(BigInt(expression.value));
      return () => value;
    }
    case "float": {
      const value = readFloat(expression.value);
      return () => value;
    }
    case "template":
      return compileTemplateText(expression, compiler);
    case "list":
      return compileList(expression, compiler);
    case "map":
      return compileMap(expression, compiler);
    case "range":
      return compileRange(expression, compiler);
    case "reference":
      return compileReference(expression.reference, compiler);
    case "group":
      return compileExpression(expression.inner, compiler);
    case "not":
    case "operation":
      return compileOperation(expression, compiler);
  }
}

// Velocity reads literals as Double; one beyond its range as infinite.
function readFloat(text: string): JavaDouble {
  const decimal = parseDecimal(text);
  return new JavaDouble(Number(decimal === undefined ? text : printDecimal(decimal)));
}

function compileTemplateText(expression: Expression & { kind: "template" }, compiler: Compiler): Evaluate {
  const body = compiler.compileBlock(expression.body, compiler);
  const { dropsLast } = expression;
  return (run) => {
    const text = run.capture(() => body(run));
    return run.check(dropsLast ? text.slice(0, -1) : text);
  };
}

function compileList(expression: Expression & { kind: "list" }, compiler: Compiler): Evaluate {
  const items = expression.items.map((item) => compileExpression(item, compiler));
  return (run) => {
    run.spend(items.length + 1);
    return new JavaList(items.map((item) => item(run)));
  };
}

function compileMap(expression: Expression & { kind: "map" }, compiler: Compiler): Evaluate {
  const entries = expression.entries.map(({ key, value }) => ({
    key: compileExpression(key, compiler),
    value: compileExpression(value, compiler),
  }));
  return (run) => {
    run.spend(entries.length + 1);
    const map = new JavaMap();
    for (const { key, value } of entries) map.set(key(run), value(run));
    return map;
  };
}

function compileRange(expression: Expression & { kind: "range" }, compiler: Compiler): Evaluate {
  const from = compileExpression(expression.from, compiler);
  const to = compileExpression(expression.to, compiler);
  return (run) => {
    const [first, last] = [from(run), to(run)];
    if (typeof first !== "number" || typeof last !== "number") return null;
    const length = Math.abs(last - first) + 1;
    run.spend(length);
    const step = first <= last ? 1 : -1;
    return new JavaList(Array.from({ length }, (_, index) => first + index * step));
  };
}

function compileOperation(expression: Expression & { kind: "not" | "operation" }, compiler: Compiler): Evaluate {
  if (expression.kind === "operation" && isArithmetic(expression.operator))
    return compileArithmetic(expression, expression.operator, compiler);
  return compileCondition(expression, compiler);
}

function isArithmetic(operator: Operator): operator is "+" | "-" | "*" | "/" | "%" {
  return operator.length === 1 && "+-*/%".includes(operator);
}

function compileArithmetic(
  expression: Expression & { kind: "operation" },
  operator: "+" | "-" | "*" | "/" | "%",
  compiler: Compiler,
): Evaluate {
  const left = compileExpression(expression.left, compiler);
  const right = compileExpression(expression.right, compiler);
  return (run) => {
    run.spend(1);
    const [first, second] = [left(run), right(run)];
    if (operator === "+" && (typeof first === "string" || typeof second === "string")) {
      return run.check(`${printValue(first, run) ?? "null"}${printValue(second, run) ?? "null"}`);
    }
    if (!isJavaNumber(first) || !isJavaNumber(second)) return null;
    return calculate(operator, first, second) ?? null;
  };
}

/**
 * Compiles a condition. Only `false` and nothing are false of references; literals and sums that stand alone are false, as in Velocity.
 */
export function compileCondition(expression: Expression, compiler: Compiler): Condition {
  switch (expression.kind) {
    case "boolean": {
      const { value } = expression;
      return () => value;
    }
    case "reference": {
      const value = compileReference(expression.reference, compiler);
      return (run) => isTrue(value(run), run);
    }
    case "group":
      return compileCondition(expression.inner, compiler);
    case "not": {
      const operand = compileCondition(expression.operand, compiler);
      return (run) => !operand(run);
    }
    case "operation":
      return compileComparison(expression, compiler);
    default:
      return () => false;
  }
}

function isTrue(value: unknown, run: Run): boolean {
  if (typeof value === "boolean") return value;
  return value !== null && (!(value instanceof Block) || value.print(run) !== undefined);
}

function compileComparison(expression: Expression & { kind: "operation" }, compiler: Compiler): Condition {
  const { operator } = expression;
  if (operator === "&&" || operator === "||") {
    const left = compileCondition(expression.left, compiler);
    const right = compileCondition(expression.right, compiler);
    return operator === "&&" ? (run) => left(run) && right(run) : (run) => left(run) || right(run);
  }
  if (isArithmetic(operator)) return () => false;
  const left = compileExpression(expression.left, compiler);
  const right = compileExpression(expression.right, compiler);
  if (operator === "==") return (run) => isEqual(left(run), right(run), run);
  if (operator === "!=") return (run) => !isEqual(left(run), right(run), run);
  return (run) => {
    run.spend(1);
    const [first, second] = [left(run), right(run)];
    return isJavaNumber(first) && isJavaNumber(second) && isInOrder(operator, first, second);
  };
}

// Numbers compare by value, values of one class by equals, all others by their texts.
function isEqual(left: unknown, right: unknown, run: Run): boolean {
  run.spend(1);
  if (left === null || right === null) return left === right;
  if (typeof left === "string" && typeof right === "string") return left === right;
  if (isJavaNumber(left) && isJavaNumber(right)) return isInOrder("<=", left, right) && isInOrder(">=", left, right);
  if (classOf(left) === classOf(right) && !(left instanceof Block)) return equalValues(left, right, run);
  const [first, second] = [printValue(left, run), printValue(right, run)];
  if (first === undefined || second === undefined) return first === second;
  return first === second;
}
