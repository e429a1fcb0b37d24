/** `java.math.BigDecimal`: an integer and the count of its digits behind the point. */
export class JavaDecimal {
  constructor(
    readonly unscaled: bigint,
    readonly scale: number,
  ) {}

  /** For code that looks at any number object; a decimal is not exact here. */
  get value(): number {
    return Number(this.unscaled) / 10 ** this.scale;
  }
}

// Rescaling works on big integers; an exponent beyond this would make one of gigabytes.
const SCALE_MAX = 2000;

/** Reads a literal such as `12.50` or `1e400`; `undefined` when it is no number or too large to work with. */
export function parseDecimal(text: string): JavaDecimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  if (digits === "") return undefined;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > SCALE_MAX) return undefined;
  const unscaled = BigInt(digits);
  return new JavaDecimal(sign === "-" ? -unscaled : unscaled, scale);
}

/** `BigDecimal.toString()`. */
export function printDecimal(decimal: JavaDecimal): string {
  const negative = decimal.unscaled < 0n;
  const digits = (negative ? -decimal.unscaled : decimal.unscaled).toString();
  const sign = negative ? "-" : "";
  if (decimal.scale === 0) return sign + digits;
  const exponent = digits.length - 1 - decimal.scale;
  if (decimal.scale > 0 && exponent >= -6) {
    const padded = digits.padStart(decimal.scale + 1, "0");
    return `${sign}${padded.slice(0, -decimal.scale)}.${padded.slice(-decimal.scale)}`;
  }
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${sign}${mantissa}E${exponent >= 0 ? "+" : ""}${exponent}`;
}

/** Both numbers with the larger scale of the two. */
export function alignDecimals(left: JavaDecimal, right: JavaDecimal): { left: bigint; right: bigint; scale: number } {
  const scale = Math.max(left.scale, right.scale);
  return { left: rescale(left, scale), right: rescale(right, scale), scale };
}

function rescale(decimal: JavaDecimal, scale: number): bigint {
  return decimal.unscaled * 10n ** BigInt(scale - decimal.scale);
}

/** Less than, equal to or greater than zero, as the first is to the second. */
export function compareDecimals(left: JavaDecimal, right: JavaDecimal): number {
  const aligned = alignDecimals(left, right);
  if (aligned.left === aligned.right) return 0;
  return aligned.left < aligned.right ? -1 : 1;
}

/** Division that keeps the dividend's scale and rounds half down. */
export function divideDecimals(left: JavaDecimal, right: JavaDecimal): JavaDecimal {
  const shift = right.scale;
  const numerator = shift >= 0 ? left.unscaled * 10n ** BigInt(shift) : left.unscaled;
  const denominator = shift >= 0 ? right.unscaled : right.unscaled * 10n ** BigInt(-shift);
  const quotient = numerator / denominator;
  const rest = numerator - quotient * denominator;
  const isPastHalf = absolute(rest) * 2n > absolute(denominator);
  const step = numerator < 0n === denominator < 0n ? 1n : -1n;
  return new JavaDecimal(isPastHalf ? quotient + step : quotient, left.scale);
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
