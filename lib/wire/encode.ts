import { memberKey, type WireOperation, type WireTable, type WireType } from "./wire-table.ts";

/** How a service writes timestamps: v1 as epoch seconds, v2 as ISO 8601 text. */
export type DateStyle = "seconds" | "iso";

/** The response of an operation: members of its shape only, under their names on the wire. */
export function encode(table: WireTable, operation: WireOperation, output: unknown, dates: DateStyle): Response {
  const { status, output: shapeName } = operation;
  const shape = shapeName === null ? undefined : table.shapes[shapeName];
  if (shape === undefined || output === undefined) return new Response(null, { status });
  const members = Object.entries(shape.members);
  const values = toRecord(output);
  const payload = members.find(([, member]) => member.in === "payload");
  if (payload === undefined) {
    const body = encodeStructure({ table, dates }, shape.members, values);
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  }
  const headers = members.flatMap(([name, member]) =>
    member.in === "header" && values[memberKey(table, name, member)] !== undefined
      ? [[member.name ?? name, String(values[memberKey(table, name, member)])] as [string, string]]
      : [],
  );
  return new Response(toBody(values[memberKey(table, payload[0], payload[1])]), { status, headers });
}

type Context = { table: WireTable; dates: DateStyle };

function encodeStructure(context: Context, members: WireTable["shapes"][string]["members"], values: Record<string, unknown>) {
  const body: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(members)) {
    const value = values[memberKey(context.table, name, member)];
    if (value !== undefined) body[member.in === "query" ? name : (member.name ?? name)] = encodeValue(context, member, value);
  }
  return body;
}

function encodeValue(context: Context, type: WireType, value: unknown): unknown {
  if (value === null) return null;
  switch (type.type) {
    case "structure":
      return encodeStructure(context, context.table.shapes[type.shape]?.members ?? {}, toRecord(value));
    case "list":
      return Array.isArray(value) ? value.map((item) => encodeValue(context, type.of, item)) : value;
    case "map":
      return Object.fromEntries(Object.entries(toRecord(value)).map(([key, item]) => [key, encodeValue(context, type.of, item)]));
    case "timestamp":
      return value instanceof Date ? encodeDate(context.dates, value) : value;
    default:
      return value;
  }
}

function encodeDate(dates: DateStyle, date: Date): string | number {
  return dates === "iso" ? date.toISOString() : Math.floor(date.getTime() / 1_000);
}

/** What services return for structures are objects. */
function toRecord(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>;
}

function toBody(value: unknown): string | Uint8Array<ArrayBuffer> | null {
  if (typeof value === "string") return value;
  return value instanceof Uint8Array ? new Uint8Array(value) : null;
}
