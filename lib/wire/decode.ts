import { ServiceError } from "../base/service-error.ts";
import type { Match } from "./router.ts";
import { memberKey, type WireMember, type WireShape, type WireTable, type WireType } from "./wire-table.ts";

export type WireRequest = { query: URLSearchParams; headers: Headers; body: Uint8Array };
export type Input = Record<string, unknown>;

/** The members of a request, each from its place; what has the wrong type is a SerializationException. */
export function decode(table: WireTable, match: Match, request: WireRequest): Input {
  const shape = match.operation.input === null ? undefined : table.shapes[match.operation.input];
  if (shape === undefined) return {};
  const members = Object.entries(shape.members);
  const body = members.some(([, member]) => member.in === undefined) ? parseBody(request.body) : {};
  const input: Input = {};
  for (const [name, member] of members) {
    const value = readMember({ table, match, request, body, shape }, name, member);
    if (value !== undefined) input[memberKey(table, name, member)] = value;
  }
  return input;
}

type Place = { table: WireTable; match: Match; request: WireRequest; body: Record<string, unknown>; shape: WireShape };

function readMember(place: Place, name: string, member: WireMember): unknown {
  const wireName = member.name ?? name;
  switch (member.in) {
    case "label":
      return place.match.labels[name];
    case "query":
      return readQuery(place.request.query, wireName, member);
    case "header":
      return place.request.headers.get(wireName) ?? undefined;
    case "payload":
      return place.request.body;
    case "queryMap":
      return readQueryMap(place);
    default:
      return decodeValue(place.table, member, place.body[wireName]);
  }
}

function readQuery(query: URLSearchParams, name: string, member: WireMember): unknown {
  const values = query.getAll(name);
  if (values.length === 0) return undefined;
  if (member.type === "list") return values;
  return decodeText(member, values[0] ?? "");
}

/** Every query parameter that no other member takes. */
function readQueryMap({ request, shape, match }: Place): Record<string, string> | undefined {
  const taken = new Set(Object.entries(shape.members).flatMap(([name, member]) => (member.in === "query" ? [member.name ?? name] : [])));
  const [fixed] = match.operation.query?.split("=") ?? [];
  const rest = [...request.query].filter(([name]) => !taken.has(name) && name !== fixed);
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}

function parseBody(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) return {};
  const parsed = parseJson(new TextDecoder().decode(body));
  if (isObject(parsed)) return parsed;
  throw new ServiceError("SerializationException", "Start of structure or map found where not expected.");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ServiceError("SerializationException", "The request body is not valid JSON.", { cause });
  }
}

function decodeValue(table: WireTable, type: WireType, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  switch (type.type) {
    case "structure":
      return decodeStructure(table, type.shape, value);
    case "list":
      return decodeList(table, type.of, value);
    case "map":
      return decodeMap(table, type.of, value);
    default:
      return decodeSimple(type, value);
  }
}

function decodeStructure(table: WireTable, shapeName: string, value: unknown): Input {
  if (!isObject(value)) throw wrongType(value, "structure");
  const input: Input = {};
  for (const [name, member] of Object.entries(table.shapes[shapeName]?.members ?? {})) {
    const decoded = decodeValue(table, member, value[member.name ?? name]);
    if (decoded !== undefined) input[memberKey(table, name, member)] = decoded;
  }
  return input;
}

function decodeList(table: WireTable, of: WireType, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw wrongType(value, "list");
  return value.flatMap((item) => {
    const decoded = decodeValue(table, of, item);
    return decoded === undefined ? [] : [decoded];
  });
}

/** Maps keep their nulls: a null template is an empty one. */
function decodeMap(table: WireTable, of: WireType, value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw wrongType(value, "map");
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item === null ? null : decodeValue(table, of, item)]));
}

function decodeSimple(type: WireType, value: unknown): unknown {
  if (typeof value === "string") return decodeText(type, value);
  const fits =
    (type.type === "number" && typeof value === "number") ||
    (type.type === "boolean" && typeof value === "boolean") ||
    (type.type === "timestamp" && typeof value === "number") ||
    type.type === "document";
  if (!fits) throw wrongType(value, type.type);
  return value;
}

/** Text where a number or a boolean belongs is read as one: queries have nothing else, and some clients quote numbers. */
function decodeText(type: WireType, text: string): unknown {
  if (type.type === "number") {
    const number = Number(text);
    if (text.trim() === "" || Number.isNaN(number)) throw wrongType(text, "number");
    return number;
  }
  if (type.type === "boolean") {
    if (text !== "true" && text !== "false") throw wrongType(text, "boolean");
    return text === "true";
  }
  if (text.includes("\0")) throw new ServiceError("SerializationException", "The character U+0000 is not allowed.");
  if (type.type === "string" || type.type === "document") return text;
  if (type.type === "blob") return new Uint8Array(Buffer.from(text, "base64"));
  throw wrongType(text, type.type);
}

const javaNames: Readonly<Record<string, string>> = {
  string: "String",
  number: "Number",
  boolean: "Boolean",
  timestamp: "Date",
  list: "List",
  map: "Map",
  structure: "Map",
  blob: "ByteBuffer",
};

/** The service names Java's classes; its wording is "an" for each of them. */
function wrongType(value: unknown, wanted: string): ServiceError {
  const found = Array.isArray(value) ? "java.util.ArrayList" : (javaClasses[typeof value] ?? "java.util.LinkedHashMap");
  return new ServiceError("SerializationException", `class ${found} can not be converted to an ${javaNames[wanted] ?? wanted}`);
}

const javaClasses: Readonly<Record<string, string>> = {
  boolean: "java.lang.Boolean",
  number: "java.lang.Integer",
  string: "java.lang.String",
};

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
