import { alignDecimals, JavaDecimal } from "../jsonpath/java-decimal.ts";
import { compareNumbers, printDouble, toBigInt, toDouble } from "../jsonpath/java-number.ts";
import { isJavaNumber, JavaBigInteger, JavaDouble, JavaLong, type JavaNumber } from "../jsonpath/values.ts";
import { calculate } from "./arithmetic.ts";
import { JavaChar } from "./java-objects.ts";
import { bigIntOf, doubleOf, integerOf, type MethodTable, method, textOf } from "./method.ts";
import { Failure } from "./vtl-error.ts";

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
const toInt = (value: number): number => (Number.isNaN(value) ? 0 : clamp(Math.trunc(value), -2147483648, 2147483647));
const order = (left: number | bigint | boolean, right: number | bigint | boolean) => (left < right ? -1 : left > right ? 1 : 0);

function conversions<Receiver extends JavaNumber>(): MethodTable<Receiver> {
  return {
    intValue: [
      method([], (value) =>
        typeof value === "number" ? value : value instanceof JavaDouble ? toInt(value.value) : Number(BigInt.asIntN(32, wholeOf(value))),
      ),
    ],
    shortValue: [method([], (value) => (Number(BigInt.asIntN(32, wholeOf(value))) << 16) >> 16)],
    byteValue: [method([], (value) => (Number(BigInt.asIntN(32, wholeOf(value))) << 24) >> 24)],
    longValue: [method([], (value) => new JavaLong(BigInt.asIntN(64, wholeOf(value))))],
    doubleValue: [method([], (value) => new JavaDouble(toDouble(value)))],
    floatValue: [method([], (value) => new JavaDouble(Number(Math.fround(toDouble(value)).toPrecision(7))))],
  };
}

function wholeOf(value: JavaNumber): bigint {
  if (value instanceof JavaDecimal)
    return value.scale > 0 ? value.unscaled / 10n ** BigInt(value.scale) : value.unscaled * 10n ** BigInt(-value.scale);
  if (!(value instanceof JavaDouble)) return toBigInt(value);
  const limited = Math.max(-(2 ** 63), Math.min(2 ** 63, value.value));
  return Number.isNaN(limited) ? 0n : BigInt(Math.trunc(limited)) - (limited === 2 ** 63 ? 1n : 0n);
}

/** The methods of `java.lang.Integer`. */
export const INTEGER_METHODS: MethodTable<number> = {
  ...conversions<number>(),
  compareTo: [method(["Integer"], (value, [other]) => order(value, integerOf(other)))],
  compare: [method(["int", "int"], (_, [left, right]) => order(integerOf(left), integerOf(right)))],
  parseInt: [
    method(["string"], (_, [text]) => parseInteger(textOf(text), 10)),
    method(["string", "int"], (_, [text, radix]) => parseInteger(textOf(text), integerOf(radix))),
  ],
  valueOf: [
    method(["int"], (_, [value]) => value),
    method(["string"], (_, [text]) => parseInteger(textOf(text), 10)),
    method(["string", "int"], (_, [text, radix]) => parseInteger(textOf(text), integerOf(radix))),
  ],
  decode: [method(["string"], (_, [text]) => parseInteger(textOf(text), 10))],
  toString: [
    method([], (value) => String(value)),
    method(["int"], (_, [value]) => String(value)),
    method(["int", "int"], (_, [value, radix]) => integerOf(value).toString(toRadix(integerOf(radix)))),
  ],
  toHexString: [method(["int"], (_, [value]) => (integerOf(value) >>> 0).toString(16))],
  toBinaryString: [method(["int"], (_, [value]) => (integerOf(value) >>> 0).toString(2))],
  toOctalString: [method(["int"], (_, [value]) => (integerOf(value) >>> 0).toString(8))],
  max: [method(["int", "int"], (_, [left, right]) => Math.max(integerOf(left), integerOf(right)))],
  min: [method(["int", "int"], (_, [left, right]) => Math.min(integerOf(left), integerOf(right)))],
  sum: [method(["int", "int"], (_, [left, right]) => (integerOf(left) + integerOf(right)) | 0)],
  signum: [method(["int"], (_, [value]) => Math.sign(integerOf(value)))],
  bitCount: [method(["int"], (_, [value]) => (integerOf(value) >>> 0).toString(2).replaceAll("0", "").length)],
};

