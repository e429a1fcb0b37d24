import { JavaDecimal } from "../jsonpath/java-decimal.ts";
import { JavaBigInteger, JavaDouble, JavaList, JavaLong, JavaMap } from "../jsonpath/values.ts";
import { INPUT_METHODS, UTIL_METHODS } from "./builtins.ts";
import { ARRAY_METHODS, ENTRY_METHODS, ITERATOR_METHODS, LIST_METHODS, MAP_METHODS, VIEW_METHODS } from "./collection-methods.ts";
import { classOf, equalValues, hashValue } from "./equality.ts";
import { JavaChar, JavaClass, JavaEntry, JavaIterator, JavaView, LoopScope } from "./java-objects.ts";
import { findMethod, type MethodTable, method } from "./method.ts";
import { BIG_METHODS, BOOLEAN_METHODS, CHARACTER_METHODS, DOUBLE_METHODS, INTEGER_METHODS, LONG_METHODS } from "./number-methods.ts";
import { printValue } from "./printing.ts";
import { InputValue, type Run, UtilValue } from "./run.ts";
import { STRING_METHODS } from "./string-methods.ts";
import { Failure } from "./vtl-error.ts";

const OBJECT_METHODS: MethodTable<unknown> = {
  toString: [method([], (value, _, run) => printValue(value, run) ?? null)],
  equals: [method(["object"], (value, [other], run) => equalValues(value, other, run))],
  hashCode: [method([], (value, _, run) => hashValue(value, run))],
  getClass: [method([], (value) => new JavaClass(classOf(value)))],
};

const CLASS_METHODS: MethodTable<JavaClass> = {
  getName: [method([], (value: JavaClass) => value.name)],
  toString: [method([], (value: JavaClass) => `class ${value.name}`)],
};

// Methods of texts whose work does not grow with the text.
const INSTANT_METHODS = new Set(["length", "isEmpty", "charAt", "substring", "startsWith", "toString", "subSequence", "intern"]);

/** Calls a method; null when the value has none of that name for these arguments. */
export function callMember(value: unknown, name: string, values: readonly unknown[], run: Run): unknown {
  const result = callOwn(value, name, values, run);
  return result ?? null;
}

function callOwn(value: unknown, name: string, values: readonly unknown[], run: Run): unknown {
  if (typeof value === "string") {
    if (value.length > 64 && !INSTANT_METHODS.has(name)) run.spend(value.length >> 6);
    return call(STRING_METHODS, value, name, values, run);
  }
  if (value instanceof JavaMap) return call(MAP_METHODS, value, name, values, run);
  if (value instanceof JavaList) return call(value.kind === "array" ? ARRAY_METHODS : LIST_METHODS, value, name, values, run);
  if (typeof value === "number") return call(INTEGER_METHODS, value, name, values, run);
  if (value instanceof InputValue) return callBuiltin(INPUT_METHODS, value, name, values, run);
  if (value instanceof UtilValue) return callBuiltin(UTIL_METHODS, value, name, values, run);
  if (value instanceof JavaDouble) return call(DOUBLE_METHODS, value, name, values, run);
  if (typeof value === "boolean") return call(BOOLEAN_METHODS, value, name, values, run);
  if (value instanceof JavaView) return call(VIEW_METHODS, value, name, values, run);
  return callRare(value, name, values, run);
}

function callRare(value: unknown, name: string, values: readonly unknown[], run: Run): unknown {
  if (value instanceof JavaEntry) return call(ENTRY_METHODS, value, name, values, run);
  if (value instanceof JavaIterator) return call(ITERATOR_METHODS, value, name, values, run);
  if (value instanceof JavaLong) return call(LONG_METHODS, value, name, values, run);
  if (value instanceof JavaBigInteger || value instanceof JavaDecimal) return call(BIG_METHODS, value, name, values, run);
  if (value instanceof JavaChar) return call(CHARACTER_METHODS, value, name, values, run);
  if (value instanceof JavaClass) return callBuiltin(CLASS_METHODS, value, name, values, run);
  if (value instanceof LoopScope) return values.length === 0 ? readLoop(value, name) : null;
  return null;
}

function call<Receiver>(table: MethodTable<Receiver>, value: Receiver, name: string, values: readonly unknown[], run: Run): unknown {
  const own = findMethod(table, name, values);
  if (own !== undefined) return own.call(value, values, run);
  return findMethod(OBJECT_METHODS, name, values)?.call(value, values, run);
}

// The gateway's own objects have no Java methods that templates may see.
function callBuiltin<Receiver>(table: MethodTable<Receiver>, value: Receiver, name: string, values: readonly unknown[], run: Run): unknown {
  return findMethod(table, name, values)?.call(value, values, run);
}

function readLoop(loop: LoopScope, name: string): unknown {
  if (name === "hasNext") return loop.hasNext;
  const property = /^(?:get|is)([A-Z].*)$/.exec(name)?.[1];
  return property === undefined ? null : loop.read(property.charAt(0).toLowerCase() + property.slice(1));
}

/** Reads a property: a map's value, else what `getName()` or `isName()` gives. */
export function readProperty(value: unknown, name: string, run: Run): unknown {
  if (value instanceof JavaMap) return name === "class" ? new JavaClass(classOf(value)) : (value.get(name) ?? null);
  if (value instanceof LoopScope) return value.read(name) ?? null;
  if (value instanceof InputValue) return name === "body" ? value.body : null;
  if (value instanceof UtilValue || value === null) return null;
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  const read = callMember(value, `get${capital}`, [], run);
  if (read !== null) return read;
  const answer = callMember(value, `is${capital}`, [], run);
  return typeof answer === "boolean" ? answer : null;
}

/** Reads `value[index]`, which is `value.get(index)`. */
export function readIndex(value: unknown, index: unknown, run: Run): unknown {
  if (value instanceof JavaMap) return value.get(fromEnd(value.size, index)) ?? null;
  if (value instanceof LoopScope) return value.kept.get(index) ?? null;
  if (!(value instanceof JavaList)) return callMember(value, "get", [index], run);
  if (typeof index !== "number") return null;
  const at = index < 0 ? value.items.length + index : index;
  if (at < 0 || at >= value.items.length) {
    throw new Failure("runtime", `java.lang.IndexOutOfBoundsException: Index ${at} out of bounds for length ${value.items.length}`);
  }
  return value.items[at] ?? null;
}

function fromEnd(size: number, index: unknown): unknown {
  return typeof index === "number" && index < 0 ? size + index : index;
}

/** `#set($value.name = ...)`: puts into maps, does nothing elsewhere. */
export function writeProperty(value: unknown, name: string, assigned: unknown): void {
  if (value instanceof JavaMap) value.set(name, assigned);
  else if (value instanceof LoopScope) value.kept.set(name, assigned);
}

/** `#set($value[index] = ...)`: `set` of a list or array, else `put` of a map. */
export function writeIndex(value: unknown, index: unknown, assigned: unknown, run: Run): void {
  if (value instanceof JavaMap) value.set(fromEnd(value.size, index), assigned);
  else if (value instanceof LoopScope) value.kept.set(index, assigned);
  else if (value instanceof JavaList) callMember(value, "set", [fromEnd(value.items.length, index), assigned], run);
}
