import { JavaDecimal } from "../jsonpath/java-decimal.ts";
import { printNumber } from "../jsonpath/java-number.ts";
import { hashText, isJavaNumber, JavaBigInteger, JavaDouble, JavaList, JavaLong, JavaMap } from "../jsonpath/values.ts";
import { JavaChar, JavaClass, JavaEntry, JavaView } from "./java-objects.ts";
import type { Run } from "./run.ts";
import { Failure } from "./vtl-error.ts";

const DEPTH_MAX = 200;

/** `left.equals(right)`: numbers are equal only within one class. */
export function equalValues(left: unknown, right: unknown, run: Run, depth = 0): boolean {
  if (left === right) return true;
  if (depth > DEPTH_MAX) throw new Failure("budget", "The values are nested too deeply to be compared.");
  run.spend(1);
  if (isJavaNumber(left)) return isJavaNumber(right) && classOf(left) === classOf(right) && printNumber(left) === printNumber(right);
  if (left instanceof JavaChar) return right instanceof JavaChar && left.value === right.value;
  if (left instanceof JavaClass) return right instanceof JavaClass && left.name === right.name;
  if (left instanceof JavaMap) return right instanceof JavaMap && equalMaps(left, right, run, depth);
  if (left instanceof JavaEntry) {
    return (
      right instanceof JavaEntry && equalValues(left.key, right.key, run, depth + 1) && equalValues(left.value, right.value, run, depth + 1)
    );
  }
  const [own, others] = [itemsOf(left), itemsOf(right)];
  if (own === undefined || others === undefined || own.length !== others.length || left instanceof JavaView !== right instanceof JavaView)
    return false;
  run.spend(own.length >> 2);
  return own.every((item, index) => equalValues(item, others[index], run, depth + 1));
}

function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (value instanceof JavaList) return value.kind === "array" ? undefined : value.items;
  return value instanceof JavaView && value.part !== "values" ? value.items() : undefined;
}

function equalMaps(left: JavaMap, right: JavaMap, run: Run, depth: number): boolean {
  if (left.size !== right.size) return false;
  run.spend(left.size);
  return left.keys().every((key) => right.has(key) && equalValues(left.get(key), right.get(key), run, depth + 1));
}

/** The name of a value's Java class. */
export function classOf(value: unknown): string {
  if (typeof value === "string") return "java.lang.String";
  if (typeof value === "number") return "java.lang.Integer";
  if (typeof value === "boolean") return "java.lang.Boolean";
  if (value instanceof JavaLong) return "java.lang.Long";
  if (value instanceof JavaBigInteger) return "java.math.BigInteger";
  if (value instanceof JavaDouble) return "java.lang.Double";
  if (value instanceof JavaDecimal) return "java.math.BigDecimal";
  if (value instanceof JavaChar) return "java.lang.Character";
  if (value instanceof JavaMap) return value.kind === "context" ? "java.util.HashMap" : "java.util.LinkedHashMap";
  if (value instanceof JavaList)
    return { list: "java.util.ArrayList", json: "net.minidev.json.JSONArray", array: "[Ljava.lang.String;" }[value.kind];
  return "java.lang.Object";
}

/** `hashCode()`. */
export function hashValue(value: unknown, run: Run, depth = 0): number {
  if (depth > DEPTH_MAX) throw new Failure("budget", "The value is nested too deeply.");
  if (typeof value === "string") {
    run.spend(value.length >> 3);
    return hashText(value);
  }
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1231 : 1237;
  if (value instanceof JavaLong) return Number(BigInt.asIntN(32, value.value ^ (value.value >> 32n)));
  if (value instanceof JavaDouble) return hashDouble(value.value);
  if (value instanceof JavaChar) return value.value.charCodeAt(0);
  if (value instanceof JavaEntry) return hashValue(value.key, run, depth + 1) ^ hashValue(value.value, run, depth + 1);
  if (value instanceof JavaList) {
    run.spend(value.items.length);
    return value.items.reduce<number>((hash, item) => (Math.imul(hash, 31) + hashValue(item, run, depth + 1)) | 0, 1);
  }
  if (value instanceof JavaMap) {
    run.spend(value.size);
    return value
      .keys()
      .reduce<number>((sum, key) => (sum + (hashValue(key, run, depth + 1) ^ hashValue(value.get(key), run, depth + 1))) | 0, 0);
  }
  return 0;
}

function hashDouble(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getInt32(0) ^ view.getInt32(4);
}
