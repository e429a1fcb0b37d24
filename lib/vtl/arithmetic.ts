import { alignDecimals, divideDecimals, JavaDecimal } from "../jsonpath/java-decimal.ts";
import { compareNumbers, isWholeNumber, toBigInt, toDecimal, toDouble, toWholeNumber } from "../jsonpath/java-number.ts";
import { JavaBigInteger, JavaDouble, JavaLong, type JavaNumber } from "../jsonpath/values.ts";
import { Failure } from "./vtl-error.ts";

/** The operators that calculate. */
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";

// Products of products would grow without end.
const DIGITS_BITS_MAX = 40_000n;

/** Calculates as Velocity does: integers widen, `/` truncates, division by zero has no value (`undefined`). */
export function calculate(operator: ArithmeticOperator, left: JavaNumber, right: JavaNumber): JavaNumber | undefined {
  if ((operator === "/" || operator === "%") && toDouble(right) === 0) return undefined;
  if (typeof left === "number" && typeof right === "number") return calculateIntegers(operator, left, right);
  if (isWholeNumber(left) && isWholeNumber(right)) return calculateWhole(operator, left, right);
  if (left instanceof JavaDecimal || right instanceof JavaDecimal) {
    const [first, second] = [toDecimal(left), toDecimal(right)];
    if (first !== undefined && second !== undefined) return calculateDecimals(operator, first, second);
  }
  return new JavaDouble(calculateDoubles(operator, toDouble(left), toDouble(right)));
}

function calculateIntegers(operator: ArithmeticOperator, left: number, right: number): JavaNumber {
  const result = operator === "/" ? Math.trunc(left / right) : calculateDoubles(operator, left, right);
  if (result === (result | 0)) return result | 0;
  return calculateWhole(operator, left, right);
}

function calculateDoubles(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

type Whole = number | JavaLong | JavaBigInteger;

function calculateWhole(operator: ArithmeticOperator, left: Whole, right: Whole): JavaNumber {
  const [first, second] = [toBigInt(left), toBigInt(right)];
  const result = calculateBigInts(operator, first, second);
  if (result > 1n << DIGITS_BITS_MAX || result < -(1n << DIGITS_BITS_MAX)) throw new Failure("budget", "The number is too large.");
  if (left instanceof JavaBigInteger || right instanceof JavaBigInteger) return new JavaBigInteger(result);
  const number = toWholeNumber(result);
  const isLong = left instanceof JavaLong || right instanceof JavaLong;
  return isLong && typeof number === "number" ? new JavaLong(result) : number;
}

function calculateBigInts(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

function calculateDecimals(operator: ArithmeticOperator, left: JavaDecimal, right: JavaDecimal): JavaNumber {
  if (operator === "/") return divideDecimals(left, right);
  if (operator === "%") throw new Failure("runtime", "Cannot calculate the modulo of BigDecimals.");
  if (operator === "*") {
    if (left.scale + right.scale > 4000) throw new Failure("budget", "The number has too many digits.");
    return new JavaDecimal(left.unscaled * right.unscaled, left.scale + right.scale);
  }
  const aligned = alignDecimals(left, right);
  return new JavaDecimal(operator === "+" ? aligned.left + aligned.right : aligned.left - aligned.right, aligned.scale);
}

/** Whether two numbers are in an order. */
export function isInOrder(operator: "<" | ">" | "<=" | ">=", left: JavaNumber, right: JavaNumber): boolean {
  const order = compareNumbers(left, right);
  switch (operator) {
    case "<":
      return order < 0;
    case ">":
      return order > 0;
    case "<=":
      return order <= 0;
    case ">=":
      return order >= 0;
  }
}