/** The methods of `java.lang.Long`. */
export const LONG_METHODS: MethodTable<JavaLong> = {
  ...conversions<JavaLong>(),
  compareTo: [method(["Long"], (value, [other]) => order(value.value, bigIntOf(other)))],
  compare: [method(["long", "long"], (_, [left, right]) => order(bigIntOf(left), bigIntOf(right)))],
  parseLong: [method(["string"], (_, [text]) => parseLong(textOf(text)))],
  valueOf: [method(["long"], (_, [value]) => new JavaLong(bigIntOf(value))), method(["string"], (_, [text]) => parseLong(textOf(text)))],
  toString: [method([], (value: JavaLong) => value.value.toString()), method(["long"], (_, [value]) => bigIntOf(value).toString())],
  toHexString: [method(["long"], (_, [value]) => BigInt.asUintN(64, bigIntOf(value)).toString(16))],
  toBinaryString: [method(["long"], (_, [value]) => BigInt.asUintN(64, bigIntOf(value)).toString(2))],
  // biome-ignore lint/complexity/useMathMinMax: Math.max takes no big integers.
  max: [method(["long", "long"], (_, [left, right]) => new JavaLong(bigIntOf(left) > bigIntOf(right) ? bigIntOf(left) : bigIntOf(right)))],
  // biome-ignore lint/complexity/useMathMinMax: as above.
  min: [method(["long", "long"], (_, [left, right]) => new JavaLong(bigIntOf(left) < bigIntOf(right) ? bigIntOf(left) : bigIntOf(right)))],
  sum: [method(["long", "long"], (_, [left, right]) => new JavaLong(BigInt.asIntN(64, bigIntOf(left) + bigIntOf(right))))],
  signum: [method(["long"], (_, [value]) => order(bigIntOf(value), 0n))],
};

/** The methods of `java.lang.Double`. */
export const DOUBLE_METHODS: MethodTable<JavaDouble> = {
  ...conversions<JavaDouble>(),
  compareTo: [method(["Double"], (value, [other]) => order(value.value, doubleOf(other)))],
  compare: [method(["double", "double"], (_, [left, right]) => order(doubleOf(left), doubleOf(right)))],
  isNaN: [method([], (value) => Number.isNaN(value.value)), method(["double"], (_, [value]) => Number.isNaN(doubleOf(value)))],
  isInfinite: [method([], (value) => isInfinite(value.value)), method(["double"], (_, [value]) => isInfinite(doubleOf(value)))],
  isFinite: [method(["double"], (_, [value]) => Number.isFinite(doubleOf(value)))],
  parseDouble: [method(["string"], (_, [text]) => parseDouble(textOf(text)))],
  valueOf: [method(["double"], (_, [value]) => value), method(["string"], (_, [text]) => parseDouble(textOf(text)))],
  toString: [method([], (value: JavaDouble) => printDouble(value.value)), method(["double"], (_, [value]) => printDouble(doubleOf(value)))],
  max: [method(["double", "double"], (_, [left, right]) => new JavaDouble(Math.max(doubleOf(left), doubleOf(right))))],
  min: [method(["double", "double"], (_, [left, right]) => new JavaDouble(Math.min(doubleOf(left), doubleOf(right))))],
  sum: [method(["double", "double"], (_, [left, right]) => new JavaDouble(doubleOf(left) + doubleOf(right)))],
};

/** The methods of `java.lang.Boolean`. */
export const BOOLEAN_METHODS: MethodTable<boolean> = {
  booleanValue: [method([], (value) => value)],
  compareTo: [method(["Boolean"], (value, [other]) => order(value, other === true))],
  compare: [method(["boolean", "boolean"], (_, [left, right]) => order(left === true, right === true))],
  logicalAnd: [method(["boolean", "boolean"], (_, [left, right]) => left === true && right === true)],
  logicalOr: [method(["boolean", "boolean"], (_, [left, right]) => left === true || right === true)],
  logicalXor: [method(["boolean", "boolean"], (_, [left, right]) => left !== right)],
  parseBoolean: [method(["string"], (_, [text]) => textOf(text).toLowerCase() === "true")],
  valueOf: [method(["boolean"], (_, [value]) => value), method(["string"], (_, [text]) => textOf(text).toLowerCase() === "true")],
  toString: [method([], (value) => String(value)), method(["boolean"], (_, [value]) => String(value))],
};

