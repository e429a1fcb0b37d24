import { textOf } from "./intrinsics.ts";
import { isNode, type Node, templateError } from "./node.ts";
import type { ResourceType, Shape } from "./shapes.ts";

export type Properties = Readonly<Record<string, unknown>>;

/** The properties of a resource with the types that they have to have; texts of numbers are numbers, and so on. */
export function readProperties(logicalId: string, type: ResourceType, properties: Node): Properties {
  const faults: string[] = [];
  const value = readMembers(type.properties, properties, { at: "#", faults });
  const missing = (type.required ?? []).filter((name) => value[name] === undefined);
  faults.push(...missing.map((name) => `#: required key [${name}] not found`));
  if (faults.length > 0)
    throw templateError(`Properties validation failed for resource ${logicalId} with message:\n${faults.slice(0, faultsShown).join("\n")}`);
  return value;
}

const faultsShown = 10;

type Place = { at: string; faults: string[] };

function readMembers(shapes: Readonly<Record<string, Shape>>, node: Node, { at, faults }: Place): Record<string, unknown> {
  const read: [string, unknown][] = [];
  for (const [name, value] of Object.entries(node)) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (shape === undefined) faults.push(`${at}: extraneous key [${name}] is not permitted`);
    else read.push([name, readValue(shape, value, { at: `${at}/${name}`, faults })]);
  }
  return Object.fromEntries(read);
}

function readValue(shape: Shape, value: unknown, place: Place): unknown {
  if (value === null) {
    place.faults.push(`${place.at}: 'null' values are not allowed in templates`);
    return value;
  }
  if (shape === "any") return value;
  if (typeof shape === "string") return readSimple(shape, value, place);
  if ("list" in shape) {
    if (!Array.isArray(value)) return wrong("JSONArray", value, place);
    return value.map((item, index) => readValue(shape.list, item, { ...place, at: `${place.at}/${index}` }));
  }
  if (!isNode(value)) return wrong("JSONObject", value, place);
  if ("members" in shape) return readMembers(shape.members, value, place);
  const entries = Object.entries(value).map(([key, item]) => [key, readValue(shape.map, item, { ...place, at: `${place.at}/${key}` })]);
  return Object.fromEntries(entries);
}

function readSimple(shape: "string" | "integer" | "number" | "boolean" | "json", value: unknown, place: Place): unknown {
  if (shape === "json") return isNode(value) || typeof value === "string" ? value : wrong("JSONObject", value, place);
  const text = textOf(value);
  if (text === undefined) return wrong(typeNames[shape], value, place);
  if (shape === "string") return text;
  if (shape === "boolean") return text === "true" || text === "false" ? text === "true" : wrong("Boolean", value, place);
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number)) return wrong(typeNames[shape], value, place);
  if (shape === "integer" && !Number.isInteger(number)) return wrong("Integer", value, place);
  return number;
}

const typeNames = { string: "String", integer: "Integer", number: "Number", boolean: "Boolean" } as const;

function wrong(expected: string, value: unknown, { at, faults }: Place): unknown {
  const found = Array.isArray(value) ? "JSONArray" : isNode(value) ? "JSONObject" : typeof value === "string" ? "String" : typeof value;
  faults.push(`${at}: expected type: ${expected}, found: ${found}`);
  return value;
}

/** Properties with the names that services use: `BinaryMediaTypes` is `binaryMediaTypes`. Keys of maps stay as they are. */
export function membersOf(type: ResourceType, properties: Properties): Record<string, unknown> {
  return renameMembers(type.properties, properties);
}

function renameMembers(shapes: Readonly<Record<string, Shape>>, node: Node): Record<string, unknown> {
  const entries = Object.entries(node).map(([name, value]) => [memberName(name), renameValue(shapes[name] ?? "any", value)] as const);
  return Object.fromEntries(entries);
}

function renameValue(shape: Shape, value: unknown): unknown {
  if (typeof shape === "string") return value;
  if ("list" in shape) return Array.isArray(value) ? value.map((item) => renameValue(shape.list, item)) : value;
  if (!isNode(value)) return value;
  if ("members" in shape) return renameMembers(shape.members, value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renameValue(shape.map, item)]));
}

export function memberName(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
