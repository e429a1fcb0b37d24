/** What a value looks like, as far as the languages of the SDKs can say it. */
export type SdkShape =
  | { kind: "any" | "number" | "integer" | "boolean" }
  | { kind: "string"; values?: readonly string[] }
  | { kind: "list"; item: SdkShape }
  | { kind: "map"; value: SdkShape }
  | { kind: "object"; members: readonly SdkMember[] }
  | { kind: "model"; name: string };

export type SdkMember = { name: string; shape: SdkShape; required: boolean };

const anything: SdkShape = { kind: "any" };
/** Deeper schemas are anything. */
const depthMax = 12;
const valuesMax = 100;
const membersMax = 500;

/** The shape in a JSON schema; `known` are the models that a reference may lead to. */
export function shapeOf(schema: unknown, known: ReadonlySet<string>, depth = 0): SdkShape {
  if (!isNode(schema) || depth > depthMax) return anything;
  const { $ref: reference, type, enum: values, items, properties, additionalProperties } = schema;
  if (typeof reference === "string") return referenceTo(reference, known);
  if (Array.isArray(values) && values.length <= valuesMax && values.every((value) => typeof value === "string")) {
    return { kind: "string", values: [...new Set(values)] };
  }
  const named = Array.isArray(type) ? type.find((each) => each !== "null") : type;
  switch (named) {
    case "string":
    case "number":
    case "integer":
    case "boolean":
      return { kind: named };
    case "array":
      return { kind: "list", item: shapeOf(items, known, depth + 1) };
    default:
  }
  if (isNode(properties)) return { kind: "object", members: membersOf(schema, properties, { known, depth }) };
  if (named === "object") return { kind: "map", value: shapeOf(additionalProperties, known, depth + 1) };
  return anything;
}

type Place = { known: ReadonlySet<string>; depth: number };

function membersOf(schema: Node, properties: Node, { known, depth }: Place): SdkMember[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.entries(properties)
    .slice(0, membersMax)
    .map(([name, member]) => ({ name, shape: shapeOf(member, known, depth + 1), required: required.has(name) }));
}

function referenceTo(reference: string, known: ReadonlySet<string>): SdkShape {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  return known.has(name) ? { kind: "model", name } : anything;
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
