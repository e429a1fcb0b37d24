import { JavaDouble, JavaList, JavaLong, JavaMap } from "../jsonpath/values.ts";
import { JavaChar, JavaView } from "./java-objects.ts";
import type { Run } from "./run.ts";

/** Java's parameter types, as far as the methods of templates have them; capitals are the boxed classes. */
export type ParameterType =
  | "string"
  | "int"
  | "long"
  | "double"
  | "boolean"
  | "char"
  | "Integer"
  | "Long"
  | "Double"
  | "Boolean"
  | "Character"
  | "object"
  | "collection"
  | "map"
  | "bytes";

/** One method of a name; with `rest` it takes any number of further values. */
export type Method<Receiver> = {
  types: readonly ParameterType[];
  rest?: "object" | "string";
  call: (receiver: Receiver, values: readonly unknown[], run: Run) => unknown;
};

/** The methods of a class, by name; those of one name from the most particular on. */
export type MethodTable<Receiver> = Readonly<Record<string, readonly Method<Receiver>[]>>;

/** Makes a method of its parameter types, written as in Java without names, and its body. */
export function method<Receiver>(types: readonly ParameterType[], call: Method<Receiver>["call"]): Method<Receiver> {
  return { types, call };
}

/** The method that fits the values, or `undefined`: then the call has no value. */
export function findMethod<Receiver>(table: MethodTable<Receiver>, name: string, values: readonly unknown[]): Method<Receiver> | undefined {
  const methods = Object.hasOwn(table, name) ? table[name] : undefined;
  return methods?.find((candidate) => fits(candidate, values));
}

function fits<Receiver>(candidate: Method<Receiver>, values: readonly unknown[]): boolean {
  const { types, rest } = candidate;
  if (rest === undefined ? values.length !== types.length : values.length < types.length) return false;
  return values.every((value, index) => accepts(types[index] ?? rest ?? "object", value));
}

function accepts(type: ParameterType, value: unknown): boolean {
  switch (type) {
    case "object":
      return true;
    case "int":
      return typeof value === "number";
    case "long":
      return typeof value === "number" || value instanceof JavaLong;
    case "double":
      return value instanceof JavaDouble;
    case "boolean":
      return typeof value === "boolean";
    case "char":
      return value instanceof JavaChar;
    default:
      return value === null || acceptsObject(type, value);
  }
}

function acceptsObject(type: ParameterType, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "Integer":
      return typeof value === "number";
    case "Long":
      return value instanceof JavaLong;
    case "Double":
      return value instanceof JavaDouble;
    case "Boolean":
      return typeof value === "boolean";
    case "Character":
      return value instanceof JavaChar;
    case "collection":
      return (value instanceof JavaList && value.kind !== "array") || value instanceof JavaView;
    case "map":
      return value instanceof JavaMap;
    case "bytes":
      return value instanceof JavaList && value.kind === "array";
    default:
      return false;
  }
}

/** A text argument; null has become the method's problem before. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "null";
}

/** An integer argument. */
export function integerOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** An integer argument of either class. */
export function bigIntOf(value: unknown): bigint {
  if (value instanceof JavaLong) return value.value;
  return typeof value === "number" ? BigInt(value) : 0n;
}

/** A floating-point argument. */
export function doubleOf(value: unknown): number {
  return value instanceof JavaDouble ? value.value : 0;
}

/** The items of a collection or array argument. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (value instanceof JavaList) return value.items;
  return value instanceof JavaView ? value.items() : [];
}
