import { compareDecimals, JavaDecimal, parseDecimal, printDecimal } from "./java-decimal.ts";
import { JavaBigInteger, JavaDouble, JavaLong, type JavaNumber } from "./values.ts";

const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

/** A whole number as the smallest of Integer, Long and BigInteger that holds it. */
export function toWholeNumber(value: bigint): JavaNumber {
  if (value >= -2147483648n && value <= 2147483647n) return Number(value);
  return value >= LONG_MIN && value <= LONG_MAX ? new JavaLong(value) : new JavaBigInteger(value);
}

/** Whether the number is of an integer class. */
export function isWholeNumber(value: JavaNumber): value is number | JavaLong | JavaBigInteger {
  return typeof value === "number" || value instanceof JavaLong || value instanceof JavaBigInteger;
}

/** The whole number behind an integer class. */
export function toBigInt(value: number | JavaLong | JavaBigInteger): bigint {
  return typeof value === "number" ? BigInt(value) : value.value;
}

/** `Number.doubleValue()`. */
export function toDouble(value: JavaNumber): number {
  if (typeof value === "number") return value;
  if (value instanceof JavaDecimal) return Number(printDecimal(value));
  return Number(value.value);
}

/** `toString()` of a number. */
export function printNumber(value: JavaNumber): string {
  if (typeof value === "number") return String(value);
  if (value instanceof JavaDouble) return printDouble(value.value);
  return value instanceof JavaDecimal ? printDecimal(value) : value.value.toString();
}

/** `Double.toString()`: plain between 0.001 and ten million, else with an exponent, and never without a digit behind the point. */
export function printDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === Number.POSITIVE_INFINITY) return "Infinity";
  if (value === Number.NEGATIVE_INFINITY) return "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${exponent.replace("+", "")}`;
}

/** Any number as a decimal, as `new BigDecimal(number.toString())` gives it; `undefined` for NaN and infinities. */
export function toDecimal(value: JavaNumber): JavaDecimal | undefined {
  if (value instanceof JavaDecimal) return value;
  if (isWholeNumber(value)) return new JavaDecimal(toBigInt(value), 0);
  return parseDecimal(printNumber(value));
}

/** Compares numbers of any classes by value. */
export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (isWholeNumber(left) && isWholeNumber(right)) return order(toBigInt(left), toBigInt(right));
  if (left instanceof JavaDecimal || right instanceof JavaDecimal) {
    const [first, second] = [toDecimal(left), toDecimal(right)];
    if (first !== undefined && second !== undefined) return compareDecimals(first, second);
  }
  return order(toDouble(left), toDouble(right));
}

function order(left: number | bigint, right: number | bigint): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}
