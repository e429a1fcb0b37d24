import { isWholeNumber, printNumber, toBigInt, toDouble } from "../jsonpath/java-number.ts";
import { isJavaNumber, JavaDouble } from "../jsonpath/values.ts";
import { JavaChar } from "./java-objects.ts";
import { printValue } from "./printing.ts";
import type { Run } from "./run.ts";
import { Failure } from "./vtl-error.ts";

const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g;
const WIDTH_MAX = 10_000;

type Specifier = { flags: string; width: number; precision: number | undefined; conversion: string };

/** `String.format` with the conversions that templates use: `%s %d %f %e %x %o %c %b %n %%`. */
export function formatText(pattern: string, values: readonly unknown[], run: Run): string {
  run.spend(pattern.length >> 3);
  let next = 0;
  if (pattern.replace(SPECIFIER, "").includes("%"))
    throw new Failure("method", "java.util.UnknownFormatConversionException: Conversion = '%'");
  const text = pattern.replace(
    SPECIFIER,
    (_, index: string | undefined, flags: string, width: string | undefined, precision: string | undefined, conversion: string) => {
      if (conversion === "n") return "\n";
      const specifier = {
        flags,
        width: Number(width ?? 0),
        precision: precision === undefined ? undefined : Number(precision),
        conversion,
      };
      if (specifier.width > WIDTH_MAX || (specifier.precision ?? 0) > WIDTH_MAX) throw new Failure("budget", "The format is too wide.");
      run.spend(1 + (specifier.width >> 4));
      if (conversion === "%") return pad("%", specifier);
      const at = index === undefined ? next : Number(index) - 1;
      if (index === undefined) next++;
      if (at >= values.length) throw new Failure("method", `java.util.MissingFormatArgumentException: Format specifier '%${conversion}'`);
      return pad(convert(values[at], specifier, run), specifier);
    },
  );
  return run.check(text);
}

function convert(value: unknown, specifier: Specifier, run: Run): string {
  const text = convertLower(value, { ...specifier, conversion: specifier.conversion.toLowerCase() }, run);
  return specifier.conversion === specifier.conversion.toUpperCase() ? text.toUpperCase() : text;
}

function convertLower(value: unknown, specifier: Specifier, run: Run): string {
  const { conversion, precision } = specifier;
  if (conversion === "b") return String(typeof value === "boolean" ? value : value !== null).slice(0, precision);
  if (conversion === "s") return (printValue(value, run) ?? "null").slice(0, precision);
  if (value === null) return "null";
  if (conversion === "d" && isJavaNumber(value) && isWholeNumber(value)) return sign(toBigInt(value).toString(), specifier);
  if ((conversion === "x" || conversion === "o") && typeof value === "number") return (value >>> 0).toString(conversion === "x" ? 16 : 8);
  if (conversion === "f" && value instanceof JavaDouble) return sign(value.value.toFixed(Math.min(100, precision ?? 6)), specifier);
  if (conversion === "e" && value instanceof JavaDouble) return sign(toScientific(toDouble(value), precision ?? 6), specifier);
  if (conversion === "c" && value instanceof JavaChar) return value.value;
  if (conversion === "c" && typeof value === "number") return String.fromCodePoint(value);
  const known = "dxofec".includes(conversion);
  const shown = isJavaNumber(value) ? printNumber(value) : "value";
  throw new Failure(
    "method",
    known
      ? `java.util.IllegalFormatConversionException: ${conversion} != ${shown}`
      : `java.util.UnknownFormatConversionException: Conversion = '${conversion}'`,
  );
}

function toScientific(value: number, precision: number): string {
  return value.toExponential(Math.min(100, precision)).replace(/e([+-])(\d)$/, "e$10$2");
}

function sign(text: string, { flags }: Specifier): string {
  const isNegative = text.startsWith("-");
  let digits = isNegative ? text.slice(1) : text;
  if (flags.includes(",")) {
    const [whole = "", fraction] = digits.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    digits = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  }
  if (isNegative) return flags.includes("(") ? `(${digits})` : `-${digits}`;
  return flags.includes("+") ? `+${digits}` : flags.includes(" ") ? ` ${digits}` : digits;
}

function pad(text: string, { flags, width }: Specifier): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0")) return text.padStart(width);
  const mark = /^[-+ ]?/.exec(text)?.[0] ?? "";
  return mark + text.slice(mark.length).padStart(width - mark.length, "0");
}