type Big = JavaBigInteger | JavaDecimal;

const bigOperation = (operator: "+" | "-" | "*" | "/" | "%") => [
  method<Big>(["object"], (value, [other]) => {
    if (!(other instanceof JavaBigInteger || other instanceof JavaDecimal)) return null;
    const result = calculate(operator, value, other);
    if (result === undefined) throw new Failure("method", "java.lang.ArithmeticException: Division by zero");
    return result;
  }),
];

/** The methods of `java.math.BigInteger` and `java.math.BigDecimal` that templates can make use of. */
export const BIG_METHODS: MethodTable<Big> = {
  ...conversions<Big>(),
  add: bigOperation("+"),
  subtract: bigOperation("-"),
  multiply: bigOperation("*"),
  divide: bigOperation("/"),
  remainder: bigOperation("%"),
  compareTo: [method(["object"], (value, [other]) => (isJavaNumber(other) ? compareNumbers(value, other) : null))],
  negate: [
    method([], (value) =>
      value instanceof JavaDecimal ? new JavaDecimal(-value.unscaled, value.scale) : new JavaBigInteger(-value.value),
    ),
  ],
  signum: [method([], (value) => order(value instanceof JavaDecimal ? value.unscaled : value.value, 0n))],
  toBigInteger: [method([], (value) => new JavaBigInteger(wholeOf(value)))],
  toPlainString: [method([], (value) => (value instanceof JavaDecimal ? printPlain(value) : value.value.toString()))],
};

/** The methods of `java.lang.Character`. */
export const CHARACTER_METHODS: MethodTable<JavaChar> = {
  charValue: [method([], (value) => value)],
  compareTo: [method(["Character"], (value, [other]) => value.value.charCodeAt(0) - codeOf(other))],
  isDigit: [method(["char"], (_, [value]) => /\p{Nd}/u.test(String.fromCharCode(codeOf(value))))],
  isLetter: [method(["char"], (_, [value]) => /\p{L}/u.test(String.fromCharCode(codeOf(value))))],
  isUpperCase: [method(["char"], (_, [value]) => /\p{Lu}/u.test(String.fromCharCode(codeOf(value))))],
  isLowerCase: [method(["char"], (_, [value]) => /\p{Ll}/u.test(String.fromCharCode(codeOf(value))))],
  toString: [method([], (value: JavaChar) => value.value)],
};

function codeOf(value: unknown): number {
  return value instanceof JavaChar ? value.value.charCodeAt(0) : 0;
}

function isInfinite(value: number): boolean {
  return Math.abs(value) === Number.POSITIVE_INFINITY;
}

function printPlain(value: JavaDecimal): string {
  const { left } = alignDecimals(value, new JavaDecimal(0n, 0));
  const scale = Math.max(value.scale, 0);
  const digits = (left < 0n ? -left : left).toString().padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return left < 0n ? `-${text}` : text;
}

function numberFormat(text: string): Failure {
  return new Failure("method", `java.lang.NumberFormatException: For input string: "${text.slice(0, 100)}"`);
}

function toRadix(radix: number): number {
  return radix < 2 || radix > 36 ? 10 : radix;
}

function parseInteger(text: string, radix: number): number {
  const value = Number.parseInt(text, toRadix(radix));
  const digits = text.replace(/^[+-]/, "").toLowerCase();
  const isValid = digits !== "" && [...digits].every((digit) => Number.parseInt(digit, toRadix(radix)) >= 0);
  if (!isValid || value > 2147483647 || value < -2147483648) throw numberFormat(text);
  return value;
}

function parseLong(text: string): JavaLong {
  if (!/^[+-]?\d{1,19}$/.test(text)) throw numberFormat(text);
  const value = BigInt(text.replace(/^\+/, ""));
  if (BigInt.asIntN(64, value) !== value) throw numberFormat(text);
  return new JavaLong(value);
}

function parseDouble(text: string): JavaDouble {
  const trimmed = text.trim().replace(/[dDfF]$/, "");
  if (/^[+-]?(NaN|Infinity)$/.test(trimmed)) return new JavaDouble(Number(trimmed));
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) throw numberFormat(text);
  return new JavaDouble(Number(trimmed));
}
